import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { matchedEvents } from './api-call-rule';
import type { AuditDetection } from './audit-detection';
import { CONTROL_PLANE_METRIC } from './catalogue/control-plane-changes';
import { SILENCE_METRIC } from './catalogue/silence';
import { controlPlaneRule, controlPlaneRuleName } from './control-plane-rule';
import type { DetectionTarget, WatchedMetric } from './detection-target';

/** What the alarm of a detection watches, with the resource behind it. Metric filters that count the same already are shared. */
export function watchedMetric(scope: Construct, detection: AuditDetection, target: DetectionTarget, shared?: logs.MetricFilter[]): WatchedMetric {
  if (detection.filterPattern !== undefined) {
    return auditRecords(scope, detection, detection.filterPattern, target, shared);
  }
  return BESIDE_RECORDS[detection.metricName](scope, detection, target);
}

/** What detections without filter pattern watch, by the metric that they name. */
const BESIDE_RECORDS: Record<string, (scope: Construct, detection: AuditDetection, target: DetectionTarget) => WatchedMetric> = {
  [SILENCE_METRIC]: silence,
  [CONTROL_PLANE_METRIC]: controlPlane,
};

function auditRecords(
  scope: Construct, detection: AuditDetection, pattern: string, target: DetectionTarget, shared?: logs.MetricFilter[],
): WatchedMetric {
  const filter = (id: string, filterPattern: string) => new logs.MetricFilter(scope, id, {
    logGroup: target.auditLogGroup,
    filterPattern: logs.FilterPattern.literal(filterPattern),
    metricNamespace: target.metricNamespace,
    metricName: detection.metricName,
    metricValue: '1',
    defaultValue: 0,
  });
  // What does not fit into one pattern is counted by several filters into one metric.
  const metricFilters = shared ?? [
    filter('MetricFilter', pattern),
    ...detection.additionalFilterPatterns.map((additional, index) => filter(`MetricFilter${index + 2}`, additional)),
  ];
  const [metricFilter] = metricFilters;
  return {
    metricFilters,
    metric: metricFilter.metric({ statistic: cloudwatch.Stats.SUM, period: detection.period }),
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    // The metric has values only for minutes with records; no records is the business of another alarm.
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  };
}

function silence(_scope: Construct, detection: AuditDetection, target: DetectionTarget): WatchedMetric {
  return {
    metric: new cloudwatch.Metric({
      namespace: 'AWS/Logs',
      metricName: SILENCE_METRIC,
      dimensionsMap: { LogGroupName: target.auditLogGroup.logGroupName },
      statistic: cloudwatch.Stats.SUM,
      period: detection.period,
    }),
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    // A log group into which nothing arrives has no values at all.
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    after: target.recordsComeAfter,
  };
}

function controlPlane(scope: Construct, detection: AuditDetection, target: DetectionTarget): WatchedMetric {
  return {
    rule: controlPlaneRule(scope, target),
    metric: matchedEvents(controlPlaneRuleName(target.clusterIdentifier), detection.period),
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  };
}
