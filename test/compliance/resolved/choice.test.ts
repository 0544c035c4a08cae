import * as fc from 'fast-check';
import { assignment } from '../../../src/compliance/resolved/assignment';
import { allOf, and, anyOf, butNot, Choices, type Formula, not, or, TooManyChoices } from '../../../src/compliance/resolved/choice';

const DOMAINS = { stage: ['dev', 'test', 'prod'], size: ['small', 'large'], region: ['a', 'b', 'c'] };

type Name = keyof typeof DOMAINS;
type Assignment = Record<Name, string>;

/** A formula, and what it says of an assignment by itself. */
interface Both {
  readonly formula: (choices: Choices) => Formula;
  readonly holds: (given: Assignment) => boolean;
}

/** The region is any text: here one of three, of which formulas name two. */
const choiceOf = (choices: Choices, name: Name) => choices.of(name, name === 'region' ? undefined : DOMAINS[name]);

const { both } = fc.letrec<{ both: Both }>(tie => ({
  both: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...Object.entries(DOMAINS).flatMap(([name, values]) => values.filter(value => value !== 'c').map((value): Both => ({
      formula: choices => choiceOf(choices, name as Name).is(value), holds: given => given[name as Name] === value,
    })))),
    tie('both').map((one): Both => ({ formula: choices => not(one.formula(choices)), holds: given => !one.holds(given) })),
    fc.tuple(tie('both'), tie('both')).map(([one, other]): Both => ({
      formula: choices => and(one.formula(choices), other.formula(choices)), holds: given => one.holds(given) && other.holds(given),
    })),
    fc.tuple(tie('both'), tie('both')).map(([one, other]): Both => ({
      formula: choices => or(one.formula(choices), other.formula(choices)), holds: given => one.holds(given) || other.holds(given),
    })),
  ),
}));

const ASSIGNMENTS = DOMAINS.stage.flatMap(stage => DOMAINS.size.flatMap(size =>
  DOMAINS.region.map((region): Assignment => ({ stage, size, region }))));

function assigned(choices: Choices, { stage, size, region }: Assignment): Formula {
  return allOf([
    choiceOf(choices, 'stage').is(stage), choiceOf(choices, 'size').is(size),
    region === 'c' ? allOf(['a', 'b'].map(value => not(choiceOf(choices, 'region').is(value)))) : choiceOf(choices, 'region').is(region),
  ]);
}

test('a formula holds in the assignments in which it should', () => {
  fc.assert(fc.property(both, ({ formula, holds }) => {
    const choices = new Choices();
    const built = formula(choices);
    ASSIGNMENTS.forEach(one => expect(and(built, assigned(choices, one)) !== false).toBe(holds(one)));
  }));
});

test('equal formulas are the same, however they were put together', () => {
  fc.assert(fc.property(both, both, ({ formula, holds }, other) => {
    const choices = new Choices();
    const isEqual = ASSIGNMENTS.every(one => holds(one) === other.holds(one));
    expect(formula(choices) === other.formula(choices)).toBe(isEqual);
  }));
});

test('the assignment that is told is one in which the formula holds', () => {
  fc.assert(fc.property(both, both, ({ formula }, { formula: within }) => {
    const choices = new Choices();
    const given = within(choices);
    const wrong = and(formula(choices), given);
    fc.pre(wrong !== false);
    const told = assignment(wrong, given);
    expect(told === undefined).toBe(butNot(given, wrong) === false);
    const part = (text: string): Formula => {
      const [, name, value] = /^(stage|size|region) is (.*)$/.exec(text)!;
      const choice = choiceOf(choices, name as Name);
      const [, others] = /^(?:not|none of) (.*)$/.exec(value) ?? [];
      return others === undefined ? choice.is(value) : not(anyOf(others.split(', ').map(one => choice.is(one))));
    };
    const chosen = told === undefined ? given : and(given, allOf(told.split(' and ').map(part)));
    expect(chosen).not.toBe(false);
    expect(butNot(chosen, wrong)).toBe(false);
  }));
});

test('a value outside of the domain is never chosen', () => {
  expect(new Choices().of('stage', ['dev']).is('prod')).toBe(false);
  expect(new Choices().of('stage', ['dev']).is('dev')).toBe(true);
});

test('independent choices are as many decisions, not as many as there are combinations', () => {
  const choices = new Choices();
  const all = allOf(Array.from({ length: 200 }, (_, index) => not(choices.either(`c${index}`))));
  expect(all).not.toBe(false);
  expect(assignment(not(all), true)).toBe('c0 is true');
});

test('formulas that do not get along with the order of the choices are given up', () => {
  const choices = new Choices();
  const pairs = Array.from({ length: 30 }, (_, index) => choices.either(`a${index}`));
  expect(() => anyOf(pairs.map((one, index) => and(one, choices.either(`b${index}`))))).toThrow(TooManyChoices);
});
