import { Possible } from './possible';
import { deployTime, deployTimeParts, readable } from './symbolic-text';

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
      return Possible.unknown(`Fn::ForEach may add ${key}`);
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

/** The keys of a map. */
export function keys(of: Possible<Value>): Possible<string[]> {
  return of.flatMap(({ raw }) => {
    if (raw === undefined || raw === null) {
      return Possible.known([]);
    }
    if (isMap(raw) && hasLoop(raw)) {
      return Possible.unknown('Fn::ForEach adds to it');
    }
    return isMap(raw) ? Possible.known(Object.keys(raw)) : Possible.unknown(`${shownRaw(raw)} is not a map`);
  });
}

/** The elements of a list, those that stand for no value left out; nothing where there is no list. */
export function items(of: Possible<Value>): Possible<Value[] | undefined> {
  return of.flatMap<Value[] | undefined>(({ raw, scope }) => {
    if (raw === undefined || raw === null) {
      return Possible.known(undefined);
    }
    if (!Array.isArray(raw)) {
      return Possible.unknown(typeof raw === 'string' ? whyUnknown(raw) ?? `${shownRaw(raw)} is not a list` : `${shownRaw(raw)} is not a list`);
    }
    return Possible.all(raw.map(item => scope.evaluate(item))).map(values => values.filter(value => value.raw !== undefined));
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

/** Text that is known to the last character. */
export function literal(of: Possible<Value>): Possible<string | undefined> {
  return literalText(text(of));
}

export function literalText(of: Possible<string | undefined>): Possible<string | undefined> {
  return of.flatMap<string | undefined>(value => {
    const reason = value === undefined ? undefined : whyUnknown(value);
    return reason === undefined ? Possible.known(value) : Possible.unknown(reason);
  });
}

/** The texts of a list, deploy-time text where nothing is known of one; nothing where there is no list. */
export function texts(of: Possible<Value>): Possible<string[] | undefined> {
  return of.flatMap<string[] | undefined>(({ raw, scope }) => Array.isArray(raw)
    ? Possible.all(raw.map(item => text(scope.evaluate(item)).recover(deployTime))).map(list => list.filter(element => element !== undefined))
    : items(Possible.known({ raw, scope })).map(() => undefined));
}

/** Why text is not known to the last character, if it is not. */
export function whyUnknown(value: string): string | undefined {
  const parts = deployTimeParts(value);
  return parts.length === 0 ? undefined : `it depends on ${parts.map(readable).join(' and ')}`;
}

function shownRaw(raw: unknown): string {
  return (JSON.stringify(raw) ?? String(raw)).slice(0, 80);
}
