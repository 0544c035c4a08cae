import type { Duration } from 'aws-cdk-lib';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { NagPackProps } from 'cdk-nag';
import type { AuditRuleLevel } from './audit-rule-level';
import type { AuditEvidenceFormat } from './evidence/audit-evidence-format';
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
  readonly warnOfInfiniteRetention?: boolean;

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
   * The level of findings about what cannot be known at synthesis, `Rule[unknown:Property]`: ERROR or WARNING.
   *
   * OFF is refused: what cannot be known may be wrong. A rule that is a warning has no errors here either.
   *
   * @default AuditRuleLevel.ERROR
   */
  readonly unknownLevel?: AuditRuleLevel;

  /**
   * The level of single rules, by id: `AuroraMysqlAudit-AuditLogEncryption`. OFF leaves a rule out.
   *
   * @default - every rule has a level of its own; almost all are errors
   * @see https://github.com/cdk-audited-aurora-mysql/cdk-audited-aurora-mysql/blob/main/RULES.md
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
   * `validation-report.json`. The pack needs the app, or a stage of it, as its scope, and only one pack of an app writes evidence.
   *
   * @default - no evidence is written
   */
  readonly evidenceFormats?: AuditEvidenceFormat[];

  /**
   * The title of the evidence, which tells it from that of other apps: one line of text, a literal, 'Orders platform'.
   *
   * @default - it has no title of its own
   */
  readonly evidenceTitle?: string;

  /**
   * The environment of which the evidence speaks: one line of text, a literal, 'production'.
   *
   * @default - none is named
   */
  readonly evidenceEnvironment?: string;

  /**
   * The version of the source code of which the evidence speaks: one line of text, a literal, the id of a commit.
   *
   * @default - none is named
   */
  readonly evidenceCommit?: string;

  /**
   * Who approved what the evidence speaks of: one line of text, a literal.
   *
   * @default - nobody is named
   */
  readonly evidenceApprover?: string;
}
