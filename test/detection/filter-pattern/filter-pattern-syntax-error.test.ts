import { refusal } from './answer';
import { parseFilterPattern } from '../../../src/detection/filter-pattern/parse-filter-pattern';

/** The two lines below the sentence. */
function picture(pattern: string): string {
  return refusal(pattern).message.split('\n').slice(1).join('\n');
}

test('says what is wrong, and what is allowed', () => {
  expect(refusal('GRANT*').message).toMatch(/^"\*" is not allowed here: .*need double quotes/);
});

test.each([
  ['GRANT*', 5], ['"a" "b', 6], ['%a(b)%', 2], ['[a, 1b]', 4], ['{ $.a = }', 8], ['%a', 2], ['[a', 2], ['GRANT "a"b', 9], ['{ $.a = %x{2}{3}% }', 10],
])('%s is wrong at character %i', (pattern, index) => {
  expect(refusal(pattern).index).toBe(index);
});

test('points at the character', () => {
  expect(picture('GRANT, REVOKE')).toBe([
    '  GRANT, REVOKE',
    '       ^',
  ].join('\n'));
});

test('points behind a pattern that ends too early', () => {
  expect(picture('[a, b')).toBe([
    '  [a, b',
    '       ^',
  ].join('\n'));
});

test('shows sixty characters of a long pattern', () => {
  const part = 'x'.repeat(30);
  expect(picture(`${'x'.repeat(100)}*${'y'.repeat(100)}`)).toBe([
    `  …${part}*${'y'.repeat(29)}…`,
    `   ${' '.repeat(30)}^`,
  ].join('\n'));
});

test('shows the beginning and the end of a long pattern where the character is there', () => {
  expect(picture(`*${'y'.repeat(100)}`)).toBe(`  *${'y'.repeat(59)}…\n  ^`);
  expect(picture(`${'x'.repeat(100)}*`)).toBe(`  …${'x'.repeat(59)}*\n   ${' '.repeat(59)}^`);
});

test('counts characters, not halves of them', () => {
  expect(picture('"\u{1f600}" *')).toBe('  "\u{1f600}" *\n      ^');
});

test('stays on its lines, and can be printed', () => {
  expect(picture('a\n\tb\u2028*')).toBe('  a  b *\n       ^');
  expect(refusal('"\ud800" \udc00 *').message).not.toMatch(/\p{Cs}/u);
});

test('quotes the beginning of a long token', () => {
  expect(refusal(`"a"${'b'.repeat(900)}`).message.split('\n')[0]).toBe(`unexpected ${'b'.repeat(40)}: a space, - or ? stands between two terms`);
});

test('a pattern has at most 1024 characters', () => {
  expect(parseFilterPattern('a'.repeat(1024)).matches('a'.repeat(1024))).toBe(true);
  expect(refusal('a'.repeat(1025)).message).toContain('at most 1024 characters, got: 1025');
  expect(refusal('a'.repeat(1025))).toMatchObject({ index: 1024, awsMessage: expect.stringContaining('less than or equal to 1024') });
});

test('is an Error with a name', () => {
  expect(refusal('*')).toBeInstanceOf(Error);
  expect(refusal('*').name).toBe('FilterPatternSyntaxError');
});
