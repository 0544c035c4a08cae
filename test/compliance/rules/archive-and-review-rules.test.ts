import { Duration } from 'aws-cdk-lib';
import type { AuroraMysqlAuditChecksProps } from '../../../src';
import { findingIdOf } from '../../../src/compliance/judge';
import { archived, archivedTemplate, bucket, machine, s3Destination, schedule, stream, subscription } from '../archived-template';
import type { Change } from '../audited-template';
import { all, CONDITION, PARAMETER, WITH_CONDITION } from '../bypasses/bypass';
import { resultsOf } from '../judged-template';

const ASKED: AuroraMysqlAuditChecksProps = { requireArchive: true, requireReview: true };

function idsIn(template: object, props = ASKED): string[] {
  return resultsOf(template, props).flatMap(({ rule, finding }) => finding === undefined ? [] : [findingIdOf(rule.id, finding)]);
}

function messagesOf(change: Change, props = ASKED): string[] {
  return resultsOf(archived(change), props).flatMap(({ finding }) => finding?.message ?? []);
}

const rules = (...given: object[]): Change => t => { bucket(t).LifecycleConfiguration = { Rules: given.map(one => ({ Status: 'Enabled', ...one })) }; };
const put = (id: string, type: string, properties: object): Change => t => { t.Resources[id] = { Type: type, Properties: properties }; };
const without = (id: string): Change => t => { delete t.Resources[id]; };
const policy = (document: unknown, more: object = {}): Change => all(without('Subscription'), put('Policy', 'AWS::Logs::AccountPolicy', {
  PolicyName: 'all', PolicyType: 'SUBSCRIPTION_FILTER_POLICY', PolicyDocument: document, ...more,
}));
const TO_STREAM = { 'Fn::Sub': '{"DestinationArn":"${Stream.Arn}","RoleArn":"arn:aws:iam::111111111111:role/logs","FilterPattern":"","Distribution":"Random"}' };
const universal = (input: unknown): Change => t => { Object.assign(schedule(t).Target, { Arn: 'arn:aws:scheduler:::aws-sdk:sfn:startExecution', Input: input }); };
const rule = (properties: object): Change => all(without('Schedule'), put('Rule', 'AWS::Events::Rule', {
  ScheduleExpression: 'cron(0 7 ? * MON *)', Targets: [{ Id: 'Review', Arn: { Ref: 'Machine' }, RoleArn: 'x' }], ...properties,
}));
const sam = (event: object, machineProperties: object = {}): Change => t => {
  delete t.Resources.Schedule;
  t.Resources.Machine = {
    Type: 'AWS::Serverless::StateMachine',
    Properties: {
      Definition: { States: { Ask: { Resource: 'arn:aws:states:::aws-sdk:cloudwatchlogs:startQuery', Arguments: { LogGroupName: { Ref: 'AuditLogs' } } } } },
      Events: { Weekly: { Type: 'Schedule', Properties: { Schedule: 'rate(7 days)', ...event } } },
      ...machineProperties,
    },
  };
};
/** A state machine that takes the log groups from its input. */
const GENERAL = '{"Resource":"arn:aws:states:::aws-sdk:cloudwatchlogs:startQuery","Arguments":{"LogGroupNames":"{% $states.input.groups %}"}}';
const lock = (retention: object): Change => t => { bucket(t).ObjectLockConfiguration.Rule = { DefaultRetention: { Mode: 'COMPLIANCE', ...retention } }; };

test('what is archived and reviewed by hand is compliant', () => {
  expect(idsIn(archivedTemplate())).toEqual([]);
});

test('nothing is asked for that nobody asked for', () => {
  const nothing = archived(t => ['Subscription', 'Stream', 'Bucket', 'Machine', 'Schedule'].forEach(id => delete t.Resources[id]));
  expect(idsIn(nothing, {})).toEqual([]);
  expect(idsIn(nothing, { requireArchive: true })).toEqual(['AuditLogArchive']);
  expect(idsIn(nothing, { requireReview: true })).toEqual(['AuditReview']);
});

describe('compliant is', () => {
  test.each<[string, Change]>([
    ['a stream that is named', t => {
      stream(t).DeliveryStreamName = 'audit';
      subscription(t).DestinationArn = 'arn:aws:firehose:eu-central-1:111111111111:deliverystream/audit';
    }],
    ['an ARN that is put together', t => {
      subscription(t).DestinationArn = { 'Fn::Sub': 'arn:${AWS::Partition}:firehose:${AWS::Region}:${AWS::AccountId}:deliverystream/${Stream}' };
      s3Destination(t).BucketARN = { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Bucket}' };
    }],
    ['a bucket that is named', t => { bucket(t).BucketName = 'evidence'; s3Destination(t).BucketARN = 'arn:aws:s3:::evidence'; }],
    ['the plain destination', t => { t.Resources.Stream.Properties = { S3DestinationConfiguration: s3Destination(t) }; }],
    ['no pattern at all', t => { delete subscription(t).FilterPattern; }],
    ['another filter beside it', t => { t.Resources.Other = { ...t.Resources.Subscription, Properties: { ...subscription(t), FilterPattern: 'GRANT' } }; }],
    ['a lock of years', lock({ Years: 1 })],
    ['a lock whose least length is enough', all(PARAMETER('Days', { Type: 'Number', MinValue: 400 }), lock({ Days: { Ref: 'Days' } }))],
    ['a lock whose choices are all long enough', all(PARAMETER('Days', { Type: 'Number', AllowedValues: [365, 730] }), lock({ Days: { Ref: 'Days' } }))],
    ['a locked bucket without a word about versions, which it has', t => { delete bucket(t).VersioningConfiguration; }],
    ['a late expiration', rules({ ExpirationInDays: 365 })],
    ['a rule that is off', rules({ Status: 'Disabled', ExpirationInDays: 1 })],
    ['an early expiration of something else', rules({ Prefix: 'temporary/', ExpirationInDays: 1 })],
    ['a transition, and an end of what was replaced', rules({ Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 90 }], NoncurrentVersionExpiration: { NoncurrentDays: 1 } })],
    ['a schedule that says that it is enabled', t => { schedule(t).State = 'ENABLED'; }],
    ...['*', '?', '*/1', '2026/1'].map((year): [string, Change] => [`a schedule of the years ${year}`, t => { schedule(t).ScheduleExpression = `cron(0 7 ? * MON ${year})`; }]),
    ['a machine by its ARN', t => { schedule(t).Target.Arn = { 'Fn::GetAtt': ['Machine', 'Arn'] }; }],
    ['a machine by its name', t => {
      machine(t).StateMachineName = 'review';
      schedule(t).Target.Arn = { 'Fn::Sub': 'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:review' };
    }],
    ['a definition as a map', t => {
      const Ask = { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:cloudwatchlogs:startQuery', Arguments: { LogGroupName: '/aws/rds/cluster/orders/audit' }, End: true };
      t.Resources.Machine.Properties = { RoleArn: 'x', Definition: { StartAt: 'Ask', States: { Ask } } };
    }],
    ['a definition with substitutions', t => {
      machine(t).DefinitionString = '{"Resource":"arn:aws:states:::aws-sdk:cloudwatchlogs:startQuery","LogGroupName":"${Group}"}';
      machine(t).DefinitionSubstitutions = { Group: { Ref: 'AuditLogs' } };
    }],
    ['a subscription of the whole account', policy(TO_STREAM)],
    ['a subscription of the whole account but for other log groups', policy(TO_STREAM, { SelectionCriteria: 'LogGroupName NOT IN ["/aws/lambda/firehose"]' })],
    ['a bucket and a stream by names given at deployment', all(PARAMETER('Name', {}), t => {
      bucket(t).BucketName = { Ref: 'Name' };
      s3Destination(t).BucketARN = { 'Fn::Join': ['', ['arn:aws:s3:::', { Ref: 'Name' }]] };
      stream(t).DeliveryStreamName = { 'Fn::Sub': 'audit-${Name}' };
      subscription(t).DestinationArn = { 'Fn::Sub': 'arn:aws:firehose:eu-central-1:111111111111:deliverystream/audit-${Name}' };
    })],
    ['a copy in a bucket without lock beside it', t => {
      t.Resources.Copy = { Type: 'AWS::S3::Bucket', Properties: { LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 7 }] } } };
      t.Resources.Copies = { Type: 'AWS::KinesisFirehose::DeliveryStream', Properties: { S3DestinationConfiguration: { BucketARN: { 'Fn::GetAtt': ['Copy', 'Arn'] } } } };
      t.Resources.Other = { ...t.Resources.Subscription, Properties: { ...subscription(t), DestinationArn: { 'Fn::GetAtt': ['Copies', 'Arn'] } } };
    }],
    ['a stream that decompresses and extracts', t => {
      s3Destination(t).ProcessingConfiguration = { Enabled: true, Processors: [{ Type: 'Decompression' }, { Type: 'CloudWatchLogProcessing' }] };
    }],
    ['an early expiration beside the dates that Firehose writes', t => {
      delete s3Destination(t).Prefix;
      rules({ Prefix: 'temporary/', ExpirationInDays: 1 })(t);
    }],
    ['a schedule that calls Step Functions itself', universal({ 'Fn::Sub': '{"StateMachineArn":"${Machine}","Input":"{}"}' })],
    ['a rule of EventBridge', rule({})],
    ['a rule of EventBridge that sees all events', rule({ State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' })],
    ['a schedule of SAM', sam({})],
    ['a second schedule that is off', t => { t.Resources.Off = { ...t.Resources.Schedule, Properties: { ...schedule(t), State: 'DISABLED' } }; }],
    ['a schedule whose rate is given at deployment', all(PARAMETER('Days', {}), t => { schedule(t).ScheduleExpression = { 'Fn::Sub': 'rate(${Days} days)' }; })],
    ['a machine that is handed the log group', t => {
      machine(t).DefinitionString = GENERAL;
      schedule(t).Target.Input = { 'Fn::Sub': '{"groups":["${AuditLogs}"]}' };
    }],
    ['everything where the cluster is', all(WITH_CONDITION, t => Object.values(t.Resources).forEach(one => { one.Condition = 'Production'; }))],
  ])('%s', (_, change) => {
    expect(messagesOf(change)).toEqual([]);
  });
});

describe('found is', () => {
  test.each<[string, Change, string[], string]>([
    ['no subscription', t => { delete t.Resources.Subscription; }, ['AuditLogArchive'], 'no subscription filter takes them to a bucket'],
    ['a subscription of another log group', t => { subscription(t).LogGroupName = '/aws/rds/cluster/orders/error'; }, ['AuditLogArchive'], 'no subscription filter'],
    ['a pattern that selects little', t => { subscription(t).FilterPattern = '"FAILED_CONNECT"'; }, ['AuditLogArchive'], 'takes some records only, those that match "FAILED_CONNECT"'],
    ['records as a transformer leaves them', t => { subscription(t).ApplyOnTransformedLogs = true; }, ['AuditLogArchive[unknown:archive]'], 'transformer'],
    ['a part of the records, by account', t => { subscription(t).FieldSelectionCriteria = '@aws.account = "1"'; }, ['AuditLogArchive[unknown:archive]'], 'FieldSelectionCriteria'],
    ['a stream without S3', t => { t.Resources.Stream.Properties = { SplunkDestinationConfiguration: {} }; }, ['AuditLogArchive'], 'writes to no bucket'],
    ['a subscription in some deployments', all(WITH_CONDITION, t => { t.Resources.Subscription.Condition = 'Production'; }), ['AuditLogArchive'], 'AWS::Region is not eu-central-1'],
    ['a stream in some deployments', all(CONDITION('Big', { 'Fn::Equals': [{ Ref: 'Size' }, 'big'] }), PARAMETER('Size', { AllowedValues: ['big', 'small'] }),
      t => { t.Resources.Stream.Condition = 'Big'; }), ['AuditLogArchive'], 'some deployments only'],
    ['a destination given at deployment', all(PARAMETER('Destination', {}), t => { subscription(t).DestinationArn = { Ref: 'Destination' }; }),
      ['AuditLogArchive[unknown:archive]'], 'is no delivery stream of this app'],
    ['an imported stream', t => { subscription(t).DestinationArn = { 'Fn::ImportValue': 'Stream' }; }, ['AuditLogArchive[unknown:archive]'], 'is no delivery stream of this app'],
    ['a bucket of somebody else', t => { s3Destination(t).BucketARN = 'arn:aws:s3:::theirs'; }, ['AuditLogArchive[unknown:archive]'], 'arn:aws:s3:::theirs is not in this app'],
    ['a pattern given at deployment', all(PARAMETER('Pattern', {}), t => { subscription(t).FilterPattern = { Ref: 'Pattern' }; }), ['AuditLogArchive[unknown:archive]'], 'depends on'],
    ['no lock', t => { delete bucket(t).ObjectLockEnabled; }, ['AuditArchiveLock'], 'no Object Lock'],
    ['a lock that is off', t => { bucket(t).ObjectLockEnabled = 'false'; }, ['AuditArchiveLock'], 'no Object Lock'],
    ['the wrong bucket', t => {
      t.Resources.Plain = { Type: 'AWS::S3::Bucket', Properties: {} };
      s3Destination(t).BucketARN = { 'Fn::GetAtt': ['Plain', 'Arn'] };
    }, ['AuditArchiveLock'], 'no Object Lock'],
    ['a lock without retention', t => { delete bucket(t).ObjectLockConfiguration; }, ['AuditArchiveLock'], 'no default retention'],
    ['a lock without mode', t => { bucket(t).ObjectLockConfiguration.Rule = { DefaultRetention: { Days: 3650 } }; }, ['AuditArchiveLock'], 'no default retention'],
    ['a short lock', lock({ Days: 364 }), ['AuditArchiveLock'], 'locked for 364 days, required: 365'],
    ['a lock in some deployments', all(WITH_CONDITION, t => { bucket(t).ObjectLockEnabled = { 'Fn::If': ['Production', true, { Ref: 'AWS::NoValue' }] }; }), ['AuditArchiveLock'], 'no Object Lock'],
    ['a lock given at deployment', all(PARAMETER('Days', { Type: 'Number' }), lock({ Days: { Ref: 'Days' } })), ['AuditArchiveLock[unknown:ObjectLockConfiguration]'], 'depends on'],
    ['a lock whose greatest length is too short', all(PARAMETER('Days', { Type: 'Number', MaxValue: 30 }), lock({ Days: { Ref: 'Days' } })), ['AuditArchiveLock'], 'locked for 30 days'],
    ['no versions', t => { bucket(t).VersioningConfiguration.Status = 'Suspended'; }, ['AuditArchiveLock'], 'keeps no versions'],
    ['an early expiration', rules({ ExpirationInDays: 90 }), ['AuditArchiveExpiration'], 'expire after 90 days, required: after 365'],
    ['an early expiration of records', rules({ Prefix: 'audit/2026/', ExpirationInDays: 90 }), ['AuditArchiveExpiration'], 'after 90 days'],
    ['an expiration on a day', rules({ ExpirationDate: '2027-01-01T00:00:00Z' }), ['AuditArchiveExpiration'], 'on 2027-01-01'],
    ['an expiration given at deployment', all(PARAMETER('Days', { Type: 'Number' }), rules({ ExpirationInDays: { Ref: 'Days' } })),
      ['AuditArchiveExpiration[unknown:LifecycleConfiguration]'], 'depends on'],
    ['no schedule', t => { delete t.Resources.Schedule; }, ['AuditReview'], 'no schedule starts the state machine that asks it'],
    ['no machine', t => { delete t.Resources.Machine; delete t.Resources.Schedule; }, ['AuditReview'], 'no state machine asks it'],
    ['a schedule that is off', t => { schedule(t).State = 'DISABLED'; }, ['AuditReview'], 'the schedule is DISABLED'],
    ['a schedule that comes once', t => { schedule(t).ScheduleExpression = 'at(2026-12-01T07:00:00)'; }, ['AuditReview'], 'comes once'],
    ['a schedule of another machine', t => {
      t.Resources.Other = { ...t.Resources.Machine, Properties: { RoleArn: 'x', DefinitionString: '{}' } };
      schedule(t).Target.Arn = { Ref: 'Other' };
    }, ['AuditReview'], 'no schedule starts the state machine that asks it'],
    ['a schedule of another cluster', t => {
      machine(t).DefinitionString = '{"Resource":"arn:aws:states:::aws-sdk:cloudwatchlogs:startQuery","LogGroupName":"/aws/rds/cluster/my-orders/audit"}';
    }, ['AuditReview'], 'no state machine asks it'],
    ['a machine that speaks of the log group and asks nothing', t => { machine(t).DefinitionString = '{"Comment":"/aws/rds/cluster/orders/audit"}'; }, ['AuditReview'], 'no state machine asks it'],
    ['a schedule in some deployments', all(WITH_CONDITION, t => { t.Resources.Schedule.Condition = 'Production'; }), ['AuditReview'], 'AWS::Region is not eu-central-1'],
    ['a state given at deployment', all(PARAMETER('State', {}), t => { schedule(t).State = { Ref: 'State' }; }), ['AuditReview[unknown:review]'], 'depends on'],
    ['a machine given at deployment', all(PARAMETER('Machine2', {}), t => { schedule(t).Target.Arn = { Ref: 'Machine2' }; }), ['AuditReview[unknown:review]'], 'not in this app'],
    ['a machine of somebody else', t => { schedule(t).Target.Arn = 'arn:aws:states:eu-central-1:111111111111:stateMachine:theirs'; }, ['AuditReview[unknown:review]'], 'not in this app'],
    ['a definition elsewhere', t => { t.Resources.Machine.Properties = { RoleArn: 'x', DefinitionS3Location: { Bucket: 'b', Key: 'k' } }; }, ['AuditReview[unknown:review]'], 'not in the template'],
    ['a stream of Kinesis with the name of a delivery stream', t => {
      stream(t).DeliveryStreamName = 'audit';
      subscription(t).DestinationArn = 'arn:aws:kinesis:eu-central-1:111111111111:stream/audit';
    }, ['AuditLogArchive[unknown:archive]'], 'is no delivery stream of this app'],
    ['a function', all(put('Function', 'AWS::Lambda::Function', {}), t => { subscription(t).DestinationArn = { 'Fn::GetAtt': ['Function', 'Arn'] }; }),
      ['AuditLogArchive[unknown:archive]'], 'is no delivery stream of this app'],
    ['a destination of a central account', t => { subscription(t).DestinationArn = 'arn:aws:logs:eu-central-1:999999999999:destination:central'; },
      ['AuditLogArchive[unknown:archive]'], 'arn:aws:logs:eu-central-1:999999999999:destination:central is no delivery stream of this app'],
    ['a function within the stream', t => { s3Destination(t).ProcessingConfiguration = { Enabled: true, Processors: [{ Type: 'Lambda' }] }; },
      ['AuditLogArchive[unknown:archive]'], 'what a function leaves of the records in T/Stream is not known'],
    ['a copy beside another destination', t => {
      t.Resources.Stream.Properties = { SplunkDestinationConfiguration: { S3BackupMode: 'AllEvents', S3Configuration: s3Destination(t) } };
    }, ['AuditLogArchive[unknown:archive]'], 'what T/Stream keeps in S3 beside its destination is not judged'],
    ['a bucket that is imported', t => { s3Destination(t).BucketARN = { 'Fn::ImportValue': 'Archive' }; }, ['AuditLogArchive[unknown:archive]'], 'is not in this app'],
    ['one of two buckets that has no lock', all(WITH_CONDITION, put('Plain', 'AWS::S3::Bucket', {}), t => {
      s3Destination(t).BucketARN = { 'Fn::If': ['Production', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::GetAtt': ['Plain', 'Arn'] }] };
    }), ['AuditArchiveLock'], 'no Object Lock'],
    ['a subscription of the account for some records', policy('{"DestinationArn":"x","FilterPattern":"GRANT"}'), ['AuditLogArchive'], 'takes some records only, those that match GRANT'],
    ['a subscription of the account to elsewhere', policy('{"DestinationArn":"arn:aws:logs:eu-central-1:999999999999:destination:central","FilterPattern":""}'),
      ['AuditLogArchive[unknown:archive]'], 'is no delivery stream of this app'],
    ['a subscription of the account that leaves the log group out', policy(TO_STREAM, { SelectionCriteria: 'LogGroupName NOT IN ["/aws/rds/cluster/orders/audit"]' }),
      ['AuditLogArchive'], 'no subscription filter'],
    ['a subscription of the account for what is not known', policy(TO_STREAM, { SelectionCriteria: 'LogGroupNamePrefix IN ["/aws/"]' }),
      ['AuditLogArchive[unknown:archive]'], 'which log groups its SelectionCriteria select is not known'],
    ['a subscription of the account that is given at deployment', all(PARAMETER('Document', {}), policy({ Ref: 'Document' })),
      ['AuditLogArchive[unknown:archive]'], 'only known at deployment'],
    ['another policy of the account', policy('{}', { PolicyType: 'DATA_PROTECTION_POLICY' }), ['AuditLogArchive'], 'no subscription filter'],
    ['an early expiration by tags', rules({ TagFilters: [{ Key: 'a', Value: 'b' }], ExpirationInDays: 1 }), ['AuditArchiveExpiration[unknown:LifecycleConfiguration]'], 'may be records'],
    ['an early expiration that may be off', all(PARAMETER('Status', {}), rules({ Status: { Ref: 'Status' }, ExpirationInDays: 1 })),
      ['AuditArchiveExpiration[unknown:LifecycleConfiguration]'], 'may be records'],
    ['an early expiration under a prefix given at deployment', all(PARAMETER('Prefix', {}), rules({ Prefix: { Ref: 'Prefix' }, ExpirationInDays: 1 })),
      ['AuditArchiveExpiration[unknown:LifecycleConfiguration]'], 'may be records'],
    ['records under a prefix given at deployment', all(PARAMETER('Prefix', {}), t => {
      s3Destination(t).Prefix = { Ref: 'Prefix' };
      rules({ Prefix: 'temporary/', ExpirationInDays: 1 })(t);
    }), ['AuditArchiveExpiration[unknown:LifecycleConfiguration]'], 'may be records'],
    ['an early expiration of a year of dates that Firehose writes', t => {
      delete s3Destination(t).Prefix;
      rules({ Prefix: '2026/', ExpirationInDays: 1 })(t);
    }, ['AuditArchiveExpiration'], 'after 1 days'],
    ['a schedule that ends', t => { schedule(t).EndDate = '2026-01-01T00:00:00Z'; }, ['AuditReview'], 'the schedule ends on 2026-01-01T00:00:00Z'],
    ['a schedule whose end is given at deployment', all(PARAMETER('End', {}), t => { schedule(t).EndDate = { Ref: 'End' }; }), ['AuditReview[unknown:review]'], 'depends on'],
    ['a schedule of one year', t => { schedule(t).ScheduleExpression = 'cron(0 7 ? * MON 2026)'; }, ['AuditReview'], 'in some years only'],
    ['a schedule of every other year', t => { schedule(t).ScheduleExpression = 'cron(0 7 ? * MON 2026/2)'; }, ['AuditReview'], 'in some years only'],
    ['a year given at deployment', all(PARAMETER('Year', {}), t => { schedule(t).ScheduleExpression = { 'Fn::Sub': 'cron(0 7 ? * MON ${Year})' }; }),
      ['AuditReview[unknown:review]'], 'depends on'],
    ['an expression given at deployment', all(PARAMETER('When', {}), t => { schedule(t).ScheduleExpression = { Ref: 'When' }; }), ['AuditReview[unknown:review]'], 'depends on'],
    ['a schedule that calls Step Functions for others', universal('{"StateMachineArn":"arn:aws:states:eu-central-1:111111111111:stateMachine:theirs"}'), ['AuditReview[unknown:review]'], 'not in this app'],
    ['a schedule that calls Step Functions with what is not known', all(PARAMETER('Input', {}), universal({ Ref: 'Input' })), ['AuditReview[unknown:review]'], 'only known at deployment'],
    ['a schedule that calls something else', t => { schedule(t).Target.Arn = 'arn:aws:scheduler:::aws-sdk:rds:startDBCluster'; }, ['AuditReview'], 'no schedule starts'],
    ['a rule that is off', rule({ State: 'DISABLED' }), ['AuditReview'], 'the schedule is DISABLED'],
    ['a rule that waits for events', rule({ ScheduleExpression: undefined, EventPattern: {} }), ['AuditReview'], 'no schedule starts'],
    ['a rule of another machine', rule({ Targets: [{ Id: 'x', Arn: 'arn:aws:states:eu-central-1:111111111111:stateMachine:theirs' }] }), ['AuditReview[unknown:review]'], 'not in this app'],
    ['a rule with targets given at deployment', rule({ Targets: { 'Fn::Transform': { Name: 'x' } } }), ['AuditReview[unknown:review]'], 'only evaluated at deployment'],
    ['a rule of a function', all(put('Function', 'AWS::Lambda::Function', {}), rule({ Targets: [{ Id: 'x', Arn: { 'Fn::GetAtt': ['Function', 'Arn'] } }] })), ['AuditReview'], 'no schedule starts'],
    ['a schedule of SAM that is off', sam({ Enabled: false }), ['AuditReview'], 'the schedule is DISABLED'],
    ['a definition of SAM in a file', sam({}, { Definition: undefined, DefinitionUri: 'review.asl.json' }), ['AuditReview[unknown:review]'], 'not in the template'],
    ['events of SAM given at deployment', sam({}, { Events: { 'Fn::Transform': { Name: 'x' } } }), ['AuditReview[unknown:review]'], 'only evaluated at deployment'],
    ['an alias', all(put('Alias', 'AWS::StepFunctions::StateMachineAlias', {}), t => { schedule(t).Target.Arn = { Ref: 'Alias' }; }), ['AuditReview[unknown:review]'], 'not in this app'],
    ['a machine of a nested stack', all(put('Nested', 'AWS::CloudFormation::Stack', { TemplateURL: 'x' }), t => { schedule(t).Target.Arn = { 'Fn::GetAtt': ['Nested', 'Outputs.Machine'] }; }),
      ['AuditReview[unknown:review]', 'UnseenChanges[unknown:TemplateURL]'], 'not in this app'],
    ['a machine that takes log groups from its input', t => { machine(t).DefinitionString = GENERAL; }, ['AuditReview[unknown:review]'], 'comes from its input'],
    ['a machine that is handed other log groups', t => {
      machine(t).DefinitionString = GENERAL;
      schedule(t).Target.Input = '{"groups":["/aws/rds/cluster/invoices/audit"]}';
    }, ['AuditReview'], 'no state machine asks it'],
    ['a machine that hands the log group to a function', t => {
      machine(t).DefinitionString = '{"Resource":"arn:aws:states:::lambda:invoke","Arguments":{"Payload":"/aws/rds/cluster/orders/audit"}}';
    }, ['AuditReview[unknown:review]'], 'hands the log group to a program'],
  ])('%s', (_, change, ids, message) => {
    const template = archived(change);
    expect(idsIn(template)).toEqual(ids);
    expect(messagesOf(change).join()).toContain(message);
  });
});

test('the lock has to be as long as is asked for, or as the records have to be kept', () => {
  const template = archived(lock({ Years: 1 }));
  expect(idsIn(template, { requireArchive: true, requiredArchiveRetention: Duration.days(366) })).toEqual(['AuditArchiveLock']);
  expect(idsIn(template, { requireArchive: true, requiredArchiveRetention: Duration.days(365) })).toEqual([]);
  expect(idsIn(template, { requireArchive: true, requiredRetention: 731 })).toEqual(expect.arrayContaining(['AuditArchiveLock']));
});

test.each<[AuroraMysqlAuditChecksProps, string]>([
  [{ requireArchive: 'yes' as never }, 'requireArchive: must be true or false, got: \'yes\''],
  [{ requireReview: 1 as never }, 'requireReview: must be true or false, got: 1'],
  [{ requiredArchiveRetention: Duration.days(1) }, 'requiredArchiveRetention: must be given with requireArchive: true alone'],
  [{ requireArchive: true, requiredArchiveRetention: 365 as never }, 'requiredArchiveRetention: must be a literal Duration of 1 to 36500 whole days, got: 365'],
  [{ requireArchive: true, requiredArchiveRetention: Duration.hours(36) }, 'requiredArchiveRetention: must be a literal Duration of 1 to 36500 whole days, got: 1.5 days'],
])('%j is refused', (props, message) => {
  expect(() => resultsOf(archivedTemplate(), props)).toThrow(message);
});

test('of a cluster that is not archived, nobody asks for the lock of a bucket', () => {
  const template = archived(t => { delete t.Resources.Subscription; });
  const results = resultsOf(template, { ...ASKED, evidenceFormats: ['json' as never] });
  const notApplicable = results.filter(one => one.notApplicable !== undefined).map(one => [one.rule.id, one.consequenceOf]);
  expect(notApplicable).toEqual(expect.arrayContaining(
    ['AuditArchiveLock', 'AuditArchiveExpiration'].map(id => [id, ['AuroraMysqlAudit-AuditLogArchive']]),
  ));
});
