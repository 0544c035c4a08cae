import type { IConstruct } from 'constructs';
import { REFERENCE } from './template-renderer';
import { isMap } from './value';

/** What a rendered definition refers to: constructs, and logical ids of its own template. */
export interface References {
  readonly targets: readonly unknown[];
  readonly logicalIds: readonly string[];
}

/** The references in the properties and in `DependsOn`. */
export function referencesIn(definition: unknown): References {
  const targets: unknown[] = [];
  const logicalIds: string[] = isMap(definition) ? [definition.DependsOn].flat().filter(id => typeof id === 'string') : [];
  const open: unknown[] = [definition];
  while (open.length > 0) {
    const raw = open.pop();
    if (Array.isArray(raw)) {
      open.push(...raw);
    } else if (isMap(raw)) {
      open.push(...Object.values(raw));
      const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Sub': substitution, [REFERENCE]: reference } = raw;
      targets.push(...Array.isArray(reference) ? [reference[0]] : []);
      logicalIds.push(...[ref, [attribute].flat()[0]].filter(id => typeof id === 'string').map(id => id.split('.')[0]));
      const pattern = [substitution].flat()[0];
      logicalIds.push(...typeof pattern === 'string' ? [...pattern.matchAll(/\$\{([^!}.]+)/g)].map(([, id]) => id.trim()) : []);
    }
  }
  return { targets, logicalIds };
}

/** Whether `construct` is `ancestor` or lies within it. */
export function isWithin(construct: IConstruct, ancestor: IConstruct): boolean {
  let scope: IConstruct | undefined = construct;
  while (scope !== undefined && scope !== ancestor) {
    scope = scope.node.scope;
  }
  return scope === ancestor;
}
