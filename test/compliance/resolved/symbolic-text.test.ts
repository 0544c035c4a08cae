import {
  couldBeEqual, deployTime, deployTimeParts, isLiteral, lowerCased, readable, withoutMarks,
} from '../../../src/compliance/resolved/symbolic-text';

const X = deployTime('Stack/X');

test('text says what of it is only known at deployment', () => {
  expect(deployTimeParts(`a${X}b{{resolve:ssm:/c}}`)).toEqual(['Stack/X', '{{resolve:ssm:/c}}']);
  expect(deployTimeParts('abc')).toEqual([]);
});

test.each([['abc', true], [`a${X}`, false], ['{{resolve:ssm:/c}}', false], ['', true]])('%p is literal: %p', (text, expected) => {
  expect(isLiteral(text)).toBe(expected);
});

test('people read names', () => {
  expect(readable(`/aws/${X}/audit`)).toBe('/aws/<Stack/X>/audit');
});

test('lower case leaves names alone', () => {
  expect(lowerCased(`ABC${X}DEF`)).toBe(`abc${X}def`);
});

test('text of a template cannot pretend to have deploy-time parts', () => {
  expect(isLiteral(withoutMarks(X))).toBe(true);
  expect(withoutMarks('abc')).toBe('abc');
});

test.each<[string, string, boolean]>([
  ['abc', 'abc', true],
  ['abc', 'abd', false],
  [X, 'abc', true],
  [X, X, true],
  [`a${X}`, 'abc', true],
  [`a${X}`, 'bcd', false],
  [`${X}c`, 'abc', true],
  [`${X}c`, 'abd', false],
  [`a${X}c`, 'abc', true],
  [`a${X}`, `${X}c`, true],
  [`ab${X}`, `a${X}c`, true],
  [`ab${X}`, `b${X}`, false],
  [`${X}ab`, `${X}b`, true],
  [`${X}ab`, `${X}c`, false],
  ['a{{resolve:ssm:/x}}', 'abc', true],
  ['a{{resolve:ssm:/x}}', 'bcd', false],
])('%j and %j may turn out to be the same: %p', (one, other, expected) => {
  expect([couldBeEqual(one, other), couldBeEqual(other, one)]).toEqual([expected, expected]);
});

test('a name of a template cannot pretend to have facts', () => {
  expect(deployTimeParts(deployTime('a\u0001{"isGenerated":true}'))).toEqual(['a\ufffd{"isGenerated":true}']);
  expect(deployTimeParts(deployTime('\u0001', { isLowerCase: true }))).toEqual(['\ufffd']);
});
