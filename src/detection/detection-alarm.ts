import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { alarmDescription } from './alarm-description';
import type { AuditDetection } from './audit-detection';
import type { DetectionTarget } from './detection-target';
import { watchedMetric } from './watched-metric';

/** Where one detection looks and whom it tells. */
export interface DetectionAlarmProps {
  readonly detection: AuditDetection;
  readonly target: DetectionTarget;
  readonly alarmActions: cloudwatch.IAlarmAction[];
  /** A metric filter that counts the same records already. */
  readonly metricFilter?: logs.MetricFilter;
}

/** One detection at work: the alarm, and the metric filter or rule behind it. */
export class DetectionAlarm extends Construct {
  public readonly detection: AuditDetection;
  public readonly alarm: cloudwatch.Alarm;
  public readonly metric: cloudwatch.Metric;
  public readonly metricFilter?: logs.MetricFilter;
  public readonly rule?: events.Rule;

  constructor(scope: Construct, id: string, props: DetectionAlarmProps) {
    super(scope, id);
    const { detection } = props;
    const watched = watchedMetric(this, detection, props.target, props.metricFilter);
    this.detection = detection;
    this.metric = watched.metric;
    this.metricFilter = watched.metricFilter;
    this.rule = watched.rule;
    // Actions name what they make after the id of the alarm: it has to be the only one of the app.
    this.alarm = new cloudwatch.Alarm(this, `Alarm-${detection.detectionId}-${props.target.clusterIdentifier.toLowerCase()}`, {
      metric: watched.metric,
      alarmDescription: alarmDescription(detection),
      threshold: detection.threshold,
      evaluationPeriods: detection.evaluationPeriods,
      comparisonOperator: watched.comparisonOperator,
      treatMissingData: watched.treatMissingData,
    });
    this.alarm.addAlarmAction(...props.alarmActions);
    this.alarm.node.addDependency(...watched.after ?? []);
  }
}
