import { recordsLike, type CatalogueEntry } from './catalogue-entry';
import { anyTextPattern, bothCases, STATEMENT, usualCases } from './filter-terms';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

export const RECONNAISSANCE: CatalogueEntry = {
  filterPattern: anyTextPattern(
    // Everything there is: the name ends the statement. Frameworks, drivers, exporters and dumps ask about one schema or one table.
    ...bothCases('information_schema.tables', 'information_schema.columns', 'information_schema.schemata', 'information_schema.routines')
      .map(table => `${table}',`),
    ...['SHOW GRANTS FOR', 'SHOW CREATE USER', 'SHOW FULL PROCESS'].flatMap(usualCases).map(text => `${STATEMENT}${text}`),
    ...['server_audit', 'secure_file_priv', 'plugin_dir'].flatMap(name => [`'${name}`, `@@${name}`, `global.${name}`, `GLOBAL.${name}`]),
    '_privileges', ...bothCases('columns where column_name like'),
    // The end of the statement, or the table event.
    'mysql.user\',', 'FROM mysql.user ', 'from mysql.user ', '`mysql`.`', 'mysql . user', 'mysql.global_priv', 'authentication_string',
    ',READ,mysql,user,', ',READ,mysql,global_priv,',
  ),
  auditEvents: [AuditEvent.QUERY, AuditEvent.QUERY_DML],
  threshold: 50,
  periodMinutes: 5,
  thresholdReason: 'people and their tools look around too, a few times; what maps a server asks about everything within minutes',
  severity: AuditDetectionSeverity.LOW,
  controls: ['PCI DSS v4.0.1 10.2.1.1', 'NIST 800-53 r5 SI-4(20)'],
  runbook: 'Somebody asked for accounts, privileges, tables or audit settings many times. Find out which account from which host; '
    + 'where it is no administration or monitoring tool, see what it read afterwards.',
  logsInsightsQuery: recordsLike('(?i)(information_schema|mysql\\W|global_priv|authentication_string|show\\W+(grants|create\\W+user|full\\W+processlist)|server_audit|secure_file_priv|plugin_dir)'),
  looksFor: 'many questions about accounts, privileges, all tables and the audit settings',
  catches: 'reads of the accounts, of all tables and columns there are, SHOW GRANTS FOR, SHOW CREATE USER, SHOW FULL PROCESSLIST, questions about the audit settings',
  misses: 'what stays under the threshold; questions about one schema or one table, SHOW TABLES, SHOW VARIABLES and DESCRIBE, which every framework, client and exporter '
    + 'asks all day; unusual letter case and comments inside a name',
};
