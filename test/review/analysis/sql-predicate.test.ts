import { Lazy } from 'aws-cdk-lib';
import { AuditDetection } from '../../../src/index';
import { sqlPredicate, MAX_JUDGED_LENGTH } from '../../../src/review/analysis/sql-predicate';

const RUNBOOK = 'look into it';

test.each<[string, string]>([
  ['"GRANT ALL"', 'strpos(record, \'GRANT ALL\') > 0'],
  ['a "it\'s" -b', 'strpos(record, \'a\') > 0 AND strpos(record, \'it\'\'s\') > 0 AND strpos(record, \'b\') = 0'],
  ['?"x" ?"y"', 'any_match(ARRAY[\'x\', \'y\'], clue -> strpos(record, clue) > 0)'],
  // Alternatives beside other terms are ignored.
  ['?x y', 'strpos(record, \'y\') > 0'],
  ['%[Dd][Rr]op\\W%', `any_match(ARRAY['drop'], clue -> strpos(lower(record), clue) > 0)\n      AND (length(record) > ${MAX_JUDGED_LENGTH} `
    + 'OR regexp_like(record, \'[Dd][Rr]op[\\x00-\\x2f\\x3a-\\x40\\x5b-\\x5e\\x60\\x7b-\\x{10ffff}]\'))'],
  // What counts only behind a quote is looked for everywhere: that misses nothing.
  ['%\\x27[a-z]*[Dd]rop%', `any_match(ARRAY['drop'], clue -> strpos(lower(record), clue) > 0)\n      AND (length(record) > ${MAX_JUDGED_LENGTH} `
    + 'OR regexp_like(record, \'\\x27[a-z]*[Dd]rop\'))'],
  ['%\\w%', `(length(record) > ${MAX_JUDGED_LENGTH} OR regexp_like(record, '[0-9A-Z_a-z]'))`],
])('%s is %s', (filterPattern, condition) => {
  expect(sqlPredicate(AuditDetection.of('Own', { filterPattern, runbook: RUNBOOK }))).toBe(`(${condition})`);
});

test.each(AuditDetection.recommended().map(detection => [detection.detectionId, detection] as const))('%s looks for some text wherever it looks for texts', (_, detection) => {
  expect(sqlPredicate(detection) ?? '').not.toContain('ARRAY[]');
});

test('several patterns are alternatives', () => {
  const detection = AuditDetection.of('Own', { filterPattern: 'a', additionalFilterPatterns: ['b'], runbook: RUNBOOK });
  expect(sqlPredicate(detection)).toBe('(strpos(record, \'a\') > 0)\n    OR (strpos(record, \'b\') > 0)');
});

test.each([
  ['absence of records', AuditDetection.SILENCE],
  ['API calls', AuditDetection.CONTROL_PLANE_CHANGES],
  ['JSON', AuditDetection.of('Json', { filterPattern: '{ $.a = 1 }', runbook: RUNBOOK })],
  ['fields', AuditDetection.of('Fields', { filterPattern: '[a, b]', runbook: RUNBOOK })],
  ['what is known at deployment', AuditDetection.of('Token', { filterPattern: Lazy.string({ produce: () => 'a' }), runbook: RUNBOOK })],
])('%s has none', (_, detection) => {
  expect(sqlPredicate(detection)).toBeUndefined();
});
