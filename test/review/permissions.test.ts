import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AuditAnalysis, AuditArchive, AuditDashboard, AuditReview } from '../../src';
import { auditedCluster } from '../stacks';

const ENV = { account: '111111111111', region: 'eu-central-1' };

interface Statement {
  readonly Effect: string;
  readonly Action: string[];
  readonly Resource: string[];
}

/** Everything that people look at, of one cluster, with somebody who may read the archive and somebody who may ask Athena. */
function room() {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  const { audit } = auditedCluster(stack, { clusterIdentifier: 'orders' });
  const archive = new AuditArchive(stack, 'Archive', { audits: [audit] });
  const analysis = new AuditAnalysis(stack, 'Analysis', { archive });
  new AuditDashboard(stack, 'Dashboard', { audits: [audit] });
  const review = new AuditReview(stack, 'Review', { audits: [audit], archive, reviewers: ['security@example.com'] });
  archive.grantRead(new iam.Role(stack, 'Auditor', { assumedBy: new iam.AccountRootPrincipal() }));
  analysis.grantRead(new iam.Role(stack, 'Analyst', { assumedBy: new iam.AccountRootPrincipal() }));
  return { reviewName: review.reviewName, template: Template.fromStack(stack) };
}

/** A value of a template as text: a reference is the logical id in angle brackets. */
function text(value: any): string {
  if (typeof value === 'string') {
    return value;
  }
  const [[name, argument]] = Object.entries<any>(value);
  switch (name) {
    case 'Fn::Join': return argument[1].map(text).join('');
    case 'Fn::GetAtt': return `<${argument[0]}>`;
    case 'Ref': return { 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com' }[argument as string] ?? `<${argument}>`;
    default: throw new Error(`unexpected ${name}`);
  }
}

function statementsOf(document: any): Statement[] {
  return document.Statement.map(({ Effect, Action, Resource }: any) => ({
    Effect, Action: [Action].flat(), Resource: (Array.isArray(Resource) ? Resource : [Resource]).map(text),
  }));
}

/** What each role may do, by logical id. */
function rolesOf(template: Template): [string, Statement[]][] {
  const managed = template.findResources('AWS::IAM::ManagedPolicy');
  const inline = Object.values(template.findResources('AWS::IAM::Policy'));
  return Object.entries(template.findResources('AWS::IAM::Role')).map(([id, { Properties }]) => [id, [
    ...(Properties.ManagedPolicyArns ?? []).flatMap(({ Ref }: any) => statementsOf(managed[Ref].Properties.PolicyDocument)),
    ...inline.filter(policy => policy.Properties.Roles.some(({ Ref }: any) => Ref === id))
      .flatMap(policy => statementsOf(policy.Properties.PolicyDocument)),
  ]]);
}

/** As IAM compares: `*` is anything, and actions have no letter case. */
function matches(pattern: string, value: string): boolean {
  return new RegExp(`^${pattern.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 'is').test(value);
}

const { reviewName, template } = room();
const ROLES = rolesOf(template);

/** Who may do something, conditions aside: more than IAM would allow, never less. */
function whoMay(action: string, resource: string): string[] {
  return ROLES.filter(([, statements]) => statements.some(({ Effect, Action, Resource }) =>
    Effect === 'Allow' && Action.some(each => matches(each, action)) && Resource.some(each => matches(each, resource)))).map(([id]) => shortName(id)).sort();
}

/** The logical id of a role without its hash. */
function shortName(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '').replace(/^(Archiveorders|Review)(?=.+Role)|Role$/g, '');
}

const BUCKET = '<ArchiveBucket49F1AC64>';
const REVIEWS = `${BUCKET}/reviews/${reviewName}`;
const ARN = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:111111111111:${resource}`;
const RECORD = `${BUCKET}/audit/cluster=orders/2026/11/25/1.log.gz`;

test('there are no other roles', () => {
  expect(ROLES.map(([id]) => shortName(id)).sort()).toEqual(['Analyst', 'Auditor', 'Delivery', 'Events', 'Review', 'Scheduler', 'SignOff', 'Subscription', 'Watch']);
});

test.each<[string, string, string[]]>([
  // Records: the stream of the cluster writes them, people read them.
  ['s3:PutObject', RECORD, ['Delivery']],
  ['s3:PutObject', `${BUCKET}/audit-errors/cluster=orders/processing-failed/1`, ['Delivery']],
  ['s3:PutObject', `${BUCKET}/audit/cluster=orders-2/2026/11/25/1.log.gz`, []],
  ['s3:PutObject', `${BUCKET}/elsewhere`, []],
  ['s3:GetObject', RECORD, ['Analyst', 'Auditor', 'Delivery']],
  // Reports: who writes one cannot sign it.
  ['s3:PutObject', `${REVIEWS}/reports/2026-11-23T07-00-00Z.txt`, ['Review']],
  ['s3:PutObject', `${REVIEWS}/reports/2026-11-23T07-00-00Z.sign-off.2026-11-24T09-00-00Z.1.json`, ['SignOff']],
  ['s3:PutObject', `${REVIEWS}/runs/2026-11-23T07-00-00Z.json`, ['Review']],
  ['s3:PutObject', `${REVIEWS}/opsitems/oi-1.json`, ['Review']],
  ['s3:PutObject', `${REVIEWS}/details/1/orders.json`, ['Review']],
  ['s3:PutObject', `${BUCKET}/reviews/another/reports/1.txt`, []],
  ['s3:GetObject', `${REVIEWS}/reports/2026-11-23T07-00-00Z.txt`, ['Auditor']],
  ['s3:GetObject', `${REVIEWS}/opsitems/oi-1.json`, ['Auditor', 'SignOff']],
  ['s3:GetObject', `${REVIEWS}/details/1/orders.json`, ['Auditor', 'Review']],
  ['s3:GetObject', '<ArchiveAccessLogs31F4F9D7>/archive/1', []],
  ['s3:ListBucket', BUCKET, ['Analyst', 'Auditor', 'Delivery', 'Review', 'SignOff', 'Watch']],
  // What carries records and calls.
  ['firehose:PutRecordBatch', ARN('firehose', `deliverystream/${streamName()}`), ['Subscription']],
  ['logs:StartQuery', ARN('logs', 'log-group:/aws/rds/cluster/orders/audit'), ['Review']],
  ['logs:StartQuery', ARN('logs', 'log-group:/aws/rds/cluster/invoices/audit'), []],
  ['logs:GetLogEvents', ARN('logs', 'log-group:/aws/rds/cluster/orders/audit'), []],
  ['athena:StartQueryExecution', ARN('athena', `workgroup/${workGroupName()}`), ['Analyst']],
  ['athena:StartQueryExecution', ARN('athena', 'workgroup/primary'), []],
  ['states:StartExecution', ARN('states', `stateMachine:${reviewName}`), ['Review', 'Scheduler']],
  ['states:StartExecution', ARN('states', `stateMachine:${reviewName}-watch`), ['Scheduler']],
  ['states:StartExecution', ARN('states', `stateMachine:${reviewName}-sign-off`), ['Events']],
  ['sns:Publish', '<ReviewTopic13184165>', ['Review']],
  ['ssm:CreateOpsItem', ARN('ssm', 'opsitem/oi-1'), ['Review']],
  ['ssm:UpdateOpsItem', ARN('ssm', 'opsitem/oi-1'), []],
  ['cloudwatch:PutMetricData', '*', ['Watch']],
  ['rds:DescribeDBClusters', '*', []],
])('%s on %s is for %j', (action, resource, roles) => {
  expect(whoMay(action, resource)).toEqual(roles);
});

/** What would make evidence or its reader go away. */
const UNDOING = [
  's3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention', 's3:PutObjectRetention', 's3:PutObjectLegalHold', 's3:PutBucketObjectLockConfiguration',
  's3:PutLifecycleConfiguration', 's3:PutBucketVersioning', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy', 's3:DeleteBucket', 's3:PutEncryptionConfiguration',
  's3:PutBucketLogging', 's3:PutBucketPublicAccessBlock', 's3:PutReplicationConfiguration', 's3:ReplicateDelete', 's3:PutObjectAcl', 's3:PutBucketAcl',
  'kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:PutKeyPolicy', 'kms:CreateGrant', 'firehose:DeleteDeliveryStream', 'firehose:UpdateDestination',
  'logs:DeleteSubscriptionFilter', 'logs:PutSubscriptionFilter', 'logs:DeleteLogGroup', 'logs:DeleteLogStream', 'logs:PutRetentionPolicy', 'glue:DeleteTable', 'glue:UpdateTable',
  'glue:DeleteDatabase', 'athena:DeleteWorkGroup', 'athena:UpdateWorkGroup', 'states:DeleteStateMachine', 'states:UpdateStateMachine', 'scheduler:UpdateSchedule',
  'scheduler:DeleteSchedule', 'events:DisableRule', 'events:DeleteRule', 'events:RemoveTargets', 'cloudwatch:DeleteAlarms', 'cloudwatch:DisableAlarmActions',
  'sns:Unsubscribe', 'sns:DeleteTopic', 'iam:PassRole', 'iam:PutRolePolicy', 'sts:AssumeRole',
];

test.each(UNDOING)('nobody may %s, on anything', action => {
  const allowed = ROLES.flatMap(([id, statements]) => statements.filter(({ Effect, Action }) => Effect === 'Allow' && Action.some(each => matches(each, action))).map(() => shortName(id)));

  expect(allowed).toEqual([]);
});

test('no role may do all of anything', () => {
  const wildcards = ROLES.flatMap(([id, statements]) => statements.flatMap(({ Action }) => Action.filter(each => each.includes('*')).map(each => `${shortName(id)} ${each}`)));

  expect(wildcards).toEqual([]);
});

test('each role is for one service of this account, in whose name nobody else can use it, or for whom the app says', () => {
  const trusted = Object.entries(template.findResources('AWS::IAM::Role')).map(([id, { Properties }]) => {
    const [{ Principal, Condition }] = Properties.AssumeRolePolicyDocument.Statement;
    return [shortName(id), Principal.Service ?? 'the app', Condition?.StringEquals?.['aws:SourceAccount'], JSON.stringify(Condition ?? {}).includes('aws:SourceArn')];
  });

  expect(trusted.sort()).toEqual([
    ['Analyst', 'the app', undefined, false],
    ['Auditor', 'the app', undefined, false],
    ['Delivery', 'firehose.amazonaws.com', ENV.account, true],
    ['Events', 'events.amazonaws.com', ENV.account, true],
    ['Review', 'states.amazonaws.com', ENV.account, true],
    ['Scheduler', 'scheduler.amazonaws.com', ENV.account, true],
    ['SignOff', 'states.amazonaws.com', ENV.account, true],
    ['Subscription', 'logs.amazonaws.com', ENV.account, true],
    ['Watch', 'states.amazonaws.com', ENV.account, true],
  ]);
});

test('the policy of the bucket lets nobody in, and denies deletion to everybody', () => {
  const { Properties: { PolicyDocument } } = template.findResources('AWS::S3::BucketPolicy').ArchiveBucketPolicy13E3D5ED;

  expect(PolicyDocument.Statement.map(({ Effect }: any) => Effect)).not.toContain('Allow');
  expect(PolicyDocument.Statement.find(({ Sid }: any) => Sid === 'NobodyDeletesEvidence')).toMatchObject({
    Effect: 'Deny', Principal: { AWS: '*' }, Action: ['s3:BypassGovernanceRetention', 's3:DeleteObject', 's3:DeleteObjectVersion'],
  });
});

function only(type: string): any {
  const [{ Properties }] = Object.values(template.findResources(type));
  return Properties;
}

function streamName(): string {
  return only('AWS::KinesisFirehose::DeliveryStream').DeliveryStreamName;
}

function workGroupName(): string {
  return only('AWS::Athena::WorkGroup').Name;
}
