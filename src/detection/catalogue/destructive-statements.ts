import { Duration } from 'aws-cdk-lib';
import { recordsLike, type CatalogueEntry } from './catalogue-entry';
import { ANY, anyWord, LINE_COMMENT, NO_QUOTE, regexPattern, SIGNS, START, STATEMENT, word } from './filter-regex';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

const DROP = word('DROP');
/** A user name that looks like a statement is followed by more than the return code. */
const END = `${ANY}\\x27,\\d+$`;
const DELETE_FROM = `${START}${word('DELETE')}${SIGNS}${word('FROM')}${SIGNS}[\\w.\\x60-]+\\W*`;

export const DESTRUCTIVE_STATEMENTS: CatalogueEntry = {
  filterPattern: regexPattern(
    // The fourth letter of what can be dropped is a P in TEMPORARY and PREPARE only, which destroy nothing.
    `${START}${DROP}${SIGNS}[A-Za-z]..[^Pp]${END}`,
    `${START}${DROP}\\W*[/#-]${END}`,
    // not the function TRUNCATE(...)
    `${START}${word('TRUNCATE')}[\\s\\x0b\\x60/#-]+[^\\s\\x28]${END}`,
    `${DELETE_FROM}\\x27,`,
    `${DELETE_FROM}${word('WHERE')}${SIGNS}\\d`,
    // ALTER TABLE ... DROP PARTITION, TRUNCATE PARTITION
    `${START}${word('ALTER')}\\W${NO_QUOTE}[OoTt][PpEe]${SIGNS}${word('PARTITION')}`,
    `${START}${word('CREATE')}${SIGNS}${word('OR')}${SIGNS}${word('REPLACE')}${SIGNS}${anyWord('TABLE', 'DATAB', 'SCHEM')}`,
    `${LINE_COMMENT}${DROP}\\s+\\w+\\s+\\S+\\x27,\\d`,
    `${LINE_COMMENT}${word('TRUNCATE')}\\s+${ANY}\\S+\\x27,\\d`,
    // SET STATEMENT ... FOR DROP, FOR TRUNCATE
    `${STATEMENT}[Ss]${NO_QUOTE}\\s${word('FOR')}\\s+${anyWord('DROP', 'TRUNCATE')}\\s`,
    ',\\d+,DROP,[^\\x27]*,$',
  ),
  auditEvents: [AuditEvent.QUERY, AuditEvent.QUERY_DDL],
  threshold: 1,
  period: Duration.minutes(5),
  thresholdReason: 'what is dropped is gone; time counts for the restore',
  severity: AuditDetectionSeverity.HIGH,
  controls: ['PCI DSS v4.0.1 10.2.1.7', 'NIST 800-53 r5 AU-12', 'NIST 800-53 r5 SI-4(20)'],
  runbook: 'Something was dropped, truncated or emptied. Match the statement with a planned change; if there is none, stop the account, '
    + 'note the time of the record and prepare a backtrack or a point-in-time restore to just before it.',
  logsInsightsQuery: recordsLike('(?i)(drop|truncate|delete|or\\W+replace)\\W'),
  catches: 'DROP of anything but temporary tables and prepared statements, TRUNCATE, DROP PARTITION and TRUNCATE PARTITION, '
    + 'DELETE without a condition or with a constant one',
  misses: 'UPDATE and DELETE whose condition happens to be true for every row; a statement that the server cut before the verb, unless TABLE events '
    + 'show the DROP',
};
