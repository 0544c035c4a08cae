import { and, anyOf, type Choice, type Choices, type Formula, not } from './choice';
import { Possible } from './possible';
import { couldBeEqual, deployTime, isLiteral, onlyPart, readable } from './symbolic-text';
import { elements, isMap, items, text, type TemplateScope, type Value, whyUnknown } from './value';

/** A reference that leads to a resource without naming its logical id: `[key, attribute]`. */
export const REFERENCE = 'Fn::$Reference';

/** What intrinsic functions need to know of the template in which they stand. */
export interface IntrinsicScope extends TemplateScope {
  /** Tells the template from others. */
  readonly path: string;
  readonly choices: Choices;
  condition(name: string): Formula;
  /** What `Ref` gives for a pseudo parameter, parameter or resource. */
  ref(logicalId: string): Possible<Value>;
  attribute(logicalId: string, name: string): Possible<Value>;
  reference(key: unknown, attribute: string): Possible<Value>;
  mapping(name: string): unknown;
  importValue(name: string): Possible<Value>;
}

type Intrinsic = (argument: unknown, scope: IntrinsicScope) => Possible<Value>;

/** The intrinsic functions of CloudFormation that can be evaluated at synth. */
const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  'Ref': (name, scope) => scope.ref(named(name)),
  [REFERENCE]: (argument, scope) => {
    const [key, attribute] = listed(argument);
    return scope.reference(key, String(attribute));
  },
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : listed(argument);
    return eachText(attribute, scope, names => scope.attribute(named(logicalId), names.join('.')));
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = listed(argument);
    return Possible.either(scope.condition(named(condition)), () => scope.evaluate(yes), () => scope.evaluate(no));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, list] = listed(argument);
    return eachText([separator], scope, ([between]) => elements(scope.evaluate(list)).flatMap(parts =>
      parts === undefined ? Possible.unknown('a list is missing') : joined(parts, between, scope)));
  },
  'Fn::Sub': (argument, scope) => {
    const [template, variables = {}] = Array.isArray(argument) ? argument : [argument];
    return eachText([template], scope, ([pattern]) => substituted(pattern, isMap(variables) ? variables : {}, scope));
  },
  'Fn::Select': (argument, scope) => {
    const [index, list] = listed(argument);
    return eachText([index], scope, ([at]) => items(scope.evaluate(list)).flatMap(parts =>
      parts === undefined ? Possible.unknown('a list is missing')
        : Number(at) in parts ? Possible.known(parts[Number(at)]) : Possible.unknown(`Fn::Select finds nothing at ${at}`)));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, whole] = listed(argument);
    return eachText([separator, whole], scope, ([between, joinedText]) => {
      // A deploy-time part may hold the separator as well.
      const reason = whyUnknown(joinedText);
      return reason === undefined ? Possible.known({ raw: joinedText.split(between), scope }) : Possible.unknown(reason);
    });
  },
  'Fn::FindInMap': (argument, scope) => {
    const [name, topKey, secondKey, options] = listed(argument);
    return eachText([name], scope, ([map]) =>
      inMap(scope.mapping(map), [topKey, secondKey], isMap(options) ? options.DefaultValue : undefined, scope));
  },
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
  if (name === undefined || !(name === 'Ref' || name.startsWith('Fn::')) || name.startsWith('Fn::ForEach::')) {
    return undefined;
  }
  const intrinsic = Object.hasOwn(INTRINSICS, name) ? INTRINSICS[name] : undefined;
  if (intrinsic === undefined) {
    return Possible.unknown(`${name} is only evaluated at deployment`);
  }
  try {
    return intrinsic(raw[name], scope);
  } catch (error) {
    if (error instanceof Malformed) {
      return Possible.unknown(`${name} is malformed`);
    }
    throw error;
  }
}

/** When two values are the same text; where that cannot be known it is a choice of its own, the same for the same values. */
export function equality(one: unknown, other: unknown, scope: IntrinsicScope): Formula {
  const [ours, theirs] = [one, other].map(raw => text(scope.evaluate(raw)));
  return anyOf(ours.cases.flatMap(mine => theirs.cases.map(yours => {
    const both = and(mine.when, yours.when);
    if (both === false) {
      return false;
    }
    return and(both, 'unknown' in mine || 'unknown' in yours
      ? scope.choices.either([scope.path, ...[one, other].map(raw => JSON.stringify(raw)).sort()].join('?'), 'a condition that is only known at deployment')
      : sameText(mine.value ?? '', yours.value ?? '', scope.choices));
  })));
}

function sameText(one: string, other: string, choices: Choices): Formula {
  if (one === other || !couldBeEqual(one, other)) {
    return one === other;
  }
  if (isLiteral(one) || isLiteral(other)) {
    const [open, value] = isLiteral(one) ? [other, one] : [one, other];
    return openChoice(open, choices).is(value);
  }
  const [first, second] = [one, other].sort();
  return choices.either(`${first} = ${second}`, `${readable(first)} = ${readable(second)}`);
}

/** The choice of what text will be. */
function openChoice(open: string, choices: Choices): Choice {
  return choices.of(open, undefined, choiceLabel(open));
}

function choiceLabel(open: string): string {
  return onlyPart(open)?.variable ?? readable(open).replace(/^<([^<>]*)>$/, '$1');
}

/** What is given to an intrinsic function is nothing that CloudFormation takes. */
class Malformed extends Error {}

function named(name: unknown): string {
  if (typeof name !== 'string') {
    throw new Malformed('a name has to be text');
  }
  return name;
}

/** Text is a list of one: what comes after it is missing. */
function listed(argument: unknown): readonly unknown[] {
  if (Array.isArray(argument) || typeof argument === 'string') {
    return [argument].flat();
  }
  throw new Malformed('it takes a list');
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
  return Possible.all(raws.map(raw => text(scope.evaluate(raw)))).flatMap(found => f(found.map(one => one ?? '')));
}

/** Joins from left to right: what is the same so far, is the same case. */
function joined(parts: readonly Possible<Value>[], between: string, scope: TemplateScope): Possible<Value> {
  return parts.map(text).reduce<Possible<string | undefined>>((whole, part) => whole.flatMap(before =>
    part.map(next => before === undefined || next === undefined ? before ?? next : `${before}${between}${next}`)), Possible.known(undefined))
    .map(raw => ({ raw: raw ?? '', scope }));
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

/** A key that is only known at deployment chooses among the keys of the map; any other key fails the deployment, or has the default. */
function inMap(mapping: unknown, path: readonly unknown[], fallback: unknown, scope: IntrinsicScope): Possible<Value> {
  if (path.length === 0) {
    return scope.evaluate(mapping);
  }
  if (!isMap(mapping)) {
    return Possible.unknown('Fn::FindInMap finds no such mapping');
  }
  if (!isComplete(mapping)) {
    return Possible.unknown('the keys of the mapping are only known at deployment');
  }
  const [key, ...rest] = path;
  return eachText([key], scope, ([name = '']) => {
    if (!isLiteral(name)) {
      const chosen = Object.entries(mapping).map(([one, branch]) => ({ when: sameText(name, one, scope.choices), branch }));
      const values = chosen.filter(({ when }) => when !== false).map(({ when, branch }) => inMap(branch, rest, fallback, scope).under(when));
      const another = not(anyOf(chosen.map(({ when }) => when)));
      return Possible.oneOf(fallback === undefined ? values : [...values, scope.evaluate(fallback).under(another)]);
    }
    if (Object.hasOwn(mapping, name)) {
      return inMap(mapping[name], rest, fallback, scope);
    }
    return fallback === undefined ? Possible.unknown(`Fn::FindInMap finds no key ${name}`) : scope.evaluate(fallback);
  });
}

/** What is known of the keys of a mapping is no more than stands there, where a transform or a loop adds to them. */
function isComplete(mapping: object): boolean {
  return !Object.keys(mapping).some(key => key.startsWith('Fn::'));
}

/** When an `Fn::FindInMap` finds something: where it does not, nothing is deployed. */
export function findsInMap([name, topKey, secondKey, options]: readonly unknown[], scope: IntrinsicScope): Formula {
  const mapping = typeof name === 'string' ? scope.mapping(name) : undefined;
  if (!isMap(mapping) || options !== undefined || ![mapping, ...Object.values(mapping).filter(isMap)].every(isComplete)) {
    return true;
  }
  return anyOf(Object.entries(mapping).filter(([, branch]) => isMap(branch)).map(([top, branch]) => and(
    equality(topKey, top, scope),
    anyOf(Object.keys(branch as object).map(second => equality(secondKey, second, scope))),
  )));
}

/** A value of which only its name is known, and that it may be one of these: so it moves with what is compared with them. */
export function comparedValue(open: string, compared: readonly string[], scope: IntrinsicScope): Possible<Value> {
  const choice = openChoice(open, scope.choices);
  return Possible.oneOf([...compared, undefined].map(one =>
    Possible.known({ raw: one ?? open, scope }).under(choice.decide(compared, value => value === one))));
}

/** A value of which only its name is known. */
export function deployTimeValue(name: string, scope: TemplateScope, facts?: Parameters<typeof deployTime>[1]): Possible<Value> {
  return Possible.known({ raw: deployTime(name, facts), scope });
}
