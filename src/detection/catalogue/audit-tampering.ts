import { recordsLike, type CatalogueEntry } from './catalogue-entry';
import { ANY, anyWord, COMMENT, LINE_COMMENT, NO_QUOTE, regexPattern, START, STATEMENT, word } from './filter-regex';
import { anyTextPatterns, bothCases, statements } from './filter-terms';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

const SET = `${START}${word('SET')}`;
const GLOBAL = `${word('GLOBAL')}\\W`;

export const AUDIT_TAMPERING: CatalogueEntry = {
  filterPattern: regexPattern(
    // not what is read: SET @a = @@GLOBAL.b
    `${SET}\\W[^\\x27=]*${GLOBAL}`,
    `${SET}${COMMENT}${GLOBAL}`,
    // SET @a = 'x', GLOBAL ...
    `${SET}\\W${ANY},\\W*${GLOBAL}`,
    `${SET}\\W${NO_QUOTE}${word('PERSIST')}`,
    // but not the user variable @server_audit...
    `${SET}${NO_QUOTE}[^\\w@]${word('SERVER_A')}`,
    // nor `@@SESSION.SQL_LOG_BIN= 0` and `SQL_LOG_BIN = @MYSQLDUMP_TEMP_LOG_BIN`, as a restore writes: capital N and equals sign are for text terms
    `${SET}${NO_QUOTE}[^\\w@]${word('SQL_LOG_BI')}[Nn]?[^N=]=?\\s*\\w`,
    // PURGE BINARY LOGS, RESET MASTER; CHANGE MASTER, SHUTDOWN; INSTALL and UNINSTALL PLUGIN
    `${START}${anyWord('PURGE', 'RESET')}\\W`,
    `${START}${anyWord('CHANGE', 'SHUTDO')}[\\WWw]`,
    `${START}[Uu]?[Nn]?${word('INSTALL')}\\W`,
    // mysql.rds_*, or rds_* after USE mysql, but not a procedure of the application with such a name
    `${START}${word('CA')}\\w+\\W${NO_QUOTE}${word('MYSQL')}\\W${NO_QUOTE}${word('RDS_')}`,
    'mysql,\\x27[Cc]\\w+\\W+[Rr].._',
    // A comment at the beginning that never ends: the server cut the statement that it hides.
    `${STATEMENT}/\\*[^*]*\\x27,\\d+$`,
    `${STATEMENT}/\\*[^/]*\\x27,\\d+$`,
    `${LINE_COMMENT}${word('SET')}\\s+\\W*${word('GLOBAL')}\\W+\\w+\\s*=`,
  ),
  additionalFilterPatterns: anyTextPatterns(
    ...statements(
      'STOP REPLICA', 'START REPLICA', 'STOP SLAVE', 'START SLAVE', 'STOP GROUP_REPLICATION', 'START GROUP_REPLICATION', 'IMPORT TABLE ',
      'ALTER SYSTEM ', 'ALTER INSTANCE ', 'CREATE RESOURCE GROUP ', 'ALTER RESOURCE GROUP ', 'DROP RESOURCE GROUP ', 'SET RESOURCE GROUP ',
    ),
    ...statements('RESTART').map(text => `${text}',`),
    ...['0', 'O', 'o', 'F', 'f'].map(value => `SQL_LOG_BIN=${value}`),
    // the logs that are tables
    ...['general_log', 'slow_log'].flatMap(log => bothCases('TRUNCATE', 'TRUNCATE TABLE', 'DELETE FROM', 'RENAME TABLE', 'ALTER TABLE').map(verb => `${verb} mysql.${log}`)),
  ),
  auditEvents: [AuditEvent.QUERY],
  threshold: 1,
  periodMinutes: 5,
  thresholdReason: 'one statement is enough to blind the watch',
  severity: AuditDetectionSeverity.CRITICAL,
  controls: ['PCI DSS v4.0.1 10.2.1.6', 'NIST 800-53 r5 AU-12', 'NIST 800-53 r5 SI-7(8)', 'RDS.45'],
  runbook: 'Somebody tried to change the configuration of the server, its logs or its plugins. In Aurora the audit parameters can be changed through the '
    + 'parameter group only: see in CloudTrail whether it was, and lock the account that ran the statement until it is explained.',
  logsInsightsQuery: recordsLike('(?i)(server_audit|set\\W.*(global|persist|sql_log_bin)|purge\\W|reset\\W|install\\W|shutdown|change\\W|alter\\W+(inst|system)|rds_|restart|(start|stop)\\W|import\\W|resource\\W|_log|\'\\/\\*)'),
  looksFor: 'SET GLOBAL, PURGE, RESET, plugins, replication, mysql.rds_* calls, crashes',
  catches: 'SET GLOBAL and SET PERSIST of any variable, among them server_audit_*; SET sql_log_bin; PURGE, RESET, CHANGE MASTER, START and STOP REPLICA; plugins '
    + 'and components; SHUTDOWN, RESTART, ALTER INSTANCE, ALTER SYSTEM CRASH, IMPORT TABLE, resource groups, the log tables; calls of '
    + 'the mysql.rds_* procedures; statements behind one comment so long that the server cut them',
  misses: 'behind a line comment, anything but SET GLOBAL; a statement that the server cut after other padding than one comment; '
    + 'changes through the API of RDS and CloudWatch Logs, which the detection of control plane changes sees; anything after the moment auditing is off, '
    + 'which the alarm on silence sees',
};
