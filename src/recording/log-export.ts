/** The log type that carries the audit records. */
export const AUDIT_LOG = 'audit';

/** The log types that Aurora MySQL can export. */
export const LOG_TYPES = [AUDIT_LOG, 'error', 'general', 'slowquery', 'instance', 'iam-db-auth-error'];

/**
 * The log group to which a cluster exports a log type.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Integrating.CloudWatch.html
 */
export function exportLogGroupName(clusterIdentifier: string, logType: string): string {
  return `/aws/rds/cluster/${clusterIdentifier.toLowerCase()}/${logType}`;
}
