import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuditedAuroraMysqlCluster } from '../src';

const IDENTIFIER = 'Orders';
const GROUP = '/aws/rds/cluster/orders/audit';
const GROUP_ARN = `arn:aws:logs:eu-west-1:111111111111:log-group:${GROUP}`;
const PARAMETER_GROUP = 'shop-databaseparametergroup-1abc';
const KEY = '11111111-2222-3333-4444-555555555555';
const ALARM = 'Shop-DatabaseAuditDetectionsSilenceAlarm0000-ABC';

/** API calls as CloudTrail hands them to EventBridge: whether they touch the audit, name, request. */
const CALLS: [boolean, string, object][] = [
  [true, 'ModifyDBCluster', { dBClusterIdentifier: 'ORDERS', cloudwatchLogsExportConfiguration: { disableLogTypes: ['audit'] } }],
  [true, 'ModifyDBCluster', { dBClusterIdentifier: 'orders', dBClusterParameterGroupName: 'default.aurora-mysql8.0', applyImmediately: true }],
  [true, 'ModifyDBCluster', { dBClusterIdentifier: 'orders', newDBClusterIdentifier: 'elsewhere' }],
  [false, 'ModifyDBCluster', { dBClusterIdentifier: 'orders', backupRetentionPeriod: 14 }],
  [false, 'ModifyDBCluster', { dBClusterIdentifier: 'orders-2', newDBClusterIdentifier: 'elsewhere' }],
  [true, 'CreateBlueGreenDeployment', { source: 'arn:aws:rds:eu-west-1:111111111111:cluster:orders', targetDBClusterParameterGroupName: 'plain' }],
  [false, 'CreateBlueGreenDeployment', { source: 'arn:aws:rds:eu-west-1:111111111111:cluster:my-orders' }],
  ...['Modify', 'Reset', 'Delete'].map((verb): [boolean, string, object] =>
    [true, `${verb}DBClusterParameterGroup`, { dBClusterParameterGroupName: PARAMETER_GROUP.toUpperCase() }]),
  [false, 'ModifyDBClusterParameterGroup', { dBClusterParameterGroupName: 'another' }],
  ...['DeleteLogGroup', 'PutRetentionPolicy', 'DeleteRetentionPolicy', 'DisassociateKmsKey', 'PutMetricFilter', 'DeleteMetricFilter', 'DeleteLogStream', 'PutSubscriptionFilter']
    .map((name): [boolean, string, object] => [true, name, { logGroupName: GROUP }]),
  ...['PutLogGroupDeletionProtection', 'PutDataProtectionPolicy', 'PutTransformer'].map((name): [boolean, string, object] => [true, name, { logGroupIdentifier: GROUP_ARN }]),
  [true, 'AssociateKmsKey', { resourceIdentifier: GROUP_ARN, kmsKeyId: 'arn' }],
  [false, 'DescribeMetricFilters', { logGroupName: GROUP }],
  [false, 'PutRetentionPolicy', { logGroupName: '/aws/rds/cluster/my-orders/audit' }],
  [false, 'DeleteLogGroup', { logGroupName: '/aws/rds/cluster/orders/error' }],
  ...['DeleteAlarms', 'DisableAlarmActions'].map((name): [boolean, string, object] => [true, name, { alarmNames: ['another', ALARM] }]),
  ...['SetAlarmState', 'PutMetricAlarm'].map((name): [boolean, string, object] => [true, name, { alarmName: ALARM }]),
  [true, 'PutAlarmMuteRule', { name: 'quiet', muteTargets: { alarmNames: [ALARM] } }],
  [false, 'PutAlarmMuteRule', { name: 'quiet', muteTargets: { alarmNames: ['Shop-Cpu0000-ABC'] } }],
  [false, 'PutMetricAlarm', { alarmName: 'Shop-Cpu0000-ABC' }],
  ...['DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy'].map((name): [boolean, string, object] =>
    [true, name, { keyId: name === 'DisableKey' ? KEY : `arn:aws:kms:eu-west-1:111111111111:key/${KEY}` }]),
  [false, 'DisableKey', { keyId: '99999999-2222-3333-4444-555555555555' }],
];

function eventPattern(): unknown {
  const stack = new Stack(new App(), 'Shop');
  const cluster = new AuditedAuroraMysqlCluster(stack, 'Database', {
    vpc: new ec2.Vpc(stack, 'Vpc', { natGateways: 0, maxAzs: 2 }),
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    writer: rds.ClusterInstance.serverlessV2('writer'),
    clusterIdentifier: IDENTIFIER,
  });
  const [rule] = Object.values(Template.fromStack(stack).findResources('AWS::Events::Rule'));
  const { Ref: parameterGroup } = stack.resolve(cluster.parameterGroup.bindToCluster({}).parameterGroupName);
  const { Ref: key } = stack.resolve(cluster.audit.encryptionKey!.keyId);
  const names: Record<string, string> = { [parameterGroup]: PARAMETER_GROUP, [key]: KEY };
  return JSON.parse(JSON.stringify(rule.Properties.EventPattern, (_, value) => value?.Ref ? names[value.Ref] : value));
}

/** Asks EventBridge's own matcher, which is published as a library, which calls the rule of an audited cluster selects. */
const [classpath] = process.argv.slice(2);
const rule = eventPattern();
const input = CALLS.map(([, eventName, requestParameters]) =>
  JSON.stringify({ rule, event: { 'detail-type': 'AWS API Call via CloudTrail', 'detail': { eventName, requestParameters } } })).join('\n');
const answers = execFileSync('java', ['-cp', readFileSync(classpath, 'utf8').trim(), 'test/event-pattern/MatchEvents.java'], { input, encoding: 'utf8' })
  .trim().split('\n').map(line => line === 'true');
const wrong = CALLS.filter(([expected], index) => answers[index] !== expected);
wrong.forEach(([expected, name, request]) => console.error(`${expected ? 'not selected' : 'selected'}: ${name} ${JSON.stringify(request)}`));
console.log(`${CALLS.length - wrong.length} of ${CALLS.length} API calls selected or left alone as they should be`);
process.exitCode = wrong.length === 0 && answers.length === CALLS.length ? 0 : 1;
