import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { auditedClusterProps } from './audited-cluster-props';
import { AuroraMysqlAudit } from './aurora-mysql-audit';
import type { AuroraMysqlAuditOptions } from './aurora-mysql-audit-options';
import type { AuroraMysqlClusterOptions } from './aurora-mysql-cluster-options';
import type { AuditDetection } from './detection/audit-detection';

/**
 * Properties of `AuditedAuroraMysqlCluster`.
 */
export interface AuditedAuroraMysqlClusterProps extends AuroraMysqlClusterOptions, AuroraMysqlAuditOptions {}

/**
 * An Aurora MySQL cluster that is audited from its first second.
 *
 * Storage encryption, deletion protection, IAM authentication and seven days of backups are defaults.
 */
export class AuditedAuroraMysqlCluster extends rds.DatabaseCluster {
  /** The audit of this cluster. */
  public readonly audit: AuroraMysqlAudit;

  constructor(scope: Construct, id: string, props: AuditedAuroraMysqlClusterProps) {
    super(scope, id, auditedClusterProps(scope, id, props));
    this.audit = new AuroraMysqlAudit(this, 'Audit', { ...props, cluster: this });
  }

  /** The cluster parameter group that holds the audit parameters. */
  public get parameterGroup(): rds.IParameterGroup {
    return this.audit.parameterGroup;
  }

  /** The log group of the audit records; those of the other log types are in `cloudwatchLogGroups`. */
  public get auditLogGroup(): logs.ILogGroup {
    return this.audit.auditLogGroup;
  }

  /** The key that encrypts log groups and topic; none where all of them were given. */
  public get auditEncryptionKey(): kms.IKey | undefined {
    return this.audit.encryptionKey;
  }

  /** The topic that the alarms publish to; none with `alarmActions` and without `securityContacts`. */
  public get alarmTopic(): sns.Topic | undefined {
    return this.audit.topic;
  }

  /** The alarms of all detections. */
  public get alarms(): cloudwatch.Alarm[] {
    return this.audit.alarms;
  }

  /**
   * Looks for one thing more in the audit records.
   *
   * @param detection what to look for; its id must be new to this cluster
   */
  public addDetection(detection: AuditDetection): cloudwatch.Alarm {
    return this.audit.addDetection(detection);
  }

  /**
   * The number of audit records that a detection of this cluster selects.
   *
   * @param detection one of the detections of this cluster
   * @param options statistic (default: sum), period (default: that of the detection) and the like
   */
  public metricDetection(detection: AuditDetection, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.audit.metric(detection, options);
  }

  /**
   * Lets someone read the audit records, and decrypt them where the key is known here.
   *
   * @param grantee who may read
   */
  public grantReadAuditLogs(grantee: iam.IGrantable): iam.Grant {
    return this.audit.grantReadAuditLogs(grantee);
  }
}
