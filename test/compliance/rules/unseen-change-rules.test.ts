import type { AuroraMysqlAuditChecksProps } from '../../../src';
import { archived } from '../archived-template';
import type { Change } from '../audited-template';
import { resultsOf, said } from '../judged-template';

const resource = (type: string, properties: object, more: object = {}): Change => t => {
  t.Resources.Hiding = { Type: type, Properties: properties, ...more };
};
const call = (service: unknown, action: unknown, parameters?: unknown): Change =>
  resource('Custom::Call', { ServiceToken: 'x', Service: service, Action: action, Parameters: parameters });
const OPEN = { 'Fn::GetAtt': ['Topic', 'TopicName'] };
const NAMED = 'T/Topic.TopicName';
const LOGS = { logGroupName: '/aws/rds/cluster/orders/audit' };

const messages = (change: Change) => said(change).map(({ where, message }) => `${where}: ${message}`);

test.each<[string, unknown, string]>([
  ['rds.modifyDBCluster', { DBClusterIdentifier: 'orders', CloudwatchLogsExportConfiguration: { DisableLogTypes: ['audit'] } }, 'switches the export of the audit log off, for orders'],
  ['rds.modifyDBCluster', { DBClusterIdentifier: 'orders', CloudwatchLogsExportConfiguration: { DisableLogTypes: 'audit' } }, 'switches the export of the audit log off, for orders'],
  ['rds.modifyDBCluster', { DBClusterIdentifier: 'orders', DBClusterParameterGroupName: 'default.aurora-mysql8.0' }, 'attaches default.aurora-mysql8.0, which records nothing'],
  ['rds.createBlueGreenDeployment', { TargetDBClusterParameterGroupName: 'default.aurora-mysql8.4' }, 'attaches default.aurora-mysql8.4, which records nothing'],
  ['rds.modifyDBClusterParameterGroup', { Parameters: [{ ParameterName: 'server_audit_logging', ParameterValue: 0 }] }, "sets server_audit_logging to '0'"],
  ['rds.modifyDBClusterParameterGroup', { Parameters: [{ ParameterName: 'server_audit_events' }] }, "sets server_audit_events to ''"],
  ['rds.resetDBClusterParameterGroup', { ResetAllParameters: 'true' }, 'resets audit parameters'],
  ['rds.resetDBClusterParameterGroup', { Parameters: [{ ParameterName: 'time_zone' }, { ParameterName: 'server_audit_events' }] }, 'resets audit parameters'],
  ['rds.createDBCluster', { Engine: 'Aurora-MySQL' }, 'makes an Aurora MySQL cluster that no rule sees'],
  ['rds.restoreDBClusterFromSnapshot', { Engine: 'aurora' }, 'makes an Aurora MySQL cluster that no rule sees'],
  ['rds.restoreDBClusterFromS3', { Engine: 'aurora-mysql' }, 'makes an Aurora MySQL cluster that no rule sees'],
  ['logs.deleteLogGroup', LOGS, 'deletes the audit log group'],
  ['logs.deleteLogGroup', { logGroupIdentifier: 'arn:aws:logs:eu-central-1:111111111111:log-group:/aws/rds/cluster/orders/audit' }, 'deletes the audit log group'],
  ['logs.deleteLogStream', LOGS, 'deletes audit records'],
  ['logs.deleteMetricFilter', LOGS, 'deletes a metric filter of the audit log group'],
  ['logs.disassociateKmsKey', LOGS, 'takes the key from the audit log group'],
  ['logs.putRetentionPolicy', { ...LOGS, retentionInDays: 364 }, 'has audit records kept for 364 days, required: 365'],
])('%s with %j undoes an audit', (name, parameters, effect) => {
  const [service, action] = name.split('.');
  expect(messages(call(service, action, parameters))).toEqual([`Hiding Properties: ${action} ${effect}, after what the template says`]);
});

test.each<[string, unknown, string]>([
  ['rds.modifyDBCluster', undefined, 'has parameters that are not known'],
  ['rds.modifyDBCluster', { DBClusterIdentifier: OPEN, CloudwatchLogsExportConfiguration: OPEN }, `may switch the export of the audit log off, for <${NAMED}>`],
  ['rds.modifyDBCluster', { DBClusterIdentifier: 'orders', DBClusterParameterGroupName: OPEN }, `attaches the parameter group <${NAMED}>`],
  ['rds.modifyDBCluster', { DBClusterIdentifier: 'orders', NewDBClusterIdentifier: 'x' }, 'renames the cluster, which then writes to another log group'],
  ['rds.createBlueGreenDeployment', { TargetDBClusterParameterGroupName: 'x' }, 'attaches the parameter group x'],
  ['rds.modifyDBClusterParameterGroup', {}, 'sets parameters that are not known'],
  ['rds.modifyDBClusterParameterGroup', { Parameters: [OPEN] }, 'sets a parameter that is not known'],
  ['rds.modifyDBClusterParameterGroup', { Parameters: [{ ParameterName: 'server_audit_excl_users', ParameterValue: 'x' }] }, 'sets server_audit_excl_users'],
  ['rds.modifyDBClusterParameterGroup', { Parameters: [{ ParameterName: 'server_audit_events', ParameterValue: 'CONNECT' }] }, 'sets server_audit_events'],
  ['rds.modifyDBClusterParameterGroup', { Parameters: [{ ParameterName: 'server_audit_logging', ParameterValue: OPEN }] }, 'sets server_audit_logging'],
  ['rds.resetDBClusterParameterGroup', { ResetAllParameters: OPEN }, 'may reset audit parameters'],
  ['rds.resetDBClusterParameterGroup', { Parameters: 'x' }, 'may reset audit parameters'],
  ['rds.resetDBClusterParameterGroup', { Parameters: ['x'] }, 'may reset audit parameters'],
  ['rds.restoreDBClusterToPointInTime', {}, 'makes a cluster that no rule sees'],
  ['rds.createDBCluster', { Engine: OPEN }, 'makes a cluster that no rule sees'],
  ['logs.deleteLogGroup', {}, 'deletes the audit log group, if it is one'],
  ['logs.deleteLogGroup', { logGroupName: OPEN }, `deletes the audit log group, if <${NAMED}> is one`],
  ['logs.putMetricFilter', LOGS, 'may overwrite a metric filter of the audit log group'],
  ['logs.putMetricFilter', { logGroupName: OPEN }, `may overwrite a metric filter of the audit log group, if <${NAMED}> is one`],
  ['logs.putRetentionPolicy', { ...LOGS, retentionInDays: OPEN }, `has audit records kept for <${NAMED}> days, required: 365`],
  ['cloudwatch.putMetricAlarm', {}, 'may overwrite an alarm'],
  ['cloudwatch.setAlarmState', {}, 'sets the state of an alarm'],
  ['cloudwatch.disableAlarmActions', {}, 'disables actions of alarms'],
  ['cloudwatch.deleteAlarms', {}, 'deletes alarms'],
  ['cloudformation.updateStack', {}, 'deploys a template that is not seen'],
  ['lambda.invoke', { Payload: 'aws rds modify-db-cluster' }, 'hands on what speaks of RDS or of CloudWatch Logs'],
])('%s with %j may undo an audit', (name, parameters, effect) => {
  const [service, action] = name.split('.');
  expect(messages(call(service, action, parameters))).toEqual([`Hiding Properties: cannot tell whether an audit is undone: ${action} ${effect}`]);
});

test.each<[string, unknown]>([
  ['rds.modifyDBCluster', {}],
  ['rds.modifyDBCluster', { DBClusterIdentifier: 'orders', CloudwatchLogsExportConfiguration: {} }],
  ['rds.createBlueGreenDeployment', {}],
  ['rds.modifyDBClusterParameterGroup', { Parameters: [{ ParameterName: 'server_audit_logging', ParameterValue: 'ON' }] }],
  ['rds.resetDBClusterParameterGroup', {}],
  ['rds.createDBCluster', { Engine: 'neptune' }],
  ['rds.describeDBClusters', undefined],
  ['logs.deleteLogGroup', { logGroupName: '/aws/lambda/audit' }],
  ['logs.deleteLogGroup', { logGroupName: 7 }],
  ['logs.putRetentionPolicy', { ...LOGS, retentionInDays: 365 }],
  ['logs.putRetentionPolicy', { logGroupName: '/aws/lambda/audit', retentionInDays: OPEN }],
  ['lambda.invoke', { Payload: 'orders' }],
  ['s3.putObject', { Key: 'aws rds modify-db-cluster' }],
])('%s with %j undoes nothing', (name, parameters) => {
  const [service, action] = name.split('.');
  expect(messages(call(service, action, parameters))).toEqual([]);
});

describe('of what archives and reviews records', () => {
  const ASKED: AuroraMysqlAuditChecksProps = { requireArchive: true, requireReview: true };
  const found = (name: string, parameters: unknown, props = ASKED) => {
    const [service, action] = name.split('.');
    const template = archived(call(service, action, parameters));
    return resultsOf(template, props).flatMap(({ finding, subject }) => finding === undefined ? [] : `${subject.resource?.logicalId}: ${finding.message}`);
  };
  const DOUBT = 'Hiding: cannot tell whether an audit is undone:';

  test.each<[string, unknown, string]>([
    ['firehose.deleteDeliveryStream', { DeliveryStreamName: { Ref: 'Stream' } }, 'may stop or redirect the delivery stream of an archive, <T/Stream>'],
    ['Firehose.StopDeliveryStreamEncryption', { DeliveryStreamName: OPEN }, `may stop or redirect the delivery stream of an archive, if <${NAMED}> is of one`],
    ['firehose.updateDestination', {}, 'may stop or redirect the delivery stream of an archive, if it is of one'],
    ['s3.putBucketPolicy', { Bucket: { Ref: 'Bucket' } }, 'may undo the protection of an archive, <T/Bucket>'],
    ['s3.putObjectLockConfiguration', { Bucket: { Ref: 'Bucket' } }, 'may undo the protection of an archive, <T/Bucket>'],
    ['@aws-sdk/client-s3.PutBucketLifecycleConfigurationCommand', { Bucket: OPEN }, `may undo the protection of an archive, if <${NAMED}> is of one`],
    ['scheduler.deleteSchedule', { Name: { Ref: 'Schedule' } }, 'may switch the schedule of a review off, <T/Schedule>'],
    ['scheduler.updateSchedule', {}, 'may switch the schedule of a review off, if it is of one'],
    ['StepFunctions.updateStateMachine', { stateMachineArn: { Ref: 'Machine' } }, 'may undo the state machine of a review, <T/Machine>'],
    ['sfn.deleteStateMachine', { stateMachineArn: { 'Fn::GetAtt': ['Machine', 'Arn'] } }, 'may undo the state machine of a review, <T/Machine.Arn>'],
    ['events.disableRule', {}, 'may switch a rule of a review off, if it is of one'],
    ['EventBridge.removeTargets', {}, 'may take the target of a review, if it is of one'],
    ['logs.putSubscriptionFilter', LOGS, 'may redirect a subscription filter of the audit log group'],
    ['logs.putTransformer', { logGroupIdentifier: LOGS.logGroupName }, 'may change audit records before they are archived'],
    ['logs.putAccountPolicy', {}, 'changes a policy of the account'],
    ['logs.deleteAccountPolicy', {}, 'deletes a policy of the account'],
  ])('%s with %j may undo it, where it is asked for', (name, parameters, effect) => {
    expect(found(name, parameters)).toEqual([expect.stringMatching(/^Hiding: cannot tell whether an audit is undone: /)]);
    expect(found(name, parameters)[0].slice(DOUBT.length).replace(/^ \w+ /, '')).toBe(effect);
    expect(found(name, parameters, {})).toEqual([]);
  });

  test('a subscription filter that is deleted is one less', () => {
    expect(found('logs.deleteSubscriptionFilter', LOGS)).toEqual(['Hiding: deleteSubscriptionFilter deletes a subscription filter of the audit log group, after what the template says']);
    expect(found('logs.deleteSubscriptionFilter', LOGS, {})).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['firehose.deleteDeliveryStream', { DeliveryStreamName: 'theirs' }],
    ['firehose.putRecord', {}],
    ['s3.putBucketPolicy', { Bucket: 'theirs' }],
    ['s3.putBucketNotificationConfiguration', { Bucket: { Ref: 'Bucket' } }],
    ['scheduler.deleteSchedule', { Name: 'theirs' }],
    ['events.putEvents', {}],
    ['logs.deleteSubscriptionFilter', { logGroupName: '/aws/lambda/audit' }],
  ])('%s with %j undoes nothing', (name, parameters) => {
    expect(found(name, parameters)).toEqual([]);
  });

  test('a bucket that is none of an archive is not', () => {
    const template = archived(t => {
      t.Resources.Site = { Type: 'AWS::S3::Bucket', Properties: {} };
      call('s3', 'putBucketPolicy', { Bucket: { Ref: 'Site' } })(t);
    });
    expect(resultsOf(template, ASKED).flatMap(({ finding }) => finding?.message ?? [])).toEqual([]);
  });

  test('any bucket may be one where a policy subscribes the whole account', () => {
    const template = archived(t => {
      t.Resources.Policy = { Type: 'AWS::Logs::AccountPolicy', Properties: { PolicyType: 'SUBSCRIPTION_FILTER_POLICY', PolicyDocument: '{}' } };
      t.Resources.Site = { Type: 'AWS::S3::Bucket', Properties: {} };
      call('s3', 'putBucketPolicy', { Bucket: { Ref: 'Site' } })(t);
    });
    expect(resultsOf(template, ASKED).flatMap(({ finding }) => finding?.message ?? []))
      .toEqual([`${DOUBT.slice('Hiding: '.length)} putBucketPolicy may undo the protection of an archive, <T/Site>`]);
  });

  test('a state machine of SAM may be one, and a topic is none', () => {
    const messagesAbout = (type: string) => resultsOf(archived(t => {
      t.Resources.Other = { Type: type, Properties: { Definition: {} } };
      call('sfn', 'updateStateMachine', { stateMachineArn: { Ref: 'Other' } })(t);
    }), ASKED).flatMap(({ finding }) => finding?.message ?? []);
    expect(messagesAbout('AWS::Serverless::StateMachine')).toEqual([`${DOUBT.slice('Hiding: '.length)} updateStateMachine may undo the state machine of a review, if <T/Other> is of one`]);
    expect(messagesAbout('AWS::SNS::Topic')).toEqual([]);
  });

  test.each(['aws firehose delete-delivery-stream', 'BypassGovernanceRetention', 'put-bucket-lifecycle', 'aws scheduler update-schedule', 'arn:aws:scheduler:::aws-sdk:eventbridge:disableRule'])(
    'a program that says %j is told, where it is asked for', text => {
      const template = archived(resource('AWS::SSM::Document', { Content: { command: text } }));
      expect(resultsOf(template, ASKED).flatMap(({ finding }) => finding?.message ?? []))
        .toEqual(['cannot tell whether an audit is undone: it speaks of RDS, of CloudWatch Logs, or of what archives or reviews records']);
      expect(resultsOf(template).flatMap(({ finding }) => finding?.message ?? [])).toEqual([]);
    });
});

test('a call of which the service or the action is not known may undo an audit', () => {
  expect(messages(call(OPEN, 'x', {}))).toEqual([expect.stringMatching(/ makes a call that is not known$/)]);
  expect(messages(call('rds', OPEN, {}))).toEqual([expect.stringMatching(/ makes a call that is not known$/)]);
});

describe('a call that changes a cluster', () => {
  const other = (engine: string): Change => t => {
    t.Resources.Ledger = { Type: 'AWS::RDS::DBCluster', Properties: { Engine: engine, DBClusterIdentifier: 'Ledger', DBClusterParameterGroupName: 'elsewhere' } };
    call('rds', 'modifyDBCluster', { DBClusterIdentifier: 'LEDGER', DBClusterParameterGroupName: 'default.aurora-postgresql16' })(t);
  };

  test('of another engine undoes nothing', () => expect(messages(other('aurora-postgresql'))).toEqual([]));

  test('of the engine undoes an audit', () => {
    expect(messages(other('aurora-mysql'))).toContain('Hiding Properties: modifyDBCluster attaches default.aurora-postgresql16, which records nothing, after what the template says');
  });
});

describe('several calls', () => {
  const calls = (...given: [string, unknown][]) => resource('Custom::Calls', {
    ServiceToken: 'x', Calls: given.map(([name, parameters]) => ({ Service: name.split('.')[0], Action: name.split('.')[1], Parameters: parameters })),
  });

  test('are told each once, and one doubt about them', () => {
    expect(messages(calls(['logs.deleteLogGroup', LOGS], ['logs.deleteLogGroup', LOGS], ['logs.deleteLogStream', LOGS], ['cloudwatch.deleteAlarms', {}], ['cloudwatch.setAlarmState', {}]))).toEqual([
      'Hiding Properties: deleteLogGroup deletes the audit log group, after what the template says',
      'Hiding Properties: deleteLogStream deletes audit records, after what the template says',
      'Hiding Properties: cannot tell whether an audit is undone: deleteAlarms deletes alarms',
    ]);
  });

  test('of parameters are told by the worst', () => {
    expect(messages(call('rds', 'modifyDBClusterParameterGroup', {
      Parameters: [{ ParameterName: 'server_audit_excl_users', ParameterValue: 'x' }, { ParameterName: 'server_audit_logging', ParameterValue: 'OFF' }],
    }))).toEqual(["Hiding Properties: modifyDBClusterParameterGroup sets server_audit_logging to 'OFF', after what the template says"]);
  });
});

test('a stack set is judged by its template, as text and as a map', () => {
  const template = { Resources: { C: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-mysql', DBClusterIdentifier: 'c' } } } };
  [template, JSON.stringify(template)].forEach(TemplateBody => {
    const [{ where, message, level }] = said(resource('AWS::CloudFormation::StackSet', { TemplateBody }));
    expect([where, level]).toEqual(['Hiding Properties.TemplateBody', 'error']);
    expect(message).toMatch(/^in its template: C: the audit log is not exported; exported: nothing; C: the cluster uses the default parameter group, /);
  });
});

describe('what hides changes', () => {
  const CANNOT = 'cannot tell whether an audit is undone:';
  const SPEAKS = `Hiding Properties: ${CANNOT} it speaks of RDS or of CloudWatch Logs`;
  const ELSEWHERE = `${CANNOT} its template is not in this app: what it deploys is not seen`;

  test.each<[string, Change, string]>([
    ['a custom resource that has words of its own', resource('Custom::X', { ServiceToken: 'x', Run: 'aws logs delete-log-group' }), SPEAKS],
    ['a schedule', resource('AWS::Scheduler::Schedule', { Target: { Arn: 'arn:aws:scheduler:::aws-sdk:rds:modifyDBCluster' } }), SPEAKS],
    ['a document, beside its properties', resource('AWS::SSM::Document', {}, { Metadata: { Does: 'server_audit_logging' } }), SPEAKS],
    ['a type of others that speaks of it', resource('Other::Run::Command', { Command: 'modify-db-cluster' }), SPEAKS],
    ['a nested stack', resource('AWS::CloudFormation::Stack', { TemplateURL: 'x' }), `Hiding Properties.TemplateURL: ${ELSEWHERE}`],
    ['a nested application', resource('AWS::Serverless::Application', { Location: 'x' }), `Hiding Properties.Location: ${ELSEWHERE}`],
    ['a product', resource('AWS::ServiceCatalog::CloudFormationProvisionedProduct', {}), `Hiding Properties.ProvisioningArtifactName: ${ELSEWHERE}`],
    ['a stack set without text', resource('AWS::CloudFormation::StackSet', { TemplateURL: 'x' }), `Hiding Properties.TemplateURL: ${ELSEWHERE}`],
    ['a type with the name of the engine', resource('My::Aurora::Cluster', {}), `Hiding Type: ${CANNOT} what a My::Aurora::Cluster deploys is not seen`],
    ['a type that is told the engine', resource('My::Data::Store', { Engine: 'AuroraMySQL' }), `Hiding Type: ${CANNOT} what a My::Data::Store deploys is not seen`],
    ['a module', resource('My::Data::Store::MODULE', {}), `Hiding Type: ${CANNOT} a module: what it deploys is not seen`],
    ['macros', t => { (t as any).Transform = ['Ours', { Name: 'AWS::Include' }, { Name: 7 }, 'AWS::Serverless-2016-10-31']; },
      `undefined Transform: ${CANNOT} Ours and AWS::Include may change everything in this template`],
    ['a stack set in YAML', resource('AWS::CloudFormation::StackSet', { TemplateBody: 'Resources: { C: { Type: AWS::RDS::DBCluster } }' }),
      `Hiding Properties.TemplateBody: ${CANNOT} its template is not JSON`],
    ['a stack set with what is only known at deployment', resource('AWS::CloudFormation::StackSet', { TemplateBody: { 'Fn::Sub': '{"Resources":{"B":{"Type":"AWS::S3::Bucket","aurora":"${Topic.TopicName}"}}}' } }),
      `Hiding Properties.TemplateBody: ${CANNOT} parts of its template are only known at deployment`],
    ['a stack set whose template is a map with what is only known at deployment',
      resource('AWS::CloudFormation::StackSet', { TemplateBody: { Resources: { B: { Type: 'AWS::S3::Bucket', Metadata: [1, { aurora: OPEN }] } } } }),
      `Hiding Properties.TemplateBody: ${CANNOT} parts of its template are only known at deployment`],
    ['a stack set whose template is a list', resource('AWS::CloudFormation::StackSet', { TemplateBody: ['AWS::RDS::DBCluster'] }),
      `Hiding Properties.TemplateBody: ${CANNOT} its template is not JSON`],
    ['a stack set whose template says nothing of an engine', resource('AWS::CloudFormation::StackSet', { TemplateBody: '{"Resources":{"C":{"Type":"AWS::RDS::DBCluster"}}}' }),
      `Hiding Properties.TemplateBody: ${CANNOT} in its template: C: cannot tell whether this is Aurora MySQL: it names no Engine; if it is, `],
  ])('is %s', (_, change, message) => {
    const found = said(change);
    expect(found).toHaveLength(1);
    expect(`${found[0].where}: ${found[0].message}`.slice(0, message.length)).toBe(message);
    expect(found[0].level).toBe('warning');
  });

  test.each<[string, Change]>([
    ['a custom resource of another service', resource('Custom::X', { ServiceToken: 'x', Run: 'aws s3 ls' })],
    ['a type of others', resource('Other::Run::Command', { Command: 'ls' })],
    ['records on dashboards', resource('My::Records::Dashboards', {})],
    ['a stack set in YAML of something else', resource('AWS::CloudFormation::StackSet', { TemplateBody: 'Resources: { B: { Type: AWS::S3::Bucket } }' })],
    ['a stack set whose template is a map', resource('AWS::CloudFormation::StackSet', { TemplateBody: { Resources: {}, Metadata: { aurora: [1, 'x', { y: true }] } } })],
    ['a stack set whose template is a map with what is only known at deployment', resource('AWS::CloudFormation::StackSet', {
      TemplateBody: { Resources: { B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: OPEN } } } },
    })],
    ['a stack set whose template is text', resource('AWS::CloudFormation::StackSet', { TemplateBody: '"text"' })],
    ['a stack set with overrides of nothing', resource('AWS::CloudFormation::StackSet', {
      TemplateBody: '{"Parameters":{"P":"x"},"Resources":{}}', Parameters: 'x', StackInstancesGroup: ['x', {}, { ParameterOverrides: ['y'] }],
    })],
    ['the retention that aws-cdk-lib sets', resource('Custom::LogRetention', { ServiceToken: 'x', LogGroupName: '/x', Run: 'deleteLogGroup' })],
  ])('is not %s', (_, change) => expect(said(change)).toEqual([]));
});
