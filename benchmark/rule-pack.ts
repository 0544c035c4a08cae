/**
 * What the rule pack costs per cluster, against AwsSolutionsChecks over the same app in the same run: clusters of 11
 * resources each, the audited way. Measured inside `validate()`, which is what a synthesis waits for, and in
 * `validateScope()`. Packs take turns in being the first, equally often, and both have run in both ways before the clock
 * counts. Medians are compared, minima tell how noisy the machine was; every measurement has a new app.
 */
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnResource, type IPolicyValidationContext, type PolicyValidationPluginReport, Stack, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AwsSolutionsChecks, type NagPack } from 'cdk-nag';
import { AuroraMysqlAuditChecks } from 'cdk-audited-aurora-mysql';

const SIZES = [10, 100, 1000];
const ROUNDS = [16, 8, 4];
const CLUSTERS_PER_STACK = 40;

const PATTERNS = {
  FailedLogins: '"FAILED_CONNECT"', PrivilegeChanges: '?"GRANT " ?"REVOKE "', Dropped: '?"DROP TABLE" ?"DROP DATABASE"', Users: '?"CREATE USER" ?"DROP USER"',
};

/** Eleven resources: cluster, parameter group, log group, four filters and four alarms. */
function addCluster(stack: Stack, identifier: string): void {
  const group = new rds.CfnDBClusterParameterGroup(stack, `${identifier}-parameters`, {
    family: 'aurora-mysql8.0', description: 'audited', parameters: { server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY,TABLE' },
  });
  const logGroup = new logs.CfnLogGroup(stack, `${identifier}-logs`, {
    logGroupName: `/aws/rds/cluster/${identifier}/audit`, retentionInDays: 365, kmsKeyId: 'arn:aws:kms:eu-central-1:111111111111:key/orders',
  });
  logGroup.addOverride('DeletionPolicy', 'Retain');
  logGroup.addOverride('UpdateReplacePolicy', 'Retain');
  const cluster = new rds.CfnDBCluster(stack, identifier, {
    engine: 'aurora-mysql',
    engineVersion: '8.0.mysql_aurora.3.08.0',
    dbClusterIdentifier: identifier,
    dbClusterParameterGroupName: group.ref,
    enableCloudwatchLogsExports: ['audit'],
  });
  cluster.addResourceDependency(logGroup);
  for (const [name, filterPattern] of Object.entries(PATTERNS)) {
    new logs.CfnMetricFilter(stack, `${identifier}-${name}`, {
      logGroupName: logGroup.ref,
      filterPattern,
      metricTransformations: [{ metricNamespace: identifier, metricName: name, metricValue: '1' }],
    });
    new cloudwatch.CfnAlarm(stack, `${identifier}-${name}-alarm`, {
      namespace: identifier,
      metricName: name,
      statistic: 'Sum',
      period: 300,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      alarmActions: ['arn:aws:sns:eu-central-1:111111111111:security'],
    });
  }
}

function appOf(clusters: number, outdir?: string): App {
  const app = new App({ outdir });
  for (let first = 0; first < clusters; first += CLUSTERS_PER_STACK) {
    const stack = new Stack(app, `Stack${first}`);
    for (let index = first; index < Math.min(first + CLUSTERS_PER_STACK, clusters); index++) {
      addCluster(stack, `cluster-${index}`);
    }
  }
  return app;
}

const PACKS: [string, () => NagPack][] = [['AuroraMysqlAuditChecks', () => new AuroraMysqlAuditChecks()], ['AwsSolutionsChecks', () => new AwsSolutionsChecks()]];

type Times = Map<string, number[]>;

function timed(times: Times, name: string, clusters: number, f: () => PolicyValidationPluginReport): PolicyValidationPluginReport {
  const start = performance.now();
  const report = f();
  const elapsed = performance.now() - start;
  times.set(name, [...times.get(name) ?? [], elapsed / clusters]);
  if (name === PACKS[0][0] && report.violations.length > 0) {
    throw new Error(`the clusters are meant to be compliant, found: ${report.violations[0].ruleName} ${report.violations[0].description}`);
  }
  return report;
}

/** One synthesis with both packs; what they cost of it, and the whole. */
function synthesise(clusters: number, round: number, times: Times): number {
  const outdir = mkdtempSync(join(tmpdir(), 'rule-pack-'));
  const { error, exitCode } = { error: console.error, exitCode: process.exitCode };
  console.error = () => undefined;
  try {
    const app = appOf(clusters, outdir);
    const packs = PACKS.map(([name, make]) => {
      const pack = make();
      const validate = pack.validate.bind(pack);
      pack.validate = (context: IPolicyValidationContext) => timed(times, name, clusters, () => validate(context));
      return pack;
    });
    Validations.of(app).addPlugins(...round % 2 === 0 ? packs : packs.reverse());
    const start = performance.now();
    try {
      app.synth();
    } catch {
      // AwsSolutionsChecks finds something in these clusters.
    }
    return (performance.now() - start) / clusters;
  } finally {
    console.error = error;
    process.exitCode = exitCode;
    rmSync(outdir, { recursive: true });
  }
}

/** Of all packs, without synthesis. */
function judgeScopes(clusters: number, round: number, times: Times): void {
  for (const [name, make] of round % 2 === 0 ? PACKS : [...PACKS].reverse()) {
    const app = appOf(clusters);
    timed(times, name, clusters, () => make().validateScope(app));
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

function told(what: string, clusters: number, times: Times, whole?: number): void {
  const [ours, theirs] = PACKS.map(([name]) => times.get(name)!);
  const figures = ([['median', median], ['minimum', values => Math.min(...values)]] as [string, (values: readonly number[]) => number][])
    .map(([name, of]) => `${name} ${of(ours).toFixed(3)} ms, AwsSolutionsChecks ${of(theirs).toFixed(3)} ms, ${(of(ours) / of(theirs)).toFixed(2)} x`);
  console.log(`${what}, ${String(clusters).padStart(4)} clusters, each: ${figures.join('; ')}`
    + `${whole === undefined ? '' : `; ${(100 * median(ours) / whole).toFixed(1)} % of the synthesis`}`);
}

// Compiled by the engine before the clock counts.
[0, 1, 2, 3].forEach(round => {
  synthesise(40, round, new Map());
  judgeScopes(40, round, new Map());
});

const resources = appOf(1).node.findAll().filter(CfnResource.isCfnResource).length;
console.log(`${resources} resources a cluster`);
SIZES.forEach((clusters, size) => {
  const [times, scoped]: [Times, Times] = [new Map(), new Map()];
  const wholes: number[] = [];
  for (let round = 0; round < ROUNDS[size]; round++) {
    wholes.push(synthesise(clusters, round, times));
    judgeScopes(clusters, round, scoped);
  }
  told('validate()     ', clusters, times, median(wholes));
  told('validateScope()', clusters, scoped);
});
