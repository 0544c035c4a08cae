import type * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { auditedClusterProps } from './audited-cluster-props';
import { AuroraMysqlAudit } from './aurora-mysql-audit';
import type { AuroraMysqlAuditOptions } from './aurora-mysql-audit-options';
import type { AuroraMysqlClusterFromSnapshotOptions } from './aurora-mysql-cluster-from-snapshot-options';
import { checkedSnapshot, removeUnusedSecret, warnOfRestoredEncryption } from './recording/restored-cluster';

/**
 * Properties of `AuditedAuroraMysqlClusterFromSnapshot`.
 */
export interface AuditedAuroraMysqlClusterFromSnapshotProps extends AuroraMysqlClusterFromSnapshotOptions, AuroraMysqlAuditOptions {}

/**
 * An Aurora MySQL cluster restored from a snapshot, audited from its first second.
 *
 * Deletion protection, IAM authentication and seven days of backups are defaults. Whether the storage is encrypted is
 * decided by the snapshot, unless `storageEncryptionKey` is given. A secret is made only if `snapshotCredentials` ask for one.
 *
 * For new clusters, as `AuditedAuroraMysqlCluster` is.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import * as ec2 from 'aws-cdk-lib/aws-ec2';
 * import * as rds from 'aws-cdk-lib/aws-rds';
 * import { AuditedAuroraMysqlClusterFromSnapshot } from 'cdk-audited-aurora-mysql';
 *
 * declare const stack: Stack;
 * declare const vpc: ec2.IVpc;
 *
 * new AuditedAuroraMysqlClusterFromSnapshot(stack, 'Restored', {
 *   vpc,
 *   writer: rds.ClusterInstance.serverlessV2('writer'),
 *   version: rds.AuroraMysqlEngineVersion.VER_3_12_0,
 *   snapshotIdentifier: 'orders-before-the-migration',
 *   securityContacts: ['security@example.com'],
 * });
 */
export class AuditedAuroraMysqlClusterFromSnapshot extends rds.DatabaseClusterFromSnapshot {
  /** The audit of this cluster: log groups, detections, alarms, topic, key. */
  public readonly audit: AuroraMysqlAudit;

  /**
   * @param scope where it is made, a stack for example
   * @param id its id there
   * @param props the snapshot, the cluster, as aws-rds has it, what is recorded and who is told
   */
  constructor(scope: Construct, id: string, props: AuditedAuroraMysqlClusterFromSnapshotProps) {
    super(scope, id, auditedClusterProps(scope, id, checkedSnapshot(props)));
    removeUnusedSecret(this, props.snapshotCredentials);
    warnOfRestoredEncryption(this, props);
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
