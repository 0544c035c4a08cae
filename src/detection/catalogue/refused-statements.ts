import { recordsLike, type CatalogueEntry } from './catalogue-entry';
import { anyTextPattern } from './filter-terms';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

/**
 * Errors of statements that somebody is still fitting together, two a filter: syntax (1064) and number of columns of a UNION (1222), which
 * probing runs into; XPath (1105), GTID set (1772) and range (1690), by which UPDATEXML, GTID_SUBSET and EXP carry data out; a subquery
 * with more than one column (1241).
 *
 * Left out is what a deployment raises that is ahead of its migration or behind it: unknown tables, columns and routines (1146, 1054, 1305), columns that are there
 * already (1060), and what data raises: duplicates (1062), collations (1267, 1271), subqueries with more than one row (1242).
 *
 * @see https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html
 */
const ERROR_CODES = [['1064', '1222'], ['1105', '1772'], ['1690', '1241']];

/**
 * What a statement ends with: one of these before the quote that closes the statement tells that quote from one inside of it, which has a backslash
 * before it. Only so can a text pattern know the return code from a number in a list of values, `('a',1064)`.
 *
 * No capital letters: what is refused and ends in a keyword is a command of a monitoring tool for another server, `SHOW ALL SLAVES STATUS` at every scrape.
 */
const LAST_CHARACTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789\')#-/;`(, '];

export const REFUSED_STATEMENTS: CatalogueEntry = {
  ...patternsOf(ERROR_CODES.map(codes => anyTextPattern(...codes.flatMap(code => LAST_CHARACTERS.map(last => `${last}',${code}`))))),
  auditEvents: [AuditEvent.QUERY, AuditEvent.QUERY_DML],
  threshold: 10,
  periodMinutes: 5,
  thresholdReason: 'a migration with a typo stops at its first error, a person at a client corrects a handful; a tool that fits an injection together fails at dozens within a minute',
  severity: AuditDetectionSeverity.HIGH,
  controls: ['PCI DSS v4.0.1 10.2.1.1', 'NIST 800-53 r5 AC-4(26)', 'NIST 800-53 r5 SI-4(20)'],
  runbook: 'The server refused many statements for their syntax, their columns or their range. One statement again and again is a fault of the latest '
    + 'deployment; many shapes of one statement from one host are somebody who probes for an injection: look for the requests that carried them.',
  logsInsightsQuery: recordsLike('\',(1064|1222|1105|1772|1690|1241)$'),
  looksFor: 'many statements that failed as those of an injection do that is being fitted together',
  catches: 'the probing before an SQL injection, and data that is carried out in error messages, whatever the statements say: the return code tells',
  misses: 'probing that is slow or clever enough to make no errors; statements that end in a capital letter, a double quote, a backslash or a letter that is not English',
};

function patternsOf([filterPattern, ...additionalFilterPatterns]: string[]) {
  return { filterPattern, additionalFilterPatterns };
}
