import { Duration } from 'aws-cdk-lib';
import { recordsLike, type CatalogueEntry } from './catalogue-entry';
import { anyTextPattern, STATEMENT, usualCases } from './filter-terms';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

/** Upper case or lower case. */
function usualReads(...tables: string[]): string[] {
  return tables.flatMap(table => [`FROM ${table}`, `FROM ${table.toUpperCase()}`, `from ${table}`]);
}

export const RECONNAISSANCE: CatalogueEntry = {
  filterPattern: anyTextPattern(
    ...usualReads('information_schema.tables', 'information_schema.columns', 'information_schema.schemata'),
    '_privileges', '_PRIVILEGES',
    ...['SHOW GRANTS FOR', 'SHOW CREATE USER', 'SHOW FULL PROCESSLIST'].flatMap(usualCases).map(text => `${STATEMENT}${text}`),
    'LIKE \\\'server_audit', 'like \\\'server_audit', '@@GLOBAL.server_audit', '@@global.server_audit', '@@server_audit', '@@secure_file_priv',
    // The end of the statement, or the table event.
    'mysql.user\',', 'FROM mysql.user ', 'from mysql.user ', '`mysql`.`', 'mysql . user',
    ',READ,mysql,user,', ',READ,mysql,global_priv,',
  ),
  auditEvents: [AuditEvent.QUERY, AuditEvent.QUERY_DML],
  threshold: 50,
  period: Duration.minutes(5),
  thresholdReason: 'people and their tools look around too, a few times; tools that map a database ask for everything within minutes',
  severity: AuditDetectionSeverity.LOW,
  controls: ['PCI DSS v4.0.1 10.2.1.1', 'NIST 800-53 r5 SI-4(20)'],
  runbook: 'Somebody asked for accounts, privileges, tables or audit settings many times. Find out which account from which host; '
    + 'where it is no administration or monitoring tool, see what it read afterwards.',
  logsInsightsQuery: recordsLike('(?i)(information_schema|mysql\\W+user|show\\W+(grants|create\\W+user|full\\W+processlist)|server_audit|secure_file_priv)'),
  catches: 'reads of information_schema and of the accounts, SHOW GRANTS FOR, SHOW CREATE USER, SHOW FULL PROCESSLIST, questions about the audit settings',
  misses: 'what stays under the threshold; SHOW TABLES, SHOW VARIABLES and DESCRIBE, which every client runs; unusual letter case and comments inside a name',
};
