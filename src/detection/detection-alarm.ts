import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { AuditDetection } from './audit-detection';

/** Where one detection looks and whom it tells. */
export interface DetectionAlarmProps {
  readonly detection: AuditDetection;
  readonly auditLogGroup: logs.ILogGroup;
  readonly metricNamespace: string;
  readonly alarmActions: cloudwatch.IAlarmAction[];
}

/** The metric filter and the alarm of one detection on one audit log group. */
export class DetectionAlarm extends Construct {
  public readonly metricFilter: logs.MetricFilter;
  public readonly alarm: cloudwatch.Alarm;
  public readonly detection: AuditDetection;

  constructor(scope: Construct, id: string, props: DetectionAlarmProps) {
    super(scope, id);
    const { detection } = props;
    this.detection = detection;
    this.metricFilter = new logs.MetricFilter(this, 'MetricFilter', {
      logGroup: props.auditLogGroup,
      filterPattern: logs.FilterPattern.literal(detection.filterPattern),
      metricNamespace: props.metricNamespace,
      metricName: detection.metricName,
      metricValue: '1',
      defaultValue: 0,
    });
    this.alarm = new cloudwatch.Alarm(this, 'Alarm', {
      metric: this.metric(),
      alarmDescription: detection.runbook,
      threshold: detection.threshold,
      evaluationPeriods: detection.evaluationPeriods,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // The metric has values only for minutes with records; no records is the business of another alarm.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    this.alarm.addAlarmAction(...props.alarmActions);
  }

  /** The number of matching records. */
  public metric(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metricFilter.metric({ statistic: cloudwatch.Stats.SUM, period: this.detection.period, ...options });
  }
}
