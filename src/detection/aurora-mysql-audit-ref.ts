import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import type { AuditDetection } from './audit-detection';

/**
 * The audit of one cluster, as archive, analysis, dashboard and review see it. `AuroraMysqlAudit` is one.
 */
export interface IAuroraMysqlAudit extends IConstruct {
  /** The identifier of the cluster, a literal. */
  readonly clusterIdentifier: string;

  /** The log group of the audit records. */
  readonly auditLogGroup: logs.ILogGroup;

  /** The key that encrypts the log group; none where it is not known here. */
  readonly encryptionKey?: kms.IKey;

  /** The namespace of the metrics of this cluster. */
  readonly metricNamespace: string;

  /** The detections at work on this cluster. */
  readonly detections: AuditDetection[];

  /** The alarms of all detections. */
  readonly alarms: cloudwatch.Alarm[];

  /** What the alarms do that are not urgent. */
  readonly alarmActions: cloudwatch.IAlarmAction[];

  /** What the alarms of high and critical severity do. */
  readonly urgentAlarmActions: cloudwatch.IAlarmAction[];

  /** The topic of the audit, which is told who made an API call that touches it or its archive; none with `alarmActions` and without `securityContacts`. */
  readonly topic?: sns.Topic;

  /**
   * The alarm of a detection of this cluster.
   *
   * @param detection one of the detections of this cluster
   */
  alarm(detection: AuditDetection): cloudwatch.Alarm;

  /**
   * The number of audit records that a detection of this cluster selects.
   *
   * @param detection one of the detections of this cluster
   * @param options statistic (default: sum), period (default: that of the detection) and the like
   */
  metric(detection: AuditDetection, options?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Lets someone read the audit records, and decrypt them where the key is known here.
   *
   * @param grantee who may read
   */
  grantReadAuditLogs(grantee: iam.IGrantable): iam.Grant;
}
