import { Aspects, Duration, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { checkDashboardLimits } from './dashboard-limits';
import { chosenNames, clusterNames } from './dashboard-metrics';
import { details, overview, type ShownCluster } from './dashboard-widgets';
import { isOfClass } from '../../app/of-class';
import { shown } from '../../app/shown';
import type { IAuroraMysqlAudit } from '../../detection/aurora-mysql-audit-ref';
import { checkAudit, checkedAudits } from '../given-audits';

/** No cluster can be called so: identifiers have no underscores. */
const CHOSEN_CLUSTER = 'chosen_cluster';

/**
 * Properties of `AuditDashboard`.
 */
export interface AuditDashboardProps {
  /**
   * The audits of the clusters to show: of one account, region and stage, up to 100 with the recommended detections.
   */
  readonly audits: IAuroraMysqlAudit[];

  /**
   * The name of the dashboard: 1 to 255 letters, digits, `-` and `_`.
   *
   * @default - a name that CloudFormation makes
   */
  readonly dashboardName?: string;

  /**
   * The time that it shows when it is opened, a literal of at least one minute. The queries on it look through all records of that time.
   *
   * @default Duration.days(1)
   */
  readonly defaultInterval?: Duration;
}

/**
 * A CloudWatch dashboard of many audited clusters: alarms, refused logins, denied access, detections by severity, records per minute; and of one
 * cluster, to be chosen on the dashboard, who was active and the last urgent records.
 *
 * Costs 3 USD a month (three dashboards of an account are free). Each look at it runs three Logs Insights queries on the chosen cluster, at 0.005 USD
 * for each GB of records in the time shown.
 *
 * A dashboard in another stack than a cluster imports the ARNs of its alarms: before a detection is taken out of such a cluster, the dashboard has to be
 * deployed without it, as with every export of a stack.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_dashboard_variables.html
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { AuditDashboard, AuditedAuroraMysqlCluster } from 'cdk-audited-aurora-mysql';
 *
 * declare const stack: Stack;
 * declare const orders: AuditedAuroraMysqlCluster;
 * declare const billing: AuditedAuroraMysqlCluster;
 *
 * new AuditDashboard(stack, 'Dashboard', { audits: [orders.audit, billing.audit] });
 */
export class AuditDashboard extends Construct {
  /** The dashboard; widgets that you add stand above those of the audits. */
  public readonly dashboard: cloudwatch.Dashboard;

  /**
   * @param scope where it is made, a stack for example
   * @param id its id there
   * @param props the audits to show
   */
  constructor(scope: Construct, id: string, props: AuditDashboardProps) {
    super(scope, id);
    const audits = checkedAudits(props?.audits);
    audits.forEach((audit, index) => checkAudit('dashboard', this, audit, audits.slice(0, index)));
    checkName(props.dashboardName);
    const chosen = audits.length === 1 ? audits[0].clusterIdentifier.toLowerCase() : CHOSEN_CLUSTER;
    this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: props.dashboardName,
      defaultInterval: checkedInterval(props.defaultInterval),
      variables: audits.length === 1 ? undefined : [clusterVariable(audits)],
    });
    let isFilled = false;
    // Detections may come late, and an app may be synthesised again.
    Aspects.of(this).add({
      visit: node => {
        if (node === this && !isFilled) {
          isFilled = true;
          this.fill(audits, chosen);
        }
      },
    });
  }

  private fill(audits: IAuroraMysqlAudit[], chosen: string): void {
    const clusters: ShownCluster[] = audits.map(({ clusterIdentifier, metricNamespace, detections, alarms }) => ({
      names: clusterNames(clusterIdentifier.toLowerCase(), metricNamespace), detections, alarms,
    }));
    const ofChosen = chosenNames(chosen, clusters.map(({ names }) => names));
    const rows = [...overview(clusters, Stack.of(this).region), ...details(ofChosen, audits.flatMap(({ detections }) => detections))];
    checkDashboardLimits(this, audits.length, rows.flat());
    rows.forEach(row => this.dashboard.addWidgets(...row));
  }
}

/** Replaces the chosen cluster wherever it stands: in namespaces, names of log groups and rules, and texts. */
function clusterVariable(audits: IAuroraMysqlAudit[]): cloudwatch.IVariable {
  const identifiers = audits.map(({ clusterIdentifier }) => clusterIdentifier.toLowerCase());
  return new cloudwatch.DashboardVariable({
    id: 'cluster',
    label: 'Cluster',
    type: cloudwatch.VariableType.PATTERN,
    inputType: cloudwatch.VariableInputType.SELECT,
    value: CHOSEN_CLUSTER,
    values: cloudwatch.Values.fromValues(...identifiers.map(value => ({ value, label: value }))),
    defaultValue: cloudwatch.DefaultValue.value(identifiers[0]),
  });
}

function checkName(name: string | undefined): void {
  if (name !== undefined && (typeof name !== 'string' || (!Token.isUnresolved(name) && !/^[\w-]{1,255}$/.test(name)))) {
    throw new Error(`dashboardName: must be 1 to 255 letters, digits, - and _, got: ${shown(name)}`);
  }
}

function checkedInterval(interval: Duration = Duration.days(1)): Duration {
  const seconds = isOfClass(interval, Duration) && !interval.isUnresolved() ? interval.toSeconds({ integral: false }) : undefined;
  if (seconds === undefined || seconds < 60) {
    throw new Error(`defaultInterval: must be a literal Duration of at least one minute, got: ${seconds === undefined ? shown(interval) : `${seconds} seconds`}`);
  }
  return interval;
}
