import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as quicksight from 'aws-cdk-lib/aws-quicksight';
import { Construct } from 'constructs';
import type { AuditQuickSightProps } from './audit-quicksight-props';
import { dashboardDefinition, PUBLISH_OPTIONS } from './dashboard-definition';
import { checkedAnalysis, checkedName, checkedPrincipals, checkedReaders, checkSqlLength, historyDays } from './quicksight-checks';
import { mayUse, mayView } from './quicksight-permissions';
import { quickSightRole } from './quicksight-role';
import { COLUMNS, recordHoursSql } from './record-hours';
import { refreshFrequency } from './refresh-frequency';
import type { AuditAnalysis } from '../analysis/audit-analysis';
import { uniqueName } from '../unique-name';

const MAX_ID_LENGTH = 128;

/**
 * A dashboard of QuickSight over the records of an analysis: refused logins, records by day, what detections count, operations, the most active users, hosts that
 * are new; to be filtered by cluster, user and time.
 *
 * SPICE holds the records of the last days, counted by hour, cluster, user, host, database, operation, return code and detection; statements stay in the archive. The dashboard is as new
 * as the last refresh; it is for looking around, and alarms are for what cannot wait.
 *
 * QuickSight has to be there: a subscription of the account, Enterprise edition, with SPICE capacity in this region, and the users and groups that read. Whoever deploys needs
 * `iam:PassRole` on `role`.
 *
 * The analysis needs a `queryResultsBucket`. Athena can keep results itself, and an analysis lets it do so by default, but that QuickSight reads those is documented nowhere:
 * a deployment that fails at its data source would take the rest of the stack back with it, and a dashboard that stays empty looks like a quiet day.
 *
 * It costs what QuickSight asks for readers (3 USD a month each), for authors (24 USD) and for SPICE beyond what comes with them (0.38 USD a GB and month; an hour in which one user
 * does one kind of thing is one row of about 200 bytes), and at each refresh what Athena asks for all days of `history`: 5 USD for each TB that they have in the archive, compressed.
 *
 * @see https://aws.amazon.com/quicksight/pricing/
 * @see https://docs.aws.amazon.com/quicksight/latest/user/datasource-run-as-role.html
 *
 * @example
 * import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
 * import * as s3 from 'aws-cdk-lib/aws-s3';
 * import { AuditAnalysis, AuditArchive, AuditQuickSight } from 'cdk-audited-aurora-mysql';
 *
 * declare const stack: Stack;
 * declare const archive: AuditArchive;
 *
 * const results = new s3.Bucket(stack, 'Results', { enforceSSL: true, lifecycleRules: [{ expiration: Duration.days(1) }] });
 * const analysis = new AuditAnalysis(stack, 'Analysis', { archive, queryResultsBucket: results });
 * new AuditQuickSight(stack, 'QuickSight', {
 *   analysis,
 *   readers: ['arn:aws:quicksight:us-east-1:111111111111:group/default/security'],
 *   timeZone: TimeZone.EUROPE_BERLIN,
 * });
 */
export class AuditQuickSight extends Construct {
  /** The analysis that is shown. */
  public readonly analysis: AuditAnalysis;

  /** The role in which QuickSight asks Athena. It can delete nothing. Where Lake Formation governs the catalog, it needs grants there. */
  public readonly role: iam.Role;

  /** The connection to Athena. */
  public readonly dataSource: quicksight.CfnDataSource;

  /** The records, counted by hour, in SPICE. */
  public readonly dataSet: quicksight.CfnDataSet;

  /** When SPICE is filled again. */
  public readonly refreshSchedule: quicksight.CfnRefreshSchedule;

  /** The dashboard. */
  public readonly dashboard: quicksight.CfnDashboard;

  /** The id of data source, data set and dashboard, a literal. */
  public readonly quickSightId: string;

  /**
   * @param scope where it is made, a stack for example
   * @param id its id there
   * @param props the Athena table to show, and who may look at it
   */
  constructor(scope: Construct, id: string, props: AuditQuickSightProps) {
    super(scope, id);
    this.analysis = checkedAnalysis(this, props?.analysis);
    const readers = checkedReaders(this, props.readers);
    const authors = checkedPrincipals(this, 'authors', props.authors, readers);
    const days = historyDays(props.history);
    const name = checkedName(this, props.dashboardName);
    const scheduleFrequency = refreshFrequency(props);
    const sql = () => recordHoursSql(this.analysis, days);
    checkSqlLength(this, sql);
    this.quickSightId = uniqueName(this, ['aurora', 'mysql', 'audit'], MAX_ID_LENGTH);
    const awsAccountId = Stack.of(this).account;

    this.role = quickSightRole(this, this.analysis);
    this.dataSource = new quicksight.CfnDataSource(this, 'DataSource', {
      awsAccountId,
      dataSourceId: this.quickSightId,
      name,
      type: 'ATHENA',
      dataSourceParameters: { athenaParameters: { workGroup: this.analysis.workGroupName, roleArn: this.role.roleArn } },
      sslProperties: { disableSsl: false },
    });
    // QuickSight tries the connection before it takes it.
    this.dataSource.node.addDependency(this.analysis.workGroup, this.analysis.table);

    this.dataSet = new quicksight.CfnDataSet(this, 'DataSet', {
      awsAccountId,
      dataSetId: this.quickSightId,
      name,
      importMode: 'SPICE',
      physicalTableMap: {
        records: {
          customSql: {
            name: 'records',
            dataSourceArn: this.dataSource.attrArn,
            // Audits may be added to the archive, and detections to audits, later.
            sqlQuery: Lazy.string({ produce: sql }),
            columns: Object.entries(COLUMNS).map(([column, type]) => ({ name: column, type })),
          },
        },
      },
      // An import that takes hours, or fails, is no reason to hold up a deployment, or to take it back.
      ingestionWaitPolicy: { waitForSpiceIngestion: false },
      ...authors.length > 0 && { permissions: mayUse(authors) },
    });
    this.refreshSchedule = new quicksight.CfnRefreshSchedule(this, 'RefreshSchedule', {
      awsAccountId,
      dataSetId: this.quickSightId,
      schedule: { scheduleId: 'refresh', refreshType: 'FULL_REFRESH', scheduleFrequency },
    });
    this.refreshSchedule.node.addDependency(this.dataSet);
    this.dashboard = new quicksight.CfnDashboard(this, 'Dashboard', {
      awsAccountId,
      dashboardId: this.quickSightId,
      name,
      permissions: mayView([...readers, ...authors]),
      definition: dashboardDefinition(this.dataSet.attrArn, days),
      dashboardPublishOptions: PUBLISH_OPTIONS,
      // A chart that QuickSight dislikes is better than no dashboard.
      validationStrategy: { mode: 'LENIENT' },
    });
  }

  /**
   * The number of refreshes that failed, for an alarm of yours: the dashboard goes on to show what it has.
   *
   * @param options statistic (default: sum), period (default: an hour) and the like
   */
  public metricRefreshErrors(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/QuickSight',
      metricName: 'IngestionErrorCount',
      dimensionsMap: { DatasetId: this.quickSightId },
      statistic: cloudwatch.Stats.SUM,
      period: Duration.hours(1),
      ...options,
    }).attachTo(this);
  }
}
