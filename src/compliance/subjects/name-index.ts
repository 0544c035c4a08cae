import { both, type Assumptions, type Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { couldBeEqual, isLiteral } from '../resolved/symbolic-text';

/** A resource found by one of its names, and the conditions under which it exists and has that name. */
export interface NamedResource {
  readonly resource: ResolvedResource;
  readonly when: Assumptions;
}

/** Finds resources by a name, within one account and region of one stage. */
export class NameIndex {
  private readonly byName = new Map<string, Map<string, NamedResource[]>>();
  /** Resources of whose names nothing is known. */
  private readonly nameless = new Map<string, ResolvedResource[]>();

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

  /** A resource whose name may turn out to be this one. */
  public candidate(environment: string, name: string): ResolvedResource | undefined {
    const [nameless] = this.nameless.get(environment) ?? [];
    const names = [...this.byName.get(environment)?.keys() ?? []];
    const similar = names.find(other => !(isLiteral(other) && isLiteral(name)) && couldBeEqual(other, name));
    return nameless ?? (similar === undefined ? undefined : this.find(environment, similar)[0].resource);
  }

  private add(resource: ResolvedResource, possible: Possible<string | undefined>): void {
    const { environment } = resource.template;
    const { existence } = resource;
    for (const one of possible.cases) {
      const when = both(one.when, existence);
      if (when === undefined) {
        continue;
      }
      if ('unknown' in one) {
        append(this.nameless, environment, resource);
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
