import { recordsLike, type CatalogueEntry } from './catalogue-entry';
import { anyTextPattern, bothCases, statements } from './filter-terms';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

export const BACKUPS: CatalogueEntry = {
  filterPattern: anyTextPattern(
    // mysqldump, mydumper, mysqlpump; MySQL Shell
    '/*!40001 SQL_NO_CACHE', ' WITH CONSISTENT SNAPSHOT', ',\'SELECT SQL_NO_CACHE `', '/* mysqlsh dump',
    ...bothCases('FLUSH TABLES WITH READ LOCK', 'LOCK INSTANCE FOR BACKUP', 'LOCK TABLES FOR BACKUP'),
    'FLUSH /*!40101 LOCAL */ TABLES',
    ...statements('FLUSH LOGS', 'FLUSH BINARY LOGS', 'FLUSH ENGINE LOGS', 'FLUSH LOCAL ', 'FLUSH NO_WRITE_TO_BINLOG '),
    // a restore
    'MYSQLDUMP_TEMP_LOG_BIN', '@@SESSION.SQL_LOG_BIN= 0', ',\'/*!40000 ALTER TABLE ',
  ),
  auditEvents: [AuditEvent.QUERY],
  threshold: 1,
  periodMinutes: 5,
  thresholdReason: 'a backup runs every night; the alarm is the record of when, and one at another hour stands out',
  severity: AuditDetectionSeverity.LOW,
  controls: ['PCI DSS v4.0.1 10.2.1.1', 'NIST 800-53 r5 AU-12', 'NIST 800-53 r5 SI-4(20)'],
  runbook: 'A whole database was read or written by a backup tool. See whether it was the account, the host and the hour of the backup job; a dump by anybody else is a theft of '
    + 'everything that the account may read.',
  logsInsightsQuery: recordsLike('(?i)(sql_no_cache|consistent snapshot|read lock|for backup|flush\\W|sql_log_bin|mysqldump|mysqlsh|40000 alter)'),
  looksFor: 'dumps and restores by backup tools, and the rotation of logs',
  catches: 'mysqldump, mydumper, mysqlpump and MySQL Shell by what they say to the server, restores of their dumps, FLUSH LOGS',
  misses: 'backups by Aurora itself, which run no SQL; a dump by other means than these tools: SELECT ... INTO OUTFILE is seen as exfiltration',
};
