import { CfnResource, type Stack } from 'aws-cdk-lib';
import { Dependable, type IConstruct } from 'constructs';
import { isWithin, referencesIn } from '../resolved/references';
import type { ResolvedApp } from '../resolved/resolved-app';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { texts } from '../resolved/value';

/** When one resource comes into being, seen from another. */
export type Order = 'not later' | 'later' | 'in a stack of its own';

/** When `resource` is created, seen from `other`: not later where nothing says so, in one stack resources are created side by side. */
export function creationOrder(app: ResolvedApp, resource: ResolvedResource, other: ResolvedResource): Order {
  const [stack, otherStack] = [resource, other].map(({ template }) => template.outermostStack);
  if (stack !== otherStack) {
    if (waitsFor(otherStack, stack) || refersTo(app, other, resource.construct)) {
      return 'not later';
    }
    return waitsFor(stack, otherStack) || refersTo(app, resource, other.construct) ? 'later' : 'in a stack of its own';
  }
  // Where the other waits for it, it cannot wait for the other: CloudFormation refuses circles.
  return !dependsOn(other, resource) && refersTo(app, resource, other.construct) ? 'later' : 'not later';
}

function waitsFor(stack: Stack, other: Stack): boolean {
  return reaches([stack], current => current.dependencies, current => current === other);
}

function dependsOn(resource: ResolvedResource, other: ResolvedResource): boolean {
  const declared = texts(resource.attribute('DependsOn')).values.flat();
  return declared.length > 0 && declared.includes(other.logicalId);
}

function refersTo(app: ResolvedApp, resource: ResolvedResource, target: IConstruct): boolean {
  return reaches<IConstruct>([resource.construct], construct => prerequisites(app, construct),
    found => found !== resource.construct && isWithin(target, found));
}

/** What CloudFormation creates first: what a resource refers to and what it depends on. */
function prerequisites(app: ResolvedApp, construct: IConstruct): readonly IConstruct[] {
  const declared = construct.node.scopes.flatMap(scope => scope.node.dependencies).flatMap(dependency => Dependable.of(dependency).dependencyRoots);
  if (!CfnResource.isCfnResource(construct)) {
    return [...declared, ...construct.node.children];
  }
  const resource = app.resource(construct);
  const { targets, logicalIds } = referencesIn(resource.definition);
  const referred = [
    ...targets.map(target => app.target(target)), ...logicalIds.map(id => resource.template.resource(id)), app.nestedStack(construct),
  ];
  return [...declared, ...referred.filter(found => found !== undefined)];
}

function reaches<T>(from: readonly T[], next: (node: T) => readonly T[], isGoal: (node: T) => boolean): boolean {
  const seen = new Set<T>(from);
  for (const node of seen) {
    if (isGoal(node)) {
      return true;
    }
    next(node).forEach(found => seen.add(found));
  }
  return false;
}
