import { Duration } from 'aws-cdk-lib';
import { invoices, shown, sqlOf } from './shown';
import { AuditDetection, AuditDetectionSeverity } from '../../../src';

const own = (id: string, filterPattern: string, severity = AuditDetectionSeverity.MEDIUM) => AuditDetection.of(id, { filterPattern, severity, runbook: 'see who' });

/** The numbers of the detections, with what they look for. */
function cases(sql: string): string[] {
  return [...sql.matchAll(/WHEN (.*?) THEN (\d+)/gs)].map(([, condition, number]) => `${number} ${condition}`);
}

function sqlFor(detections: AuditDetection[]): string {
  return sqlOf(shown({}, { detections }).template());
}

test.each([[30, 29], [1, 0], [366, 365]])('a history of %d days begins at midnight, %d days ago', (days, ago) => {
  const sql = sqlOf(shown({ history: Duration.days(days) }).template());
  const from = `date_trunc('day', current_timestamp AT TIME ZONE 'UTC' - INTERVAL '${ago}' DAY)`;
  expect(sql).toContain(`WHERE day BETWEEN date_format(${from} - INTERVAL '1' DAY, '%Y/%m/%d') AND date_format(current_timestamp + INTERVAL '1' DAY, '%Y/%m/%d')\n`);
  expect(sql).toContain(`>= ${from} AND `);
});

test('asks the table of the analysis, by its whole name, and leaves statements where they are', () => {
  const { template, analysis } = shown();
  const sql = sqlOf(template());
  expect(sql).toContain(`\nFROM ${analysis.databaseName}.audit_records\n`);
  expect(sql).not.toMatch(/\bstatement\b/);
  // Outside of literals, there is nothing that would end the query of which QuickSight makes this a part.
  expect(sql.replace(/'(?:[^']|'')*'/g, '')).not.toMatch(/;|--|\/\*|\?|"/);
});

test('counts a record under the most severe of its detections', () => {
  const sql = sqlFor([own('A', 'a', AuditDetectionSeverity.LOW), own('B', 'b', AuditDetectionSeverity.CRITICAL), own('C', 'c', AuditDetectionSeverity.HIGH), own('D', 'd')]);
  expect(cases(sql)).toEqual(['1 (strpos(record, \'b\') > 0)', '2 (strpos(record, \'c\') > 0)', '3 (strpos(record, \'d\') > 0)', '4 (strpos(record, \'a\') > 0)']);
  expect(sql).toContain('ELSE 5 END AS detection_number');
  expect(sql).toContain('element_at(ARRAY[\'B\', \'C\', \'D\', \'A\', \'NONE\'], detection_number) AS detection');
  expect(sql).toContain('element_at(ARRAY[\'CRITICAL\', \'HIGH\', \'MEDIUM\', \'LOW\', \'NONE\'], detection_number) AS severity');
});

test('does without detections', () => {
  const sql = sqlFor([AuditDetection.SILENCE]);
  expect(sql).toContain('\n  1 AS detection_number\n');
  expect(sql).toContain('element_at(ARRAY[\'NONE\'], detection_number) AS detection');
});

test('asks for the same thing once: failed logins are those of the more severe detection', () => {
  const sql = sqlFor([AuditDetection.FAILED_LOGINS, AuditDetection.SLOW_FAILED_LOGINS]);
  expect(cases(sql)).toHaveLength(1);
  expect(sql).toContain('ARRAY[\'FailedLogins\', \'NONE\']');
});

test('asks each cluster for its own detections, in the severity that they have there', () => {
  const { stack, archive, template } = shown({}, { detections: [own('Exports', 'OUTFILE'), own('Both', 'x')] });
  archive.addAudit(invoices(stack, { detections: [own('Exports', 'DUMPFILE'), own('Both', 'x', AuditDetectionSeverity.CRITICAL)] }).audit);
  const sql = sqlOf(template());
  expect(cases(sql)).toEqual([
    '1 cluster IN (\'invoices\') AND ((strpos(record, \'x\') > 0))',
    '2 cluster IN (\'orders\') AND ((strpos(record, \'OUTFILE\') > 0))',
    '3 cluster IN (\'invoices\') AND ((strpos(record, \'DUMPFILE\') > 0))',
    '4 cluster IN (\'orders\') AND ((strpos(record, \'x\') > 0))',
  ]);
  expect(sql).toContain('ARRAY[\'CRITICAL\', \'MEDIUM\', \'MEDIUM\', \'MEDIUM\', \'NONE\']');
});

test('asks all clusters for what all look for', () => {
  const { stack, archive, template } = shown({}, { detections: [own('Both', 'x')] });
  archive.addAudit(invoices(stack, { detections: [own('Both', 'x')] }).audit);
  expect(cases(sqlOf(template()))).toEqual(['1 (strpos(record, \'x\') > 0)']);
});

test('knows detections that come later', () => {
  const { audit, template } = shown({}, { detections: [own('First', 'first')] });
  audit.addDetection(own('Late', 'late'));
  expect(cases(sqlOf(template()))).toEqual(['1 (strpos(record, \'first\') > 0)', '2 (strpos(record, \'late\') > 0)']);
});

test('says nothing that QuickSight would take for a parameter, and asks for it all the same', () => {
  const sql = sqlFor([own('Odd', '"<<$name>>" "it\'s"')]);
  expect(sql).not.toContain('<<$');
  expect(cases(sql)).toEqual(['1 (strpos(record, \'<\' || \'<$name>>\') > 0 AND strpos(record, \'it\'\'s\') > 0)']);
});

test('of the recommended detections is far from the longest query that QuickSight takes', () => {
  expect(sqlOf(shown().template()).length).toBeLessThan(50_000);
});

test('that is too long is refused', () => {
  const { stack, archive, quickSight } = shown({}, { detections: [long('a')] });
  expect(quickSight.node.validate()).toEqual([]);
  archive.addAudit(invoices(stack, { detections: [long('b')] }).audit);
  expect(quickSight.node.validate()).toEqual([expect.stringMatching(/^analysis: the query of the data set must be at most 168000 characters, got: \d{6}; it grows with the detections/)]);
});

/** A detection of as many patterns as a log group takes, each as long as it may be. */
function long(letter: string): AuditDetection {
  const [filterPattern, ...additionalFilterPatterns] = Array.from({ length: 95 }, (_, index) => `"${letter}${index}${'x'.repeat(1000)}"`);
  return AuditDetection.of('Long', { filterPattern, additionalFilterPatterns, runbook: 'see who' });
}
