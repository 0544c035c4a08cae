import { recordsLike, type CatalogueEntry } from './catalogue-entry';
import { ANY, anyWord, BLOCK_COMMENT, LINE_COMMENT, NO_QUOTE, regexPattern, SIGNS, START, STATEMENT, word } from './filter-regex';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

const DROP = word('DROP');
/** TABLE, TABLESPACE, DATABASE, SCHEMA: what holds data. */
const OBJECT = anyWord('TAB', 'DAT', 'SCH');
/** A user name that looks like a statement is followed by more than the return code. */
const END = `${ANY}\\x27,\\d+$`;
const WHERE = `${START}${word('DELETE')}\\W${NO_QUOTE}\\W${word('WHERE')}\\W`;

export const DESTRUCTIVE_STATEMENTS: CatalogueEntry = {
  filterPattern: regexPattern(
    ...[SIGNS, BLOCK_COMMENT].map(between => `${START}${DROP}${between}${OBJECT}${END}`),
    `${START}${DROP}\\s*[#-]${END}`,
    // Conditions that every row meets, as the last words: 1, 1=1, 2>1, true; id>0, id>=-1, but not deleted>0, as applications purge.
    `${WHERE}+[1-9Tt]\\W*[1-9Rr]?[Uu]?[Ee]?\\W*\\x27,`,
    `${WHERE}*[\\w\\x60.]*[Ii][Dd]\\x60?\\s*\\x3e=?\\s*[-0]\\d*\\W*\\x27,`,
    // A disguise that no application wears: comments right behind the word, letters in mixed case. MediaWiki writes DELETE /* caller */ FROM.
    `${START}${anyWord('DELETE', 'TRUNCA')}\\w*[^\\w\\s\\x28]${END}`,
    `[*M]\\x21[\\d\\s]*${word('TRUNC')}\\w`,
    `${STATEMENT}[TtDd]\\w*[a-z][A-Z]`,
    `${STATEMENT}[td][A-Z]`,
    `${START}${word('CREATE')}${SIGNS}${word('OR')}${SIGNS}${word('REPLACE')}${SIGNS}${OBJECT}`,
    `${LINE_COMMENT}${anyWord('DROP', 'TRUNC')}\\w*\\s+\\S+\\s*\\S*\\x27,`,
    // SET STATEMENT ... FOR DROP, FOR TRUNCATE
    `${STATEMENT}[Ss]${NO_QUOTE}\\s${word('FOR')}\\s+${anyWord('DROP', 'TRUNCATE')}\\s`,
    ',\\d+,DROP,[^\\x27]*,$',
  ),
  auditEvents: [AuditEvent.QUERY, AuditEvent.QUERY_DDL],
  threshold: 1,
  periodMinutes: 5,
  thresholdReason: 'what is dropped is gone; time counts for the restore',
  severity: AuditDetectionSeverity.HIGH,
  controls: ['PCI DSS v4.0.1 10.2.1.7', 'NIST 800-53 r5 AU-12', 'NIST 800-53 r5 SI-4(20)'],
  runbook: 'Something was dropped, truncated or emptied. Match the statement with a planned change; if there is none, stop the account, '
    + 'note the time of the record and prepare a backtrack or a point-in-time restore to just before it.',
  logsInsightsQuery: recordsLike('(?i)(drop|truncate|delete|or\\W+replace)\\W'),
  looksFor: 'DROP of tables and databases, DELETE of every row, and such in disguise',
  catches: 'DROP of tables, tablespaces, databases and schemas, CREATE OR REPLACE TABLE, DELETE with a condition that every row meets, '
    + 'DELETE and TRUNCATE with comments or mixed case in them',
  misses: 'DROP of what holds no data (views, indexes, triggers, routines), which SchemaChanges sees; UPDATE; TRUNCATE and DELETE without WHERE in plain words, as applications '
    + 'run them, which EmptiedTables sees; a condition that happens to be true for every row; '
    + 'behind a line comment, anything but DROP with one name at the end and TRUNCATE; a statement that the server cut before the verb, unless TABLE events show the DROP',
};
