import type { LinePosition } from './structured-file';
import type { TemplateFile } from './template-file';
import type { Scope } from '../../compliance/exceptions/scope';
import { writtenInLoops } from '../../compliance/resolved/loops';
import { type ResourceSource, resourcesOf, type TemplateSource } from '../../compliance/resolved/template-source';
import { isMap, type Properties } from '../../compliance/resolved/value';

type Metadata = Scope['node']['metadata'];

/** What is known of a template beside what stands in its file. */
export interface Whereabouts {
  /** What people call it: a file, or the path of a stack. */
  readonly path: string;
  readonly environment: string;
  readonly stackName?: string;
  readonly account?: string;
  readonly region?: string;
  readonly parent?: { readonly template: CheckedTemplate; readonly resource: ResourceSource };
  /** Whether the CDK wrote it. */
  readonly isFromApp?: boolean;
  /** What was accepted in the app that it came from, by construct path. */
  readonly metadata?: ReadonlyMap<string, Metadata>;
}

/** A template that was read from a file. */
export class CheckedTemplate implements TemplateSource {
  public readonly sections: Properties;
  public readonly resources: readonly ResourceSource[];
  public readonly precededBy: CheckedTemplate[] = [];
  public readonly path: string;
  public readonly environment: string;
  public readonly stackName?: string;
  public readonly account?: string;
  public readonly region?: string;
  public readonly parent?: { readonly template: CheckedTemplate; readonly resource: ResourceSource };
  public readonly isFromApp: boolean;
  public readonly metadata: ReadonlyMap<string, Metadata>;

  private looped?: ReadonlyMap<string, readonly string[]>;

  /**
   * @param template what the file says, with the values of parameters filled in
   * @param constructPath the construct path of a resource, where it comes from a CDK app
   */
  constructor(
    public readonly file: TemplateFile, template: Properties, { metadata = new Map(), ...whereabouts }: Whereabouts,
    constructPath: (resources: unknown, logicalId: string) => string | undefined,
  ) {
    const { Resources: resources, ...sections } = template;
    this.sections = sections;
    this.path = whereabouts.path;
    this.environment = whereabouts.environment;
    this.stackName = whereabouts.stackName;
    this.account = whereabouts.account;
    this.region = whereabouts.region;
    this.parent = whereabouts.parent;
    this.isFromApp = whereabouts.isFromApp === true;
    this.metadata = metadata;
    this.resources = resourcesOf(template, this.path, logicalId => constructPath(resources, logicalId) ?? `${this.path}/${logicalId}`);
  }

  /** @param propertyPath `Properties.Engine` */
  public locate(logicalId: string, propertyPath: string): LinePosition {
    const property = propertyPath.split('.');
    if (logicalId === '') {
      return this.file.locate(property);
    }
    const { Resources: resources } = this.file.template;
    this.looped ??= isMap(resources) ? writtenInLoops(resources, this.sections) : new Map();
    return this.file.locate(['Resources', ...this.looped.get(logicalId) ?? [logicalId], ...property]);
  }
}

/** The path that aws-cdk-lib writes beside what it makes. */
export function constructPathOf(resources: unknown, logicalId: string): string | undefined {
  const resource = isMap(resources) ? resources[logicalId] : undefined;
  const metadata = isMap(resource) ? resource.Metadata : undefined;
  const path = isMap(metadata) ? metadata['aws:cdk:path'] : undefined;
  return typeof path === 'string' && path !== '' ? path : undefined;
}
