import type { Duration, TimeZone } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type { IAuroraMysqlAudit } from '../../detection/aurora-mysql-audit-ref';
import type { AuditAnalysis } from '../analysis/audit-analysis';
import type { AuditArchive } from '../archive/audit-archive';

/**
 * Properties of `AuditReview`.
 */
export interface AuditReviewProps {
  /**
   * The audits of the clusters to review: 1 to 100, of one account, region and stage.
   */
  readonly audits: IAuroraMysqlAudit[];

  /**
   * Where reports and signatures are kept, under Object Lock. It need not hold the records of the same clusters.
   */
  readonly archive: AuditArchive;

  /**
   * The analysis whose table is asked, by Athena, instead of the log groups: for much less where there are many records, and as far back as the archive goes. Its archive has to hold
   * the records of all `audits`; it may be another one than `archive`. Logins at odd hours are those of the time zone of the analysis.
   *
   * A question reads the period with a day before and one behind it, at most the `queryScanLimit` of the analysis: one that would read more is not answered, and the report says so.
   *
   * @default - Logs Insights is asked; the audit log groups have to keep their records for longer than a period
   */
  readonly analysis?: AuditAnalysis;

  /**
   * The e-mail addresses of those who read the reports, at least one. Each has to confirm the subscription.
   */
  readonly reviewers: string[];

  /**
   * When to review. Give `period` with it.
   *
   * @default - on Mondays at 7 o'clock in `timeZone`
   */
  readonly schedule?: scheduler.ScheduleExpression;

  /**
   * The time zone of the default schedule. A `schedule` has its own.
   *
   * @default TimeZone.ETC_UTC
   */
  readonly timeZone?: TimeZone;

  /**
   * The longest time between two reviews of the schedule: 1 to 92 whole days.
   *
   * A review looks at what was recorded since the last one, the first one at one period. Alarms tell where a review is a day later than that, and where a report has waited for
   * a signature for a period.
   *
   * @default Duration.days(7)
   */
  readonly period?: Duration;

  /**
   * What the alarms of the review do beside telling the reviewers.
   *
   * @default - nothing more
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];

  /**
   * The key that encrypts mails on their way, state machines and their logs, of the region of the review. The objects have that of the archive.
   *
   * @default - that of the archive, or a new one where the bucket of the archive is of another account or has none
   */
  readonly encryptionKey?: kms.IKey;
}
