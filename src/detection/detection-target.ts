import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { IDependable } from 'constructs';

/** What the detections of one cluster look at. */
export interface DetectionTarget {
  readonly clusterIdentifier: string;
  /** The name of the cluster parameter group, where it is known. */
  readonly parameterGroupName?: string;
  readonly auditLogGroup: logs.ILogGroup;
  readonly encryptionKey?: kms.IKey;
  readonly metricNamespace: string;
  /** The topic of the audit, to which events are told; none where the user's own actions are all there is. */
  readonly topic?: sns.Topic;
  /** What has to be there before records can be expected. */
  readonly recordsComeAfter: IDependable[];
  /** The alarms of all detections of the cluster. */
  readonly alarms: () => cloudwatch.Alarm[];
}

/** What an alarm watches, and how it judges it. */
export interface WatchedMetric {
  readonly metric: cloudwatch.Metric;
  readonly comparisonOperator: cloudwatch.ComparisonOperator;
  readonly treatMissingData: cloudwatch.TreatMissingData;
  /** None where it is no metric of audit records. */
  readonly metricFilters?: logs.MetricFilter[];
  /** The rule whose events the metric counts. */
  readonly rule?: events.Rule;
  /** What the alarm has to come after, so that it does not go off while the cluster is made. */
  readonly after?: IDependable[];
}
