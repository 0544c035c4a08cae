import { Token } from 'aws-cdk-lib';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { IAuroraMysqlAudit } from '../../detection/aurora-mysql-audit-ref';
import { logGroupOfApp } from '../../recording/log-group-of-app';

const UNKNOWN_DAYS = 365;
/** For ever is no retention that a lock can have. */
const FOR_EVER_DAYS = 3653;

/** The longest retention of the log groups of some audits, in days. */
export function longestRetention(audits: readonly IAuroraMysqlAudit[]): number {
  return Math.max(...audits.map(({ auditLogGroup }) => retentionOf(auditLogGroup)));
}

function retentionOf(logGroup: logs.ILogGroup): number {
  const resource = logGroupOfApp(logGroup);
  if (resource === undefined) {
    return UNKNOWN_DAYS;
  }
  const days = resource.retentionInDays;
  if (days === undefined) {
    return FOR_EVER_DAYS;
  }
  return Token.isUnresolved(days) ? UNKNOWN_DAYS : days;
}
