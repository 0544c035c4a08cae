import { Duration } from 'aws-cdk-lib';
import { recordsLike, type CatalogueEntry } from './catalogue-entry';
import { regexPattern } from './filter-regex';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

/**
 * Errors that mean that a privilege was missing: database (1044), user (1045, 1698), kill (1095), table (1142), column (1143),
 * administration (1227), view (1345), routine (1370), creation of users (1410), binary log (1419), change of user (1873), role (3530).
 *
 * @see https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html
 */
const ERROR_CODES = ['104[45]', '1095', '114[23]', '1227', '1345', '1370', '141[09]', '1698', '1873', '3530'];

export const DENIED_ACCESS: CatalogueEntry = {
  // The return code of a statement stands behind its closing quote, at the end of the record, where nobody can type anything.
  filterPattern: regexPattern(...ERROR_CODES.map(code => `\\x27,${code}$`)),
  auditEvents: [AuditEvent.QUERY, AuditEvent.QUERY_DML],
  threshold: 5,
  period: Duration.minutes(5),
  thresholdReason: 'a person or a deployment that lacks a privilege fails once or twice, somebody who tries doors fails at many',
  severity: AuditDetectionSeverity.MEDIUM,
  controls: ['PCI DSS v4.0.1 10.2.1.4', 'NIST 800-53 r5 AC-6(9)', 'NIST 800-53 r5 SI-4(20)'],
  runbook: 'Statements were refused for lack of a privilege. Find out which account tried what; an application account that suddenly asks '
    + 'for other tables may be in the hands of somebody else.',
  logsInsightsQuery: recordsLike('\',(104[45]|1095|114[23]|1227|1345|1370|141[09]|1698|1873|3530)$'),
  catches: 'statements that failed for lack of a privilege, whatever they say: the return code tells',
  misses: 'statements that the account was allowed to run',
};
