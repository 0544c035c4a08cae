import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';

/** What the detections of one cluster look at. */
export interface DetectionTarget {
  readonly clusterIdentifier: string;
  /** The name of the cluster parameter group. */
  readonly parameterGroupName: string;
  readonly auditLogGroup: logs.ILogGroup;
  readonly encryptionKey?: kms.IKey;
  readonly metricNamespace: string;
}

/** What an alarm watches, and how it judges it. */
export interface WatchedMetric {
  readonly metric: cloudwatch.Metric;
  readonly comparisonOperator: cloudwatch.ComparisonOperator;
  readonly treatMissingData: cloudwatch.TreatMissingData;
  /** None where it is no metric of audit records. */
  readonly metricFilters?: logs.MetricFilter[];
}
