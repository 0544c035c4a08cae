import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as events from 'aws-cdk-lib/aws-events';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuditArchive, AuditedAuroraMysqlCluster, AuditReview } from '../src';

const ENV = { account: '111111111111', region: 'eu-west-1' };
const IDENTIFIER = 'Orders';
const GROUP = '/aws/rds/cluster/orders/audit';
const GROUP_ARN = `arn:aws:logs:eu-west-1:111111111111:log-group:${GROUP}`;
const PARAMETER_GROUP = 'shop-databaseparametergroup-1abc';
const KEY = '11111111-2222-3333-4444-555555555555';
const ALARM = 'Shop-DatabaseAuditDetectionsSilenceAlarm0000-ABC';
const BUCKET = 'shop-archivebucket-1abc';
const ARCHIVE_KEY = '22222222-2222-3333-4444-555555555555';
const SCHEDULE = 'Shop-ReviewSchedule-1ABC';

type Call = [boolean, string, object];

/** API calls as CloudTrail hands them to EventBridge: whether they touch the audit, name, request. */
const CALLS_OF_AUDIT: Call[] = [
  [true, 'ModifyDBCluster', { dBClusterIdentifier: 'ORDERS', cloudwatchLogsExportConfiguration: { disableLogTypes: ['audit'] } }],
  [true, 'ModifyDBCluster', { dBClusterIdentifier: 'orders', dBClusterParameterGroupName: 'default.aurora-mysql8.0', applyImmediately: true }],
  [true, 'ModifyDBCluster', { dBClusterIdentifier: 'orders', newDBClusterIdentifier: 'elsewhere' }],
  [false, 'ModifyDBCluster', { dBClusterIdentifier: 'orders', backupRetentionPeriod: 14 }],
  [false, 'ModifyDBCluster', { dBClusterIdentifier: 'orders-2', newDBClusterIdentifier: 'elsewhere' }],
  [true, 'CreateBlueGreenDeployment', { source: 'arn:aws:rds:eu-west-1:111111111111:cluster:orders', targetDBClusterParameterGroupName: 'plain' }],
  [false, 'CreateBlueGreenDeployment', { source: 'arn:aws:rds:eu-west-1:111111111111:cluster:my-orders' }],
  ...['Modify', 'Reset', 'Delete'].map((verb): Call =>
    [true, `${verb}DBClusterParameterGroup`, { dBClusterParameterGroupName: PARAMETER_GROUP.toUpperCase() }]),
  [false, 'ModifyDBClusterParameterGroup', { dBClusterParameterGroupName: 'another' }],
  ...['DeleteLogGroup', 'PutRetentionPolicy', 'DeleteRetentionPolicy', 'DisassociateKmsKey', 'PutMetricFilter', 'DeleteMetricFilter', 'DeleteLogStream', 'PutSubscriptionFilter']
    .map((name): Call => [true, name, { logGroupName: GROUP }]),
  ...['PutLogGroupDeletionProtection', 'PutDataProtectionPolicy', 'PutTransformer'].map((name): Call => [true, name, { logGroupIdentifier: GROUP_ARN }]),
  [true, 'AssociateKmsKey', { resourceIdentifier: GROUP_ARN, kmsKeyId: 'arn' }],
  [false, 'DescribeMetricFilters', { logGroupName: GROUP }],
  [false, 'PutRetentionPolicy', { logGroupName: '/aws/rds/cluster/my-orders/audit' }],
  [false, 'DeleteLogGroup', { logGroupName: '/aws/rds/cluster/orders/error' }],
  ...['DeleteAlarms', 'DisableAlarmActions'].map((name): Call => [true, name, { alarmNames: ['another', ALARM] }]),
  ...['SetAlarmState', 'PutMetricAlarm'].map((name): Call => [true, name, { alarmName: ALARM }]),
  [true, 'PutAlarmMuteRule', { name: 'quiet', muteTargets: { alarmNames: [ALARM] } }],
  [false, 'PutAlarmMuteRule', { name: 'quiet', muteTargets: { alarmNames: ['Shop-Cpu0000-ABC'] } }],
  [false, 'PutMetricAlarm', { alarmName: 'Shop-Cpu0000-ABC' }],
  ...['DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy'].map((name): Call =>
    [true, name, { keyId: name === 'DisableKey' ? KEY : `arn:aws:kms:eu-west-1:111111111111:key/${KEY}` }]),
  [false, 'DisableKey', { keyId: '99999999-2222-3333-4444-555555555555' }],
];

/** The same for an archive; that of a subscription filter is for the audit, which tells of it. */
function callsOfArchive({ deliveryStreams: [stream], alarms: [alarm] }: AuditArchive): Call[] {
  const deliveryStreamName = stream.deliveryStreamName!;
  const bucketCalls = [
    'PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketVersioning', 'PutBucketObjectLockConfiguration', 'PutBucketLifecycle', 'DeleteBucketLifecycle', 'PutBucketPublicAccessBlock',
    'DeleteBucketPublicAccessBlock', 'PutBucketEncryption', 'DeleteBucketEncryption', 'PutBucketReplication', 'PutBucketLogging', 'PutBucketOwnershipControls', 'DeleteBucket',
  ];
  const alarmName = `${nameOf(alarm)}-ABC`;
  return [
    ...bucketCalls.map((name): Call => [true, name, { bucketName: BUCKET, Host: `${BUCKET}.s3.eu-west-1.amazonaws.com` }]),
    [false, 'PutBucketPolicy', { bucketName: `${BUCKET}-2` }],
    [false, 'GetBucketPolicy', { bucketName: BUCKET }],
    // Data events, where a trail records them: each record that is filed would be one.
    ...['PutObject', 'DeleteObject', 'DeleteObjects', 'PutObjectRetention', 'PutObjectTagging'].map((name): Call => [false, name, { bucketName: BUCKET, key: 'audit/cluster=orders/x' }]),
    [true, 'DeleteDeliveryStream', { deliveryStreamName, allowForceDelete: true }],
    [true, 'UpdateDestination', { deliveryStreamName, currentDeliveryStreamVersionId: '1', destinationId: 'destinationId-000000000001' }],
    ...['Start', 'Stop'].map((verb): Call => [true, `${verb}DeliveryStreamEncryption`, { deliveryStreamName }]),
    [false, 'DeleteDeliveryStream', { deliveryStreamName: 'audit-orders-00000000' }],
    [false, 'DescribeDeliveryStream', { deliveryStreamName }],
    ...['DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy'].map((name): Call => [true, name, { keyId: ARCHIVE_KEY }]),
    [false, 'ScheduleKeyDeletion', { keyId: KEY }],
    ...['DeleteAlarms', 'DisableAlarmActions'].map((name): Call => [true, name, { alarmNames: [alarmName] }]),
    [true, 'SetAlarmState', { alarmName }],
    // One more cluster in the archive.
    [false, 'PutMetricAlarm', { alarmName }],
    [false, 'DeleteAlarms', { alarmNames: [ALARM] }],
  ];
}

/** The same for a review. */
function callsOfReview({ reviewName, alarms: [alarm], archive }: AuditReview): Call[] {
  const machines = ['', '-sign-off', '-watch'].map(suffix => `arn:aws:states:eu-west-1:111111111111:stateMachine:${reviewName}${suffix}`);
  const signOff = `${reviewName}-sign-off`;
  const archiveRule = (archive.controlPlaneRules[0].node.defaultChild as unknown as { name: string }).name;
  return [
    [true, 'UpdateSchedule', { name: SCHEDULE, groupName: 'default', state: 'DISABLED', scheduleExpression: 'rate(12 hours)', target: { arn: machines[0] } }],
    [true, 'DeleteSchedule', { name: SCHEDULE, clientToken: 'x' }],
    [false, 'UpdateSchedule', { name: 'Shop-Another-1ABC' }],
    [false, 'GetSchedule', { name: SCHEDULE }],
    ...machines.flatMap(stateMachineArn => ['UpdateStateMachine', 'DeleteStateMachine'].map((name): Call => [true, name, { stateMachineArn }])),
    [false, 'StartExecution', { stateMachineArn: machines[0], input: '{}' }],
    [false, 'UpdateStateMachine', { stateMachineArn: 'arn:aws:states:eu-west-1:111111111111:stateMachine:another' }],
    ...[signOff, archiveRule].flatMap(rule => [
      ...['DisableRule', 'DeleteRule', 'PutRule'].map((name): Call => [true, name, { name: rule }]),
      ...['PutTargets', 'RemoveTargets'].map((name): Call => [true, name, { rule }]),
    ]),
    [false, 'EnableRule', { name: signOff }],
    [false, 'DisableRule', { name: 'another' }],
    ...['SetAlarmState', 'PutMetricAlarm'].map((name): Call => [true, name, { alarmName: `${nameOf(alarm)}-ABC` }]),
    [false, 'PutMetricAlarm', { alarmName: ALARM }],
    // The archive tells of its own.
    [false, 'PutBucketPolicy', { bucketName: BUCKET }],
    [false, 'DisableKey', { keyId: ARCHIVE_KEY }],
  ];
}

/** Stack and logical id, with which CloudFormation begins the name of an alarm. */
function nameOf(alarm: cloudwatch.Alarm): string {
  const stack = Stack.of(alarm);
  return `${stack.stackName}-${stack.resolve((alarm.node.defaultChild as cloudwatch.CfnAlarm).logicalId)}`;
}

/** What is asked of each rule: its pattern, as it is deployed, and the calls. */
function questions(): [unknown, Call[]][] {
  const stack = new Stack(new App(), 'Shop', { env: ENV });
  const cluster = new AuditedAuroraMysqlCluster(stack, 'Database', {
    vpc: new ec2.Vpc(stack, 'Vpc', { natGateways: 0, maxAzs: 2 }),
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    writer: rds.ClusterInstance.serverlessV2('writer'),
    clusterIdentifier: IDENTIFIER,
  });
  const archive = new AuditArchive(stack, 'Archive', { audits: [cluster.audit] });
  const review = new AuditReview(stack, 'Review', { audits: [cluster.audit], archive, reviewers: ['security@example.com'] });
  const rules = Template.fromStack(stack).findResources('AWS::Events::Rule');
  const references: [string, string][] = [
    [stack.resolve(cluster.parameterGroup.bindToCluster({}).parameterGroupName).Ref, PARAMETER_GROUP],
    [stack.resolve(cluster.audit.encryptionKey!.keyId).Ref, KEY],
    [stack.resolve(archive.encryptionKey!.keyId).Ref, ARCHIVE_KEY],
    [stack.resolve(archive.bucket.bucketName).Ref, BUCKET],
    [stack.resolve(review.schedule.ref).Ref, SCHEDULE],
    [stack.resolve(review.watchSchedule.ref).Ref, 'Shop-ReviewWatchSchedule-1ABC'],
    ['AWS::Partition', 'aws'],
  ];
  const names = new Map(references);
  const deployed = (rule: events.Rule) => {
    const { EventPattern } = rules[stack.getLogicalId(rule.node.defaultChild as events.CfnRule)].Properties;
    const named = JSON.stringify(EventPattern, (_, value) => value?.Ref ? names.get(value.Ref) : value);
    return JSON.parse(named, (_, value) => value?.['Fn::Join'] ? value['Fn::Join'][1].join(value['Fn::Join'][0]) : value);
  };
  return [
    [deployed(cluster.audit.controlPlaneRule!), [...CALLS_OF_AUDIT, ...['PutSubscriptionFilter', 'DeleteSubscriptionFilter']
      .map((name): Call => [true, name, { logGroupName: GROUP, filterName: archive.deliveryStreams[0].deliveryStreamName }])]],
    [deployed(archive.controlPlaneRules[0]), callsOfArchive(archive)],
    [deployed(review.controlPlaneRule), callsOfReview(review)],
  ];
}

/** Asks EventBridge's own matcher, which is published as a library, which calls the rules of cluster, archive and review select. */
const [classpath] = process.argv.slice(2);
const asked = questions().flatMap(([rule, calls]) => calls.map((call): [unknown, Call] => [rule, call]));
const input = asked.map(([rule, [, eventName, requestParameters]]) =>
  JSON.stringify({ rule, event: { 'detail-type': 'AWS API Call via CloudTrail', 'detail': { eventName, requestParameters } } })).join('\n');
const answers = execFileSync('java', ['-cp', readFileSync(classpath, 'utf8').trim(), 'test/event-pattern/MatchEvents.java'], { input, encoding: 'utf8' })
  .trim().split('\n').map(line => line === 'true');
const wrong = asked.filter(([, [expected]], index) => answers[index] !== expected);
wrong.forEach(([, [expected, name, request]]) => console.error(`${expected ? 'not selected' : 'selected'}: ${name} ${JSON.stringify(request)}`));
console.log(`${asked.length - wrong.length} of ${asked.length} API calls selected or left alone as they should be`);
process.exitCode = wrong.length === 0 && answers.length === asked.length ? 0 : 1;
