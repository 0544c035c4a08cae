import { and, type Formula } from '../resolved/choice';
import type { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { couldBeEqual, isLiteral, partsOf } from '../resolved/symbolic-text';

/** A resource found by one of its names, and when it exists and has that name. */
export interface NamedResource {
  readonly resource: ResolvedResource;
  readonly when: Formula;
}

/** As in `<stack>-<resource>-<random>`. */
const LOOKS_MADE_UP = /-[a-z0-9]{10,13}(?![a-z0-9])/i;

/** Finds resources by a name, within one account and region of one stage. */
export class NameIndex {
  private readonly byName = new Map<string, Map<string, NamedResource[]>>();
  private readonly symbolic = new Map<string, string[]>();
  private readonly copied = new Map<string, string[]>();
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
    return [
      ...this.nameless.get(environment) ?? [],
      ...this.comparable(environment, name).filter(other => other !== name && couldBeEqual(other, name))
        .flatMap(other => this.find(environment, other)),
    ];
  }

  /** Two literal names are the same or not; what CloudFormation makes up can only be a name that looks made up. */
  private comparable(environment: string, name: string): readonly string[] {
    const symbolic = this.symbolic.get(environment) ?? [];
    if (isLiteral(name)) {
      return symbolic;
    }
    const isMadeUp = partsOf(name).every(({ isGenerated }) => isGenerated);
    return isMadeUp ? [...symbolic, ...this.copied.get(environment) ?? []] : [...this.byName.get(environment)?.keys() ?? []];
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
        if (!names.has(one.value)) {
          isLiteral(one.value) || append(this.symbolic, environment, one.value);
          LOOKS_MADE_UP.test(one.value) && append(this.copied, environment, one.value);
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
