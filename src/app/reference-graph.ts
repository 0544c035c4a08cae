import {
  CfnResource, DefaultTokenResolver, type IPostProcessor, type IResolvable, type IResolveContext, NestedStack, Reference, Stack, Stage,
  StringConcat, Tokenization,
} from 'aws-cdk-lib';
import { Dependable, type IConstruct } from 'constructs';

/** What CloudFormation makes before what, because of references or dependencies of the app as it stands. */
export class ReferenceGraph {
  /** To render a resource takes long, and many refer to the same few. */
  private readonly references = new Map<CfnResource, CfnResource[]>();

  /** Whether `target` is made before `start`: a dependency of `target` on `start` would then close a circle. */
  public leadsTo(start: CfnResource, target: CfnResource): boolean {
    const seen = new Set<CfnResource>([start]);
    // A set grows while it is iterated.
    for (const resource of seen) {
      if (resource === target) {
        return true;
      }
      this.prerequisites(resource, target).forEach(prerequisite => seen.add(prerequisite));
    }
    return false;
  }

  private prerequisites(resource: CfnResource, target: CfnResource): CfnResource[] {
    return [
      ...this.referencesOf(resource),
      ...resource.obtainDependencies().filter(CfnResource.isCfnResource),
      ...resource.node.scopes.flatMap(ancestor => constructDependencies(ancestor)),
      ...sharedFate(resource, target),
    ];
  }

  private referencesOf(resource: CfnResource): CfnResource[] {
    const known = this.references.get(resource) ?? referenced(resource);
    this.references.set(resource, known);
    return known;
  }
}

/** What `node.addDependency` asks for, as the synthesis will see it. */
function constructDependencies(construct: IConstruct): CfnResource[] {
  return construct.node.dependencies.flatMap(dependency => Dependable.of(dependency).dependencyRoots).flatMap(root => resourcesIn(root));
}

/** A nested stack is made whole: what one of its resources needs comes before all of them. */
function sharedFate(resource: CfnResource, target: CfnResource): CfnResource[] {
  const stack = Stack.of(resource);
  return stack.nested && stack.nestedStackResource && !target.node.scopes.includes(stack)
    ? [stack.nestedStackResource as CfnResource, ...resourcesIn(stack, true)]
    : [];
}

function resourcesIn(construct: IConstruct, nested = false): CfnResource[] {
  if (!nested && NestedStack.isNestedStack(construct)) {
    return construct.nestedStackResource ? [construct.nestedStackResource as CfnResource] : [];
  }
  if (!nested && (Stack.isStack(construct) || Stage.isStage(construct))) {
    return [];
  }
  return [
    ...CfnResource.isCfnResource(construct) ? [construct] : [],
    ...construct.node.children.flatMap(child => resourcesIn(child)),
  ];
}

/** The resources that the definition of this one refers to, by tokens or by logical ids. */
function referenced(resource: CfnResource): CfnResource[] {
  const collector = new ReferenceCollector();
  const rendered = Tokenization.resolve(resource._toCloudFormation(), { scope: resource, resolver: collector, preparing: false });
  const names = logicalIds(rendered);
  return names.size === 0 ? collector.targets : [...collector.targets, ...byLogicalId(Stack.of(resource), names)];
}

class ReferenceCollector extends DefaultTokenResolver {
  public readonly targets: CfnResource[] = [];

  constructor() {
    super(new StringConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    if (!Reference.isReference(token)) {
      return super.resolveToken(token, context, postProcessor);
    }
    if (CfnResource.isCfnResource(token.target)) {
      this.targets.push(token.target);
    }
    // The renderers of properties take an intrinsic function for any type; this one names no resource.
    return { Ref: 'AWS::NoValue' };
  }
}

/** The logical ids that stand in a definition as text: included templates and overrides are written so. */
function logicalIds(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) {
    value.forEach(element => logicalIds(element, found));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      namesIn(key, inner).forEach(name => found.add(name));
      logicalIds(inner, found);
    }
  }
  return found;
}

/** Those of one intrinsic function; anything else that is taken for one names no resource. */
function namesIn(key: string, value: unknown): string[] {
  if (key === 'DependsOn') {
    return [value].flat().filter(each => typeof each === 'string');
  }
  const [text] = [value].flat();
  if (typeof text !== 'string') {
    return [];
  }
  switch (key) {
    case 'Ref': return text.startsWith('AWS::') ? [] : [text];
    case 'Fn::GetAtt': return [text.split('.')[0]];
    case 'Fn::Sub': return [...text.matchAll(/\$\{([A-Za-z0-9]+)/g)].map(([, name]) => name);
    default: return [];
  }
}

function byLogicalId(stack: Stack, names: Set<string>): CfnResource[] {
  return resourcesIn(stack, true).filter(resource => names.has(stack.resolve(resource.logicalId)));
}
