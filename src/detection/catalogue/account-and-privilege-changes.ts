import { recordsLike, type CatalogueEntry } from './catalogue-entry';
import { ANY, anyWord, BLOCK_COMMENT, COMMENT, LINE_COMMENT, NO_QUOTE, regexPattern, SIGNS, START, STATEMENT, TO_END_OF_LINE, word } from './filter-regex';
import { anyTextPattern } from './filter-terms';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

const GRANT_OR_REVOKE = `${anyWord('GRANT', 'REVOKE')}\\W`;
const CHANGE = anyWord('CREATE', 'ALTER', 'DROP', 'RENAME');
const USER_OR_ROLE = anyWord('USER', 'ROLE');
/** Not the user variables and system variables that begin so. */
const PASSWORD_OR_DEFAULT_ROLE = `${anyWord('PASS', 'DEFA')}\\w*[TtDd]\\W`;
const GRANT_TABLES = ['user', 'db', 'tables_priv', 'columns_priv', 'procs_priv', 'proxies_priv', 'role_edges', 'default_roles', 'global_grants', 'global_priv'];
/** An account, with a host or a quote, or the last word of the statement. */
const ACCOUNT = '\\s+\\S+[@\\x27]';

export const ACCOUNT_AND_PRIVILEGE_CHANGES: CatalogueEntry = {
  filterPattern: regexPattern(
    // A user name that looks like a statement is followed by more than the return code.
    `${START}${GRANT_OR_REVOKE}${ANY}\\x27,\\d+$`,
    // MediaWiki puts comments between CREATE and TABLE `user`.
    ...[SIGNS, BLOCK_COMMENT, TO_END_OF_LINE].map(between => `${START}${CHANGE}${between}${USER_OR_ROLE}\\W`),
    ...['[^\\w@]+', COMMENT].map(between => `${START}${word('SET')}${between}${PASSWORD_OR_DEFAULT_ROLE}`),
    `${LINE_COMMENT}${GRANT_OR_REVOKE}${ANY}\\s[TtFf][OoRr]\\w*${ACCOUNT}`,
    `${LINE_COMMENT}[CcAaDdRr]\\w+[EeRrPp]\\s+${USER_OR_ROLE}${ACCOUNT}`,
    // SET STATEMENT ... FOR GRANT ...
    `${STATEMENT}[Ss]${NO_QUOTE}\\s${word('FOR')}\\s${GRANT_OR_REVOKE}`,
    // INSERT, UPDATE, DELETE and REPLACE of any table of the mysql schema other than the rds_* ones, into which the service writes.
    `${START}[UuIiDdRr][PpNnEe]\\w+\\W[^\\x27\\x22]*${word('MYSQL')}\\W*\\.\\W*[^Rr\\W]`,
  ),
  // TABLE events, however the statement was written.
  additionalFilterPatterns: [anyTextPattern(...GRANT_TABLES.map(table => `,WRITE,mysql,${table},`))],
  auditEvents: [AuditEvent.QUERY, AuditEvent.QUERY_DCL],
  threshold: 1,
  periodMinutes: 5,
  thresholdReason: 'in production such a change is rare and planned; a single one can be the whole attack',
  severity: AuditDetectionSeverity.HIGH,
  controls: ['PCI DSS v4.0.1 10.2.1.2', 'PCI DSS v4.0.1 10.2.1.5', 'NIST 800-53 r5 AC-2(4)', 'NIST 800-53 r5 AC-6(9)'],
  runbook: 'Accounts, passwords, roles or privileges were changed. Match the statement with a planned change; if there is none, undo it, '
    + 'lock the account that ran it and review what else that account did.',
  logsInsightsQuery: recordsLike('(?i)(grant|revoke|((create|alter|drop|rename)\\W.*(user|role))|set\\W.*(password|default\\W+role)|mysql\\W)'),
  looksFor: 'GRANT, REVOKE, changes of users, roles and passwords',
  catches: 'GRANT and REVOKE; CREATE, ALTER, DROP and RENAME of users and roles; SET PASSWORD and SET DEFAULT ROLE; '
    + 'direct writes to the grant tables',
  misses: 'a statement that the server cut before the verb, unless TABLE events show its writes to the grant tables; a keyword that the attacker broke '
    + 'in two (the server refuses it too); behind a line comment, accounts without host and quotes '
    + 'that are not the last word; statements on the grant tables after USE mysql, unless TABLE events show the writes',
};
