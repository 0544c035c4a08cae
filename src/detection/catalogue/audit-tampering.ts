import { Duration } from 'aws-cdk-lib';
import { recordsLike, type CatalogueEntry } from './catalogue-entry';
import { ANY, anyWord, COMMENT, LINE_COMMENT, NO_QUOTE, regexPattern, SIGNS, START, STATEMENT, word } from './filter-regex';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

const SET = `${START}${word('SET')}`;
const GLOBAL = `${word('GLOBAL')}\\W`;

export const AUDIT_TAMPERING: CatalogueEntry = {
  filterPattern: regexPattern(
    `${SET}\\W${NO_QUOTE}${GLOBAL}`,
    `${SET}${COMMENT}${GLOBAL}`,
    // SET @a = 'x', GLOBAL ...
    `${SET}\\W${ANY},\\W*${GLOBAL}`,
    `${SET}\\W${NO_QUOTE}${word('PERSIST')}`,
    // but not the user variables @server_audit... or @sql_log_bin
    `${SET}${NO_QUOTE}[\\s.]${anyWord('SERVER_A', 'SQL_LOG_')}`,
    // PURGE BINARY LOGS, RESET MASTER; CHANGE MASTER, SHUTDOWN; INSTALL and UNINSTALL PLUGIN
    `${START}${anyWord('PURGE', 'RESET')}\\W`,
    `${START}${anyWord('CHANGE', 'SHUTDO')}[\\WWw]`,
    `${START}${anyWord('INSTA', 'UNINS')}`,
    `${START}${word('CALL')}\\W${NO_QUOTE}${word('RDS_')}`,
    `${START}${word('FLUSH')}\\W${NO_QUOTE}${word('LOGS')}`,
    // ALTER INSTANCE
    `${START}${word('ALTER')}${SIGNS}${word('INST')}`,
    // A comment at the beginning that never ends: the server cut the statement that it hides.
    `${STATEMENT}/\\*[^*]*\\x27,\\d+$`,
    `${STATEMENT}/\\*[^/]*\\x27,\\d+$`,
    `${LINE_COMMENT}${word('SET')}\\s+\\W*${word('GLOBAL')}\\W+\\w+\\s*=`,
  ),
  auditEvents: [AuditEvent.QUERY],
  threshold: 1,
  period: Duration.minutes(5),
  thresholdReason: 'one statement is enough to blind the watch',
  severity: AuditDetectionSeverity.CRITICAL,
  controls: ['PCI DSS v4.0.1 10.2.1.6', 'NIST 800-53 r5 AU-12', 'NIST 800-53 r5 SI-7(8)', 'RDS.45'],
  runbook: 'Somebody tried to change the configuration of the server, its logs or its plugins. In Aurora the audit parameters can be changed through the '
    + 'parameter group only: see in CloudTrail whether it was, and lock the account that ran the statement until it is explained.',
  logsInsightsQuery: recordsLike('(?i)(server_audit|set\\W.*(global|persist|sql_log_bin)|purge\\W|reset\\W|install\\W|shutdown|flush\\W.*logs|mysql\\W*\\.\\W*rds_)'),
  catches: 'SET GLOBAL and SET PERSIST of any variable, among them server_audit_*; SET sql_log_bin; PURGE, RESET, CHANGE MASTER, FLUSH LOGS; plugins '
    + 'and components; SHUTDOWN and ALTER INSTANCE; calls of the mysql.rds_* procedures; statements hidden behind a comment so long that the server cut them',
  misses: 'changes through the API of RDS and CloudWatch Logs, which the detection of control plane changes sees; anything after the moment auditing is off, '
    + 'which the alarm on silence sees',
};
