import { Duration, type Stack, TimeZone } from 'aws-cdk-lib';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sns from 'aws-cdk-lib/aws-sns';
import { losses, STATEFUL, type Template, templateOf } from './losses';
import { AuditAnalysis, AuditArchive, AuditDashboard, type AuditDashboardProps, AuditReview, type AuditReviewProps, AuroraMysqlAudit } from '../../src';
import { plainCluster } from '../stacks';

interface Audited {
  readonly stack: Stack;
  /** Of a cluster that is deployed. */
  readonly first: AuroraMysqlAudit;
  /** Of one that nobody looked at before. */
  readonly second: AuroraMysqlAudit;
  readonly archive: AuditArchive;
}

function audited(stack: Stack): Audited {
  const first = new AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(stack) });
  const second = new AuroraMysqlAudit(stack, 'SecondAudit', {
    cluster: new rds.CfnDBCluster(stack, 'Second', { engine: 'aurora-mysql', engineVersion: '8.0.mysql_aurora.3.12.0', dbClusterIdentifier: 'invoices' }),
  });
  return { stack, first, second, archive: new AuditArchive(stack, 'Archive', { audits: [first] }) };
}

/** Another value for every option; one that is missing here does not compile. */
const OTHER_REVIEW: { [name in keyof Required<AuditReviewProps>]: (given: Audited) => Partial<AuditReviewProps> } = {
  alarmActions: ({ stack }) => ({ alarmActions: [new actions.SnsAction(new sns.Topic(stack, 'Pager'))] }),
  analysis: ({ stack, archive }) => ({ analysis: new AuditAnalysis(stack, 'Analysis', { archive }) }),
  archive: ({ stack, second }) => ({ archive: new AuditArchive(stack, 'OtherArchive', { audits: [second] }) }),
  audits: ({ first, second }) => ({ audits: [first, second] }),
  encryptionKey: ({ stack }) => ({ encryptionKey: kms.Key.fromKeyArn(stack, 'OwnKey', 'arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-000000000001') }),
  period: () => ({ period: Duration.days(14) }),
  reviewers: () => ({ reviewers: ['security@example.com', 'audit@example.com'] }),
  schedule: () => ({ schedule: scheduler.ScheduleExpression.rate(Duration.days(1)), period: Duration.days(1) }),
  timeZone: () => ({ timeZone: TimeZone.ASIA_TOKYO }),
};

const OTHER_DASHBOARD: { [name in keyof Required<AuditDashboardProps>]: (given: Audited) => Partial<AuditDashboardProps> } = {
  audits: ({ first, second }) => ({ audits: [first, second] }),
  dashboardName: () => ({ dashboardName: 'audit' }),
  defaultInterval: () => ({ defaultInterval: Duration.days(7) }),
};

type Change<Props> = (given: Audited) => Partial<Props>;

function room(review: Change<AuditReviewProps> = () => ({}), dashboard: Change<AuditDashboardProps> = () => ({})): Template {
  return templateOf(stack => {
    const given = audited(stack);
    const audits = [given.first];
    new AuditReview(stack, 'Review', { audits, archive: given.archive, reviewers: ['security@example.com'], ...review(given) });
    new AuditDashboard(stack, 'Dashboard', { audits, ...dashboard(given) });
  });
}

const ROOM = room();
const WITHOUT = templateOf(stack => audited(stack));

test.each(Object.entries(OTHER_REVIEW))('another %s of a review replaces and deletes nothing that holds data or has a name', (_, change) => {
  const after = room(change);

  expect(after).not.toEqual(ROOM);
  expect(losses(ROOM, after)).toEqual([]);
});

test.each(Object.entries(OTHER_DASHBOARD))('another %s of a dashboard replaces and deletes nothing that holds data or has a name', (_, change) => {
  const after = room(undefined, change);

  expect(after).not.toEqual(ROOM);
  expect(losses(ROOM, after)).toEqual([]);
});

test('another reviewer keeps the subscription of the first, who need not confirm it again', () => {
  const after = room(() => ({ reviewers: ['audit@example.com', 'security@example.com'] }));

  expect(losses(ROOM, after)).toEqual([]);
});

test('a reviewer less loses the own subscription and nothing else', () => {
  const before = room(() => ({ reviewers: ['audit@example.com', 'security@example.com'] }));

  expect(losses(before, ROOM)).toEqual(['AWS::SNS::Subscription']);
});

test('a review and a dashboard take away nothing, and what goes with them is no evidence', () => {
  expect(losses(WITHOUT, ROOM)).toEqual([]);
  // The log of the machines has no records, and reports are in the bucket.
  expect(losses(ROOM, WITHOUT)).toEqual(['AWS::Logs::LogGroup', 'AWS::SNS::Subscription', 'AWS::SNS::Topic', 'AWS::StepFunctions::StateMachine']);
});

test('the logical ids of what holds data or has a name are a contract', () => {
  const ids = Object.entries(ROOM.Resources).filter(([id, { Type }]) => /^(Review|Archive)/.test(id) && STATEFUL.includes(Type)).map(([id, { Type }]) => [id, Type]);

  expect(Object.fromEntries(ids)).toEqual({
    ArchiveAccessLogs31F4F9D7: 'AWS::S3::Bucket',
    ArchiveAccessLogsPolicyDC10615C: 'AWS::S3::BucketPolicy',
    ArchiveBucket49F1AC64: 'AWS::S3::Bucket',
    ArchiveBucketPolicy13E3D5ED: 'AWS::S3::BucketPolicy',
    ArchiveKey3EF5EDE5: 'AWS::KMS::Key',
    ArchiveordersdbErrors74A96D08: 'AWS::Logs::LogGroup',
    ArchiveordersdbStream8321FD49: 'AWS::KinesisFirehose::DeliveryStream',
    Review8C0E22A8: 'AWS::StepFunctions::StateMachine',
    ReviewLogs53D2788C: 'AWS::Logs::LogGroup',
    ReviewSignOff070545DE: 'AWS::StepFunctions::StateMachine',
    ReviewTopic13184165: 'AWS::SNS::Topic',
    ReviewTopicsecurityexamplecom3D0C408D: 'AWS::SNS::Subscription',
    ReviewWatch57457B57: 'AWS::StepFunctions::StateMachine',
  });
});
