import { and, anyOf, butNot, type Formula, not, or } from './choice';

/** One of the values that something may have. */
export interface KnownCase<T> {
  readonly when: Formula;
  readonly value: T;
}

/** Where nothing can be said at synth. */
export interface UnknownCase {
  readonly when: Formula;
  readonly unknown: string;
}

export type Case<T> = KnownCase<T> | UnknownCase;

const NONE: readonly UnknownCase[] = [];

/** More than that many values are not told apart. */
const MAX_CASES = 256;

/**
 * A value as a function of the choices of the deployment: in each possible deployment it is one of its cases, known or unknown.
 */
export class Possible<T> {
  public static known<T>(value: T): Possible<T> {
    return new Possible<T>(undefined, value);
  }

  public static unknown<T>(reason: string): Possible<T> {
    return new Possible<T>([{ when: true, unknown: reason }]);
  }

  public static oneOf<T>(values: readonly Possible<T>[]): Possible<T> {
    return of(values.flatMap(({ cases }) => cases));
  }

  /** One value where the formula holds, another where it does not. */
  public static either<T>(condition: Formula, yes: () => Possible<T>, no: () => Possible<T>): Possible<T> {
    return typeof condition === 'boolean' ? (condition ? yes() : no()) : Possible.oneOf([yes().under(condition), no().under(not(condition))]);
  }

  public static all<T>(values: readonly Possible<T>[]): Possible<T[]> {
    return values.every(value => value.isCertain())
      ? Possible.known(values.map(value => value.only as T))
      : values.reduce<Possible<T[]>>((lists, value) => lists.flatMap(list => value.map(element => [...list, element])), Possible.known([]));
  }

  /** Without several cases there is only one value, whatever is chosen: nearly everything in honest templates. */
  constructor(private readonly several: readonly Case<T>[] | undefined, private readonly only?: T) {}

  public get cases(): readonly Case<T>[] {
    return this.several ?? [{ when: true, value: this.only as T }];
  }

  /** The value, where it is the same whatever is chosen. */
  public get certain(): T | undefined {
    return this.only;
  }

  /** Whether there is a deployment in which it is anything at all. */
  public get hasCases(): boolean {
    return this.several?.length !== 0;
  }

  /** The known values. */
  public get values(): T[] {
    return this.isCertain() ? [this.only as T] : this.known.map(({ value }) => value);
  }

  public get known(): readonly KnownCase<T>[] {
    return this.isCertain() ? [{ when: true, value: this.only as T }] : this.cases.filter((one): one is KnownCase<T> => !('unknown' in one));
  }

  public get unknowns(): readonly UnknownCase[] {
    return this.several?.filter(one => 'unknown' in one) ?? NONE;
  }

  /** Why something about the value is unknown, if it is. */
  public get unknown(): string | undefined {
    return this.unknowns[0]?.unknown;
  }

  /** When the value is one for which the test is true. */
  public holds(test: (value: T) => boolean): Formula {
    return this.isCertain() ? test(this.only as T) : anyOf(this.known.filter(({ value }) => test(value)).map(({ when }) => when));
  }

  public map<U>(f: (value: T) => U): Possible<U> {
    return this.isCertain()
      ? Possible.known(f(this.only as T))
      : of(this.cases.map(one => 'unknown' in one ? one : { when: one.when, value: f(one.value) }));
  }

  public flatMap<U>(f: (value: T) => Possible<U>): Possible<U> {
    return this.isCertain()
      ? f(this.only as T)
      : of(this.cases.flatMap((one): readonly Case<U>[] => 'unknown' in one ? [one] : f(one.value).under(one.when).cases));
  }

  /** Makes something known of what is unknown. */
  public recover(f: (reason: string) => T): Possible<T> {
    return this.recoverWith(reason => Possible.known(f(reason)));
  }

  /** Looks elsewhere where something is unknown. */
  public recoverWith(f: (reason: string) => Possible<T>): Possible<T> {
    return this.unknown === undefined ? this : of(this.cases.flatMap((one): readonly Case<T>[] => 'unknown' in one ? f(one.unknown).under(one.when).cases : [one]));
  }

  /** The cases that are left where the formula holds. */
  public under(formula: Formula): Possible<T> {
    if (formula === true) {
      return this;
    }
    return new Possible(this.cases.flatMap(one => {
      const when = and(one.when, formula);
      return when === false ? [] : [{ ...one, when }];
    }));
  }

  private isCertain(): boolean {
    return this.several === undefined;
  }
}

/** Cases of the same value are one. */
function of<T>(cases: readonly Case<T>[]): Possible<T> {
  const merged = new Map<unknown, Case<T>>();
  for (const one of cases) {
    const key = 'unknown' in one ? `unknown:${one.unknown}` : keyOf(one.value);
    const same = merged.get(key);
    merged.set(key, same === undefined ? one : { ...same, when: or(same.when, one.when) });
    if (merged.size > MAX_CASES) {
      return Possible.unknown(`it has more than ${MAX_CASES} possible values`);
    }
  }
  return new Possible([...merged.values()]);
}

/** What is equal for equal scalars, bare or as values of a template; everything else is equal to itself only. */
function keyOf(value: unknown): unknown {
  const inner = typeof value === 'object' && value !== null && 'raw' in value ? value.raw : value;
  return typeof inner === 'object' && inner !== null || typeof inner === 'function' ? inner : `${typeof inner}:${String(inner)}`;
}

/** A truth that is a formula where it is known. */
export function truth(yes: Formula, unknown: Formula, reason: string): Possible<boolean> {
  if (yes === true) {
    return Possible.known(true);
  }
  const doubtful = butNot(unknown, yes);
  const cases: Case<boolean>[] = [
    { when: yes, value: true }, { when: doubtful, unknown: reason }, { when: butNot(not(yes), doubtful), value: false },
  ];
  return new Possible(cases.filter(({ when }) => when !== false));
}
