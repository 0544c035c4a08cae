import {
  CfnElement, CfnResource, DefaultTokenResolver, type IPostProcessor, type IResolvable, type IResolveContext, Reference, Stack, Token, Tokenization,
} from 'aws-cdk-lib';
import { Dependable, type IConstruct } from 'constructs';
import type { ConstructPlace } from './place';
import { whereabouts } from './stacks';
import { REFERENCE } from '../resolved/intrinsics';
import { type AppSource, type ResourceSource, resourcesOf, type TemplateSource } from '../resolved/template-source';
import { isMap, type Properties } from '../resolved/value';

/**
 * The templates that an app will become, without synthesis.
 *
 * One walk over the construct tree; a resource is rendered when something of it is asked for. References lead to the
 * resources themselves: then it does not matter in which stack they are, nor that exports and parameters are not made yet.
 */
export class RenderedApp implements AppSource {
  private readonly stacks = new Map<Stack, RenderedStack>();
  private readonly renderer = new Renderer();

  constructor(root: IConstruct) {
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (Stack.isStack(node)) {
        this.stack(node);
      }
      if (CfnElement.isCfnElement(node)) {
        this.stack(node.stack).add(node);
      }
      open.push(...node.node.children.reverse());
    }
  }

  public get templates(): readonly TemplateSource[] {
    return [...this.stacks.values()];
  }

  public place(template: TemplateSource, resource?: ResourceSource): ConstructPlace {
    const { stack } = template as RenderedStack;
    const construct = resource instanceof RenderedResource ? resource.construct : stack;
    return { construct, path: construct.node.path, logicalId: resource?.logicalId ?? '' };
  }

  public referenced(key: unknown): { template: TemplateSource; logicalId: () => string; resource?: ResourceSource } | undefined {
    const target = this.renderer.target(Number(key));
    const template = CfnElement.isCfnElement(target) ? this.stacks.get(target.stack) : undefined;
    return template && { template, logicalId: () => logicalIdOf(target as CfnElement), resource: template.resourceOf(target as CfnElement) };
  }

  /** What constructs are declared to depend on becomes part of templates at synthesis only. */
  public prerequisites(resource: ResourceSource): readonly ResourceSource[] {
    return resource instanceof RenderedResource
      ? resource.construct.node.scopes.flatMap(scope => scope.node.dependencies)
        .flatMap(dependency => Dependable.of(dependency).dependencyRoots).flatMap(root => root.node.findAll())
        .flatMap(construct => CfnResource.isCfnResource(construct) ? this.stacks.get(construct.stack)?.resourceOf(construct) ?? [] : [])
      : [];
  }

  private stack(stack: Stack): RenderedStack {
    let found = this.stacks.get(stack);
    if (found === undefined) {
      found = new RenderedStack(stack, this.renderer, other => this.stacks.get(other));
      this.stacks.set(stack, found);
    }
    return found;
  }
}

class RenderedStack implements TemplateSource {
  public readonly path: string;
  public readonly stackName?: string;
  public readonly account?: string;
  public readonly region?: string;
  public readonly environment: string;
  private readonly ownResources = new Map<CfnElement, RenderedResource>();
  private readonly others: CfnElement[] = [];
  private all?: readonly ResourceSource[];
  private read?: { readonly sections: Properties; readonly resources: readonly ResourceSource[] };

  constructor(
    public readonly stack: Stack, private readonly renderer: Renderer, private readonly source: (stack: Stack) => RenderedStack | undefined,
  ) {
    this.path = stack.node.path;
    const { stackName, account, region, environment } = whereabouts(stack);
    this.stackName = stackName;
    this.account = account;
    this.region = region;
    this.environment = environment;
  }

  public add(element: CfnElement): void {
    if (CfnResource.isCfnResource(element)) {
      isSynthesised(element) && this.ownResources.set(element, new RenderedResource(element, typeOf(element), this));
    } else {
      this.others.push(element);
    }
  }

  public resourceOf(element: CfnElement): ResourceSource | undefined {
    return this.ownResources.get(element);
  }

  public get sections(): Properties {
    return this.rendered.sections;
  }

  public get resources(): readonly ResourceSource[] {
    return this.all ??= [...this.ownResources.values(), ...this.rendered.resources];
  }

  public get parent(): TemplateSource['parent'] {
    const { nestedStackResource: nested, nestedStackParent } = this.stack;
    const template = nestedStackParent && this.source(nestedStackParent);
    const resource = nested && template?.resourceOf(nested);
    return template && resource && { template, resource };
  }

  public get precededBy(): readonly TemplateSource[] {
    return this.stack.dependencies.flatMap(stack => this.source(stack) ?? []);
  }

  /** What is asked of one resource is soon asked of those like it: they are rendered together, which is cheaper. */
  public renderAlike(type: string): void {
    const alike = [...this.ownResources.values()].filter(resource => resource.type === type);
    const definitions = this.renderer.definitions(alike.map(({ construct }) => construct), this.stack);
    alike.forEach((resource, index) => { resource.known = { definition: definitions[index] }; });
  }

  /** Everything that is no resource of its own; some of it brings resources, too. */
  private get rendered() {
    return this.read ??= this.readOthers();
  }

  private readOthers() {
    const { templateOptions: { transforms = [] } } = this.stack;
    const sections: Record<string, Properties> = transforms.length > 0 ? { Transform: transforms as never } : {};
    const resources: ResourceSource[] = [];
    for (const element of this.others) {
      const rendered = this.renderer.sections(element);
      resources.push(...resourcesOf(rendered, this.path).map(source => new IncludedResource(source, element)));
      Object.entries(rendered).filter(([section]) => section !== 'Resources').forEach(([section, entries]) => {
        sections[section] = isMap(entries) ? { ...sections[section], ...entries } : entries as Properties;
      });
    }
    return { sections, resources };
  }
}

class RenderedResource implements ResourceSource {
  public known?: { readonly definition: unknown };
  private id?: string;

  constructor(public readonly construct: CfnElement, public readonly type: string, private readonly template: RenderedStack) {}

  public get logicalId(): string {
    return this.id ??= logicalIdOf(this.construct);
  }

  public get path(): string {
    return this.construct.node.path;
  }

  public get key(): string {
    return this.path;
  }

  public get definition(): unknown {
    if (this.known === undefined) {
      this.template.renderAlike(this.type);
    }
    return this.known!.definition;
  }
}

/** A resource of an element that brings several. */
class IncludedResource extends RenderedResource {
  constructor(source: ResourceSource, element: CfnElement) {
    super(element, source.type, undefined as never);
    this.known = { definition: source.definition };
    Object.defineProperty(this, 'logicalId', { value: source.logicalId });
  }
}

function logicalIdOf(element: CfnElement): string {
  return String(element.stack.resolve(element.logicalId));
}

/** Resources can decide not to be part of the template; there is no public way to ask. */
function isSynthesised(resource: CfnResource): boolean {
  return (resource as unknown as { shouldSynthesize?(): boolean }).shouldSynthesize?.() !== false;
}

/** The type in the template: an override can change it. The overrides have no public accessor. */
function typeOf(resource: CfnResource): string {
  const { rawOverrides } = resource as unknown as { readonly rawOverrides?: { readonly Type?: unknown } };
  const type = rawOverrides?.Type ?? resource.cfnResourceType;
  return String(Token.isUnresolved(type) ? resource.stack.resolve(type) : type);
}

class Renderer {
  private readonly targets: IConstruct[] = [];
  private readonly indices = new Map<IConstruct, number>();
  private readonly resolver = new ReferenceKeeper(target => this.indexOf(target));

  /** The sections of a template that an element adds to; none where it cannot be rendered. */
  public sections(element: CfnElement): Properties {
    try {
      const rendered: unknown = this.resolve(element._toCloudFormation(), element);
      return isMap(rendered) ? rendered : {};
    } catch {
      return {};
    }
  }

  /** The definitions of resources of one stack; nothing where one is not synthesised, or why one cannot be rendered. */
  public definitions(resources: readonly CfnElement[], stack: Stack): unknown[] {
    try {
      const definitions = this.resolve({ ...resources.map(definitionOf) }, stack);
      return resources.map((_, index) => definitions[index]);
    } catch (error) {
      return resources.length === 1 ? [error] : resources.flatMap(resource => this.definitions([resource], stack));
    }
  }

  public target(index: number): IConstruct | undefined {
    return this.targets[index];
  }

  private resolve(raw: unknown, scope: IConstruct): any {
    return Tokenization.resolve(raw, { scope, resolver: this.resolver, preparing: false });
  }

  private indexOf(target: IConstruct): number {
    let index = this.indices.get(target);
    if (index === undefined) {
      index = this.targets.push(target) - 1;
      this.indices.set(target, index);
    }
    return index;
  }
}

/** Without the logical id, which takes long to resolve. */
function definitionOf(resource: CfnElement): unknown {
  const { Resources: resources = {} } = resource._toCloudFormation() as { readonly Resources?: object };
  return Object.values(resources)[0];
}

class ReferenceKeeper extends DefaultTokenResolver {
  constructor(private readonly indexOf: (target: IConstruct) => number) {
    super({ join: concatenated });
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    if (!Reference.isReference(token) || token.displayName.startsWith('AWS::')) {
      return super.resolveToken(token, context, postProcessor);
    }
    // Inside of Fn::Sub a reference is plain text, `${LogicalId}`.
    return typeof token.resolve(context) === 'string'
      ? super.resolveToken(token, context, postProcessor)
      : { [REFERENCE]: [this.indexOf(token.target), token.displayName] };
  }
}

function concatenated(left: any, right: any): any {
  if (left === undefined || right === undefined) {
    return left ?? right;
  }
  return isText(left) && isText(right) ? `${left}${right}` : { 'Fn::Join': ['', [left, right]] };
}

function isText(value: unknown): boolean {
  return typeof value !== 'object' && !Token.isUnresolved(value);
}
