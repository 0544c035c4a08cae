import { REFERENCE } from '../resolved/intrinsics';
import type { ResolvedApp } from '../resolved/resolved-app';
import type { ResolvedResource } from '../resolved/resolved-resource';
import type { ResolvedTemplate } from '../resolved/resolved-template';
import { isMap } from '../resolved/value';

/** When one resource comes into being, seen from another. */
export type Order = 'not later' | 'later' | 'in a stack of its own';

/** When `resource` is created, seen from `other`: not later where nothing says so, in one stack resources are created side by side. */
export function creationOrder(app: ResolvedApp, resource: ResolvedResource, other: ResolvedResource): Order {
  const [stack, otherStack] = [resource, other].map(({ template }) => template.outermost);
  if (stack !== otherStack) {
    if (waitsFor(app, otherStack, stack) || leadsTo(app, other, resource)) {
      return 'not later';
    }
    return waitsFor(app, stack, otherStack) || leadsTo(app, resource, other) ? 'later' : 'in a stack of its own';
  }
  // Where the other waits for it, it cannot wait for the other: CloudFormation refuses circles.
  return !dependsOn(other, resource) && leadsTo(app, resource, other) ? 'later' : 'not later';
}

/** A stack waits for those that it is declared to depend on, and for those that it refers to. */
function waitsFor(app: ResolvedApp, stack: ResolvedTemplate, other: ResolvedTemplate): boolean {
  return reaches([stack], current => [...current.precededBy, ...referredStacks(app, current)], current => current === other);
}

function referredStacks(app: ResolvedApp, stack: ResolvedTemplate): ResolvedTemplate[] {
  return stack.resources.flatMap(({ definition }) => referencesIn(definition).keys).flatMap(key => {
    const found = app.referenced(key);
    return found === undefined ? [] : [found.template.outermost];
  });
}

function dependsOn(resource: ResolvedResource, other: ResolvedResource): boolean {
  const declared = dependencies(resource.definition);
  return resource.template === other.template && declared.length > 0 && declared.includes(other.logicalId);
}

function leadsTo(app: ResolvedApp, resource: ResolvedResource, target: ResolvedResource): boolean {
  return reaches([resource], found => prerequisites(app, found), found => found === target);
}

/** What CloudFormation creates first: what a resource refers to and depends on, and what the nested stack does that it is in. */
function prerequisites(app: ResolvedApp, resource: ResolvedResource): readonly ResolvedResource[] {
  const { template } = resource;
  const { keys, logicalIds } = referencesIn(resource.definition);
  const referred = keys.flatMap(key => {
    const found = app.referenced(key);
    return found !== undefined && 'definition' in found ? [found] : [];
  });
  return [
    ...app.prerequisites(resource),
    ...referred,
    ...logicalIds.flatMap(id => template.resource(id) ?? []),
    ...app.nestedIn(resource)?.resources ?? [],
    ...template.parent ? prerequisites(app, template.parent).filter(found => found.template !== template) : [],
  ];
}

/** What a definition refers to: by logical ids of its own template, or otherwise. */
function referencesIn(definition: unknown): { readonly keys: readonly unknown[]; readonly logicalIds: readonly string[] } {
  const keys: unknown[] = [];
  const logicalIds: string[] = dependencies(definition);
  const open: unknown[] = [definition];
  while (open.length > 0) {
    const raw = open.pop();
    if (Array.isArray(raw)) {
      open.push(...raw);
    } else if (isMap(raw)) {
      open.push(...Object.values(raw));
      const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Sub': substitution, [REFERENCE]: reference } = raw;
      keys.push(...Array.isArray(reference) ? [reference[0]] : []);
      logicalIds.push(...[ref, [attribute].flat()[0]].filter(id => typeof id === 'string').map(id => id.split('.')[0]));
      const pattern = [substitution].flat()[0];
      logicalIds.push(...typeof pattern === 'string' ? [...pattern.matchAll(/\$\{([^!}.]+)/g)].map(([, id]) => id.trim()) : []);
    }
  }
  return { keys, logicalIds };
}

function dependencies(definition: unknown): string[] {
  return isMap(definition) ? [definition.DependsOn].flat().filter(id => typeof id === 'string') : [];
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
