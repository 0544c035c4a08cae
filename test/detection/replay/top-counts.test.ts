import * as fc from 'fast-check';
import { TopCounts } from '../../../src/detection/replay/top-counts';

const CAPACITY = 200;

/** "Space-Saving" as the paper has it: the first of the rarest makes room. */
function spaceSaving(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) {
    const known = counts.get(value);
    if (known !== undefined || counts.size < CAPACITY) {
      counts.set(value, (known ?? 0) + 1);
    } else {
      const [rarest, least] = [...counts].reduce((a, b) => b[1] < a[1] ? b : a);
      counts.delete(rarest);
      counts.set(value, least + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}

test('the counts are those of Space-Saving, in whatever order values come', () => {
  const values = fc.array(fc.nat(600).map(number => String(number < 400 ? number % 20 : number)), { minLength: 800, maxLength: 2_000 });
  fc.assert(fc.property(values, added => {
    const counts = new TopCounts();
    added.forEach(value => counts.add(value));
    expect(counts.top(CAPACITY).map(({ value, count }) => [value, count])).toEqual(spaceSaving(added));
  }), { numRuns: 50 });
});

test('what comes often stays among values that come once', () => {
  const counts = new TopCounts();
  for (let index = 0; index < 10_000; index++) {
    counts.add(index % 10 === 0 ? 'often' : `once ${index}`);
  }
  const [{ value, count }] = counts.top(1);
  expect(value).toBe('often');
  expect(count).toBeGreaterThanOrEqual(1_000);
});
