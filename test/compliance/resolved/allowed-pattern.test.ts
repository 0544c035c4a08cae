import { onlyLowerCase, textsOf } from '../../../src/compliance/resolved/allowed-pattern';

test.each<[unknown, string[] | undefined]>([
  ['^(dev|prod)$', ['dev', 'prod']],
  ['(?:dev|prod)', ['dev', 'prod']],
  ['dev|prod', ['dev', 'prod']],
  ['my-db_1|x', ['my-db_1', 'x']],
  ['^365$', ['365']],
  ['^[0-9]+$', undefined],
  ['x^dev$', undefined],
  ['^dev$x', undefined],
  ['dev|', undefined],
  ['^dev.*$', undefined],
  ['^(dev|prod)?$', undefined],
  ['', undefined],
  [undefined, undefined],
])('%p lists %p', (pattern, texts) => {
  expect(textsOf(pattern)).toEqual(texts);
});

test.each<[unknown, boolean]>([
  ['^[a-z][a-z0-9-]*$', true],
  ['[a-z]{1,30}', true],
  ['^db\\-[0-9]+\\.x$', true],
  ['^[a-z\\d-]+$', true],
  ['^[abc]$', true],
  ['^[a-z.]+$', true],
  ['^[a-z][0-9]?$', true],
  ['^db$', true],
  ['^(?:db|my)-(?=x)x(?!y)$', true],
  ['^[a-z]+(?<=x)$', true],
  ['^[a-zA-Z]*$', false],
  ['^Db-[a-z]+$', false],
  ['^.+$', false],
  ['^[^A-Z]+$', false],
  ['^[!-~]+$', false],
  ['^[0-z]+$', false],
  ['^[0-9!-~]+$', false],
  ['^[^a-z]+$', false],
  ['^[a-z](?-i)x$', false],
  ['^[a-z0-Z]+$', false],
  ['^[B]$', false],
  ['^\\w+$', false],
  ['^\\S+$', false],
  ['^(?i)[a-z]+$', false],
  ['^\\x41$', false],
  [undefined, false],
  [7, false],
])('%p lets small letters only in: %p', (pattern, expected) => {
  expect(onlyLowerCase(pattern)).toBe(expected);
});
