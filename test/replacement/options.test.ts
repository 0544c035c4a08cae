import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { losses, templateOf } from './losses';
import {
  AuditDetection, AuditedAuroraMysqlCluster, AuditedAuroraMysqlClusterFromSnapshot, type AuditedAuroraMysqlClusterFromSnapshotProps,
  type AuditedAuroraMysqlClusterProps, AuditEvent,
} from '../../src';
import { clusterBasics } from '../stacks';

type Props = AuditedAuroraMysqlClusterProps;
type SnapshotProps = AuditedAuroraMysqlClusterFromSnapshotProps;

const IDENTIFIER = 'orders';
const VERSION = rds.AuroraMysqlEngineVersion.VER_3_12_0;
const LATER_MINOR_VERSION = rds.AuroraMysqlEngineVersion.of('8.0.mysql_aurora.3.13.0', '8.0');

function importedGroup(stack: Stack, logType: string): logs.ILogGroup {
  return logs.LogGroup.fromLogGroupName(stack, `Imported-${logType}`, `/aws/rds/cluster/${IDENTIFIER}/${logType}`);
}

function otherVpc(stack: Stack): ec2.IVpc {
  return new ec2.Vpc(stack, 'OtherVpc', { maxAzs: 2, natGateways: 0 });
}

/** Another value for every option; one that is missing here does not compile. */
const OTHER: { [name in keyof Required<Props>]: (stack: Stack) => Props[name] } = {
  alarmActions: stack => [new actions.SnsAction(new sns.Topic(stack, 'Pager'))],
  auditEvents: () => [AuditEvent.CONNECT, AuditEvent.QUERY_DCL],
  auditExcludedUsers: () => ['monitor'],
  auditIncludedUsers: () => ['app'],
  auditLogDataProtectionPolicy: () => new logs.DataProtectionPolicy({ identifiers: [logs.DataIdentifier.EMAILADDRESS] }),
  auditLogDeletionProtection: () => true,
  auditLogEncryptionKey: stack => kms.Key.fromKeyArn(stack, 'OtherKey', 'arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-000000000001'),
  auditLogGroup: stack => importedGroup(stack, 'audit'),
  auditLogRemovalPolicy: () => RemovalPolicy.DESTROY,
  auditLogRetention: () => logs.RetentionDays.TEN_YEARS,
  auditQueries: () => false,
  autoMinorVersionUpgrade: () => false,
  backtrackWindow: () => Duration.hours(24),
  backup: () => ({ retention: Duration.days(14), preferredWindow: '01:00-02:00' }),
  cloudwatchLogsExports: () => ['audit', 'error', 'general', 'slowquery', 'instance'],
  clusterIdentifier: () => 'other',
  copyTagsToSnapshot: () => false,
  credentials: () => rds.Credentials.fromGeneratedSecret('owner'),
  databaseInsightsMode: () => rds.DatabaseInsightsMode.STANDARD,
  defaultDatabaseName: () => 'shop',
  deleteAutomatedBackups: () => true,
  deletionProtection: () => false,
  detections: () => [AuditDetection.FAILED_LOGINS.withThreshold(20)],
  domain: () => 'd-1234567890',
  domainRole: stack => iam.Role.fromRoleName(stack, 'DomainRole', 'domain'),
  enableClusterLevelEnhancedMonitoring: () => true,
  enableDataApi: () => true,
  enableLocalWriteForwarding: () => true,
  enablePerformanceInsights: () => true,
  engineLifecycleSupport: () => rds.EngineLifecycleSupport.OPEN_SOURCE_RDS_EXTENDED_SUPPORT_DISABLED,
  iamAuthentication: () => false,
  logGroups: stack => ({ error: importedGroup(stack, 'error') }),
  manageMasterUserPassword: () => true,
  monitoringInterval: () => Duration.minutes(1),
  monitoringRole: stack => iam.Role.fromRoleName(stack, 'MonitoringRole', 'monitoring'),
  networkType: () => rds.NetworkType.DUAL,
  parameterGroup: stack => new rds.ParameterGroup(stack, 'OwnGroup', { engine: rds.DatabaseClusterEngine.auroraMysql({ version: VERSION }) }),
  parameters: () => ({ max_connections: '500' }),
  performanceInsightEncryptionKey: stack => kms.Key.fromKeyArn(stack, 'InsightKey', 'arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-000000000002'),
  performanceInsightRetention: () => rds.PerformanceInsightRetention.LONG_TERM,
  port: () => 3307,
  preferredMaintenanceWindow: () => 'sun:03:00-sun:04:00',
  readers: () => [rds.ClusterInstance.serverlessV2('reader')],
  removalPolicy: () => RemovalPolicy.RETAIN,
  replicationSourceIdentifier: () => 'arn:aws:rds:eu-west-1:111111111111:cluster:source',
  s3ExportBuckets: stack => [s3.Bucket.fromBucketName(stack, 'Export', 'export')],
  s3ExportRole: stack => iam.Role.fromRoleName(stack, 'ExportRole', 'export'),
  s3ImportBuckets: stack => [s3.Bucket.fromBucketName(stack, 'Import', 'import')],
  s3ImportRole: stack => iam.Role.fromRoleName(stack, 'ImportRole', 'import'),
  securityContacts: () => ['security@example.com', 'audit@example.com'],
  securityGroups: stack => [ec2.SecurityGroup.fromSecurityGroupId(stack, 'OtherGroup', 'sg-12345678')],
  serverlessV2AutoPauseDuration: () => Duration.hours(1),
  serverlessV2MaxCapacity: () => 16,
  serverlessV2MinCapacity: () => 1,
  storageEncrypted: () => false,
  storageEncryptionKey: stack => kms.Key.fromKeyArn(stack, 'StorageKey', 'arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-000000000003'),
  storageType: () => rds.DBClusterStorageType.AURORA_IOPT1,
  subnetGroup: stack => rds.SubnetGroup.fromSubnetGroupName(stack, 'OtherSubnets', 'other'),
  urgentAlarmActions: stack => [new actions.SnsAction(new sns.Topic(stack, 'Urgent'))],
  version: () => LATER_MINOR_VERSION,
  vpc: otherVpc,
  vpcSubnets: () => ({ subnetType: ec2.SubnetType.PUBLIC }),
  writer: () => rds.ClusterInstance.provisioned('writer', { instanceType: ec2.InstanceType.of(ec2.InstanceClass.R6G, ec2.InstanceSize.LARGE) }),
};

/** Options that go with others, before and after the change. */
const BESIDES: { [name in keyof Props]?: (stack: Stack) => Partial<Props> } = {
  domainRole: () => ({ domain: 'd-1234567890' }),
  enableClusterLevelEnhancedMonitoring: () => ({ monitoringInterval: Duration.minutes(1) }),
  monitoringRole: () => ({ monitoringInterval: Duration.minutes(1) }),
  performanceInsightEncryptionKey: () => ({ enablePerformanceInsights: true }),
  performanceInsightRetention: () => ({ enablePerformanceInsights: true }),
  serverlessV2AutoPauseDuration: () => ({ serverlessV2MinCapacity: 0 }),
  urgentAlarmActions: () => ({ securityContacts: ['security@example.com'] }),
};

const CLUSTER = 'AWS::RDS::DBCluster';
const INSTANCE = 'AWS::RDS::DBInstance';
const SECRET = 'AWS::SecretsManager::Secret';

/** What has to be replaced or deleted, and why. What is create-only of a cluster is so in RDS itself, and not otherwise with aws-rds. */
const ACCEPTED: { [name in keyof Props]?: { readonly lost: string[]; readonly why: string } } = {
  clusterIdentifier: { lost: ['AWS::Logs::LogGroup', CLUSTER, INSTANCE], why: 'it is another cluster, whose log groups have other names; the docstring says so' },
  credentials: { lost: [CLUSTER, SECRET], why: 'the master user is create-only; aws-rds gives the secret of another user another id' },
  defaultDatabaseName: { lost: [CLUSTER, INSTANCE], why: 'create-only' },
  manageMasterUserPassword: { lost: [CLUSTER, SECRET], why: 'RDS makes the secret itself; the user name may be another' },
  parameterGroup: { lost: ['AWS::RDS::DBClusterParameterGroup'], why: 'the group given takes its place' },
  replicationSourceIdentifier: { lost: [CLUSTER], why: 'a replica has no master user of its own' },
  storageEncrypted: { lost: [CLUSTER, INSTANCE], why: 'create-only' },
  storageEncryptionKey: { lost: [CLUSTER, INSTANCE], why: 'create-only' },
  subnetGroup: { lost: [CLUSTER, INSTANCE, 'AWS::RDS::DBSubnetGroup'], why: 'create-only; the group given takes the place of the one that aws-rds makes' },
};

function cluster(stack: Stack, props: Partial<Props>): void {
  new AuditedAuroraMysqlCluster(stack, 'Database', {
    ...clusterBasics(stack), version: VERSION, clusterIdentifier: IDENTIFIER, securityContacts: ['security@example.com'], ...props,
  });
}

test.each(Object.keys(OTHER) as (keyof Props)[])('a change of %s loses nothing but what has a reason', option => {
  const besides = (stack: Stack) => BESIDES[option]?.(stack) ?? {};
  const before = templateOf(stack => cluster(stack, besides(stack)));
  const after = templateOf(stack => cluster(stack, { ...besides(stack), [option]: OTHER[option](stack) }));

  expect(after).not.toEqual(before);
  expect(losses(before, after)).toEqual(ACCEPTED[option]?.lost ?? []);
});

/** The options of a restored cluster that a new one does not have. */
const OF_SNAPSHOTS: { [name in Exclude<keyof SnapshotProps, keyof Props>]-?: { readonly to: SnapshotProps[name]; readonly lost: string[] } } = {
  snapshotIdentifier: { to: 'later', lost: [CLUSTER, INSTANCE] }, // it is another cluster
  snapshotCredentials: { to: rds.SnapshotCredentials.fromGeneratedSecret('admin', { excludeCharacters: '"' }), lost: [SECRET] }, // a new password
};

test.each(Object.entries(OF_SNAPSHOTS))('a change of %s of a restored cluster loses nothing but what has a reason', (option, { to, lost }) => {
  const restored = (props: Partial<SnapshotProps>) => templateOf(stack => new AuditedAuroraMysqlClusterFromSnapshot(stack, 'Database', {
    ...clusterBasics(stack),
    version: VERSION,
    clusterIdentifier: IDENTIFIER,
    snapshotIdentifier: 'nightly',
    snapshotCredentials: rds.SnapshotCredentials.fromGeneratedSecret('admin'),
    ...props,
  }));

  expect(losses(restored({}), restored({ [option]: to }))).toEqual(lost);
});
