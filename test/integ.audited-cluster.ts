import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuditDetection, AuditedAuroraMysqlCluster } from '../src';

const IDENTIFIER = 'integ-audited-cluster';

const app = new App();
const stack = new Stack(app, 'IntegAuditedCluster');
const cluster = new AuditedAuroraMysqlCluster(stack, 'Database', {
  vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0, restrictDefaultSecurityGroup: false }),
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  writer: rds.ClusterInstance.serverlessV2('writer'),
  clusterIdentifier: IDENTIFIER,
  removalPolicy: RemovalPolicy.DESTROY,
  auditLogRemovalPolicy: RemovalPolicy.DESTROY,
});

const integ = new IntegTest(app, 'AuditedCluster', { testCases: [stack] });

integ.assertions.awsApiCall('RDS', 'describeDBClusters', { DBClusterIdentifier: IDENTIFIER }).expect(ExpectedResult.objectLike({
  DBClusters: [{
    EnabledCloudwatchLogsExports: Match.arrayWith(['audit', 'error', 'general', 'slowquery']),
    DBClusterParameterGroup: cluster.parameterGroup.bindToCluster({}).parameterGroupName,
  }],
}));

integ.assertions.awsApiCall('RDS', 'describeDBClusterParameters', {
  DBClusterParameterGroupName: cluster.parameterGroup.bindToCluster({}).parameterGroupName,
  Source: 'user',
}).expect(ExpectedResult.objectLike({
  Parameters: Match.arrayWith([
    Match.objectLike({ ParameterName: 'server_audit_logging', ParameterValue: '1' }),
    Match.objectLike({ ParameterName: 'server_audit_events', ParameterValue: 'CONNECT,QUERY,TABLE' }),
  ]),
}));

integ.assertions.awsApiCall('CloudWatchLogs', 'describeLogGroups', { logGroupNamePrefix: `/aws/rds/cluster/${IDENTIFIER}/audit` })
  .expect(ExpectedResult.objectLike({ logGroups: [{ retentionInDays: 365, logGroupClass: 'STANDARD' }] }));

/** A record that the service itself has to select, and one that it must not. */
const SAMPLES: [AuditDetection, string, string][] = [
  [
    AuditDetection.FAILED_LOGINS,
    '1728498527380921,node1,user_1,172.31.49.222,147189,0,FAILED_CONNECT,,,1045',
    "1728498527380921,node1,app,172.31.49.222,147189,7,QUERY,shop,'SELECT \\',FAILED_CONNECT,,,1045\\'',0",
  ],
  [
    AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES,
    "1728498527380921,node1,admin,172.31.49.222,147189,7,QUERY,shop,'/* tool */ grant select on shop.* to carol',0",
    "1728498527380921,node1,app,172.31.49.222,147189,8,QUERY,shop,'SELECT * FROM grants',0",
  ],
];

for (const [detection, evidence, harmless] of SAMPLES) {
  integ.assertions.awsApiCall('CloudWatchLogs', 'testMetricFilter', { filterPattern: detection.filterPattern, logEventMessages: [evidence, harmless] })
    .expect(ExpectedResult.objectLike({ matches: [{ eventNumber: 1 }] }));
}
