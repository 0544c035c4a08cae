import { ALWAYS, both, covers, Possible } from '../../../src/compliance/resolved/possible';

const A = { a: true };
const NOT_A = { a: false };
const B = { b: true };

test.each<[string, object, object, object | undefined]>([
  ['nothing and nothing', {}, {}, {}],
  ['one condition and another', A, B, { a: true, b: true }],
  ['the same branch twice', A, A, A],
  ['both branches of a condition', A, NOT_A, undefined],
])('%s hold together or not', (_, one, other, expected) => {
  expect(both(one as never, other as never)).toEqual(expected);
});

test.each<[string, Record<string, boolean>[], Record<string, boolean>, boolean]>([
  ['no alternative', [], {}, false],
  ['one that always holds', [{}], {}, true],
  ['one that holds in one branch', [A], {}, false],
  ['one that holds in the branch in question', [A], A, true],
  ['one that does not hold in the branch in question', [NOT_A], A, false],
  ['one for each branch', [A, NOT_A], {}, true],
  ['one for each of two branches within a branch', [{ a: true, b: true }, { a: true, b: false }], A, true],
  ['three of four combinations', [{ a: true, b: true }, { a: true, b: false }, { a: false, b: true }], {}, false],
  ['all four combinations', [{ a: true, b: true }, { a: true, b: false }, { a: false, b: true }, { a: false, b: false }], {}, true],
  ['one branch of each of two conditions', [A, B], {}, false],
])('%s covers what may happen, or does not', (_, alternatives, within, expected) => {
  expect(covers(alternatives, within)).toBe(expected);
});

describe('a possible value', () => {
  const either = Possible.oneOf([Possible.known(1).under(A), Possible.known(2).under(NOT_A)]);

  test('keeps its cases apart', () => {
    expect(either.cases).toEqual([{ when: A, value: 1 }, { when: NOT_A, value: 2 }]);
    expect(either.under(A).values).toEqual([1]);
    expect(either.under(ALWAYS)).toBe(either);
  });

  test('meets only the cases of another that hold with its own', () => {
    expect(either.flatMap(one => either.map(other => [one, other])).values).toEqual([[1, 1], [2, 2]]);
    expect(Possible.all([either, either, Possible.known(3)]).values).toEqual([[1, 1, 3], [2, 2, 3]]);
  });

  test('knows what is known beside what is not', () => {
    const mixed = Possible.oneOf([Possible.known(1).under(A), Possible.unknown<number>('no idea').under(NOT_A)]);
    expect([mixed.values, mixed.unknown]).toEqual([[1], 'no idea']);
    expect(mixed.map(value => value + 1).cases).toEqual([{ when: A, value: 2 }, { when: NOT_A, unknown: 'no idea' }]);
    expect(mixed.recover(reason => reason.length).cases).toEqual([{ when: A, value: 1 }, { when: NOT_A, value: 7 }]);
  });

  test('is certain without unknown case', () => {
    expect(either.unknown).toBeUndefined();
    expect(either.recover(() => 0)).toBe(either);
  });

  test.each([[32, undefined], [33, 'it has more than 32 possible values']])('has %d values at most before it is unknown', (count, unknown) => {
    const many = Possible.oneOf(Array.from({ length: count }, (_, index) => Possible.known(index)));
    expect(many.unknown).toBe(unknown);
    expect(many.values).toHaveLength(unknown === undefined ? count : 0);
  });

  test('multiplied has 32 values at most as well', () => {
    const six = Array.from({ length: 6 }, (_, index) => Possible.oneOf([
      Possible.known('x').under({ [index]: true }), Possible.known('y').under({ [index]: false }),
    ]));
    expect(Possible.all(six.slice(0, 5)).values).toHaveLength(32);
    expect(Possible.all(six).unknown).toBe('it has more than 32 possible values');
  });
});
