import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AuditDetection } from '../../detection/audit-detection';
import { CONTROL_PLANE_METRIC } from '../../detection/catalogue/control-plane-changes';
import { SILENCE_METRIC } from '../../detection/catalogue/silence';
import { controlPlaneRuleName } from '../../detection/control-plane-rule';
import { AUDIT_LOG, exportLogGroupName } from '../../recording/log-export';

/** The names of one cluster that metrics and queries hang on; all of them literals, so that a dashboard refers to no other stack for them. */
export interface ClusterNames {
  readonly label: string;
  readonly metricNamespace: string;
  readonly auditLogGroupName: string;
  /** None where it does not follow from the label alone. */
  readonly ruleName?: string;
}

export function clusterNames(clusterIdentifier: string, metricNamespace: string): ClusterNames {
  return {
    label: clusterIdentifier,
    metricNamespace,
    auditLogGroupName: exportLogGroupName(clusterIdentifier, AUDIT_LOG),
    ruleName: controlPlaneRuleName(clusterIdentifier),
  };
}

/** The names of whichever of several clusters is chosen: those of any one, with `chosen` in the place of its identifier. */
export function chosenNames(chosen: string, clusters: ClusterNames[]): ClusterNames {
  const [{ label, metricNamespace }] = clusters;
  // The identifier stands last; a cluster may be called as the namespace begins, for example sql.
  const namespace = metricNamespace.endsWith(label) ? metricNamespace.slice(0, -label.length) + chosen : metricNamespace;
  const { ruleName, ...names } = clusterNames(chosen, namespace);
  // Names that are too long have a hash.
  return clusters.every(each => each.ruleName?.endsWith(`-${each.label}`)) ? { ...names, ruleName } : names;
}

/** What a detection counts on a cluster; nothing where it looks for what is not there. */
export function countedBy(detection: AuditDetection, names: ClusterNames, label: string): cloudwatch.Metric | undefined {
  const { filterPattern, metricName } = detection;
  const common = { metricName, label, statistic: cloudwatch.Stats.SUM, period: Duration.minutes(5) };
  if (filterPattern !== undefined) {
    return new cloudwatch.Metric({ ...common, namespace: names.metricNamespace });
  }
  return metricName === CONTROL_PLANE_METRIC && names.ruleName !== undefined
    ? new cloudwatch.Metric({ ...common, namespace: 'AWS/Events', dimensionsMap: { RuleName: names.ruleName } })
    : undefined;
}

/** The records of a cluster, minute by minute; a minute without any is 0 and no gap. */
export function recordsPerMinute(names: ClusterNames, id: string): cloudwatch.IMetric {
  const records = new cloudwatch.Metric({
    namespace: 'AWS/Logs',
    metricName: SILENCE_METRIC,
    dimensionsMap: { LogGroupName: names.auditLogGroupName },
    statistic: cloudwatch.Stats.SUM,
    period: Duration.minutes(1),
  });
  return new cloudwatch.MathExpression({ expression: `FILL(${id}, 0)`, usingMetrics: { [id]: records }, label: names.label, period: Duration.minutes(1) });
}
