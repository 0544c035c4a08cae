import { type Assumptions, Possible } from './possible';
import { deployTime, deployTimeParts, isLiteral } from './symbolic-text';
import { REFERENCE } from './template-renderer';
import { isMap, items, text, type TemplateScope, type Value } from './value';

/** What intrinsic functions need to know of the template in which they stand. */
export interface IntrinsicScope extends TemplateScope {
  /** What the branch of an `Fn::If` rests on. */
  condition(name: string, branch: boolean): Assumptions;
  /** What `Ref` gives for a pseudo parameter, parameter or resource. */
  ref(logicalId: string): Possible<Value>;
  attribute(logicalId: string, name: string): Possible<Value>;
  /** What a reference between constructs gives. */
  reference(target: unknown, attribute: string): Possible<Value>;
  mapping(name: string): unknown;
  importValue(name: string): Possible<Value>;
}

type Intrinsic = (argument: any, scope: IntrinsicScope) => Possible<Value>;

/** The intrinsic functions of CloudFormation that can be evaluated at synth. */
const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  'Ref': (name, scope) => scope.ref(named(name)),
  [REFERENCE]: ([target, attribute], scope) => scope.reference(target, String(attribute)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...attribute] = Array.isArray(argument) ? argument : String(argument).split('.');
    return eachText(attribute, scope, names => scope.attribute(named(logicalId), names.join('.')));
  },
  'Fn::If': ([condition, yes, no], scope) => Possible.oneOf([[yes, true], [no, false]].map(([branch, taken]) =>
    scope.evaluate(branch).under(scope.condition(named(condition), taken as boolean)))),
  'Fn::Join': ([separator, list], scope) => eachText([separator], scope, ([between]) => eachItem(list, scope, parts =>
    eachOf(parts.map(part => text(Possible.known(part))), texts => scalar(texts.join(between), scope)))),
  'Fn::Sub': (argument, scope) => {
    const [template, variables = {}] = Array.isArray(argument) ? argument : [argument];
    return eachText([template], scope, ([pattern]) => substituted(pattern, isMap(variables) ? variables : {}, scope));
  },
  'Fn::Select': ([index, list], scope) => eachText([index], scope, ([at]) => eachItem(list, scope, parts =>
    Number(at) in parts ? Possible.known(parts[Number(at)]) : Possible.unknown(`Fn::Select finds nothing at ${at}`))),
  'Fn::Split': ([separator, whole], scope) => eachText([separator, whole], scope, ([between, joined]) =>
    // A deploy-time part may hold the separator as well.
    isLiteral(joined) ? Possible.known({ raw: joined.split(between), scope }) : Possible.unknown(unknownParts(joined))),
  'Fn::FindInMap': ([name, topKey, secondKey, options], scope) => eachText([name], scope, ([map]) =>
    inMap(scope.mapping(map), [topKey, secondKey], isMap(options) ? options.DefaultValue : undefined, scope)),
  'Fn::ImportValue': (name, scope) => eachText([name], scope, ([exported]) => scope.importValue(exported)),
};

/** Evaluates the outermost intrinsic function of a raw value, if it is one; whatever is malformed is unknown. */
export function evaluateIntrinsic(raw: unknown, scope: IntrinsicScope): Possible<Value> | undefined {
  if (!isMap(raw)) {
    return undefined;
  }
  if ('Fn::Transform' in raw) {
    return Possible.unknown('Fn::Transform is only evaluated at deployment');
  }
  const name = onlyKey(raw);
  if (name === undefined || !(name === 'Ref' || name.startsWith('Fn::'))) {
    return undefined;
  }
  const intrinsic = Object.hasOwn(INTRINSICS, name) ? INTRINSICS[name] : undefined;
  if (intrinsic === undefined) {
    return Possible.unknown(`${name} is only evaluated at deployment`);
  }
  try {
    return intrinsic(raw[name], scope);
  } catch {
    return Possible.unknown(`${name} is malformed`);
  }
}

function named(name: unknown): string {
  if (typeof name !== 'string') {
    throw new TypeError('a name has to be text');
  }
  return name;
}

function onlyKey(raw: object): string | undefined {
  let only: string | undefined;
  for (const key in raw) {
    if (only !== undefined) {
      return undefined;
    }
    only = key;
  }
  return only;
}

function scalar(raw: string, scope: TemplateScope): Possible<Value> {
  return Possible.known({ raw, scope });
}

function eachText(raws: readonly unknown[], scope: TemplateScope, f: (texts: string[]) => Possible<Value>): Possible<Value> {
  return eachOf(raws.map(raw => text(scope.evaluate(raw))), f);
}

function eachOf(texts: readonly Possible<string | undefined>[], f: (texts: string[]) => Possible<Value>): Possible<Value> {
  return Possible.all(texts).flatMap(found => f(found.map(one => one ?? '')));
}

function eachItem(raw: unknown, scope: TemplateScope, f: (items: Value[]) => Possible<Value>): Possible<Value> {
  return items(scope.evaluate(raw)).flatMap(found => found === undefined ? Possible.unknown('a list is missing') : f(found));
}

const VARIABLE = /\$\{([^}]*)\}/;

/** `Fn::Sub`: `${Name}`, `${Resource.Attribute}`, `${!Literal}`. */
function substituted(pattern: string, variables: Record<string, unknown>, scope: IntrinsicScope): Possible<Value> {
  const [first, ...rest] = pattern.split(VARIABLE);
  const pieces: unknown[] = [first];
  rest.forEach((piece, index) => pieces.push(index % 2 === 0 ? variable(piece.trim(), variables) : piece));
  return eachText(pieces, scope, texts => scalar(texts.join(''), scope));
}

function variable(name: string, variables: Record<string, unknown>): unknown {
  if (name.startsWith('!')) {
    return `\${${name.slice(1)}}`;
  }
  if (Object.hasOwn(variables, name)) {
    return variables[name];
  }
  return name.includes('.') && !name.startsWith('AWS::') ? { 'Fn::GetAtt': name } : { Ref: name };
}

/** A key that is only known at deployment may be any of the map. */
function inMap(mapping: unknown, path: readonly unknown[], fallback: unknown, scope: IntrinsicScope): Possible<Value> {
  if (path.length === 0) {
    return scope.evaluate(mapping);
  }
  if (!isMap(mapping)) {
    return Possible.unknown('Fn::FindInMap finds no such mapping');
  }
  const [key, ...rest] = path;
  return eachText([key], scope, ([name = '']) => {
    if (!isLiteral(name)) {
      return Possible.oneOf(Object.values(mapping).map(branch => inMap(branch, rest, fallback, scope)));
    }
    if (Object.hasOwn(mapping, name)) {
      return inMap(mapping[name], rest, fallback, scope);
    }
    return fallback === undefined ? Possible.unknown(`Fn::FindInMap finds no key ${name}`) : scope.evaluate(fallback);
  });
}

function unknownParts(value: string): string {
  return `it depends on ${deployTimeParts(value).join(' and ')}`;
}

/** A value of which only its name is known. */
export function deployTimeValue(name: string, scope: TemplateScope): Possible<Value> {
  return Possible.known({ raw: deployTime(name), scope });
}
