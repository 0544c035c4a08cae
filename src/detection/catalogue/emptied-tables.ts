import { recordsLike, type CatalogueEntry } from './catalogue-entry';
import { anyTextPattern, bothCases, statements, textPatternWithout } from './filter-terms';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

export const EMPTIED_TABLES: CatalogueEntry = {
  filterPattern: anyTextPattern(
    ...statements('TRUNCATE '), ',\'Truncate ', '*/TRUNCATE ', '*/truncate ', ',\'TRUNCATE`', ',\'truncate`',
    ...bothCases(' DROP PARTITION', ' TRUNCATE PARTITION'),
  ),
  // DELETE without WHERE: with modifiers, LIMIT, ORDER BY or several tables too. Whoever puts the word into a comment to hide could as well put
  // a condition there that every row meets.
  additionalFilterPatterns: statements('DELETE ').map(statement => textPatternWithout(statement, 'WHERE', 'where')),
  auditEvents: [AuditEvent.QUERY, AuditEvent.QUERY_DDL, AuditEvent.QUERY_DML],
  threshold: 1,
  periodMinutes: 5,
  thresholdReason: 'applications empty queues, caches and lock tables of their own every day, so that nobody is called; which table it was is what matters',
  severity: AuditDetectionSeverity.LOW,
  controls: ['PCI DSS v4.0.1 10.2.1.7', 'NIST 800-53 r5 AU-12'],
  runbook: 'A table or a partition was emptied. Queues, caches and lock tables of applications are; for any other, match the statement with a planned change, '
    + 'and if there is none, note the time of the record and prepare a backtrack or a point-in-time restore to just before it.',
  logsInsightsQuery: recordsLike('(?i)(truncate|delete|drop\\W+partition)\\W'),
  looksFor: 'TRUNCATE, DELETE without WHERE, partitions that are dropped',
  catches: 'TRUNCATE, DROP PARTITION and TRUNCATE PARTITION, DELETE without WHERE, with modifiers, LIMIT, ORDER BY and several tables',
  misses: 'a DELETE with a condition, which DestructiveStatements looks at; unusual letter case and comments between the words, which DestructiveStatements sees as a disguise',
};
