import type { RemovalPolicy } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { AuditDetection } from './detection/audit-detection';
import type { AuditEvent } from './recording/audit-event';

/**
 * What is recorded of an Aurora MySQL cluster, how the records are kept, and what in them raises an alarm.
 */
export interface AuroraMysqlAuditOptions {
  /**
   * The classes of events to record, at least one.
   *
   * @default [AuditEvent.CONNECT, AuditEvent.QUERY, AuditEvent.TABLE]
   */
  readonly auditEvents?: AuditEvent[];

  /**
   * The only users whose activity is recorded: at least one name, each once and without its host, of 1 to 32 letters, digits and `_ . $ @ + # -`;
   * at most 1,024 characters when joined by commas.
   *
   * Connections are recorded whoever makes them. A user cannot be in `auditExcludedUsers` as well.
   *
   * @default - the activity of every user
   */
  readonly auditIncludedUsers?: string[];

  /**
   * Users whose activity is not recorded: at least one name, each once and without its host, of 1 to 32 letters, digits and `_ . $ @ + # -`;
   * at most 1,024 characters when joined by commas.
   *
   * Connections are recorded whoever makes them. A user cannot be in `auditIncludedUsers` as well.
   *
   * @default - the activity of nobody is left out
   */
  readonly auditExcludedUsers?: string[];

  /**
   * How long the log groups keep their records. A warning below one year.
   *
   * @default RetentionDays.ONE_YEAR
   */
  readonly auditLogRetention?: logs.RetentionDays;

  /**
   * The key that encrypts the log groups and the alarm topic.
   *
   * CloudWatch Logs, CloudWatch alarms and EventBridge are allowed to use it; the policy of an imported key cannot be changed,
   * a warning says what it must hold. Of the region of the stack; of an alias, the key behind it is taken.
   *
   * @default - a new key with rotation, kept as the log groups are
   */
  readonly auditLogEncryptionKey?: kms.IKey;

  /**
   * What becomes of the log groups, and of a new key, when they leave the stack.
   *
   * RETAIN_ON_UPDATE_OR_DELETE keeps them, but for a first deployment that fails: empty as they are, they go with it, and the
   * next attempt finds the names free. RETAIN keeps them then too. DESTROY is for throw-away environments; KMS
   * deletes the key after 30 days. SNAPSHOT is refused.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, and RemovalPolicy.RETAIN with `auditLogDeletionProtection`
   */
  readonly auditLogRemovalPolicy?: RemovalPolicy;

  /**
   * Whether the log groups refuse to be deleted, by whoever it is, until the protection is taken off.
   *
   * Turn it on after the first deployment: a deployment that fails is rolled back, and protected groups that are already there
   * either make the roll-back fail or stay behind, in the way of the next attempt. Not together with `auditLogRemovalPolicy` DESTROY.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protecting-log-groups-from-deletion.html
   */
  readonly auditLogDeletionProtection?: boolean;

  /**
   * What to mask in the audit log group. Filters and queries see the masked records, too.
   *
   * @default - nothing is masked
   */
  readonly auditLogDataProtectionPolicy?: logs.DataProtectionPolicy;

  /**
   * The audit log group where it exists already, for example left behind by a deleted stack.
   *
   * It must be named `/aws/rds/cluster/<lower-cased identifier>/audit`; retention, key and removal policy stay as they are, and of
   * one that the app does not make a warning says what to set, and how; of one that it makes, where that is less than the options ask for.
   *
   * @default - a new log group
   */
  readonly auditLogGroup?: logs.ILogGroup;

  /**
   * The log groups of other log types where they exist already, by log type: error, general, slowquery, instance or iam-db-auth-error.
   *
   * Each of these has to be exported, and its group named `/aws/rds/cluster/<lower-cased identifier>/<log type>`. The audit log group is `auditLogGroup`.
   *
   * @default - new log groups
   */
  readonly logGroups?: { [logType: string]: logs.ILogGroup };

  /**
   * What to look for in the audit records.
   *
   * @default AuditDetection.recommended()
   */
  readonly detections?: AuditDetection[];

  /**
   * Whether to save queries of Logs Insights, in the folder `AuroraMysqlAudit/<cluster identifier>`: those of a review, and one for each
   * detection that has a `logsInsightsQuery`.
   *
   * About 20 for a cluster; an account can have 1,000 in a region. They cost nothing until somebody runs one (0.005 USD for each GB of records it looks through).
   *
   * @default true
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_Insights-Saving-Queries.html
   */
  readonly auditQueries?: boolean;

  /**
   * What the alarms do when they go off, at least one action. Topics and functions are of the region of the stack, and may be of another account.
   *
   * With these alone, the API calls that `AuditDetection.CONTROL_PLANE_CHANGES` matches are counted and not told word for word:
   * add a target to `audit.controlPlaneRule`, or set `securityContacts`.
   *
   * @default - they publish to a new SNS topic, encrypted and for TLS only
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];

  /**
   * What the alarms of detections of high and critical severity do instead of `alarmActions`, at least one action.
   *
   * @default - the same as those of lower severity
   */
  readonly urgentAlarmActions?: cloudwatch.IAlarmAction[];

  /**
   * E-mail addresses to subscribe to the alarms; each has to confirm the subscription.
   *
   * With `alarmActions` the new SNS topic is an action more.
   *
   * @default - nobody is subscribed
   */
  readonly securityContacts?: string[];
}
