import { readdirSync, realpathSync, type Stats, statSync } from 'fs';
import { dirname, isAbsolute, join, resolve } from 'path';
import { shownPath } from './checked-app';
import { constructPathOf, CheckedTemplate, type Whereabouts } from './checked-template';
import { type AssembledStack, isCloudAssembly, stacksOf } from './cloud-assembly';
import { whyUnreadable } from './file-text';
import { type ParameterValues, refuseUnknown, withParameters } from './parameters';
import { TemplateFile } from './template-file';
import type { ResourceSource } from '../../compliance/resolved/template-source';
import { isMap, type Properties } from '../../compliance/resolved/value';
import { CommandError } from '../command';

/** More are not read: templates that nest each other can be endless. */
const MAX_TEMPLATES = 1_000;

const NESTING = ['AWS::CloudFormation::Stack', 'AWS::Serverless::Application'];

const TEMPLATE_NAME = /\.(ya?ml|json|template)$/i;

/** Directories of others. */
const NOT_LOOKED_INTO = /^(\.|node_modules$)/;

/** Reads what is given, and what it nests: the templates of one app, in the order in which they are given. */
export class Inputs {
  public readonly templates: CheckedTemplate[] = [];
  /** Files that were passed over, because they are no templates, in a directory that was given. */
  public readonly passedOver: string[] = [];
  private readonly parameters: ParameterValues;
  /** Files and directories that were read, wherever links lead to them from. */
  private readonly seen = new Set<string>();
  /** How often a template was met, again or for the first time. */
  private met = 0;

  constructor(private readonly cwd: string, parameters: ParameterValues, private readonly onRead: (shownPath: string) => void = () => undefined) {
    this.parameters = parameters;
  }

  public add(path: string): void {
    const full = resolve(this.cwd, path);
    const before = this.met;
    if (!isDirectory(full, path)) {
      this.addFile(full);
    } else if (isCloudAssembly(full)) {
      this.addAssembly(full);
    } else {
      this.addDirectory(full);
      if (this.met === before) {
        throw new CommandError(`${path}: is a directory without templates (.yaml, .yml, .json, .template) and without the manifest.json of cdk synth`);
      }
    }
  }

  /** Everything that was added; a template that another one nests is judged there alone. */
  public finish(): readonly CheckedTemplate[] {
    const nested = new Set(this.templates.filter(({ parent }) => parent !== undefined).map(({ file }) => file.path));
    const outermost = (template: CheckedTemplate): CheckedTemplate => template.parent === undefined ? template : outermost(template.parent.template);
    const judged = this.templates.filter(template => !nested.has(outermost(template).file.path));
    refuseUnknown(this.parameters, judged.filter(({ parent }) => parent === undefined).map(({ file }) => file.template));
    return judged;
  }

  private addFile(path: string): void {
    const file = this.read(path);
    this.met++;
    if (this.isFirst(path)) {
      this.addTemplate(file, { path: file.shownPath, environment: '' }, [path]);
    }
  }

  private addDirectory(directory: string): void {
    if (!this.isFirst(directory)) {
      this.met++;
      return;
    }
    for (const name of this.namesIn(directory)) {
      const path = join(directory, name);
      const stats = this.found(path, TEMPLATE_NAME.test(name));
      if (stats?.isDirectory() && !NOT_LOOKED_INTO.test(name)) {
        isCloudAssembly(path) ? this.addAssembly(path) : this.addDirectory(path);
      } else if (TEMPLATE_NAME.test(name) && !stats?.isDirectory()) {
        this.addFound(path, stats);
      }
    }
  }

  private namesIn(directory: string): string[] {
    try {
      return readdirSync(directory).sort();
    } catch (error) {
      throw new CommandError(`${shownPath(directory, this.cwd)}: ${whyUnreadable(error as NodeJS.ErrnoException)}`);
    }
  }

  /** What a name of a directory leads to: nothing where that is not there, or may not be known and is not asked for. */
  private found(path: string, isAskedFor: boolean): Stats | undefined {
    try {
      return statSync(path, { throwIfNoEntry: false });
    } catch (error) {
      if (isAskedFor) {
        throw new CommandError(`${shownPath(path, this.cwd)}: ${whyUnreadable(error as NodeJS.ErrnoException)}`);
      }
      return undefined;
    }
  }

  /** What is not meant as a template is passed over; what is, and cannot be read, is an error. */
  private addFound(path: string, stats: Stats | undefined): void {
    const name = shownPath(path, this.cwd);
    if (stats === undefined && name.includes('\ufffd')) {
      throw new CommandError(`${name}: has a name that is not text in UTF-8`);
    }
    stats?.isFile() && TemplateFile.isMeantAsOne(path) ? this.addFile(path) : this.passedOver.push(name);
  }

  /** Whether this was not met before, under whatever name. */
  private isFirst(path: string): boolean {
    const real = realpathSync(path);
    const isFirst = !this.seen.has(real);
    this.seen.add(real);
    return isFirst;
  }

  private addAssembly(directory: string): void {
    this.met++;
    if (!this.isFirst(directory)) {
      return;
    }
    const stacks = stacksOf(directory, path => shownPath(path, this.cwd));
    const made = stacks.map(stack => {
      const template = this.addTemplate(this.read(stack.templateFile), stack, [stack.templateFile], stack);
      return { stack, template };
    });
    for (const { stack, template } of made) {
      template.precededBy.push(...made.filter(one => one.stack.directory === stack.directory && stack.dependencies.includes(one.stack.artifactId))
        .map(one => one.template));
    }
  }

  private addTemplate(file: TemplateFile, whereabouts: Whereabouts, within: readonly string[], stack?: AssembledStack): CheckedTemplate {
    if (this.templates.length >= MAX_TEMPLATES) {
      throw new CommandError(`${file.shownPath}: is one of more than ${MAX_TEMPLATES} templates, with those that are nested`);
    }
    const content = whereabouts.parent === undefined ? withParameters(file.template, this.parameters, file.shownPath) : file.template;
    const template = new CheckedTemplate(file, content, whereabouts, constructPaths(whereabouts.path, stack));
    this.templates.push(template);
    template.resources.filter(({ type }) => NESTING.includes(type)).forEach(resource => this.addNested(template, resource, within, stack));
    return template;
  }

  private addNested(parent: CheckedTemplate, resource: ResourceSource, within: readonly string[], stack?: AssembledStack): void {
    const path = nestedFile(resource, parent, stack);
    if (path === undefined) {
      return;
    }
    if (within.includes(path)) {
      throw new CommandError(`${parent.file.shownPath}: ${resource.logicalId} nests a template in itself, ${shownPath(path, this.cwd)}`);
    }
    // Its own judgement is that of the stack in which it is nested.
    const file = this.read(path);
    const { account, region, environment, isFromApp } = parent;
    const nestedPath = resource.path.replace(/\.NestedStack\/[^/]+\.NestedStackResource$/, '');
    const nested = { path: nestedPath, account, region, environment, isFromApp, parent: { template: parent, resource } };
    this.addTemplate(file, nested, [...within, path], stack);
  }

  private read(path: string): TemplateFile {
    const name = shownPath(path, this.cwd);
    this.onRead(name);
    return TemplateFile.read(path, name);
  }
}

function isDirectory(path: string, given: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new CommandError(`${given}: ${whyUnreadable(error as NodeJS.ErrnoException)}`);
  }
}

/** The file of a nested template, where it is at hand: `./child.yaml`, or an asset of the CDK. */
function nestedFile({ definition }: ResourceSource, parent: CheckedTemplate, stack?: AssembledStack): string | undefined {
  const { Properties: properties, Metadata: metadata } = isMap(definition) ? definition : {} as Properties;
  const { TemplateURL: url, Location: location } = isMap(properties) ? properties : {} as Properties;
  const asset = isMap(metadata) ? metadata['aws:asset:path'] : undefined;
  const given = url ?? location;
  const [, file] = stack === undefined ? [] : [...stack.assets].find(([hash]) => JSON.stringify(given)?.includes(hash)) ?? [];
  const local = typeof given === 'string' && !/^[a-z][a-z0-9+.-]*:/i.test(given) ? given : undefined;
  const found = typeof asset === 'string' ? asset : file ?? local;
  const path = found === undefined ? undefined : isAbsolute(found) ? found : join(stack?.directory ?? dirname(parent.file.path), found);
  return path !== undefined && isFile(path) ? path : undefined;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** The construct path of a resource: what the template says of it, or else what the assembly does. */
function constructPaths(path: string, stack: AssembledStack | undefined): (resources: unknown, logicalId: string) => string | undefined {
  const within = (stack?.logicalIds ?? []).filter(([one]) => one.startsWith(`${path}/`));
  const nested = within.flatMap(([one]) => /^(.+)\.NestedStack\/[^/]+\.NestedStackResource$/.exec(one)?.[1] ?? []);
  const byLogicalId = new Map(within.filter(([one]) => !nested.some(inner => one.startsWith(`${inner}/`))).map(([one, logicalId]) => [logicalId, one]));
  return (resources, logicalId) => constructPathOf(resources, logicalId) ?? byLogicalId.get(logicalId);
}
