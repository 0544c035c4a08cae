import type * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { auditedClusterProps } from './audited-cluster-props';
import { AuroraMysqlAudit } from './aurora-mysql-audit';
import type { AuroraMysqlAuditOptions } from './aurora-mysql-audit-options';
import type { AuroraMysqlClusterOptions } from './aurora-mysql-cluster-options';

/**
 * Properties of `AuditedAuroraMysqlCluster`.
 */
export interface AuditedAuroraMysqlClusterProps extends AuroraMysqlClusterOptions, AuroraMysqlAuditOptions {}

/**
 * An Aurora MySQL cluster that is audited from its first second.
 *
 * Storage encryption, deletion protection, IAM authentication and seven days of backups are defaults.
 *
 * For new clusters. In place of an `rds.DatabaseCluster` that is deployed it would give the cluster an identifier, and
 * CloudFormation would replace it by an EMPTY one. Put an `AuroraMysqlAudit` beside a deployed cluster, or import it.
 *
 * @see https://github.com/cdk-audited-aurora-mysql/cdk-audited-aurora-mysql/blob/main/docs/adopting.md
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import * as ec2 from 'aws-cdk-lib/aws-ec2';
 * import * as rds from 'aws-cdk-lib/aws-rds';
 * import { AuditedAuroraMysqlCluster } from 'cdk-audited-aurora-mysql';
 *
 * declare const stack: Stack;
 * declare const vpc: ec2.IVpc;
 *
 * const cluster = new AuditedAuroraMysqlCluster(stack, 'Database', {
 *   vpc,
 *   writer: rds.ClusterInstance.serverlessV2('writer'),
 *   version: rds.AuroraMysqlEngineVersion.VER_3_12_0,
 *   securityContacts: ['security@example.com'],
 * });
 * cluster.audit.topic; // the alarms publish to it
 */
export class AuditedAuroraMysqlCluster extends rds.DatabaseCluster {
  /** The audit of this cluster: log groups, detections, alarms, topic, key. */
  public readonly audit: AuroraMysqlAudit;

  /**
   * @param scope where it is made, a stack for example
   * @param id its id there
   * @param props the cluster, as aws-rds has it, what is recorded and who is told
   */
  constructor(scope: Construct, id: string, props: AuditedAuroraMysqlClusterProps) {
    super(scope, id, auditedClusterProps(scope, id, props));
    this.audit = new AuroraMysqlAudit(this, 'Audit', { ...props, cluster: this });
  }

  /** The cluster parameter group that holds the audit parameters. */
  public get parameterGroup(): rds.IParameterGroup {
    return this.audit.parameterGroup!;
  }

  /** The log group of the audit records; those of the other log types are in `cloudwatchLogGroups`. */
  public get auditLogGroup(): logs.ILogGroup {
    return this.audit.auditLogGroup;
  }
}
