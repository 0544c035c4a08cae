import { Choices, not } from '../../../src/compliance/resolved/choice';
import { Possible, truth } from '../../../src/compliance/resolved/possible';

const choices = new Choices();
const A = choices.either('a');
const NOT_A = not(A);
const B = choices.either('b');

const either = Possible.either(A, () => Possible.known(1), () => Possible.known(2));

test('keeps its cases apart', () => {
  expect(either.cases).toEqual([{ when: A, value: 1 }, { when: NOT_A, value: 2 }]);
  expect(either.under(A).values).toEqual([1]);
  expect(either.under(true)).toBe(either);
});

test('needs no cases where the condition is known', () => {
  expect(Possible.either(true, () => Possible.known(1), () => Possible.known(2)).cases).toEqual([{ when: true, value: 1 }]);
  expect(Possible.either(false, () => Possible.known(1), () => Possible.known(2)).cases).toEqual([{ when: true, value: 2 }]);
});

test('meets only the cases of another that hold with its own', () => {
  expect(either.flatMap(one => either.map(other => `${one}${other}`)).values).toEqual(['11', '22']);
  expect(Possible.all([either, either, Possible.known(3)]).values).toEqual([[1, 1, 3], [2, 2, 3]]);
});

test('is one case where the value is the same', () => {
  const same = Possible.either(A, () => Possible.known('x'), () => Possible.either(B, () => Possible.known('x'), () => Possible.known('y')));
  expect(same.values).toEqual(['x', 'y']);
  expect(same.holds(value => value === 'x')).toBe(not(same.holds(value => value === 'y')));
});

test('tells text from numbers', () => {
  expect(Possible.either<unknown>(A, () => Possible.known(1), () => Possible.known('1')).values).toEqual([1, '1']);
});

test('knows what is known beside what is not', () => {
  const mixed = Possible.either(A, () => Possible.known(1), () => Possible.unknown<number>('no idea'));
  expect([mixed.values, mixed.unknown]).toEqual([[1], 'no idea']);
  expect(mixed.map(value => value + 1).cases).toEqual([{ when: A, value: 2 }, { when: NOT_A, unknown: 'no idea' }]);
  expect(mixed.recover(reason => reason.length).cases).toEqual([{ when: A, value: 1 }, { when: NOT_A, value: 7 }]);
  expect(mixed.recoverWith(() => either).cases).toEqual([{ when: A, value: 1 }, { when: NOT_A, value: 2 }]);
});

test('is certain without unknown case', () => {
  expect(either.unknown).toBeUndefined();
  expect(either.recover(() => 0)).toBe(either);
});

test('has as many values as are asked for, up to a bound', () => {
  const several = (count: number) => {
    const values = Array.from({ length: count }, (_, index) => String(index));
    const choice = choices.of(`one of ${count}`, values);
    return Possible.oneOf(values.map(value => Possible.known(value).under(choice.is(value))));
  };
  expect(several(256).values).toHaveLength(256);
  expect(several(257).unknown).toBe('it has more than 256 possible values');
});

test.each([
  ['true', A, false, [{ when: A, value: true }, { when: NOT_A, value: false }]],
  ['always', true, A, [{ when: true, value: true }]],
  ['never', false, false, [{ when: true, value: false }]],
  ['unknown', false, A, [{ when: A, unknown: 'why' }, { when: NOT_A, value: false }]],
])('a truth is a formula: %s', (_, yes, unknown, cases) => {
  expect(truth(yes, unknown, 'why').cases).toEqual(cases);
});

test('is not one case where values only look the same', () => {
  const [one, other] = [{ raw: 'x' }, { raw: 'x' }];
  expect(Possible.either<unknown>(A, () => Possible.known(one), () => Possible.known(other)).values).toEqual([one]);
  const [list, another] = [['x'], ['x']];
  expect(Possible.either<unknown>(A, () => Possible.known(list), () => Possible.known(another)).values).toEqual([list, another]);
  expect(Possible.either<unknown>(A, () => Possible.known(null), () => Possible.known('null')).values).toEqual([null, 'null']);
  const f = () => 1;
  expect(Possible.either<unknown>(A, () => Possible.known(f), () => Possible.known(String(f))).values).toEqual([f, String(f)]);
});

test('is certain where it is the same whatever is chosen', () => {
  expect([Possible.known('x').certain, either.certain, Possible.unknown('why').certain]).toEqual(['x', undefined, undefined]);
  expect(Possible.unknown('why').cases).toEqual([{ when: true, unknown: 'why' }]);
  expect(Possible.known(1).under(A).cases).toEqual([{ when: A, value: 1 }]);
  expect(Possible.known(1).under(false).cases).toEqual([]);
});

test('holds where a known value is such a one', () => {
  const mixed = Possible.either(A, () => Possible.unknown<number>('why'), () => Possible.known(1));
  expect([mixed.holds(value => value === 1), mixed.holds(() => false), Possible.known(1).holds(value => value === 1)]).toEqual([NOT_A, false, true]);
  expect([mixed.unknown, mixed.unknowns, mixed.known]).toEqual(['why', [{ when: A, unknown: 'why' }], [{ when: NOT_A, value: 1 }]]);
});

test('is unknown once for each reason', () => {
  const unknown = Possible.either(A, () => Possible.unknown('why'), () => Possible.either(B, () => Possible.unknown('why'), () => Possible.unknown('how')));
  expect(unknown.unknowns.map(({ unknown: reason }) => reason)).toEqual(['why', 'how']);
  expect(unknown.flatMap(() => Possible.known(1)).values).toEqual([]);
});
