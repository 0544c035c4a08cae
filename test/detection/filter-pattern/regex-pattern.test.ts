import { answer, refusal } from './answer';
import { parseFilterPattern } from '../../../src/detection/filter-pattern/parse-filter-pattern';
import { afresh } from '../../runner/afresh';

test.each([
  ['%b%', ['abc'], ['ac'], 'it may stand anywhere'],
  ['%^b%', ['bc'], ['abc', 'a\nbc'], '^ is the beginning of the record, not of a line'],
  ['%b$%', ['ab'], ['abc', 'ab\nc', 'ab\n'], '$ is the end of the record, not of a line'],
  ['%^a|b$%', ['ac', 'cb'], ['ca', 'bc'], 'an alternative has its own anchors'],
  ['%^a.c$%', ['abc', 'a\u{1f600}c', 'a\rc'], ['a\nc'], '. is any character but a newline'],
  ['%^[^a]$%', ['b', '\n', '\u{1f600}'], ['a', 'bb'], 'a class can be negated'],
  ['%^[\\s\\S]$%', ['\n', 'x', '\ud800'], [''], 'half a character is one, too'],
  ['%^a{2}$%', ['aa'], ['a', 'aaa'], 'a number of times'],
  ['%^a{2,}$%', ['aa', 'aaa'], ['a'], 'at least a number of times'],
  ['%^[a-c_]+$%', ['ab_c'], ['d', ''], 'a range and a sign in a class'],
  ['%^\\d\\D\\w\\W\\s\\S$%', ['1ab \tx'], ['aab \tx'], 'the classes that have a letter'],
  ['%^\\w$%', ['a', '_'], ['é', '-'], '\\w is ASCII only'],
  ['%\\x28a\\x29%', ['(a)'], ['a'], 'what is not allowed is written as \\xhh'],
  ['%^[:;,/@#=-]+$%', [':;,/@#=-'], ['a'], 'signs that are allowed'],
  ['%a*?b%', ['aab'], ['aa'], 'a lazy repetition is allowed'],
  ['%^$%', [''], ['a'], 'nothing'],
  ['%GRANT%', ['GRANT'], ['grant'], 'letter case counts'],
])('%s selects %j and not %j: %s', (pattern, selected, others) => {
  expect(answer(pattern, [...selected, ...others])).toEqual(selected);
});

test('is counted as one regular expression', () => {
  expect(parseFilterPattern('%a|b%')).toMatchObject({ kind: 'regex', regexCount: 1 });
});

describe('what is refused', () => {
  test.each([...'()\'"!&<>~` é\u{1f600}\n'].map(sign => [sign]))('the character %j, even behind a backslash', sign => {
    expect(answer(`%ab${sign}c%`, [])).toBe(`Invalid character(s) in term '%ab${sign}'`);
    expect(answer(`%ab\\${sign}c%`, [])).toBe(`Invalid character(s) in term '%ab\\${sign}'`);
  });

  test.each([
    ['%', '%'], ['%%', '%%'], ['%%a%', '%%'], ['%a%b%', 'b'], ['%a% b%', ' '],
  ])('%s for %j', (pattern, term) => {
    expect(answer(pattern, [])).toBe(`Invalid character(s) in term '${term}'`);
  });

  test('a second one', () => {
    expect(refusal('%a%%b%')).toMatchObject({ awsMessage: 'Invalid metric filter pattern', index: 3 });
  });

  test.each(['%a', '%a% b', '%a% ', '%a%b'])('%s, which does not end with %%', pattern => {
    expect(answer(pattern, [])).toBe('If a filter pattern starts with \'%\' it must end with \'%\'');
  });

  test.each([
    ['%*a%', 1], ['%a**%', 2], ['%a{2}{3}%', 2], ['%a{1001}%', 2], ['%a{2,1}%', 2], ['%b[a%', 2], ['%[b-a]%', 2], ['%a\\%', 3], ['%a\\y%', 2], ['%\\x3%', 1],
  ])('%s, which does not compile, at character %i', (pattern, index) => {
    const { awsMessage, index: at } = refusal(pattern);
    expect(awsMessage).toBe('Failed to compile regular expression.');
    expect(at).toBe(index);
  });

  test('repetitions that would make a match slow on a long record', () => {
    expect(refusal(`%${'[ab]{1000}'.repeat(11)}%`).message).toContain('at most 10000 are allowed');
    expect(answer(`%${'[ab]{1000}'.repeat(9)}%`, ['ab'.repeat(4500)])).toHaveLength(1);
  });
});

test('the engine is loaded when the first regular expression comes', () => {
  // GIVEN
  const isLoaded = () => require.resolve('re2js') in require.cache;
  afresh(() => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { parseFilterPattern: parse } = require('../../../src/detection/filter-pattern/parse-filter-pattern');

    // WHEN
    parse('GRANT');
    parse('[a=1]');
    expect(isLoaded()).toBe(false);
    parse('%GRANT%');

    // THEN
    expect(isLoaded()).toBe(true);
  });
});
