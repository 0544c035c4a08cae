import { Duration } from 'aws-cdk-lib';
import { recordsLike, type CatalogueEntry } from './catalogue-entry';
import { ANY, anyWord, COMMENT, LINE_COMMENT, NO_QUOTE, regexPattern, SIGNS, START, STATEMENT, word } from './filter-regex';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

const GRANT_OR_REVOKE = `${anyWord('GRANT', 'REVOKE')}\\W`;
const CHANGE = anyWord('CREATE', 'ALTER', 'DROP', 'RENAME');
const USER_OR_ROLE = anyWord('USER', 'ROLE');
const PASSWORD_OR_DEFAULT_ROLE = anyWord('PASSWO', 'DEFAUL');
/** An account, with a host or a quote, or the last word of the statement. */
const ACCOUNT = '\\s+\\S+[@\\x27]';

export const ACCOUNT_AND_PRIVILEGE_CHANGES: CatalogueEntry = {
  filterPattern: regexPattern(
    // A user name that looks like a statement is followed by more than the return code.
    `${START}${GRANT_OR_REVOKE}${ANY}\\x27,\\d+$`,
    ...[SIGNS, COMMENT].flatMap(between => [
      `${START}${CHANGE}${between}${USER_OR_ROLE}\\W`,
      `${START}${word('SET')}${between}${PASSWORD_OR_DEFAULT_ROLE}`,
    ]),
    `${LINE_COMMENT}${GRANT_OR_REVOKE}${ANY}\\s${anyWord('TO', 'FROM')}${ACCOUNT}`,
    `${LINE_COMMENT}${CHANGE}\\s+${USER_OR_ROLE}${ACCOUNT}`,
    // SET STATEMENT ... FOR GRANT ...
    `${STATEMENT}[Ss]${NO_QUOTE}\\s${word('FOR')}\\s+${GRANT_OR_REVOKE}`,
    // INSERT, UPDATE, DELETE and REPLACE of any table of the mysql schema other than the rds_* ones, into which the service writes.
    `${START}[UuIiDdRr][PpNnEe][DdSsLlPp]\\w*\\W${NO_QUOTE}${word('MYSQL')}\\W*[.]\\W*[^Rr\\W]`,
    // Only table events end in a comma. The grant tables: user, db, tables_priv, columns_priv, procs_priv, proxies_priv, role_edges, default_roles, global_grants.
    'E,mysql,[a-z_]*_priv,$',
    'E,mysql,[ud][sb][er]*,$',
    'E,mysql,[rdg][oel][a-z_]*s,$',
  ),
  auditEvents: [AuditEvent.QUERY, AuditEvent.QUERY_DCL],
  threshold: 1,
  period: Duration.minutes(5),
  thresholdReason: 'in production such a change is rare and planned; a single one can be the whole attack',
  severity: AuditDetectionSeverity.HIGH,
  controls: ['PCI DSS v4.0.1 10.2.1.2', 'PCI DSS v4.0.1 10.2.1.5', 'NIST 800-53 r5 AC-2(4)', 'NIST 800-53 r5 AC-6(9)'],
  runbook: 'Accounts, passwords, roles or privileges were changed. Match the statement with a planned change; if there is none, undo it, '
    + 'lock the account that ran it and review what else that account did.',
  logsInsightsQuery: recordsLike('(?i)(grant|revoke|((create|alter|drop|rename)\\W.*(user|role))|set\\W.*(password|default\\W+role)|write,mysql,)'),
  catches: 'GRANT and REVOKE; CREATE, ALTER, DROP and RENAME of users and roles; SET PASSWORD and SET DEFAULT ROLE; '
    + 'direct writes to the grant tables',
  misses: 'a statement that the server cut before the verb, unless TABLE events show its writes to the grant tables; a keyword that the attacker broke '
    + 'in two (the server refuses it too); behind a line comment, forms that end in more than one word',
};
