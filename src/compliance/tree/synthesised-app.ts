import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import { CfnElement, type IPolicyValidationContext, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ConstructPlace } from './place';
import { stacksIn, whereabouts } from './stacks';
import { type AppSource, type ResourceSource, resourcesOf, type TemplateSource } from '../resolved/template-source';
import { isMap, type Properties } from '../resolved/value';

/** The templates of an app as they were written, and the constructs that they came from. */
export class SynthesisedApp implements AppSource {
  public readonly templates: readonly TemplateSource[];
  private readonly stacks = new Map<TemplateSource, WrittenStack>();

  constructor({ stackTemplates, appConstruct }: Pick<IPolicyValidationContext, 'stackTemplates' | 'appConstruct'>) {
    stackTemplates.flatMap(({ stackConstructPath, templatePath }) => {
      const stack = at(appConstruct, stackConstructPath);
      return Stack.isStack(stack) ? [{ stack, templatePath, position: positionOf(stack) }] : [];
    }).sort((one, other) => inOrder(one.position, other.position)).forEach(({ stack, templatePath }) => this.read(stack, templatePath));
    this.templates = [...this.stacks.keys()];
  }

  /** The place of a resource; of its template where there is none. */
  public place(template: TemplateSource, resource?: ResourceSource): ConstructPlace {
    return this.stacks.get(template)!.place(resource?.logicalId);
  }

  private read(stack: Stack, templatePath: string, parent?: TemplateSource['parent']): void {
    const written = new WrittenStack(stack, templatePath);
    const { Resources: _, ...sections } = written.template;
    const sources = this.stacks;
    const source: TemplateSource = {
      path: stack.node.path,
      ...whereabouts(stack),
      sections,
      resources: resourcesOf(written.template, stack.node.path, logicalId => written.place(logicalId).path),
      parent,
      get precededBy() { return [...sources].filter(([, other]) => stack.dependencies.includes(other.stack)).map(([found]) => found); },
    };
    sources.set(source, written);
    if (source.resources.some(({ type }) => type === 'AWS::CloudFormation::Stack')) {
      this.readNested(stack, templatePath, source);
    }
  }

  private readNested(stack: Stack, templatePath: string, template: TemplateSource): void {
    const byLogicalId = new Map(template.resources.map(resource => [resource.logicalId, resource]));
    for (const nested of stacksIn(stack).filter(({ nestedStackParent }) => nestedStackParent === stack)) {
      const resource = nested.nestedStackResource && byLogicalId.get(stack.resolve(nested.nestedStackResource.logicalId));
      resource && this.read(nested, join(dirname(templatePath), nested.templateFile), { template, resource });
    }
  }
}

/** One template file, and the elements that became its resources. */
class WrittenStack {
  public readonly template: Properties;
  private elements?: ReadonlyMap<string, CfnElement>;

  constructor(public readonly stack: Stack, private readonly templatePath: string) {
    const template: unknown = JSON.parse(readFileSync(templatePath, 'utf8'));
    this.template = isMap(template) ? template : {};
  }

  public place(logicalId = ''): ConstructPlace {
    this.elements ??= elementsOf(this.stack);
    const construct = this.elements.get(logicalId) ?? this.stack;
    return { construct, path: construct.node.path, logicalId, templatePath: this.templatePath };
  }
}

/** The elements of a stack by the logical ids of the resources that they render. */
function elementsOf(stack: Stack): Map<string, CfnElement> {
  const elements = stack.node.findAll().filter(node => CfnElement.isCfnElement(node)).filter(element => element.stack === stack);
  return new Map([
    ...elements.flatMap(element => 'cfnResourceType' in element ? [] : renderedIds(element).map((id): [string, CfnElement] => [id, element])),
    ...elements.map((element): [string, CfnElement] => [stack.resolve(element.logicalId), element]),
  ]);
}

function renderedIds(element: CfnElement): string[] {
  try {
    const rendered = element.stack.resolve(element._toCloudFormation());
    return isMap(rendered) && isMap(rendered.Resources) ? Object.keys(rendered.Resources) : [];
  } catch {
    return [];
  }
}

function at(root: IConstruct, path: string): IConstruct | undefined {
  return path.split('/').filter(id => id !== '').reduce<IConstruct | undefined>((construct, id) => construct?.node.tryFindChild(id), root);
}

/** Where a construct is in the tree: its place among its siblings, from the root down. */
function positionOf(construct: IConstruct): number[] {
  return construct.node.scopes.map(scope => scope.node.scope?.node.children.indexOf(scope) ?? 0);
}

function inOrder(one: readonly number[], other: readonly number[]): number {
  const differing = one.findIndex((position, index) => position !== other[index]);
  return differing === -1 ? one.length - other.length : one[differing] - (other[differing] ?? -1);
}
