import { AuditDetection } from '../../../src/index';
import { portableRegex } from '../../../src/review/analysis/portable-regex';
import { corpus } from '../../corpus/records';
import { workloads } from '../../workloads/records';

/** The spelling of Athena's engine in that of JavaScript. */
function inJavaScript(regex: string): RegExp {
  return new RegExp(regex.replace(/\\x\{([0-9a-f]+)\}/g, '\\u{$1}').replace(/\\z/g, '(?![^])'), 'u');
}

const REGEX_PATTERNS = AuditDetection.recommended()
  .flatMap(({ detectionId, _patterns }) => _patterns.map(pattern => ({ detectionId, pattern })))
  .filter(({ pattern }) => pattern.expression !== undefined);

test.each(REGEX_PATTERNS.map(each => [each.detectionId, each] as const))('%s selects the same records in a portable spelling', (_, { pattern }) => {
  const regex = inJavaScript(portableRegex(pattern.expression!)!);
  const records = [...corpus(), ...workloads()].map(({ record }) => record).filter(record => record.length <= 2000);
  expect(records.filter(record => regex.test(record) !== pattern.matches(record))).toEqual([]);
});

test.each<[string, string]>([
  ['\\w', '[0-9A-Z\\x5fa-z]'.replace('\\x5f', '_')],
  ['\\s+', '[\\x09-\\x0a\\x0c-\\x0d ]+'],
  ['[^\\w@]', '[\\x00-\\x2f\\x3a-\\x3f\\x5b-\\x5e\\x60\\x7b-\\x{10ffff}]'],
  ['[\\W_]', '[\\x00-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x{10ffff}]'],
  ['[a-c-]', '[\\x2da-c]'],
  ['^a.b$', '^a[^\\n]b\\z'],
  ['\\x27{2,3}?', '\\x27{2,3}?'],
  ['[\\x30-9]', '[0-9]'],
])('%s is %s', (expression, portable) => {
  expect(portableRegex(expression)).toBe(portable);
});

test('é is no word character and a line feed no character of a dot', () => {
  expect(inJavaScript(portableRegex('\\w')!).test('é')).toBe(false);
  expect(inJavaScript(portableRegex('a.b')!).test('a\nb')).toBe(false);
});

test.each(['\\bx', '\\p', '[[:alpha:]]', '\\Q'])('%s is not translated', expression => {
  expect(portableRegex(expression)).toBeUndefined();
});
