import { answer } from './answer';

const RECORDS = ['GRANT', 'grant', 'GRANTED', 'GRANT ok', 'REVOKE', 'REVOKE ok', 'ok'];

describe('terms', () => {
  test.each([
    ['nothing', '', RECORDS],
    ['only spaces', ' \t ', RECORDS],
    ['a term, wherever it stands', 'GRANT', ['GRANT', 'GRANTED', 'GRANT ok']],
    ['several, which must all be there', 'GRANT ok', ['GRANT ok']],
    ['several in any order', 'ok GRANT', ['GRANT ok']],
    ['one that must not be there', 'GRANT -ok', ['GRANT', 'GRANTED']],
    ['only what must not be there', '-GRANT -REVOKE', ['grant', 'ok']],
    ['what must and must not be there, without a space', 'GRANT-ok', ['GRANT', 'GRANTED']],
    ['alternatives', '?GRANTED ?REVOKE', ['GRANTED', 'REVOKE', 'REVOKE ok']],
    ['alternatives without a space', '?GRANTED?REVOKE', ['GRANTED', 'REVOKE', 'REVOKE ok']],
    ['alternatives beside a term, where they do not count', '?GRANT ?REVOKE ok', ['GRANT ok', 'REVOKE ok', 'ok']],
    ['alternatives beside an exclusion, where they do not count', '?GRANT -ok', ['GRANT', 'grant', 'GRANTED', 'REVOKE']],
    ['a phrase', '"T ok"', ['GRANT ok']],
    ['a phrase that must not be there', '-"T ok" GRANT', ['GRANT', 'GRANTED']],
    ['phrases beside terms', '"KE" ok', ['REVOKE ok']],
  ])('can be %s', (_, pattern, selected) => {
    expect(answer(pattern, RECORDS)).toEqual(selected);
  });

  test.each([
    ['"*"', 'a*b', 'an asterisk is itself'],
    ['"a.c"', 'a.c', 'a dot is itself'],
    ['a.c', 'a.c', 'a dot needs no quotes'],
    ['"say \\"hi\\""', 'say "hi"', 'a quote is written with a backslash'],
    ['"back\\\\slash"', 'back\\slash', 'a backslash is doubled'],
    ['"a\\nb"', 'a\\nb', 'a backslash before anything else is itself'],
    ['"\\\\\\""', '\\"', 'each backslash belongs to one character'],
    ['"a-b"', 'a-b', 'a hyphen is itself'],
    ['пароль', 'мой пароль', 'letters of any script need no quotes'],
    ['e\u0301', 'cafe\u0301', 'a letter may be composed'],
    ['"\u{1f600}"', 'a\u{1f600}', 'a pictograph can be quoted'],
    ['"a\nb"', 'a\nb', 'a phrase can go over two lines'],
  ])('%j finds %j: %s', (pattern, record) => {
    expect(answer(pattern, [record, 'aXc', 'a', '"'])).toEqual([record]);
  });
});

describe('what cannot be a term', () => {
  test.each([...'*!:/@%#$&+,;<=>^`|~()[]{}\\\''].map(sign => [sign]))('%s without quotes', sign => {
    expect(answer(`GRANT${sign}`, RECORDS)).toBe(`Invalid character(s) in term '${sign}'`);
  });

  test.each([
    ['GRANT ""', '""', 'an empty phrase'],
    ['GRANT "open', '"open', 'a phrase without an end'],
    ['GRANT "open\\"', '"open\\"', 'a phrase whose last quote belongs to it'],
    ['"open\\', '"open\\', 'a phrase that ends in a backslash'],
    ['a \u{1f600}', '\u{1f600}', 'a pictograph without quotes, which is one character'],
  ])('%s: %s is not a term: %s', (pattern, term) => {
    expect(answer(pattern, RECORDS)).toBe(`Invalid character(s) in term '${term}'`);
  });

  test.each(['"a""b"', '"a"b', 'a"b"', '-"a"b', '-a"b"', '-', '?', 'a -', '- a', '--a', '-?a', '??a', 'a ? b'])('%s is not in order', pattern => {
    expect(answer(pattern, RECORDS)).toBe('Invalid metric filter pattern');
  });
});
