import type { Duration } from 'aws-cdk-lib';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { NagMessageLevel, NagPackProps } from 'cdk-nag';
import type { AuditRuleLevel } from './audit-rule-level';
import type { EvidenceFormat } from './evidence/evidence-format';
import type { AuditEvent } from '../recording/audit-event';

/**
 * Properties of `AuroraMysqlAuditChecks`.
 */
export interface AuroraMysqlAuditChecksProps extends NagPackProps {
  /**
   * The classes of events that every cluster has to record, at least one.
   *
   * QUERY is also recorded by QUERY_DCL, QUERY_DDL and QUERY_DML together, and records each of them.
   *
   * @default [AuditEvent.CONNECT, AuditEvent.QUERY]
   */
  readonly requiredEvents?: AuditEvent[];

  /**
   * How long audit records have to be kept at least; records that never expire are kept long enough.
   *
   * @default RetentionDays.ONE_YEAR
   */
  readonly requiredRetention?: logs.RetentionDays;

  /**
   * Whether records that never expire are worth a warning, `AuroraMysqlAudit-AuditLogRetention[never-expires]`.
   *
   * @default false
   */
  readonly warnOfEndlessRetention?: boolean;

  /**
   * Users whose activity need not be recorded: names without hosts. The master user is always to be recorded.
   *
   * @default ['rdsadmin']
   */
  readonly allowedExcludedUsers?: string[];

  /**
   * Whether the audit records of every cluster have to be archived in a bucket of the app, as `AuditArchive` does:
   * `AuroraMysqlAudit-AuditLogArchive`, `-AuditArchiveLock` and `-AuditArchiveExpiration`.
   *
   * @default false
   */
  readonly requireArchive?: boolean;

  /**
   * How long Object Lock has to keep each object of the archive at least, and lifecycle rules let it be: 1 to 36,500 whole days. With `requireArchive`.
   *
   * @default - as `requiredRetention`, ten years where that is for ever
   */
  readonly requiredArchiveRetention?: Duration;

  /**
   * Whether a schedule has to start a review of the audit log of every cluster, as `AuditReview` does: `AuroraMysqlAudit-AuditReview`.
   *
   * @default false
   */
  readonly requireReview?: boolean;

  /**
   * The level of findings about what cannot be known at synth, `Rule[unknown:Property]`.
   *
   * @default NagMessageLevel.ERROR
   */
  readonly unknowns?: NagMessageLevel;

  /**
   * The level of single rules, by id: `AuroraMysqlAudit-AuditLogEncryption`.
   *
   * @default - every rule has the level of RULES.md
   */
  readonly ruleLevels?: { [ruleId: string]: AuditRuleLevel };

  /**
   * The day of the judgement, `YYYY-MM-DD`: an `AuditException` that expired before it accepts nothing. Evidence bears it.
   *
   * @default - exceptions are held against the current day in UTC, and evidence bears no date
   */
  readonly evaluationDate?: string;

  /**
   * The forms in which evidence is written at synthesis: the outcome of every rule for every cluster, compliant ones
   * included. Files named `aurora-mysql-audit-evidence.<format>`, in the output directory of the app, beside
   * `validation-report.json`. The pack needs the app as its scope, and only one pack of an app writes evidence.
   *
   * @default - no evidence is written
   */
  readonly evidenceFormats?: EvidenceFormat[];

  /**
   * The title of the evidence, which tells it from that of other apps: 'Orders platform'.
   *
   * @default - it has no title of its own
   */
  readonly evidenceTitle?: string;

  /**
   * The environment of which the evidence speaks: 'production'.
   *
   * @default - none is named
   */
  readonly evidenceEnvironment?: string;

  /**
   * The version of the source code of which the evidence speaks: the id of a commit.
   *
   * @default - none is named
   */
  readonly evidenceCommit?: string;

  /**
   * Who approved what the evidence speaks of.
   *
   * @default - nobody is named
   */
  readonly evidenceApprover?: string;
}
