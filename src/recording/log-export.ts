import { Token } from 'aws-cdk-lib';
import { shown } from './shown';

/** The log type that carries the audit records. */
export const AUDIT_LOG = 'audit';

/** The log types that Aurora MySQL can export. */
const LOG_TYPES = [AUDIT_LOG, 'error', 'general', 'slowquery', 'instance', 'iam-db-auth-error'];

/**
 * Everything Security Hub's RDS.9 asks of MySQL. `general` and `slowquery` stay empty until the engine writes them.
 */
const DEFAULT_EXPORTS = [AUDIT_LOG, 'error', 'general', 'slowquery'];

/** The log types to export: those asked for, or the default ones, and always the audit log. */
export function auditedLogExports(requested?: string[]): string[] {
  if (requested === undefined) {
    return DEFAULT_EXPORTS;
  }
  if (Token.isUnresolved(requested) || !Array.isArray(requested) || requested.some(type => Token.isUnresolved(type))) {
    throw new Error('cloudwatchLogsExports: must be a literal list, '
      + `got: ${Token.isUnresolved(requested) || Array.isArray(requested) ? 'a token' : shown(requested)}; each exported log gets its log group first`);
  }
  const unknown = requested.find(type => !LOG_TYPES.includes(type));
  if (unknown !== undefined || requested.includes(undefined as never)) {
    throw new Error(`cloudwatchLogsExports: must hold only ${LOG_TYPES.join(', ')}, got: ${shown(unknown)}`);
  }
  return [...new Set([AUDIT_LOG, ...requested])];
}

/**
 * The log group to which a cluster exports a log type.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Integrating.CloudWatch.html
 */
export function exportLogGroupName(clusterIdentifier: string, logType: string): string {
  return `/aws/rds/cluster/${clusterIdentifier.toLowerCase()}/${logType}`;
}
