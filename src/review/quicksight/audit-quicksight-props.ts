import type { Duration, TimeZone } from 'aws-cdk-lib';
import type { AuditQuickSightRefresh } from './audit-quicksight-refresh';
import type { AuditAnalysis } from '../analysis/audit-analysis';

/**
 * Properties of `AuditQuickSight`.
 */
export interface AuditQuickSightProps {
  /**
   * The analysis to show, with a `queryResultsBucket`; of the account, region and stage of this construct.
   */
  readonly analysis: AuditAnalysis;

  /**
   * The ARNs of the users and groups of QuickSight that may look at the dashboard, at least one:
   * `arn:aws:quicksight:<region>:<account>:(user|group)/<namespace>/<name>`, of the account of this construct.
   * The region is that of the identities of QuickSight, which may be another than that of the records. They have to be there already.
   */
  readonly readers: string[];

  /**
   * The ARNs of the users and groups of QuickSight that may look at the dashboard, and make analyses of their own of its data set. With `readers`, up to 64.
   *
   * @default - nobody but the administrators of QuickSight, who may make anybody an owner
   */
  readonly authors?: string[];

  /**
   * How far back the dashboard looks: SPICE holds the records of so many days, today among them. 1 to 366 whole days; for what is older, ask Athena.
   *
   * Athena reads all of these days at each refresh.
   *
   * @default Duration.days(30)
   */
  readonly history?: Duration;

  /**
   * How often the records are read again.
   *
   * @default AuditQuickSightRefresh.DAILY
   */
  readonly refresh?: AuditQuickSightRefresh;

  /**
   * When a daily refresh begins, `HH:MM` in `timeZone`.
   *
   * @default '05:00'
   */
  readonly refreshTime?: string;

  /**
   * The time zone of `refreshTime`. Times on the dashboard are in UTC.
   *
   * @default TimeZone.ETC_UTC
   */
  readonly timeZone?: TimeZone;

  /**
   * The name of the dashboard, the data set and the data source, as people see it: 1 to 128 printable characters. It need not be unique.
   *
   * @default - 'Audit of Aurora MySQL, ' and the path of the construct
   */
  readonly dashboardName?: string;
}
