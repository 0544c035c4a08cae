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

/** Finds resources by a name, within one account and region of one stage; the names are read when one is looked for. */
export class NameIndex {
  private read?: ReadonlyMap<string, Names>;

  constructor(
    private readonly resources: () => readonly ResolvedResource[],
    private readonly namesOf: (resource: ResolvedResource) => readonly Possible<string | undefined>[],
  ) {}

  /** The resources of exactly this name, deploy-time parts included. */
  public find(environment: string, name: string): readonly NamedResource[] {
    return this.byEnvironment.get(environment)?.byName.get(name) ?? NONE;
  }

  /** The resources of this name in other accounts and regions as well. */
  public findAnywhere(name: string): readonly NamedResource[] {
    return [...this.byEnvironment.values()].flatMap(({ byName }) => byName.get(name) ?? NONE);
  }

  /** Resources whose name may turn out to be this one. */
  public candidates(environment: string, name: string): readonly NamedResource[] {
    return this.byEnvironment.get(environment)?.candidates(name) ?? NONE;
  }

  private get byEnvironment(): ReadonlyMap<string, Names> {
    return this.read ??= this.readNames();
  }

  private readNames(): ReadonlyMap<string, Names> {
    const byEnvironment = new Map<string, Names>();
    for (const resource of this.resources()) {
      const { template: { environment } } = resource;
      const names = byEnvironment.get(environment) ?? new Names();
      byEnvironment.set(environment, names);
      this.namesOf(resource).forEach(possible => names.add(resource, possible));
    }
    return byEnvironment;
  }
}

const NONE: readonly NamedResource[] = [];

/** The names of one account and region. */
class Names {
  public readonly byName = new Map<string, NamedResource[]>();
  private readonly symbolic: string[] = [];
  private copied?: readonly string[];
  /** Resources of whose names nothing is known. */
  private readonly nameless: NamedResource[] = [];

  public add(resource: ResolvedResource, possible: Possible<string | undefined>): void {
    for (const one of possible.cases) {
      const when = and(one.when, resource.existence);
      if (when === false) {
        continue;
      }
      if ('unknown' in one) {
        this.nameless.push({ resource, when });
      } else if (one.value !== undefined) {
        this.addNamed(one.value, { resource, when });
      }
    }
  }

  public candidates(name: string): readonly NamedResource[] {
    const similar = this.comparable(name).filter(other => other !== name && couldBeEqual(other, name));
    return [...this.nameless, ...similar.flatMap(other => this.byName.get(other)!)];
  }

  private addNamed(name: string, named: NamedResource): void {
    const same = this.byName.get(name);
    if (same !== undefined) {
      same.push(named);
      return;
    }
    this.byName.set(name, [named]);
    isLiteral(name) || this.symbolic.push(name);
  }

  /** Two literal names are the same or not; what CloudFormation makes up can only be a name that looks made up. */
  private comparable(name: string): readonly string[] {
    if (isLiteral(name)) {
      return this.symbolic;
    }
    return partsOf(name).every(({ isGenerated }) => isGenerated) ? [...this.symbolic, ...this.lookingMadeUp] : [...this.byName.keys()];
  }

  private get lookingMadeUp(): readonly string[] {
    return this.copied ??= [...this.byName.keys()].filter(name => LOOKS_MADE_UP.test(name));
  }
}
