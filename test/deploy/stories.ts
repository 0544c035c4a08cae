import { join } from 'path';
import { createInterface } from 'readline';
import { App, Duration, Mixins, RemovalPolicies, RemovalPolicy, Stack, TimeZone } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import {
  AuditAnalysis, AuditArchive, AuditAuroraMysql, AuditDashboard, AuditDetection, AuditedAuroraMysqlCluster, AuditedAuroraMysqlClusterFromSnapshot,
  type AuditedAuroraMysqlClusterProps, AuditEvent, AuditReview, type AuditReviewProps, AuroraMysqlAudit,
} from '../../src';
import { ENGINE_VERSION, includedCluster } from '../adopted';
import { clusterBasics } from '../stacks';

const VERSION = rds.AuroraMysqlEngineVersion.VER_3_12_0;
const NEXT_MAJOR_VERSION = rds.AuroraMysqlEngineVersion.of('8.4.mysql_aurora.8.4.7', '8.4');
const NO_SUCH_VERSION = rds.AuroraMysqlEngineVersion.of('8.0.mysql_aurora.3.99.9', '8.0');

/** What is only known once something is deployed. */
interface Facts {
  readonly clusterIdentifier: string;
  readonly instanceIdentifier: string;
}

function audited(stack: Stack, props: Partial<AuditedAuroraMysqlClusterProps> = {}): AuditedAuroraMysqlCluster {
  return new AuditedAuroraMysqlCluster(stack, 'Database', {
    ...clusterBasics(stack),
    version: VERSION,
    clusterIdentifier: 'orders',
    securityContacts: ['security@example.com'],
    ...props,
  });
}

function plain(stack: Stack, props: Partial<rds.DatabaseClusterProps> = {}): rds.DatabaseCluster {
  return new rds.DatabaseCluster(stack, 'Database', {
    ...clusterBasics(stack),
    engine: rds.DatabaseClusterEngine.auroraMysql({ version: VERSION }),
    ...props,
  });
}

/** The log groups of the cluster `orders` that exist already. */
function keptGroups(stack: Stack, logTypes: string[]): { [logType: string]: logs.ILogGroup } {
  return Object.fromEntries(logTypes.map(logType => [logType, logs.LogGroup.fromLogGroupName(stack, `Kept-${logType}`, `/aws/rds/cluster/orders/${logType}`)]));
}

function handedIn(stack: Stack): Partial<AuditedAuroraMysqlClusterProps> {
  const { audit, ...others } = keptGroups(stack, ['audit', 'error', 'general', 'slowquery']);
  return { auditLogGroup: audit, logGroups: others };
}

/**
 * The cluster as it was deployed, with the identifiers that CloudFormation gave it.
 *
 * What the audited cluster will say of storage encryption is said when it is imported: said later it replaces the cluster.
 */
function asDeployed({ clusterIdentifier, instanceIdentifier }: Facts) {
  return { clusterIdentifier, storageEncrypted: false, writer: rds.ClusterInstance.serverlessV2('writer', { instanceIdentifier }) };
}

/** The form of aws-rds that is deprecated, and deployed in many places. */
function legacy(stack: Stack): rds.DatabaseCluster {
  const { writer: _, ...instanceProps } = clusterBasics(stack);
  return new rds.DatabaseCluster(stack, 'Database', { engine: rds.DatabaseClusterEngine.auroraMysql({ version: VERSION }), instances: 2, instanceProps });
}

function fromSnapshot(stack: Stack): rds.DatabaseClusterFromSnapshot {
  return new rds.DatabaseClusterFromSnapshot(stack, 'Database', {
    ...clusterBasics(stack),
    engine: rds.DatabaseClusterEngine.auroraMysql({ version: VERSION }),
    snapshotIdentifier: 'orders-snapshot',
    snapshotCredentials: rds.SnapshotCredentials.fromGeneratedSecret('admin'),
  });
}

/** An L1 without an identifier, and its instance. */
function l1(stack: Stack, props: Partial<rds.CfnDBClusterProps> = {}): rds.CfnDBCluster {
  const cluster = new rds.CfnDBCluster(stack, 'Database', {
    engine: 'aurora-mysql', engineVersion: ENGINE_VERSION, masterUsername: 'admin', manageMasterUserPassword: true, ...props,
  });
  new rds.CfnDBInstance(stack, 'Writer', { engine: 'aurora-mysql', dbInstanceClass: 'db.r6g.large', dbClusterIdentifier: cluster.ref });
  return cluster;
}

/** One that exports its audit log, and whose parameter group is of the app. */
function l1WithGroup(stack: Stack): rds.CfnDBCluster {
  const group = new rds.CfnDBClusterParameterGroup(stack, 'Group', { family: 'aurora-mysql8.0', description: 'ours', parameters: { slow_query_log: '1' } });
  return l1(stack, { dbClusterParameterGroupName: group.ref, enableCloudwatchLogsExports: ['audit'] });
}

/** The audit of a cluster that exports its audit log, and whose log group the stack comes to own. */
function owning(stack: Stack, { clusterIdentifier }: Facts, props: logs.LogGroupProps): void {
  const auditLogGroup = new logs.LogGroup(stack, 'AuditLogs', { logGroupName: `/aws/rds/cluster/${clusterIdentifier}/audit`, ...props });
  new AuroraMysqlAudit(stack, 'Audit', { cluster: plain(stack, { cloudwatchLogsExports: ['audit'] }), auditLogGroup });
}

/** A cluster with the identifier of its template in one stack, an L1 without in another. */
function twoClusters(stack: Stack): rds.CfnDBCluster {
  plain(stack, { clusterIdentifier: 'orders' });
  return l1(new Stack(stack.node.root as App, 'Users'));
}

/** A cluster that may go, and all that people look at. */
function reviewed(stack: Stack, clusters: AuditedAuroraMysqlCluster[], props: Partial<AuditReviewProps> = {}): void {
  const audits = clusters.map(({ audit }) => audit);
  const archive = new AuditArchive(stack, 'Archive', { audits });
  new AuditAnalysis(stack, 'Analysis', { archive });
  new AuditDashboard(stack, 'Dashboard', { audits });
  new AuditReview(stack, 'Review', { audits, archive, reviewers: ['security@example.com'], ...props });
}

/** The states of the stack that the stories go through. */
const STATES: Record<string, (stack: Stack, facts: Facts) => void> = {
  'audited': stack => { audited(stack); },
  'audited-changed': stack => {
    audited(stack, {
      auditLogRetention: logs.RetentionDays.TEN_YEARS,
      auditEvents: [AuditEvent.CONNECT, AuditEvent.QUERY_DCL],
      detections: [AuditDetection.FAILED_LOGINS.withThreshold(20), AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES],
    });
  },
  'unprotected': stack => { audited(stack, { deletionProtection: false }); },
  'throw-away': stack => { audited(stack, { removalPolicy: RemovalPolicy.DESTROY, auditLogRemovalPolicy: RemovalPolicy.DESTROY }); },
  'handed-in': stack => { audited(stack, { ...handedIn(stack), deletionProtection: false }); },
  'next-major-version': stack => { audited(stack, { version: NEXT_MAJOR_VERSION }); },
  'restored': stack => {
    new AuditedAuroraMysqlClusterFromSnapshot(stack, 'Database', {
      ...clusterBasics(stack),
      version: VERSION,
      clusterIdentifier: 'restored',
      snapshotIdentifier: 'orders-snapshot',
      snapshotCredentials: rds.SnapshotCredentials.fromGeneratedSecret('admin'),
    });
  },

  'reviewed': stack => { reviewed(stack, [audited(stack, { deletionProtection: false })]); },
  'reviewed-changed': stack => {
    const orders = audited(stack, { deletionProtection: false, auditLogRetention: logs.RetentionDays.TEN_YEARS });
    const invoices = new AuditedAuroraMysqlCluster(stack, 'Invoices', {
      vpc: orders.vpc,
      vpcSubnets: orders.vpcSubnets,
      writer: rds.ClusterInstance.serverlessV2('writer'),
      version: VERSION,
      clusterIdentifier: 'invoices',
      deletionProtection: false,
    });
    reviewed(stack, [orders, invoices], {
      schedule: scheduler.ScheduleExpression.cron({ minute: '30', hour: '8', timeZone: TimeZone.ASIA_TOKYO }), period: Duration.days(1),
    });
  },

  'wrong-parameter': stack => {
    // An override: the library refuses a parameter that does not exist.
    (audited(stack).parameterGroup.node.defaultChild as rds.CfnDBClusterParameterGroup).addPropertyOverride('Parameters.server_audit_logs', '1');
  },
  'wrong-version': stack => { audited(stack, { version: NO_SUCH_VERSION }); },
  'wrong-pattern': stack => {
    const { audit } = audited(stack);
    new logs.CfnMetricFilter(audit, 'Wrong', {
      logGroupName: audit.logGroups.error.logGroupName,
      filterPattern: '%(GRANT|REVOKE)%',
      metricTransformations: [{ metricName: 'Grants', metricNamespace: 'Orders', metricValue: '1' }],
    });
  },
  'wrong-instance': stack => { audited(stack, { writer: unavailableInstance() }); },
  'wrong-instance-unprotected': stack => { audited(stack, { writer: unavailableInstance(), deletionProtection: false }); },

  'plain': stack => { plain(stack, { clusterIdentifier: 'orders' }); },
  'plain-audited': stack => { new AuroraMysqlAudit(stack, 'Audit', { cluster: plain(stack, { clusterIdentifier: 'orders' }) }); },
  'exporting': stack => { plain(stack, { clusterIdentifier: 'orders', cloudwatchLogsExports: ['audit'] }); },
  'exporting-audited': stack => {
    new AuroraMysqlAudit(stack, 'Audit', { cluster: plain(stack, { clusterIdentifier: 'orders', cloudwatchLogsExports: ['audit'] }) });
  },
  'exporting-audited-told': stack => {
    new AuroraMysqlAudit(stack, 'Audit', {
      cluster: plain(stack, { clusterIdentifier: 'orders', cloudwatchLogsExports: ['audit'] }), deployedClusterIdentifier: 'orders',
    });
  },
  'exporting-audited-handed-in': stack => {
    const cluster = plain(stack, { clusterIdentifier: 'orders', cloudwatchLogsExports: ['audit'] });
    new AuroraMysqlAudit(stack, 'Audit', { cluster, auditLogGroup: keptGroups(stack, ['audit']).audit });
  },

  'generated': stack => { plain(stack); },
  'generated-audited': (stack, { clusterIdentifier }) => {
    new AuroraMysqlAudit(stack, 'Audit', { cluster: plain(stack), deployedClusterIdentifier: clusterIdentifier });
  },
  'generated-exporting': stack => { plain(stack, { cloudwatchLogsExports: ['audit'] }); },
  'generated-exporting-audited': (stack, { clusterIdentifier }) => {
    const auditLogGroup = logs.LogGroup.fromLogGroupName(stack, 'AuditLogs', `/aws/rds/cluster/${clusterIdentifier}/audit`);
    new AuroraMysqlAudit(stack, 'Audit', { cluster: plain(stack, { cloudwatchLogsExports: ['audit'] }), auditLogGroup });
  },
  'generated-exporting-owned': (stack, facts) => { owning(stack, facts, { retention: logs.RetentionDays.INFINITE }); },
  'generated-exporting-kept': (stack, facts) => {
    owning(stack, facts, { retention: logs.RetentionDays.TEN_YEARS, deletionProtectionEnabled: true });
  },

  'legacy': stack => { legacy(stack); },
  'legacy-audited': (stack, { clusterIdentifier }) => {
    new AuroraMysqlAudit(stack, 'Audit', { cluster: legacy(stack), deployedClusterIdentifier: clusterIdentifier });
  },
  'from-snapshot': stack => { fromSnapshot(stack); },
  'from-snapshot-audited': (stack, { clusterIdentifier }) => {
    new AuroraMysqlAudit(stack, 'Audit', { cluster: fromSnapshot(stack), deployedClusterIdentifier: clusterIdentifier });
  },

  'l1': stack => { l1(stack); },
  'l1-audited': (stack, { clusterIdentifier }) => {
    new AuroraMysqlAudit(stack, 'Audit', { cluster: l1(stack), deployedClusterIdentifier: clusterIdentifier });
  },
  'l1-default': stack => { l1(stack, { dbClusterParameterGroupName: 'default.aurora-mysql8.0' }); },
  'l1-with-group': stack => { l1WithGroup(stack); },
  'l1-with-group-audited': (stack, { clusterIdentifier }) => {
    new AuroraMysqlAudit(stack, 'Audit', { cluster: l1WithGroup(stack), deployedClusterIdentifier: clusterIdentifier });
  },
  'included': stack => { includedCluster(stack); },
  'included-audited': (stack, { clusterIdentifier }) => {
    new AuroraMysqlAudit(stack, 'Audit', { cluster: includedCluster(stack), deployedClusterIdentifier: clusterIdentifier });
  },
  'included-default': stack => { includedCluster(stack, { DBClusterParameterGroupName: 'default.aurora-mysql8.0' }); },

  'watched-elsewhere': (stack, { clusterIdentifier }) => {
    plain(stack);
    const watching = new Stack(stack.node.root as App, 'Watching');
    const cluster = rds.DatabaseCluster.fromDatabaseClusterAttributes(watching, 'Orders', { clusterIdentifier });
    new AuroraMysqlAudit(watching, 'Audit', { cluster });
  },

  'two-clusters': stack => { twoClusters(stack); },
  'two-clusters-audited': (stack, { clusterIdentifier }) => {
    twoClusters(stack).with(new AuditAuroraMysql({ deployedClusterIdentifier: clusterIdentifier }));
    Mixins.of(stack.node.root).apply(new AuditAuroraMysql());
  },
  'two-clusters-default': stack => { twoClusters(stack).dbClusterParameterGroupName = 'default.aurora-mysql8.0'; },

  'generated-retained': stack => { RemovalPolicies.of(plain(stack)).retain(); },
  'without-cluster': stack => { clusterBasics(stack); },
  'as-deployed': (stack, facts) => { plain(stack, asDeployed(facts)); },
  'adopted': (stack, facts) => {
    new AuditedAuroraMysqlCluster(stack, 'Database', { ...clusterBasics(stack), ...asDeployed(facts), version: VERSION });
  },
};

/** A class that Aurora MySQL does not offer. */
function unavailableInstance(): rds.IClusterInstance {
  return rds.ClusterInstance.provisioned('writer', { instanceType: ec2.InstanceType.of(ec2.InstanceClass.M5, ec2.InstanceSize.LARGE) });
}

/** Synthesises the named states of the stack `Orders`, or all that need no facts, each to a directory of its name. */
function synthesize(outdir: string, facts: Facts, chosen: string[]): void {
  const names = chosen.length > 0 ? chosen : Object.keys(STATES).filter(name => STATES[name].length < 2);
  for (const name of names) {
    const app = new App({ outdir: join(outdir, name), analyticsReporting: false });
    STATES[name](new Stack(app, 'Orders'), facts);
    app.synth();
  }
}

/** Answers each line `{ outdir, facts, names }` with what went wrong, or an empty text. */
createInterface({ input: process.stdin }).on('line', line => {
  const { outdir, facts, names } = JSON.parse(line);
  let answer = '';
  try {
    synthesize(outdir, facts, names);
  } catch (error) {
    answer = String((error as Error).stack);
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
});
