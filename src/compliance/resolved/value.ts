import { and, anyOf, type Formula } from './choice';
import { Possible, truth } from './possible';
import { deployTime, deployTimeParts, isLiteral, withoutMarks } from './symbolic-text';

/** Where a raw value of a template is to be read: it knows the parameters, mappings and resources that the value may refer to. */
export interface TemplateScope {
  /** What the raw value is, its outermost intrinsic functions evaluated; what it contains is still raw. */
  evaluate(raw: unknown): Possible<Value>;
}

/** A value without intrinsic function around it: `undefined`, a scalar, or an array or object of raw values. */
export interface Value {
  readonly raw: unknown;
  readonly scope: TemplateScope;
}

export type Properties = Readonly<Record<string, unknown>>;

export function isMap(raw: unknown): raw is Properties {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

/** The value under a key; nothing where there is nothing to look into. */
export function field(of: Possible<Value>, key: string): Possible<Value> {
  return of.flatMap(({ raw, scope }) => {
    if (raw === undefined || raw === null) {
      return Possible.known({ raw: undefined, scope });
    }
    if (isMap(raw) && !Object.hasOwn(raw, key) && hasLoop(raw)) {
      return Possible.unknown('Fn::ForEach may add to it');
    }
    return isMap(raw)
      ? scope.evaluate(Object.hasOwn(raw, key) ? raw[key] : undefined)
      : Possible.unknown(`${shownRaw(raw)} is not a map`);
  });
}

/** The transform AWS::LanguageExtensions makes more keys of it. */
function hasLoop(raw: Properties): boolean {
  return Object.keys(raw).some(key => key.startsWith('Fn::ForEach::'));
}

/** The keys of a map; not those that stand for no value. */
export function keys(of: Possible<Value>): Possible<string[]> {
  return of.flatMap(({ raw }) => {
    if (raw === undefined || raw === null) {
      return Possible.known([]);
    }
    if (isMap(raw) && hasLoop(raw)) {
      return Possible.unknown('Fn::ForEach may add to it');
    }
    return isMap(raw) ? Possible.known(Object.keys(raw)) : Possible.unknown(`${shownRaw(raw)} is not a map`);
  });
}

/** The elements of a list, each with its own cases: one that stands for no value is `undefined` there. Nothing where there is no list. */
export function elements(of: Possible<Value>): Possible<readonly Possible<Value>[] | undefined> {
  return of.flatMap<readonly Possible<Value>[] | undefined>(({ raw, scope }) => {
    if (raw === undefined || raw === null) {
      return Possible.known(undefined);
    }
    if (!Array.isArray(raw)) {
      return Possible.unknown(typeof raw === 'string' ? whyUnknown(raw) ?? `${shownRaw(raw)} is not a list` : `${shownRaw(raw)} is not a list`);
    }
    return Possible.known(raw.map(item => scope.evaluate(item)));
  });
}

/** The elements of a list in each of its cases, those that stand for no value left out; nothing where there is no list. */
export function items(of: Possible<Value>): Possible<Value[] | undefined> {
  return elements(of).flatMap<Value[] | undefined>(list => list === undefined
    ? Possible.known(undefined)
    : Possible.all(list).map(values => values.filter(value => value.raw !== undefined)));
}

/** Each element that a list may have, with when it has it; what is unknown about the list comes after them. */
export function possibleElements(of: Possible<Value>): Possible<Value>[] {
  const lists = elements(of);
  const found = lists.certain ?? [
    ...lists.known.flatMap(({ value, when }) => (value ?? []).map(element => element.under(when))),
    ...lists.unknowns.map(({ unknown, when }) => Possible.unknown<Value>(unknown).under(when)),
  ];
  return found.filter(element => element.hasCases);
}

/** Whether a list has an element of such a text; unknown where an element that may be it is unknown. */
export function includes(of: Possible<Value>, test: (element: string) => boolean): Possible<boolean> {
  const found = possibleElements(of).map(element => literal(element));
  return truth(
    anyOf(found.map(element => element.holds(value => value !== undefined && test(value)))),
    anyOf(found.flatMap(({ unknowns }) => unknowns.map(({ when }) => when))),
    found.find(({ unknown }) => unknown !== undefined)?.unknown ?? '',
  ).under(domain(of));
}

/** When the value has a case at all. */
export function domain(of: Possible<unknown>): Formula {
  return anyOf(of.cases.map(({ when }) => when));
}

/** What the list may look like where the formula holds: for people to read. */
export function example(of: Possible<Value>, when: Formula): string[] {
  let rest = when;
  return possibleElements(of).flatMap(element => {
    const one = text(element).under(rest).cases.find(found => !('unknown' in found));
    const isThere = one !== undefined && !('unknown' in one) && one.value !== undefined;
    rest = one === undefined ? rest : and(rest, one.when);
    return isThere ? [one.value!] : [];
  });
}

/** A scalar as text, with its deploy-time parts; nothing where there is no value. */
export function text(of: Possible<Value>): Possible<string | undefined> {
  return of.flatMap<string | undefined>(({ raw }) => {
    if (raw === undefined || raw === null) {
      return Possible.known(undefined);
    }
    return typeof raw === 'object' ? Possible.unknown(`${shownRaw(raw)} is not text`) : Possible.known(String(raw));
  });
}

/** The texts of a list, deploy-time text where nothing is known of one; nothing where there is no list. */
export function texts(of: Possible<Value>): Possible<string[] | undefined> {
  return elements(of).flatMap<string[] | undefined>(list => list === undefined
    ? Possible.known(undefined)
    : Possible.all(list.map(element => text(element).recover(deployTime))).map(found => found.filter(one => one !== undefined)));
}

/** Text that is known to the last character. */
export function literal(of: Possible<Value>): Possible<string | undefined> {
  return literalText(text(of));
}

function literalText(of: Possible<string | undefined>): Possible<string | undefined> {
  return of.flatMap<string | undefined>(value => {
    const reason = value === undefined ? undefined : whyUnknown(value);
    return reason === undefined ? Possible.known(value) : Possible.unknown(reason);
  });
}

/** Why text is not known to the last character, if it is not. */
export function whyUnknown(value: string): string | undefined {
  return isLiteral(value) ? undefined : `it depends on ${deployTimeParts(value).join(' and ')}`;
}

/** When the text is such a one, for certain. */
export function isText(of: Possible<string | undefined>, test: (value: string | undefined) => boolean): Formula {
  return literalText(of).holds(test);
}

/** When nothing is known. */
export function unknownWhen(of: Possible<unknown>): Formula {
  return anyOf(of.unknowns.map(({ when }) => when));
}

/** A value with everything in it evaluated; text keeps its deploy-time parts, what stands for no value is left out. */
export function deep(of: Possible<Value>): Possible<unknown> {
  return of.flatMap<unknown>(({ raw, scope }) => typeof raw === 'object' && raw !== null ? asPossible(settledMap(raw, scope, 0)) : Possible.known(raw ?? undefined));
}

/** Some of the properties with everything in them evaluated: what is unknown about the others does not matter. */
export function deepProperties(of: Possible<Value>, names: readonly string[]): Possible<Properties> {
  return of.flatMap<Properties>(({ raw, scope }) => {
    if (raw !== undefined && raw !== null && !isMap(raw)) {
      return Possible.unknown(`${shownRaw(raw)} is not a map`);
    }
    return asPossible(settledMap(raw ?? {}, scope, 0, Object.keys(raw ?? {}).filter(name => names.includes(name)))) as Possible<Properties>;
  });
}

/** Deeper than that nothing is looked into. */
const MAX_DEPTH = 50;

/** What raw values are: as they are, where nothing in them has cases. */
function settled(raw: unknown, scope: TemplateScope, depth: number): unknown {
  if (typeof raw !== 'object' || raw === null) {
    return typeof raw === 'string' ? withoutMarks(raw) : raw ?? undefined;
  }
  if (depth > MAX_DEPTH) {
    return Possible.unknown('it is nested too deeply');
  }
  const found = scope.evaluate(raw);
  const certain = found.certain;
  if (certain === undefined) {
    return found.flatMap(value => typeof value.raw === 'object' && value.raw !== null
      ? asPossible(settledMap(value.raw, value.scope, depth)) : Possible.known(value.raw ?? undefined));
  }
  return typeof certain.raw === 'object' && certain.raw !== null ? settledMap(certain.raw, certain.scope, depth) : certain.raw ?? undefined;
}

function settledMap(raw: object, scope: TemplateScope, depth: number, inside = Object.keys(raw)): unknown {
  const values = inside.map(key => settled((raw as Properties)[key], scope, depth + 1));
  return values.some(isPossible)
    ? Possible.all(values.map(asPossible)).map(found => rebuilt(raw, inside, found)) : rebuilt(raw, inside, values);
}

function rebuilt(raw: object, inside: readonly string[], values: readonly unknown[]): unknown {
  return Array.isArray(raw) ? values.filter(isDefined) : withKeys(inside, values);
}

function withKeys(names: readonly string[], values: readonly unknown[]): Properties {
  const map: Record<string, unknown> = {};
  names.forEach((name, index) => {
    if (values[index] !== undefined) {
      map[name] = values[index];
    }
  });
  return map;
}

function asPossible(value: unknown): Possible<unknown> {
  return isPossible(value) ? value : Possible.known(value);
}

function isPossible(value: unknown): value is Possible<unknown> {
  return value instanceof Possible;
}

function isDefined(value: unknown): boolean {
  return value !== undefined;
}

function shownRaw(raw: unknown): string {
  return (JSON.stringify(raw) ?? String(raw)).slice(0, 80);
}
