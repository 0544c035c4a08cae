import { Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/**
 * What CloudWatch shows on one dashboard, and in one widget of it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
const MAX_WIDGETS = 500;
const MAX_METRICS = 2500;
const MAX_METRICS_OF_WIDGET = 500;

/** Refuses more clusters than one dashboard has room for. */
export function checkDashboardLimits(scope: Construct, clusters: number, widgets: cloudwatch.IWidget[]): void {
  const rendered: any[] = Stack.of(scope).resolve(widgets.flatMap(widget => widget.toJson()));
  const metrics = rendered.map(({ properties }) => metricsOf(properties));
  const limits: [string, number, number][] = [
    ['widgets', rendered.length, MAX_WIDGETS],
    ['metrics', metrics.reduce((sum, count) => sum + count, 0), MAX_METRICS],
    ['metrics in one widget', Math.max(...metrics), MAX_METRICS_OF_WIDGET],
  ];
  for (const [what, count, most] of limits) {
    if (count > most) {
      throw new Error(`audits: ${clusters} clusters and their detections make ${count} ${what}, CloudWatch has room for ${most}; make a dashboard for each part of them`);
    }
  }
}

/** Those that mathematics needs count as well, its expressions do not. */
function metricsOf({ metrics = [] }: { metrics?: any[][] }): number {
  return metrics.filter(([namespace]) => typeof namespace === 'string').length;
}
