import { arrayOf, literal } from '../../../src/review/analysis/sql-text';

test.each([
  ['it\'s', '\'it\'\'s\''],
  ['back\\slash', '\'back\\slash\''],
  ['grant\tall', 'U&\'grant\\0009all\''],
  ['a\r\n\u2028', 'U&\'a\\000d\\000a\\2028\''],
  ['it\'s\f\\', 'U&\'it\'\'s\\000c\\\\\''],
])('%j is a literal on one line', (text, sql) => {
  expect(literal(text)).toBe(sql);
});

test('texts are an array', () => {
  expect(arrayOf(['a', '\''])).toBe('ARRAY[\'a\', \'\'\'\']');
});
