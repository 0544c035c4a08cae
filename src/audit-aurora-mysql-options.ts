import type { AuroraMysqlAuditOptions } from './aurora-mysql-audit-options';

/**
 * How a cluster that may be there already is audited.
 */
export interface AuditAuroraMysqlOptions extends AuroraMysqlAuditOptions {
  /**
   * The identifier of a cluster that is deployed already and has none in its template: CloudFormation made it, and
   * `aws rds describe-db-clusters` shows it.
   *
   * It gives names (of log groups, metrics, alarms, and of the cluster in the rule for API calls) and is never given to the cluster,
   * whose `DBClusterIdentifier` stays as it is. 1 to 63 letters, digits and hyphens; an error where the cluster has a literal
   * identifier that differs. Should the cluster be replaced, CloudFormation makes another one, and it has to be told again.
   *
   * Of a cluster that is deployed, RDS has made the log groups of the log types that it exports without the audit; they are
   * referred to by their names, as if they were handed in. Those of the types that the audit adds are made before they are exported.
   * That is why a deployed cluster with a literal identifier is told by it, too, if it exports logs already: without it they would be made
   * again, and the deployment would be rolled back.
   *
   * @default - the literal identifier of the cluster, or that in the name of `auditLogGroup`
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusters.html
   */
  readonly deployedClusterIdentifier?: string;
}
