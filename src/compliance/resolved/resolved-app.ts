import { CfnElement, CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Possible } from './possible';
import { ResolvedResource } from './resolved-resource';
import { type AppLookup, ResolvedTemplate } from './resolved-template';
import { TemplateRenderer } from './template-renderer';
import type { Value } from './value';

/**
 * All resources of an app as they will be rendered, whichever way they were written.
 *
 * One walk over the construct tree; a resource is rendered when something of it is asked for.
 */
export class ResolvedApp implements AppLookup {
  private readonly renderer = new TemplateRenderer();
  private readonly templates = new Map<Stack, ResolvedTemplate>();
  private readonly resources = new Map<CfnResource, ResolvedResource>();
  private readonly definitions = new Map<CfnResource, unknown>();
  private readonly byType = new Map<string, ResolvedResource[]>();
  private readonly nestedBy = new Map<CfnResource, ResolvedTemplate>();
  private exportsByName?: Map<string, () => Possible<Value>>;

  constructor(root: IConstruct) {
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (CfnElement.isCfnElement(node)) {
        this.add(node);
      }
      open.push(...node.node.children.reverse());
    }
  }

  /** The resources of a type, in the order of the construct tree. */
  public ofType(type: string): readonly ResolvedResource[] {
    return this.byType.get(type) ?? [];
  }

  public render(element: CfnElement): any {
    return this.renderer.render(element);
  }

  /** What is asked of one resource is soon asked of those like it: they are rendered together, which is cheaper. */
  public definition(construct: CfnResource): unknown {
    if (!this.definitions.has(construct)) {
      const { type, template } = this.resource(construct);
      const alike = template.ofType(type);
      this.renderer.renderDefinitions(alike, template.stack).forEach((definition, index) => this.definitions.set(alike[index], definition));
    }
    return this.definitions.get(construct);
  }

  public target(index: unknown): IConstruct | undefined {
    return this.renderer.target(Number(index));
  }

  public template(stack: Stack): ResolvedTemplate {
    let template = this.templates.get(stack);
    if (template === undefined) {
      template = new ResolvedTemplate(stack, this);
      this.templates.set(stack, template);
      if (stack.nestedStackResource) {
        this.nestedBy.set(stack.nestedStackResource, template);
      }
    }
    return template;
  }

  public resource(construct: CfnResource): ResolvedResource {
    return this.resources.get(construct) ?? this.add(construct)!;
  }

  /** The nested stack that a resource creates, where it is in the app. */
  public nestedStack(nested: CfnResource): Stack | undefined {
    return this.nestedBy.get(nested)?.stack;
  }

  public nestedOutput(nested: CfnResource, logicalId: string): Possible<Value> | undefined {
    return this.nestedBy.get(nested)?.output(logicalId);
  }

  public exported(name: string, environment: string): Possible<Value> | undefined {
    this.exportsByName ??= this.collectExports();
    return this.exportsByName.get(`${environment}|${name}`)?.();
  }

  private add(element: CfnElement): ResolvedResource | undefined {
    const template = this.template(Stack.of(element));
    if (!CfnResource.isCfnResource(element)) {
      template.add(element);
      return undefined;
    }
    const type = renderedType(element);
    template.addResource(element, type);
    const resource = new ResolvedResource(element, type, template, this);
    this.resources.set(element, resource);
    const sameType = this.byType.get(type);
    sameType ? sameType.push(resource) : this.byType.set(type, [resource]);
    return resource;
  }

  /** A stack may export what it imports: values are evaluated when they are asked for, and once. */
  private collectExports(): Map<string, () => Possible<Value>> {
    const exported = new Map<string, () => Possible<Value>>();
    this.exportsByName = exported;
    for (const template of this.templates.values()) {
      for (const [names, evaluate] of template.exports()) {
        let value: Possible<Value> | undefined;
        names.values.forEach(name => exported.set(`${template.environment}|${name}`, () => value ??= evaluate()));
      }
    }
    return exported;
  }
}

/** The type in the template: an override can change it. The overrides have no public accessor. */
function renderedType(resource: CfnResource): string {
  const { rawOverrides } = resource as unknown as { readonly rawOverrides?: { readonly Type?: unknown } };
  return String(rawOverrides?.Type ?? resource.cfnResourceType);
}
