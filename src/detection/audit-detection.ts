import type { Duration } from 'aws-cdk-lib';
import { checkDetection, checkDetectionId } from './audit-detection-checks';
import type { AuditDetectionProps } from './audit-detection-props';
import { AuditDetectionSeverity } from './audit-detection-severity';
import { CATALOGUE } from './catalogue/catalogue';
import { DetectionPeriod } from './detection-period';
import type { FilterPattern } from './filter-pattern/filter-pattern';
import { parseFilterPattern } from './filter-pattern/parse-filter-pattern';
import { shown } from '../app/shown';
import type { AuditEvent } from '../recording/audit-event';

/** All but the period, which the catalogue has without aws-cdk-lib. */
type DetectionProps = Partial<Omit<AuditDetectionProps, 'period'>> & Pick<AuditDetectionProps, 'runbook'>;

/**
 * Something worth an alarm: in the audit records of Aurora MySQL, in their absence, or in the API calls that could switch them off.
 *
 * What each one of the catalogue catches and misses, and how that was measured, is in the guide.
 *
 * @see https://github.com/cdk-audited-aurora-mysql/cdk-audited-aurora-mysql/blob/main/docs/detections.md
 *
 * @example
 * import { Duration } from 'aws-cdk-lib';
 * import { AuditDetection, AuditDetectionSeverity } from 'cdk-audited-aurora-mysql';
 *
 * const salariesRead = AuditDetection.of('SalariesRead', {
 *   filterPattern: '",READ,hr,salaries,"',
 *   threshold: 50,
 *   period: Duration.hours(1),
 *   severity: AuditDetectionSeverity.HIGH,
 *   runbook: 'See which user reads salaries, and ask why so often.',
 * });
 * const detections = AuditDetection.recommendedWith([AuditDetection.FAILED_LOGINS.withThreshold(20), salariesRead]);
 */
export class AuditDetection {
  /**
   * Logins, and changes of user on an open connection, that were refused, in a burst.
   *
   * Goes off at 10 in 5 minutes: people mistype a password two or three times, guessing tools do not stop there.
   * Does not count probes of the port that send no login. Needs `AuditEvent.CONNECT`.
   */
  public static readonly FAILED_LOGINS = AuditDetection.builtIn('FailedLogins');

  /**
   * The same refused logins, counted over a day, for the attacker who stays below the burst.
   *
   * Goes off at 50 in a day. Shares the metric filter of `FAILED_LOGINS`. Needs `AuditEvent.CONNECT`.
   */
  public static readonly SLOW_FAILED_LOGINS = AuditDetection.builtIn('SlowFailedLogins');

  /**
   * Statements that failed for lack of a privilege, told by the return code.
   *
   * Goes off at 5 in 5 minutes. One regular expression. Needs `AuditEvent.QUERY` (or, for less, `AuditEvent.QUERY_DML`).
   */
  public static readonly DENIED_ACCESS = AuditDetection.builtIn('DeniedAccess');

  /**
   * Statements that failed as those of an SQL injection do that is being fitted together, told by the return code: syntax, number of columns, range.
   *
   * Goes off at 10 in 5 minutes. Needs `AuditEvent.QUERY` (or, for less, `AuditEvent.QUERY_DML`).
   */
  public static readonly REFUSED_STATEMENTS = AuditDetection.builtIn('RefusedStatements');

  /**
   * GRANT and REVOKE, changes of users, roles and passwords, and direct writes to the grant tables:
   * what the MySQL manual calls account management statements.
   *
   * Goes off at the first one. One regular expression. Needs `AuditEvent.QUERY` (or, for less, `AuditEvent.QUERY_DCL`).
   */
  public static readonly ACCOUNT_AND_PRIVILEGE_CHANGES = AuditDetection.builtIn('AccountAndPrivilegeChanges');

  /**
   * DROP, DELETE with a condition that every row meets, and DELETE and TRUNCATE in disguise.
   *
   * Goes off at the first one. One regular expression. Needs `AuditEvent.QUERY` (or, for less, `AuditEvent.QUERY_DDL`).
   */
  public static readonly DESTRUCTIVE_STATEMENTS = AuditDetection.builtIn('DestructiveStatements');

  /**
   * TRUNCATE, DELETE without WHERE, partitions that are dropped: what applications do to their queues and caches, and attackers to everything.
   *
   * Goes off at the first one, with low severity. Needs `AuditEvent.QUERY` (or, for less, `AuditEvent.QUERY_DDL` and `AuditEvent.QUERY_DML`).
   */
  public static readonly EMPTIED_TABLES = AuditDetection.builtIn('EmptiedTables');

  /**
   * CREATE, ALTER and RENAME of databases, tables, views, routines, triggers and events.
   *
   * Goes off at the first one, with low severity. Needs `AuditEvent.QUERY`, `AuditEvent.QUERY_DDL` or `AuditEvent.TABLE`.
   */
  public static readonly SCHEMA_CHANGES = AuditDetection.builtIn('SchemaChanges');

  /**
   * Attempts to change the configuration, the logs, the plugins or the replication of the server by SQL, or to crash it: SET GLOBAL, PURGE BINARY LOGS,
   * mysql.rds_* calls, ALTER SYSTEM CRASH.
   *
   * Goes off at the first one. One regular expression. Needs `AuditEvent.QUERY`.
   */
  public static readonly AUDIT_TAMPERING = AuditDetection.builtIn('AuditTampering');

  /**
   * Data read or written in bulk (INTO OUTFILE, LOAD DATA, HANDLER, calls of Lambda and of machine learning), and statements with the shape of an SQL injection.
   *
   * Goes off at the first one. One regular expression. Needs `AuditEvent.QUERY` (or, for less, `AuditEvent.QUERY_DML`).
   */
  public static readonly EXFILTRATION_AND_INJECTION = AuditDetection.builtIn('ExfiltrationAndInjection');

  /**
   * Dumps and restores by mysqldump, mydumper, mysqlpump and MySQL Shell, and the rotation of logs.
   *
   * Goes off at the first one, with low severity: a record of when it was. Needs `AuditEvent.QUERY`.
   */
  public static readonly BACKUPS = AuditDetection.builtIn('Backups');

  /**
   * Questions about accounts, privileges, everything in the schema and audit settings.
   *
   * Goes off at 50 in 5 minutes, with low severity, because administration tools ask as well. Needs `AuditEvent.QUERY` or `AuditEvent.QUERY_DML`.
   */
  public static readonly RECONNAISSANCE = AuditDetection.builtIn('Reconnaissance');

  /**
   * No audit record at all for half an hour, told by the metric `IncomingLogEvents` of the log group.
   *
   * The service itself connects all the time, so that silence means that auditing or its publishing is off, or the cluster is stopped.
   * Left out of the default where Serverless v2 can pause the cluster.
   */
  public static readonly SILENCE = AuditDetection.builtIn('Silence');

  /**
   * API calls that could switch the audit of this cluster off: export, parameter group, log group, retention, key, metric filters, alarms.
   *
   * Goes off at the first one. Needs a CloudTrail trail that records management events in this account and region.
   */
  public static readonly CONTROL_PLANE_CHANGES = AuditDetection.builtIn('ControlPlaneChanges');

  /**
   * The detections that every audited cluster has by default: all of the catalogue.
   *
   * They use all 5 filter patterns with a regular expression that a log group can have.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
   */
  public static recommended(): AuditDetection[] {
    return [
      AuditDetection.FAILED_LOGINS,
      AuditDetection.SLOW_FAILED_LOGINS,
      AuditDetection.DENIED_ACCESS,
      AuditDetection.REFUSED_STATEMENTS,
      AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES,
      AuditDetection.DESTRUCTIVE_STATEMENTS,
      AuditDetection.EMPTIED_TABLES,
      AuditDetection.SCHEMA_CHANGES,
      AuditDetection.AUDIT_TAMPERING,
      AuditDetection.EXFILTRATION_AND_INJECTION,
      AuditDetection.BACKUPS,
      AuditDetection.RECONNAISSANCE,
      AuditDetection.SILENCE,
      AuditDetection.CONTROL_PLANE_CHANGES,
    ];
  }

  /**
   * The recommended detections without some of them, told by their ids.
   *
   * @param excluded detections that are among the recommended
   */
  public static recommendedExcept(excluded: AuditDetection[]): AuditDetection[] {
    const ids = distinctIds('excluded', excluded);
    const recommended = AuditDetection.recommended();
    const unknown = ids.find(id => recommended.every(({ detectionId }) => detectionId !== id));
    if (unknown !== undefined) {
      throw new Error(`excluded: '${unknown}' is not among the recommended detections: ${recommended.map(({ detectionId }) => detectionId).join(', ')}`);
    }
    return recommended.filter(({ detectionId }) => !ids.includes(detectionId));
  }

  /**
   * The recommended detections, where those of the same id take the place of the recommended ones and others come after them.
   *
   * Fails on an id that differs from a recommended one in letter case alone.
   *
   * @param detections recommended detections that were changed, for example `AuditDetection.FAILED_LOGINS.withThreshold(20)`, and detections of your own
   */
  public static recommendedWith(detections: AuditDetection[]): AuditDetection[] {
    const ids = distinctIds('detections', detections);
    const recommended = AuditDetection.recommended();
    for (const { detectionId } of recommended) {
      const mistyped = ids.find(id => id !== detectionId && id.toLowerCase() === detectionId.toLowerCase());
      if (mistyped !== undefined) {
        throw new Error(`detections: '${mistyped}' differs from the recommended '${detectionId}' in letter case alone, each record would raise two alarms`);
      }
    }
    const changed = recommended.map(each => detections.find(({ detectionId }) => detectionId === each.detectionId) ?? each);
    return [...changed, ...detections.filter((_, index) => changed.every(({ detectionId }) => detectionId !== ids[index]))];
  }

  /**
   * A detection of your own in the audit records.
   *
   * Fails on a filter pattern that CloudWatch Logs would refuse, and points at the character.
   *
   * @param detectionId 1 to 100 letters and digits, a letter first; unique in one cluster
   * @param props what it looks for
   */
  public static of(detectionId: string, props: AuditDetectionProps): AuditDetection {
    checkDetectionId(detectionId);
    checkDetection(detectionId, props, true);
    return new AuditDetection(detectionId, props, DetectionPeriod.of(props.period));
  }

  private static builtIn(detectionId: keyof typeof CATALOGUE): AuditDetection {
    const entry = CATALOGUE[detectionId];
    return new AuditDetection(detectionId, entry, DetectionPeriod.ofMinutes(entry.periodMinutes));
  }

  /** The id of the detection, part of the logical ids of its metric filter and alarm. */
  public readonly detectionId: string;
  /** The CloudWatch Logs filter pattern; none where it does not look at audit records. */
  public readonly filterPattern?: string;
  /** More filter patterns that count into the same metric. */
  public readonly additionalFilterPatterns: string[];
  /** The name of the metric. */
  public readonly metricName: string;
  /** The number of matching records in one period at which the alarm goes off; of `SILENCE`, the number of records under which it does. */
  public readonly threshold: number;
  /** The number of periods in a row that have to reach the threshold. */
  public readonly evaluationPeriods: number;
  /** How urgent the alarm is. */
  public readonly severity: AuditDetectionSeverity;
  /** What to do when the alarm goes off. */
  public readonly runbook: string;
  /** The Logs Insights query to run next on the audit log group. */
  public readonly logsInsightsQuery?: string;
  /** The controls that the detection serves. */
  public readonly controls: string[];
  /** The classes of events that leave the records it looks at; empty where it does not depend on them. */
  public readonly auditEvents: AuditEvent[];

  private compiled?: FilterPattern[];

  private constructor(detectionId: string, props: DetectionProps, private readonly counted: DetectionPeriod) {
    this.detectionId = detectionId;
    this.filterPattern = props.filterPattern;
    this.additionalFilterPatterns = [...props.additionalFilterPatterns ?? []];
    this.metricName = props.metricName ?? detectionId;
    this.threshold = props.threshold ?? 1;
    this.evaluationPeriods = props.evaluationPeriods ?? 1;
    this.severity = props.severity ?? AuditDetectionSeverity.MEDIUM;
    this.runbook = props.runbook;
    this.logsInsightsQuery = props.logsInsightsQuery;
    this.controls = [...props.controls ?? []];
    this.auditEvents = [...props.auditEvents ?? []];
  }

  /** The period over which matching records are counted. */
  public get period(): Duration {
    return this.counted.duration;
  }

  /**
   * The same for who runs without aws-cdk-lib.
   *
   * @internal
   */
  public get _periodSeconds(): number {
    return this.counted.seconds;
  }

  /**
   * Whether the detection counts a record, evaluated as CloudWatch Logs does; to test a detection against lines of a real log.
   *
   * False for every record where the detection does not look at audit records.
   *
   * @param record one line of the audit log
   */
  public matches(record: string): boolean {
    if (typeof record !== 'string') {
      throw new Error(`record: must be one line of an audit log, got: ${shown(record)}`);
    }
    return this._patterns.some(pattern => pattern.matches(record));
  }

  /**
   * The compiled filter patterns; none where it does not look at audit records.
   *
   * @internal
   */
  public get _patterns(): FilterPattern[] {
    this.compiled ??= filterPatternsOf(this).map(parseFilterPattern);
    return this.compiled;
  }

  /**
   * The same detection with another threshold.
   *
   * @param threshold the number of matching records in one period at which the alarm goes off, more than 0
   */
  public withThreshold(threshold: number): AuditDetection {
    return this.with({ threshold });
  }

  /**
   * The same detection, counted over another period.
   *
   * @param period a multiple of 60 seconds
   * @param evaluationPeriods the number of periods in a row that have to reach the threshold, at least 1 (default: as before)
   */
  public withPeriod(period: Duration, evaluationPeriods?: number): AuditDetection {
    return this.with({ period, evaluationPeriods: evaluationPeriods ?? this.evaluationPeriods });
  }

  /**
   * The same detection with another severity, which decides whether `alarmActions` or `urgentAlarmActions` are taken.
   *
   * @param severity how urgent the alarm is
   */
  public withSeverity(severity: AuditDetectionSeverity): AuditDetection {
    return this.with({ severity });
  }

  /**
   * The same detection with an instruction of your own in the description of its alarm.
   *
   * @param runbook what to do when the alarm goes off
   */
  public withRunbook(runbook: string): AuditDetection {
    return this.with({ runbook });
  }

  private with(changed: Partial<AuditDetectionProps>): AuditDetection {
    for (const [prop, value] of Object.entries(changed)) {
      if (value === undefined || value === null) {
        throw new Error(`detection ${this.detectionId}: ${prop} must be given, got: ${value}`);
      }
    }
    const props: Partial<AuditDetectionProps> & DetectionProps = { ...this.props(), ...changed };
    checkDetection(this.detectionId, props, false);
    return new AuditDetection(this.detectionId, props, changed.period === undefined ? this.counted : DetectionPeriod.of(changed.period));
  }

  private props(): DetectionProps {
    return {
      filterPattern: this.filterPattern,
      additionalFilterPatterns: this.additionalFilterPatterns,
      metricName: this.metricName,
      threshold: this.threshold,
      evaluationPeriods: this.evaluationPeriods,
      severity: this.severity,
      runbook: this.runbook,
      logsInsightsQuery: this.logsInsightsQuery,
      controls: this.controls,
      auditEvents: this.auditEvents,
    };
  }
}

/** The ids of detections; refuses what is no list of different ones. */
function distinctIds(parameter: string, detections: AuditDetection[]): string[] {
  if (!Array.isArray(detections)) {
    throw new Error(`${parameter}: must be a list of AuditDetection, got: ${shown(detections)}`);
  }
  const stranger = detections.findIndex(each => !(each instanceof AuditDetection));
  if (stranger >= 0) {
    throw new Error(`${parameter}: must hold AuditDetection, got: ${shown(detections[stranger])}`);
  }
  const ids = detections.map(({ detectionId }) => detectionId);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) {
    throw new Error(`${parameter}: '${repeated}' is there twice`);
  }
  return ids;
}

/** Every filter pattern of a detection. */
export function filterPatternsOf({ filterPattern, additionalFilterPatterns }: Pick<AuditDetection, 'filterPattern' | 'additionalFilterPatterns'>): string[] {
  return filterPattern === undefined ? [] : [filterPattern, ...additionalFilterPatterns];
}
