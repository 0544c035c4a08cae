import { and, type Formula } from '../resolved/choice';
import type { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { couldBeEqual, isLiteral } from '../resolved/symbolic-text';

/** A resource found by one of its names, and when it exists and has that name. */
export interface NamedResource {
  readonly resource: ResolvedResource;
  readonly when: Formula;
}

/** Finds resources by a name, within one account and region of one stage. */
export class NameIndex {
  private readonly byName = new Map<string, Map<string, NamedResource[]>>();
  /** Resources of whose names nothing is known. */
  private readonly nameless = new Map<string, NamedResource[]>();

  constructor(resources: readonly ResolvedResource[], namesOf: (resource: ResolvedResource) => readonly Possible<string | undefined>[]) {
    for (const resource of resources) {
      for (const possible of namesOf(resource)) {
        this.add(resource, possible);
      }
    }
  }

  /** The resources of exactly this name, deploy-time parts included. */
  public find(environment: string, name: string): readonly NamedResource[] {
    return this.byName.get(environment)?.get(name) ?? [];
  }

  /** The resources of this name in other accounts and regions as well. */
  public findAnywhere(name: string): readonly NamedResource[] {
    return [...this.byName.values()].flatMap(names => names.get(name) ?? []);
  }

  /** Resources whose name may turn out to be this one. */
  public candidates(environment: string, name: string): readonly NamedResource[] {
    const names = this.byName.get(environment) ?? new Map<string, NamedResource[]>();
    return [
      ...this.nameless.get(environment) ?? [],
      ...[...names].filter(([other]) => other !== name && !(isLiteral(other) && isLiteral(name)) && couldBeEqual(other, name)).flatMap(([, found]) => found),
    ];
  }

  private add(resource: ResolvedResource, possible: Possible<string | undefined>): void {
    const { template: { environment }, existence } = resource;
    for (const one of possible.cases) {
      const when = and(one.when, existence);
      if (when === false) {
        continue;
      }
      if ('unknown' in one) {
        append(this.nameless, environment, { resource, when });
      } else if (one.value !== undefined) {
        let names = this.byName.get(environment);
        if (names === undefined) {
          names = new Map();
          this.byName.set(environment, names);
        }
        append(names, one.value, { resource, when });
      }
    }
  }
}

function append<T>(lists: Map<string, T[]>, key: string, element: T): void {
  const list = lists.get(key);
  list ? list.push(element) : lists.set(key, [element]);
}
