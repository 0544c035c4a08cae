import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { evidence, hostile, outcome } from './outcomes';
import { STATUSES } from '../../../src/compliance/evidence/evidence';
import { evidenceCsv } from '../../../src/compliance/evidence/evidence-csv';
import type { RuleOutcome } from '../../../src/compliance/evidence/rule-outcome';

const rows = (...outcomes: RuleOutcome[]): Record<string, string>[] =>
  parse(evidenceCsv(evidence(...outcomes)), { columns: true, record_delimiter: '\r\n' });

test('each outcome is a row', () => {
  const found = rows(...STATUSES.map((status, index) => outcome(status, { constructPath: `Stack/Cluster${index}` })));
  expect(found.map(({ status }) => status)).toEqual(STATUSES);
  expect(found.map(({ constructPath }) => constructPath)).toEqual(STATUSES.map((_, index) => `Stack/Cluster${index}`));
});

test('a row says everything', () => {
  const given = outcome('acknowledged', {
    locatedAt: 'Stack/Group',
    templateFile: 'Stack.template.json',
    source: { file: 'lib/stack.ts', line: 12 },
    clusterIdentifier: 'orders',
    controls: ['A 1', 'B 2'],
    archives: [{ bucket: 'Platform/Archive/Bucket', lockMode: 'GOVERNANCE', lockDays: 365 }, { bucket: 'Other/Bucket' }],
    reviews: [{ schedule: 'Platform/Review/Schedule' }, { schedule: 'Other/Schedule' }],
    acknowledgement: {
      id: 'AuroraMysqlAudit::AuroraMysqlAudit-AuditLogExport', reason: 'accepted', constructPath: 'Stack', approvedBy: 'Ana', expires: '2027-06-30',
    },
  });
  expect(rows(given)).toEqual([{
    status: 'acknowledged',
    level: 'error',
    ruleId: 'AuroraMysqlAudit-AuditLogExport',
    findingId: 'AuroraMysqlAudit-AuditLogExport',
    constructPath: 'Stack/Cluster',
    clusterIdentifier: 'orders',
    stackName: 'Stack',
    logicalId: 'Cluster',
    resourceType: 'AWS::RDS::DBCluster',
    templateFile: 'Stack.template.json',
    locatedAt: 'Stack/Group',
    propertyPath: 'Properties.X',
    sourceFile: 'lib/stack.ts',
    sourceLine: '12',
    message: 'wrong',
    fix: 'mend it',
    acknowledgementId: 'AuroraMysqlAudit::AuroraMysqlAudit-AuditLogExport',
    acknowledgementReason: 'accepted',
    acknowledgementApprovedBy: 'Ana',
    acknowledgementExpires: '2027-06-30',
    acknowledgementConstructPath: 'Stack',
    controls: 'A 1; B 2',
    archives: 'Platform/Archive/Bucket (GOVERNANCE, 365 days); Other/Bucket (Object Lock not known)',
    reviews: 'Platform/Review/Schedule; Other/Schedule',
  }]);
});

test('without outcomes there is a header', () => {
  expect(evidenceCsv(evidence())).toMatch(/^"status","level",.*"controls","archives","reviews"\r\n$/);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '＝1', '\u00a0+1', '\tplain', '\rplain'])('%j is no formula', text => {
  const [{ message, acknowledgementReason, archives, reviews }] = rows(hostile(text));
  expect([message, acknowledgementReason, reviews]).toEqual([`'${text}`, `'${text}`, `'${text}`]);
  expect(archives).toBe(`'${text} (${text}, 365 days)`);
});

test.each(['a=1', '1-1', '\'', 'user@host', '${Token}=1'])('%j stays as it is', text => {
  expect(rows(hostile(text))[0].message).toBe(text);
});

test('every text survives, and no cell begins like a formula', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', '\r\n', '=', '+', '-', '@', '\t', ' ', ';', '\'', 'a', '\u0000', '💥') }), text => {
    const [row, ...others] = rows(hostile(text));
    expect(others).toEqual([]);
    Object.values(row).forEach(cell => expect(cell).not.toMatch(/^\s*[=+\-@]/));
    expect([text, `'${text}`]).toContain(row.message);
  }));
});
