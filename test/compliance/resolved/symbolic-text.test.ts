import {
  couldBeEqual, deployTime, deployTimeParts, isLiteral, lowerCased, onlyPart, parseJson, partsOf, readable, substitution, withoutMarks,
} from '../../../src/compliance/resolved/symbolic-text';

const X = deployTime('Stack/X');

test('text says what of it is only known at deployment', () => {
  expect(deployTimeParts(`a${X}b{{resolve:ssm:/c}}`)).toEqual(['Stack/X', '{{resolve:ssm:/c}}']);
  expect(deployTimeParts('abc')).toEqual([]);
});

test.each([['abc', true], [`a${X}`, false], ['{{resolve:ssm:/c}}', false], ['', true]])('%j is literal: %j', (text, expected) => {
  expect(isLiteral(text)).toBe(expected);
});

test('people read names', () => {
  expect(readable(`/aws/${X}/audit`)).toBe('/aws/<Stack/X>/audit');
});

test.each<[string, string, string | undefined]>([
  ['a part', X, 'Stack/X'],
  ['a part after text', `a${X}`, undefined],
  ['a part before text', `${X}a`, undefined],
  ['two parts', `${X}${X}`, undefined],
  ['text', 'a', undefined],
  ['nothing', '', undefined],
  ['a dynamic reference', '{{resolve:ssm:/c}}', undefined],
])('%s is one part alone, or not', (_, text, name) => {
  expect(onlyPart(text)?.name).toBe(name);
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

describe('a name that CloudFormation makes up', () => {
  const made = (key: string, stackName?: string) => deployTime(key, { isGenerated: true, stackName });
  const NAME = made('Stack/C', 'Orders');
  const PATH = `/aws/${NAME}/audit`;

  test.each<[string, string, string, boolean]>([
    ['is nothing that somebody wrote', PATH, '/aws/orders/audit', false],
    ['may have been copied', PATH, '/aws/orders-c-1a2b3c4d5e6f/audit', true],
    ['may have been copied in capitals', PATH, '/aws/ORDERS-C-1A2B3C4D5E6F/audit', true],
    ['is no name of another stack', PATH, '/aws/invoices-c-1a2b3c4d5e6f/audit', false],
    ['has the name of its stack in front', PATH, '/aws/my-orders-c-1a2b3c4d5e6f/audit', false],
    ['has something random at its end', PATH, '/aws/orders-c-1a2b3c4d5e6f-x/audit', false],
    ['has enough of it', PATH, '/aws/orders-c-1a2b3c4d5/audit', false],
    ['has letters and digits of it', PATH, '/aws/orders-c-__________/audit', false],
    ['begins with twenty letters of a long name', made('Stack/C', 'An-old-stack-with-a-long-name'), 'an-old-stack-with-a-c-1a2b3c4d5e6f', true],
    ['is nothing that is known where its stack has no name', made('Stack/C'), 'undefined-c-1a2b3c4d5e6f', false],
    ['is not that of another resource', NAME, made('Stack/D', 'Orders'), false],
    ['is itself in another place', `${NAME}-x`, `x-${NAME}`, true],
    ['may be what somebody gives', NAME, X, true],
    ['is not made of that of another resource', NAME, `orders-${made('Stack/D', 'Orders')}-1a2b3c4d5e6f`, false],
  ])('%s', (_, one, other, expected) => {
    expect([couldBeEqual(one, other), couldBeEqual(other, one)]).toEqual([expected, expected]);
  });
});

test('a name of a template cannot pretend to have facts', () => {
  expect(deployTimeParts(deployTime('a\u0001{"isGenerated":true}'))).toEqual(['a\ufffd{"isGenerated":true}']);
  expect(deployTimeParts(deployTime('\u0001', { isLowerCase: true }))).toEqual(['\ufffd']);
});

const P = deployTime('P', { variable: 'Name', min: 1 });

test('what is known of a part goes with it', () => {
  expect(partsOf(`a${P}b${X}{{resolve:ssm:/c}}`)).toEqual([{ name: 'P', variable: 'Name', min: 1 }, { name: 'Stack/X' }, { name: '{{resolve:ssm:/c}}' }]);
  expect(readable(`a${P}b`)).toBe('a<P>b');
  expect(lowerCased(`A${P}B`)).toBe(`a${P}b`);
  expect(couldBeEqual(`a${P}`, 'b')).toBe(false);
});

test.each<[string, object | undefined]>([
  [P, { name: 'P', variable: 'Name', min: 1 }],
  [X, { name: 'Stack/X' }],
  [`${P}a`, undefined],
  [`a${P}`, undefined],
  [`${P}${X}`, undefined],
  ['{{resolve:ssm:/c}}', undefined],
  ['', undefined],
])('%j is one part only: %p', (text, part) => {
  expect(onlyPart(text)).toEqual(part);
});

test.each<[string, string | undefined]>([
  [`a${P}b`, 'a${Name}b'],
  ['abc', 'abc'],
  [`a${X}`, undefined],
  [`${P}${X}`, undefined],
  [`{{resolve:ssm:/c}}${P}`, '{{resolve:ssm:/c}}${Name}'],
])('%j is written as %p', (text, written) => {
  expect(substitution(text)).toBe(written);
});

test('texts in JSON keep their parts', () => {
  expect(parseJson(`{"a":["x${P}"],"${X}":1}`)).toEqual({ a: [`x${P}`], [X]: 1 });
  expect(() => parseJson(`{"a":${P}}`)).toThrow(SyntaxError);
  expect(parseJson('"\\u0000a\\u0000"')).toBe('\ufffda\ufffd');
});
