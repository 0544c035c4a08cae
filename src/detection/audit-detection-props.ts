import type { Duration } from 'aws-cdk-lib';
import type { AuditDetectionSeverity } from './audit-detection-severity';
import type { AuditEvent } from '../recording/audit-event';

/**
 * What an `AuditDetection` looks for, and when it raises an alarm.
 */
export interface AuditDetectionProps {
  /**
   * The CloudWatch Logs filter pattern that selects the audit records, at most 1,024 characters.
   *
   * Text (`"..."`) or regular expression (`%...%`). Space-delimited patterns split audit records at spaces and are of no use.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
   */
  readonly filterPattern: string;

  /**
   * More filter patterns, for what does not fit into one; each becomes a metric filter that counts into the same metric.
   *
   * A record that several of them select is counted as often.
   *
   * @default - none
   */
  readonly additionalFilterPatterns?: string[];

  /**
   * What to do when the alarm goes off: text that is not empty.
   *
   * With the severity before it and `logsInsightsQuery` behind it, it becomes the description of the alarm: at most 1,024 characters together.
   */
  readonly runbook: string;

  /**
   * The name of the metric that counts the matching records, 1 to 255 characters without `*` and `$`, not starting with a colon or a space.
   *
   * @default - the id of the detection
   */
  readonly metricName?: string;

  /**
   * The number of matching records in one period at which the alarm goes off, more than 0.
   *
   * @default 1
   */
  readonly threshold?: number;

  /**
   * The period over which matching records are counted: a multiple of 60 seconds.
   *
   * @default Duration.minutes(5)
   */
  readonly period?: Duration;

  /**
   * The number of periods in a row that have to reach the threshold, at least 1.
   *
   * Together they span at most one day, or seven days where the period is an hour or longer.
   *
   * @default 1
   */
  readonly evaluationPeriods?: number;

  /**
   * How urgent the alarm is.
   *
   * @default AuditDetectionSeverity.MEDIUM
   */
  readonly severity?: AuditDetectionSeverity;

  /**
   * The controls that the detection serves, as docs and evidence print them: any text, for example `PCI DSS v4.0.1 10.2.1.4`.
   *
   * @default - none
   */
  readonly controls?: string[];

  /**
   * The Logs Insights query to run next on the audit log group; it follows the runbook in the description of the alarm.
   *
   * Text that is not empty, and counts towards the 1,024 characters of `runbook`.
   *
   * @default - none
   */
  readonly logsInsightsQuery?: string;

  /**
   * The classes of events that leave the records it looks at; a warning where the cluster records none of them.
   *
   * @default - any
   */
  readonly auditEvents?: AuditEvent[];
}
