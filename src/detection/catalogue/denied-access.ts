import { recordsLike, type CatalogueEntry } from './catalogue-entry';
import { ANY, regexPattern, SIGNS, START, word } from './filter-regex';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

/**
 * Errors that mean that a privilege was missing: database (1044), user (1045, 1698), kill (1095), column (1143),
 * view (1345), routine (1370), creation of users (1410), binary log (1419), change of user (1873), role (3530).
 *
 * @see https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html
 */
const ERROR_CODES = ['104[45]', '1095', '1143', '1345', '1370', '141[09]', '1698', '1873', '3530'];

/*
 * Table (1142) and administration (1227). Clients and drivers that a person opens with a limited account probe the tables of `mysql`
 * and ask SHOW MASTER STATUS, exporters read `performance_schema` and `information_schema`.
 */
const TABLE = `${ANY}\\x27,1142$`;
const ADMINISTRATION = `${ANY}\\x27,1227$`;

/** Not the first letters of mysql, information_schema, performance_schema, sys. A comment there may hide the name. */
const OTHER_TABLE = ['[^MmIiPpSs\\W]', '[Mm][^Yy]', '[Ii][^Nn]', '[Ii][Nn][^Ff]', '[Pp][^Ee]', '[Pp][Ee][^Rr]', '[Ss][^YyEe]'].map(beginning => `${SIGNS}${beginning}`);

export const DENIED_ACCESS: CatalogueEntry = {
  // The return code of a statement stands behind its closing quote, at the end of the record, where nobody can type anything.
  filterPattern: regexPattern(
    ...ERROR_CODES.map(code => `\\x27,${code}$`),
    ...[...OTHER_TABLE, '[^\\w\\x60]*[/#-]'].map(table => `${word('FROM')}${table}${TABLE}`),
    // INTO OUTFILE
    `${word('FILE')}\\W${ADMINISTRATION}`,
    // Statements that change something: CALL, CREATE, ALTER, ANALYZE, INSERT, UPDATE, GRANT, TRUNCATE, REPLACE, REVOKE, RENAME, RESET,
    // FLUSH, KILL, LOAD, LOCK, PURGE; DROP, DELETE, DO; SET, SHUTDOWN.
    ...[
      '[CcAaIiUuGgTtRrFfKkLlPp][A-Za-z]+\\W',
      '[Dd][RrEeOo][OoLl\\W]',
      '[Ss][EeHh][TtUu]',
    ].flatMap(verb => [TABLE, ADMINISTRATION].map(refused => `${START}${verb}${refused}`)),
  ),
  auditEvents: [AuditEvent.QUERY, AuditEvent.QUERY_DML],
  threshold: 5,
  periodMinutes: 5,
  thresholdReason: 'a person or a deployment that lacks a privilege fails once or twice, somebody who tries doors fails at many',
  severity: AuditDetectionSeverity.MEDIUM,
  controls: ['PCI DSS v4.0.1 10.2.1.4', 'NIST 800-53 r5 AC-6(9)', 'NIST 800-53 r5 SI-4(20)'],
  runbook: 'Statements were refused for lack of a privilege. Find out which account tried what; an application account that suddenly asks '
    + 'for other tables may be in the hands of somebody else.',
  logsInsightsQuery: recordsLike('\',(104[45]|1095|114[23]|1227|1345|1370|141[09]|1698|1873|3530)$'),
  looksFor: 'statements that failed for lack of a privilege, several within minutes',
  catches: 'statements that failed for lack of a privilege: the return code tells',
  misses: 'statements that the account was allowed to run; reads of the tables of mysql, information_schema, performance_schema and sys, and SHOW, which clients, drivers '
    + 'and exporters try with every account',
};
