import { Duration } from 'aws-cdk-lib';
import { checkDetection } from './audit-detection-checks';
import type { AuditDetectionProps } from './audit-detection-props';
import { AuditDetectionSeverity } from './audit-detection-severity';
import { FAILED_LOGINS, PRIVILEGE_CHANGES } from './detection-catalogue';

/**
 * Something worth an alarm in the audit records of Aurora MySQL.
 */
export class AuditDetection {
  /**
   * Logins that failed: wrong password, unknown user or database, locked account, and the failed change of user on an open connection.
   *
   * Goes off at 10 in 5 minutes: people mistype a password two or three times, guessing tools do not stop there.
   * Misses an attacker who stays below that rate. Needs `AuditEvent.CONNECT`.
   */
  public static readonly FAILED_LOGINS = AuditDetection.of('FailedLogins', FAILED_LOGINS);

  /**
   * Statements that give or take privileges or roles: GRANT, REVOKE, CREATE ROLE, DROP ROLE, SET DEFAULT ROLE, also behind comments and in any letter case.
   *
   * Goes off at the first one: in production they are rare and planned. Misses direct writes to the grant tables and
   * statements that the server cut before the keyword. Needs `AuditEvent.QUERY` or `AuditEvent.QUERY_DCL`.
   */
  public static readonly PRIVILEGE_CHANGES = AuditDetection.of('PrivilegeChanges', PRIVILEGE_CHANGES);

  /**
   * The detections that every audited cluster has by default.
   */
  public static recommended(): AuditDetection[] {
    return [AuditDetection.FAILED_LOGINS, AuditDetection.PRIVILEGE_CHANGES];
  }

  /**
   * A detection of your own.
   *
   * @param detectionId 1 to 100 letters and digits, a letter first; unique in one cluster
   * @param props what it looks for
   */
  public static of(detectionId: string, props: AuditDetectionProps): AuditDetection {
    checkDetection(detectionId, props);
    return new AuditDetection(detectionId, props);
  }

  /** The id of the detection, part of the logical ids of its metric filter and alarm. */
  public readonly detectionId: string;
  /** The CloudWatch Logs filter pattern. */
  public readonly filterPattern: string;
  /** The name of the metric. */
  public readonly metricName: string;
  /** The number of matching records in one period at which the alarm goes off. */
  public readonly threshold: number;
  /** The period over which matching records are counted. */
  public readonly period: Duration;
  /** The number of periods in a row that have to reach the threshold. */
  public readonly evaluationPeriods: number;
  /** How urgent the alarm is. */
  public readonly severity: AuditDetectionSeverity;
  /** What to do when the alarm goes off. */
  public readonly runbook: string;
  /** The controls that the detection serves. */
  public readonly controls: string[];

  private constructor(detectionId: string, props: AuditDetectionProps) {
    this.detectionId = detectionId;
    this.filterPattern = props.filterPattern;
    this.metricName = props.metricName ?? detectionId;
    this.threshold = props.threshold ?? 1;
    this.period = props.period ?? Duration.minutes(5);
    this.evaluationPeriods = props.evaluationPeriods ?? 1;
    this.severity = props.severity ?? AuditDetectionSeverity.MEDIUM;
    this.runbook = props.runbook;
    this.controls = [...props.controls ?? []];
  }
}
