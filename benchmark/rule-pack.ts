/**
 * What the rule pack costs per cluster, against AwsSolutionsChecks over the same app in the same run: clusters of 11
 * resources each, the audited way. Packs and sizes are interleaved, medians compared; every measurement has a new app,
 * because a pack that comes second finds what the first has warmed up.
 */
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as sns from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks, type NagPack } from 'cdk-nag';
import { AuroraMysqlAuditChecks } from 'cdk-audited-aurora-mysql';

const SIZES = [10, 100, 1000];
const ROUNDS = [15, 9, 5];
const CLUSTERS_PER_STACK = 40;

/** Eleven resources: cluster, writer, reader, parameter group, key, log group, topic, two filters and two alarms. */
function addCluster(stack: Stack, identifier: string): void {
  const group = new rds.CfnDBClusterParameterGroup(stack, `${identifier}-parameters`, {
    family: 'aurora-mysql8.0', description: 'audited', parameters: { server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY,TABLE' },
  });
  const key = new kms.CfnKey(stack, `${identifier}-key`, { enableKeyRotation: true, keyPolicy: {} });
  const logGroup = new logs.CfnLogGroup(stack, `${identifier}-logs`, {
    logGroupName: `/aws/rds/cluster/${identifier}/audit`, retentionInDays: 365, kmsKeyId: key.attrArn,
  });
  logGroup.addOverride('DeletionPolicy', 'Retain');
  const cluster = new rds.CfnDBCluster(stack, identifier, {
    engine: 'aurora-mysql',
    engineVersion: '8.0.mysql_aurora.3.08.0',
    dbClusterIdentifier: identifier,
    dbClusterParameterGroupName: group.ref,
    enableCloudwatchLogsExports: ['audit'],
  });
  cluster.addOverride('DependsOn', [logGroup.logicalId]);
  for (const member of ['writer', 'reader']) {
    new rds.CfnDBInstance(stack, `${identifier}-${member}`, { engine: 'aurora-mysql', dbInstanceClass: 'db.r6g.large', dbClusterIdentifier: cluster.ref });
  }
  const topic = new sns.CfnTopic(stack, `${identifier}-topic`);
  for (const [name, filterPattern] of [['FailedLogins', '"FAILED_CONNECT"'], ['PrivilegeChanges', '?"GRANT " ?"REVOKE "']]) {
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
      alarmActions: [topic.ref],
    });
  }
}

function appOf(clusters: number): App {
  const app = new App();
  for (let first = 0; first < clusters; first += CLUSTERS_PER_STACK) {
    const stack = new Stack(app, `Stack${first}`);
    for (let index = first; index < Math.min(first + CLUSTERS_PER_STACK, clusters); index++) {
      addCluster(stack, `cluster-${index}`);
    }
  }
  return app;
}

function measure(app: App, pack: NagPack): number {
  const start = performance.now();
  const { violations } = pack.validateScope(app);
  const elapsed = performance.now() - start;
  if (pack instanceof AuroraMysqlAuditChecks && violations.length > 0) {
    throw new Error(`the clusters are meant to be compliant, found: ${violations[0].ruleName} ${violations[0].description}`);
  }
  return elapsed;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const PACKS: [string, () => NagPack][] = [['AuroraMysqlAuditChecks', () => new AuroraMysqlAuditChecks()], ['AwsSolutionsChecks', () => new AwsSolutionsChecks()]];

// Compiled by the engine before the clock counts.
PACKS.forEach(([, pack]) => [1, 2, 3].forEach(() => measure(appOf(100), pack())));

SIZES.forEach((clusters, size) => {
  const times = new Map(PACKS.map(([name]) => [name, [] as number[]]));
  for (let round = 0; round < ROUNDS[size]; round++) {
    PACKS.forEach(([name, pack]) => times.get(name)!.push(measure(appOf(clusters), pack()) / clusters));
  }
  const resources = appOf(clusters).node.findAll().filter(CfnResource.isCfnResource).length / clusters;
  const [ours, theirs] = PACKS.map(([name]) => median(times.get(name)!));
  console.log(`${String(clusters).padStart(5)} clusters of ${resources} resources: `
    + `AuroraMysqlAuditChecks ${ours.toFixed(3)} ms a cluster, AwsSolutionsChecks ${theirs.toFixed(3)} ms, ${(ours / theirs).toFixed(2)} x`);
});
