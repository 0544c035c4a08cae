import { metricMath, NotEvaluated } from '../../../src/compliance/subjects/metric-math';

const DATA = new Map<string, () => number | undefined>([['m1', () => 6], ['m2', () => undefined], ['m3', () => 2]]);

const evaluate = (expression: string) => metricMath(expression, DATA, ['m1', 'm2', 'm3'], 300);

test.each<[string, number | undefined]>([
  ['m1', 6],
  ['m2', undefined],
  ['m1 * 0', 0],
  ['m1 + m3 * 2', 10],
  ['(m1 + m3) * 2', 16],
  ['m1 - 1', 5],
  ['m1 / m3', 3],
  ['m3 ^ 3', 8],
  ['2 * m3 ^ 2', 8],
  ['-m1', -6],
  ['m1 + m2', undefined],
  ['m1 > 5', 1],
  ['m1 >= 6', 1],
  ['m1 < 6', 0],
  ['m1 <= 6', 1],
  ['m1 == 6', 1],
  ['m1 != 6', 0],
  ['m1 > 5 AND m3 > 5', 0],
  ['m1 > 5 OR m3 > 5', 1],
  ['m1 > 5 && m3 > 1', 1],
  ['m1 > 9 || m3 > 5', 0],
  ['m1 > 0 OR m1 > 9 AND m3 > 9', 1],
  ['SUM([m1, m2, m3])', 8],
  ['SUM(METRICS())', 8],
  ['SUM(METRICS("m"))', 8],
  ['SUM(METRICS("3"))', 2],
  ['SUM(METRICS("x"))', undefined],
  ['SUM(m2)', undefined],
  ['MAX([m1, m3])', 6],
  ['MIN([m1, m3])', 2],
  ['AVG([m1, m3])', 4],
  ['METRIC_COUNT(METRICS())', 3],
  ['ABS(-m1)', 6],
  ['CEIL(m1 / 4)', 2],
  ['FLOOR(m1 / 4)', 1],
  ['SUM(ABS([-1, m3]))', 3],
  ['SUM([m1, m3] * 2)', 16],
  ['SUM([m1, m3] - [1, 2])', 5],
  ['FILL(m2, 0)', 0],
  ['FILL(m1, 0)', 6],
  ['FILL(m2, REPEAT)', 0],
  ['SUM(FILL([m2, m1], 1))', 7],
  ['IF(m1 > 5, 1, 0)', 1],
  ['IF(m1 > 6, 1, 0)', 0],
  ['IF(m2, 1, 0)', undefined],
  ['RUNNING_SUM(m1)', 6],
  ['TIME_SERIES(4)', 4],
  ['m1 / PERIOD(m1)', 6 / 300],
])('%s is %p', (expression, expected) => {
  expect(evaluate(expression)).toBe(expected);
});

test.each<[string, number, number, number]>([
  ['>', 0, 0, 1], ['>=', 0, 1, 1], ['<', 1, 0, 0], ['<=', 1, 1, 0], ['==', 0, 1, 0], ['!=', 1, 0, 1],
])('5 %s 6, 6 %s 6 and 7 %s 6', (operator, less, same, more) => {
  expect([5, 6, 7].map(number => evaluate(`${number} ${operator} m1`))).toEqual([less, same, more]);
});

test.each<[string, number[]]>([
  ['AND', [0, 0, 0, 1]], ['&&', [0, 0, 0, 1]], ['OR', [0, 1, 1, 1]], ['||', [0, 1, 1, 1]],
])('%s of falsehood and truth', (operator, expected) => {
  expect(['0', '1'].flatMap(one => ['0', '1'].map(other => evaluate(`${one} ${operator} ${other}`)))).toEqual(expected);
});

test('no data stays no data', () => {
  expect(['ABS(m2)', 'm2 + m1', 'm1 + m2', '-m2', 'IF(m2 > 0, 1, 0)'].map(evaluate)).toEqual(Array(5).fill(undefined));
  expect(evaluate('METRIC_COUNT(ABS([m2, m1]))')).toBe(2);
  expect(evaluate('SUM(ABS([m2, -2]))')).toBe(2);
  expect(evaluate('FILL(m2, LINEAR)')).toBe(0);
});

test.each(['nobody', 'SLICE(m1, 1)', "SEARCH('x')", 'METRICS()', '!m1', 'm1 % 2', 'm1 +', 'm1.x', "'text'", 'constructor(m1)'])('%s is not evaluated', expression => {
  expect(() => evaluate(expression)).toThrow(NotEvaluated);
  expect(() => evaluate(expression)).toThrow(`the expression ${expression} is not evaluated`);
});
