/** Which branch of a condition a case belongs to, by condition. */
export type Assumptions = Readonly<Record<string, boolean>>;

export const ALWAYS: Assumptions = {};

/** Both at once; nothing where they contradict each other. */
export function both(one: Assumptions, other: Assumptions): Assumptions | undefined {
  if (one === ALWAYS || other === ALWAYS) {
    return one === ALWAYS ? other : one;
  }
  return Object.entries(one).every(([condition, branch]) => (other[condition] ?? branch) === branch) ? { ...other, ...one } : undefined;
}

/** Whether at least one of the alternatives holds whichever way the conditions go. */
export function covers(alternatives: readonly Assumptions[], within: Assumptions): boolean {
  const possible = alternatives.filter(alternative => both(alternative, within) !== undefined);
  const conditions = possible.map(alternative => Object.keys(alternative).find(condition => !(condition in within)));
  const [condition] = conditions;
  return possible.length > 0 && (conditions.includes(undefined)
    || [true, false].every(branch => covers(possible, { ...within, [condition!]: branch })));
}

/** One of the values that something may have. */
export interface KnownCase<T> {
  readonly when: Assumptions;
  readonly value: T;
}

/** A branch about which nothing can be said at synth. */
export interface UnknownCase {
  readonly when: Assumptions;
  readonly unknown: string;
}

export type Case<T> = KnownCase<T> | UnknownCase;

/** More than that many values are not told apart: branches multiply. */
const MAX_CASES = 32;

/**
 * A value as far as it is known at synth: known, one of several, or unknown, each under the branches of the conditions that lead to it.
 */
export class Possible<T> {
  public static known<T>(value: T): Possible<T> {
    return new Possible<T>(undefined, value);
  }

  public static unknown<T>(reason: string): Possible<T> {
    return new Possible<T>([{ when: ALWAYS, unknown: reason }]);
  }

  public static oneOf<T>(values: readonly Possible<T>[]): Possible<T> {
    return new Possible(values.flatMap(({ cases }) => cases)).bounded();
  }

  public static all<T>(values: readonly Possible<T>[]): Possible<T[]> {
    return values.every(value => value.isCertain())
      ? Possible.known(values.map(value => value.only as T))
      : values.reduce<Possible<T[]>>((lists, value) => lists.flatMap(list => value.map(element => [...list, element])), Possible.known([]));
  }

  /** Without several cases there is only one value, whichever way the conditions go: nearly everything in honest templates. */
  private constructor(private readonly several: readonly Case<T>[] | undefined, private readonly only?: T) {}

  public get cases(): readonly Case<T>[] {
    return this.several ?? [{ when: ALWAYS, value: this.only as T }];
  }

  /** The known values. */
  public get values(): T[] {
    return this.cases.flatMap(one => 'unknown' in one ? [] : [one.value]);
  }

  /** Why something about the value is unknown, if it is. */
  public get unknown(): string | undefined {
    return this.several?.flatMap(one => 'unknown' in one ? [one.unknown] : [])[0];
  }

  public map<U>(f: (value: T, when: Assumptions) => U): Possible<U> {
    return this.isCertain()
      ? Possible.known(f(this.only as T, ALWAYS))
      : new Possible<U>(this.cases.map(one => 'unknown' in one ? one : { when: one.when, value: f(one.value, one.when) }));
  }

  public flatMap<U>(f: (value: T) => Possible<U>): Possible<U> {
    return this.isCertain()
      ? f(this.only as T)
      : new Possible<U>(this.cases.flatMap((one): readonly Case<U>[] => 'unknown' in one ? [one] : f(one.value).under(one.when).cases)).bounded();
  }

  /** Makes something known of what is unknown. */
  public recover(f: (reason: string) => T): Possible<T> {
    return this.unknown === undefined ? this : new Possible<T>(this.cases.map(one =>
      'unknown' in one ? { when: one.when, value: f(one.unknown) } : one));
  }

  /** The cases that are left where the conditions have gone this way. */
  public under(when: Assumptions): Possible<T> {
    if (when === ALWAYS) {
      return this;
    }
    return new Possible(this.cases.flatMap(one => {
      const combined = both(one.when, when);
      return combined === undefined ? [] : [{ ...one, when: combined }];
    }));
  }

  private isCertain(): boolean {
    return this.several === undefined;
  }

  private bounded(): Possible<T> {
    return this.cases.length > MAX_CASES ? Possible.unknown(`it has more than ${MAX_CASES} possible values`) : this;
  }
}
