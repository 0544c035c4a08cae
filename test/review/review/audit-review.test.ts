import { App, Aws, Duration, Stack, Stage, TimeZone } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import * as sns from 'aws-cdk-lib/aws-sns';
import { ENV } from './machines';
import {
  AuditAnalysis, type AuditAnalysisProps, AuditArchive, AuditDetection, AuditDetectionSeverity, AuditReview, type AuditReviewProps,
  type IAuroraMysqlAudit,
} from '../../../src';
import { athenaLanguage } from '../../../src/review/review/athena-questions';
import { athenaSource } from '../../../src/review/review/athena-source';
import { INSIGHTS_LANGUAGE } from '../../../src/review/review/insights-questions';
import { insightsSource } from '../../../src/review/review/insights-source';
import { definitionErrors, questionErrors } from '../../../src/review/review/review-checks';
import { reviewLayout } from '../../../src/review/review/review-layout';
import { reviewDefinition } from '../../../src/review/review/review-machine';
import { reviewStatements } from '../../../src/review/review/review-permissions';
import { reviewQuestions } from '../../../src/review/review/review-questions';
import { ReviewStateMachine } from '../../../src/review/review/review-state-machine';
import { auditedCluster, newStack } from '../../stacks';

function reviewed(props: Partial<AuditReviewProps> = {}) {
  const stack = newStack({ env: ENV });
  const { audit } = auditedCluster(stack, { clusterIdentifier: 'Orders' });
  const archive = new AuditArchive(stack, 'Archive', { audits: [audit] });
  const review = new AuditReview(stack, 'Review', { audits: [audit], archive, reviewers: ['security@example.com'], ...props });
  return { stack, audit, archive, review, template: () => Template.fromStack(stack) };
}

/** Resources of the review of a type, by id. */
function ofReview(template: Template, type: string): [string, any][] {
  return Object.entries(template.findResources(type)).filter(([id]) => id.startsWith('Review')).map(([id, { Properties }]) => [id, Properties]);
}

describe('the schedule', () => {
  test.each<[string, Partial<AuditReviewProps>, object]>([
    ['is weekly, in UTC', {}, { ScheduleExpression: 'cron(0 7 ? * MON *)', ScheduleExpressionTimezone: 'Etc/UTC' }],
    ['is in the time zone given', { timeZone: TimeZone.EUROPE_BERLIN }, { ScheduleExpression: 'cron(0 7 ? * MON *)', ScheduleExpressionTimezone: 'Europe/Berlin' }],
    ['is as given', { schedule: ScheduleExpression.cron({ minute: '30', hour: '6', day: '1', timeZone: TimeZone.ASIA_TOKYO }), period: Duration.days(31) }, {
      ScheduleExpression: 'cron(30 6 1 * ? *)', ScheduleExpressionTimezone: 'Asia/Tokyo',
    }],
  ])('%s', (_, props, expected) => {
    const schedules = ofReview(reviewed(props).template(), 'AWS::Scheduler::Schedule');
    expect(schedules.map(([, { FlexibleTimeWindow, ...rest }]) => [FlexibleTimeWindow.Mode, rest])).toEqual([
      ['OFF', expect.objectContaining({ ...expected, State: 'ENABLED', Target: expect.objectContaining({ Input: '{}' }) })],
      ['OFF', expect.objectContaining({ ScheduleExpression: 'rate(12 hours)' })],
    ]);
  });
});

test('state machines, their logs and the topic are encrypted with the key of the archive; what users sent stays out of the logs', () => {
  const { template: synth, review, archive } = reviewed();
  const template = synth();
  expect(review.encryptionKey).toBe(archive.encryptionKey);
  const key = { 'Fn::GetAtt': ['ArchiveKey3EF5EDE5', 'Arn'] };
  const machines = ofReview(template, 'AWS::StepFunctions::StateMachine');
  expect(machines).toHaveLength(3);
  machines.forEach(([, machine]) => expect(machine).toMatchObject({
    EncryptionConfiguration: { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: key },
    LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    TracingConfiguration: { Enabled: true },
    StateMachineType: 'STANDARD',
  }));
  expect(ofReview(template, 'AWS::Logs::LogGroup')).toEqual([[expect.any(String), expect.objectContaining({ KmsKeyId: key, RetentionInDays: 365 })]]);
  expect(ofReview(template, 'AWS::SNS::Topic')).toEqual([[expect.any(String), expect.objectContaining({ KmsMasterKeyId: key })]]);
  for (const service of ['logs.eu-central-1.amazonaws.com', ['cloudwatch.amazonaws.com', 'events.amazonaws.com'], 'delivery.logs.amazonaws.com']) {
    template.hasResourceProperties('AWS::KMS::Key', {
      Description: Match.stringLikeRegexp('^Archive'), KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: service } })]) },
    });
  }
  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'security@example.com' });
});

test('an archive in the bucket of another account leaves the key of that account alone', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: ENV });
  const { audit } = auditedCluster(stack);
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Theirs', 'arn:aws:kms:eu-central-1:222222222222:key/11111111-2222-3333-4444-000000000001');
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'evidence', account: '222222222222', region: ENV.region, encryptionKey });
  const archive = new AuditArchive(stack, 'Archive', { audits: [audit], bucket });
  const review = new AuditReview(stack, 'Review', { audits: [audit], archive, reviewers: ['security@example.com'] });
  expect(review.encryptionKey).not.toBe(encryptionKey);
  expect(ofReview(Template.fromStack(stack), 'AWS::KMS::Key')).toEqual([[expect.any(String), expect.objectContaining({ EnableKeyRotation: true })]]);
});

test('an OpsItem that somebody closes is told to the machine that files signatures', () => {
  const { stack, review, template } = reviewed();
  expect(ofReview(template(), 'AWS::Events::Rule')).toContainEqual([expect.any(String), expect.objectContaining({
    EventPattern: { 'source': ['aws.ssm'], 'detail-type': ['OpsItem Update'], 'detail': { status: ['Resolved', 'Closed'] } },
    State: 'ENABLED',
    Targets: [expect.objectContaining({ Arn: expect.objectContaining({ 'Fn::Join': ['', expect.arrayContaining([expect.stringContaining(`${review.reviewName}-sign-off`)])] }) })],
  })]);
  expect(stack.resolve(review.signOffRule.name)).toBe(`${review.reviewName}-sign-off`);
});

test('alarms tell the reviewers, and whom else one wants, of what failed, is missing or waits; none rings for the deployment', () => {
  const stack = newStack({ env: ENV });
  const { audit } = auditedCluster(stack);
  const pager = new sns.Topic(stack, 'Pager');
  const review = new AuditReview(stack, 'Review', {
    audits: [audit], archive: new AuditArchive(stack, 'Archive', { audits: [audit] }), reviewers: ['security@example.com'], alarmActions: [new actions.SnsAction(pager)],
  });
  const alarms = ofReview(Template.fromStack(stack), 'AWS::CloudWatch::Alarm').map(([, properties]) => properties);
  const failures = (count: number) => Array.from({ length: count }, (_, index) => `FILL(m${index}, 0)`).join(' + ');
  expect(alarms.map(({ MetricName, Metrics, Threshold, TreatMissingData, InsufficientDataActions }) =>
    [MetricName ?? Metrics[0].Expression, Threshold, TreatMissingData, InsufficientDataActions?.length ?? 0])).toEqual([
    [failures(6), 1, 'notBreaching', 0],
    // No value for a day is a change to INSUFFICIENT_DATA; that there never was one is none.
    ['DaysSinceReview', 8, 'missing', 2],
    ['OverdueReviews', 1, 'notBreaching', 0],
    [failures(4), 1, 'notBreaching', 0],
    ['MatchedEvents', 1, 'notBreaching', 0],
  ]);
  alarms.forEach(({ AlarmActions }) => expect(AlarmActions).toEqual([stack.resolve(review.topic.topicArn), stack.resolve(pager.topicArn)]));
  expect(review.alarms).toHaveLength(5);
});

/** A review that asks Athena. */
function analysed(analysisProps: Partial<AuditAnalysisProps> = {}, props: Partial<AuditReviewProps> = {}) {
  const stack = newStack({ env: ENV });
  const { audit } = auditedCluster(stack, { clusterIdentifier: 'Orders' });
  const archive = new AuditArchive(stack, 'Archive', { audits: [audit] });
  const analysis = new AuditAnalysis(stack, 'Analysis', { archive, ...analysisProps });
  const review = new AuditReview(stack, 'Review', { audits: [audit], archive, analysis, reviewers: ['security@example.com'], ...props });
  return { stack, audit, archive, analysis, review, template: () => Template.fromStack(stack) };
}

describe('the roles', () => {
  /** Statements of a role, in short: action, what on, under which condition. */
  function statementsOf(template: Template, roleId: string, readable: (value: unknown) => any): unknown[] {
    const { Properties: { ManagedPolicyArns, Policies } } = template.findResources('AWS::IAM::Role')[roleId];
    expect(Policies).toBeUndefined();
    return ManagedPolicyArns.flatMap(({ Ref }: any) => readable(template.findResources('AWS::IAM::ManagedPolicy')[Ref].Properties.PolicyDocument.Statement))
      .map(({ Effect, Action, Resource, Condition }: any) => [Effect, [Action].flat().join(' '), [Resource].flat(), ...Condition ? [Condition] : []]);
  }

  /** Names in the place of what nobody wants to read. */
  function readableOf({ reviewName, analysis }: AuditReview) {
    const names: [string, string][] = [
      [reviewName, 'NAME'], ['AWS::Partition', 'aws'], ['AWS::URLSuffix', 'amazonaws.com'], ['ArchiveBucket49F1AC64', 'BUCKET'], ['ArchiveKey3EF5EDE5', 'KEY'],
      ...analysis ? [[analysis.workGroupName, 'GROUP'], [analysis.databaseName, 'DATABASE']] as [string, string][] : [],
    ];
    return (value: unknown): any => JSON.parse(names.reduce((text, [name, short]) => text.replaceAll(name, short), JSON.stringify(value)
      .replace(/\{"Fn::Join":\["",(\[[^\]]*(?:\[[^\]]*\][^\]]*)*\])\]\}/g, (_, parts) => JSON.stringify(JSON.parse(parts).map((part: any) => part.Ref ?? part['Fn::GetAtt']?.[0] ?? part).join('')))
      .replace(/\{"(?:Ref|Fn::GetAtt)":\[?"(\w+)"(?:,"Arn"\])?\}/g, '"$1"')));
  }

  test('can do what they are for and nothing else; none can delete, unlock or read records', () => {
    const { review, stack, template: synth } = reviewed();
    const template = synth();
    const readable = readableOf(review);
    const [states, logGroups] = ['arn:aws:states:eu-central-1:111111111111', 'arn:aws:logs:eu-central-1:111111111111'];
    const objectKey = ['Allow', 'kms:Decrypt kms:GenerateDataKey', ['KEY'], {
      StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' }, StringLike: { 'kms:EncryptionContext:aws:s3:arn': ['BUCKET', 'BUCKET/*'] },
    }];
    const listing = (...names: string[]) =>
      ['Allow', 's3:ListBucket', ['BUCKET'], { StringLike: { 's3:prefix': names.map(name => `reviews/NAME/${name}/*`) } }];
    const everyMachine = (name: string) => [
      ['Allow', 'kms:Decrypt kms:GenerateDataKey', ['KEY'], { StringEquals: { 'kms:EncryptionContext:aws:states:stateMachineArn': `${states}:stateMachine:${name}` } }],
      ['Allow', 'kms:GenerateDataKey', ['KEY'], { StringEquals: { 'kms:EncryptionContext:SourceArn': `${logGroups}:*` } }],
      ['Allow', expect.stringMatching(/^logs:CreateLogDelivery [^*]*$/), ['*']],
      ['Allow', 'xray:GetSamplingRules xray:GetSamplingTargets xray:PutTelemetryRecords xray:PutTraceSegments', ['*']],
    ];
    const topicArn = stack.resolve(review.topic.topicArn).Ref;
    const table: Record<string, unknown[]> = {
      Reviews: [
        ['Allow', 'logs:StartQuery', [`${logGroups}:log-group:/aws/rds/cluster/orders/audit`, `${logGroups}:log-group:/aws/rds/cluster/orders/audit:*`]],
        ['Allow', 'logs:GetQueryResults', ['*']],
        ['Allow', 'ssm:CreateOpsItem', ['*']],
        listing('runs', 'reports', 'details'),
        ['Allow', 's3:GetObject', ['BUCKET/reviews/NAME/details/*']],
        ['Allow', 's3:PutObject', ['runs/*', 'reports/*.txt', 'details/*', 'opsitems/*'].map(key => `BUCKET/reviews/NAME/${key}`)],
        objectKey,
        ['Allow', 'sns:Publish', [topicArn]],
        ['Allow', 'kms:Decrypt kms:GenerateDataKey', ['KEY'], { StringEquals: { 'kms:ViaService': 'sns.eu-central-1.amazonaws.com' } }],
        ['Allow', 'states:StartExecution', [`${states}:stateMachine:NAME`]],
        ['Allow', 'states:DescribeExecution states:StopExecution', [`${states}:execution:NAME:*`, `${states}:execution:NAME/*`]],
        ...everyMachine('NAME'),
      ],
      Files: [
        listing('opsitems'),
        ['Allow', 's3:GetObject', ['BUCKET/reviews/NAME/opsitems/*']],
        ['Allow', 's3:PutObject', ['BUCKET/reviews/NAME/reports/*.sign-off.*.json']],
        objectKey,
        ['Allow', 'ssm:GetOpsItem', ['arn:aws:ssm:eu-central-1:111111111111:opsitem/*']],
        ...everyMachine('NAME-sign-off'),
      ],
      Tells: [
        ['Allow', 'states:DescribeStateMachine', [`${states}:stateMachine:NAME`]],
        listing('runs', 'reports'),
        ['Allow', 'cloudwatch:PutMetricData', ['*'], { StringEquals: { 'cloudwatch:namespace': 'AuroraMysqlAuditReview' } }],
        ...everyMachine('NAME-watch'),
      ],
      Starts: [
        ['Allow', 'states:StartExecution', [`${states}:stateMachine:NAME`, `${states}:stateMachine:NAME-watch`]],
        ['Allow', 'states:StartExecution', [`${states}:stateMachine:NAME-sign-off`]],
      ],
    };
    const roles = ofReview(template, 'AWS::IAM::Role');
    expect(roles).toHaveLength(review.roles.length);
    const found: Record<string, unknown[]> = {};
    roles.forEach(([id, { Description }]) => {
      const [verb] = Description.split(' ');
      found[verb] = [...found[verb] ?? [], ...statementsOf(template, id, readable)];
    });
    expect(found).toEqual(table);
    expect(JSON.stringify(found)).not.toMatch(/s3:Delete|Bypass|Retention|UpdateOpsItem|BUCKET\/audit/);
    roles.forEach(([, { AssumeRolePolicyDocument }]) => AssumeRolePolicyDocument.Statement.forEach(({ Condition }: any) =>
      expect(Condition).toMatchObject({ StringEquals: { 'aws:SourceAccount': '111111111111' } })));
    roles.forEach(([, { AssumeRolePolicyDocument }]) => expect(JSON.stringify(AssumeRolePolicyDocument)).toContain('aws:SourceArn'));
  });

  test('of a review by Athena asks in one work group, reads records and no log group, and can delete nothing', () => {
    const stack = newStack({ env: ENV });
    const { template: synth, review } = analysed({ queryResultsBucket: s3.Bucket.fromBucketName(stack, 'Results', 'results') });
    const template = synth();
    const [[id]] = ofReview(template, 'AWS::IAM::Role').filter(([, { Description }]) => Description.startsWith('Reviews'));
    const statements = statementsOf(template, id, readableOf(review));
    const glue = 'arn:aws:glue:eu-central-1:111111111111';
    expect(statements.slice(0, 9)).toEqual([
      ['Allow', 'athena:GetQueryExecution athena:GetQueryResults athena:StartQueryExecution', ['arn:aws:athena:eu-central-1:111111111111:workgroup/GROUP']],
      ['Allow', expect.stringMatching(/^(glue:(Batch)?Get\w+ ?)+$/), [`${glue}:catalog`, `${glue}:database/DATABASE`, `${glue}:table/DATABASE/audit_records`]],
      ['Allow', 'glue:GetDatabase glue:GetDatabases', [`${glue}:database/default`]],
      ['Allow', 's3:AbortMultipartUpload s3:GetObject s3:ListMultipartUploadParts s3:PutObject', ['arn:aws:s3:::results/athena/GROUP/*']],
      ['Allow', 's3:GetBucketLocation s3:ListBucket s3:ListBucketMultipartUploads', ['arn:aws:s3:::results']],
      ['Allow', 's3:GetObject', ['BUCKET/audit/*']],
      ['Allow', 's3:ListBucket', ['BUCKET'], { StringLike: { 's3:prefix': 'audit/*' } }],
      ['Allow', 's3:GetBucketLocation', ['BUCKET']],
      ['Allow', 'kms:Decrypt kms:GenerateDataKey', ['KEY']],
    ]);
    const text = JSON.stringify(statements);
    expect(text).not.toMatch(/Delete(?!LogDelivery)|Bypass|Retention|logs:(StartQuery|GetQueryResults)/);
    // It writes no records.
    statements.filter(each => /s3:Put/.test(JSON.stringify(each))).forEach(each => expect(JSON.stringify(each)).not.toMatch(/BUCKET\/(audit|\*)/));
  });
});

describe('a review by Athena', () => {
  test('is of any stack of the account, and needs nothing of that of the analysis but what the archive is', () => {
    const { stack, audit, archive, analysis } = analysed();
    const other = new Stack(stack.node.root as App, 'Reviews', { env: ENV });
    const review = new AuditReview(other, 'Review', { audits: [audit], archive, analysis, reviewers: ['security@example.com'] });
    expect(review.analysis).toBe(analysis);
    const machine = JSON.stringify(Template.fromStack(other).findResources('AWS::StepFunctions::StateMachine'));
    expect(machine).toContain(analysis.databaseName);
    expect(machine).toContain(analysis.workGroupName);
    expect(JSON.stringify(Template.fromStack(stack).toJSON().Outputs)).not.toMatch(/Analysis/);
  });

  test('looks further back than a log group, where Logs Insights cannot', () => {
    const stack = newStack({ env: ENV });
    const { audit } = auditedCluster(stack, { auditLogRetention: logs.RetentionDays.ONE_WEEK });
    const archive = new AuditArchive(stack, 'Archive', { audits: [audit] });
    const analysis = new AuditAnalysis(stack, 'Analysis', { archive });
    const props = { audits: [audit], archive, reviewers: ['security@example.com'] };
    expect(() => new AuditReview(stack, 'Insights', props)).toThrow(
      /period: must be shorter than the retention of the audit log group of '.*', 7 days, got: 7 days; keep records for longer, review more often, or give analysis/,
    );
    expect(() => new AuditReview(stack, 'Athena', { ...props, analysis })).not.toThrow();
    expect(() => new AuditReview(stack, 'Daily', { ...props, schedule: ScheduleExpression.rate(Duration.days(6)), period: Duration.days(6) })).not.toThrow();
  });

  test('asks detections that come later, and says where they are more than a machine has room for', () => {
    const { stack, audit, template } = analysed();
    audit.addDetection(AuditDetection.of('Payroll', { filterPattern: '"payroll"', severity: AuditDetectionSeverity.LOW, runbook: 'Ask who it was.' }));
    expect(JSON.stringify(template().findResources('AWS::StepFunctions::StateMachine'))).toContain('Detection Payroll');
    const questions = Array(3).fill(reviewQuestions(AuditDetection.recommended(), athenaLanguage('Etc/UTC'))).flat();
    expect(questionErrors('orders', questions)).toEqual([expect.stringMatching(/^audits: the detections of 'orders' make \d+ bytes of questions, a review has room for 131072; /)]);
    expect(definitionErrors({ States: Array(10).fill(questions) })).toEqual([
      expect.stringMatching(/^audits: their detections differ, and make a state machine of \d+ bytes, Step Functions takes 1048576; make a review for each part of them$/),
    ]);
    expect(stack.node.validate()).toEqual([]);
  });

  test.each([1, 10, 40, 100])('of %i clusters fits into a state machine', size => {
    const names = Array.from({ length: size }, (_, index) => `${'c'.repeat(60)}${index}`);
    const { ask } = athenaSource(analysed().analysis);
    const questions = reviewQuestions(AuditDetection.recommended(), athenaLanguage('America/Argentina/ComodRivadavia'));
    expect(questionErrors('orders', questions)).toEqual([]);
    // A variable holds them, and a query them with what limits it.
    questions.forEach(({ query }) => expect(Buffer.byteLength(`${query}${ask.args.QueryString}`)).toBeLessThan(262_144));
    const { stack, analysis } = analysed();
    const definition = reviewDefinition({
      name: 'review',
      layout: reviewLayout('review'),
      bucketName: 'b'.repeat(63),
      topicArn: 'arn:aws:sns:eu-central-1:111111111111:topic',
      periodSeconds: 604_800,
      source: athenaSource(analysis),
      questions: [questions],
      clusters: names.map(name => ({ cluster: name, logGroup: `/aws/rds/cluster/${name}/audit`, clusterArn: `arn:aws:rds:eu-central-1:111111111111:cluster:${name}`, questions: 0 })),
    });
    expect(definitionErrors(stack.resolve(definition))).toEqual([]);
    expect(JSON.stringify(stack.resolve(definition)).length).toBeLessThan(200_000);
  });
});

test('many reviews stand side by side, of clusters and an archive in other stacks, and none is in the way of the others', () => {
  const app = new App();
  const { audit } = auditedCluster(new Stack(app, 'Clusters', { env: ENV }));
  const archive = new AuditArchive(new Stack(app, 'Archives', { env: ENV }), 'Archive', { audits: [audit] });
  const stack = new Stack(app, 'Reviews', { env: ENV });
  const reviews = ['Weekly', 'Monthly'].map(id => new AuditReview(stack, id, { audits: [audit], archive, reviewers: ['security@example.com'] }));
  expect(new Set(reviews.map(({ reviewName }) => reviewName)).size).toBe(2);
  expect(() => app.synth()).not.toThrow();
  Template.fromStack(stack).resourceCountIs('AWS::StepFunctions::StateMachine', 6);
});

test('a hundred clusters with the longest names fit into the policies of one role', () => {
  const stack = newStack({ env: { account: '111111111111', region: 'us-gov-west-1' } });
  const key = new kms.Key(stack, 'Key');
  const logGroupNames = Array.from({ length: 100 }, (_, index) => `/aws/rds/cluster/${'c'.repeat(60)}${String(index).padStart(3, '0')}/audit`);
  new ReviewStateMachine(stack, 'Review', {
    name: 'review',
    description: 'Reviews the audit log',
    definition: () => ({ StartAt: 'End', States: { End: { Type: 'Succeed' } } }),
    key,
    logGroup: new logs.LogGroup(stack, 'Logs'),
    statements: reviewStatements(stack, {
      name: 'review',
      layout: reviewLayout('review'),
      bucket: new s3.Bucket(stack, 'Bucket'),
      bucketKey: key,
      asking: insightsSource(stack, logGroupNames).statements,
      topicKey: key,
      topicArn: 'arn:aws-us-gov:sns:us-gov-west-1:111111111111:topic',
    }),
  });
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  expect(policies.length).toBeLessThanOrEqual(10);
  policies.forEach(({ Properties }) => expect(JSON.stringify(Properties.PolicyDocument).replaceAll('{"Ref":"AWS::Partition"}', 'aws-us-gov').length).toBeLessThan(6144));
});

test('a cluster with the recommended detections is asked 21 questions: the costs in the docs', () => {
  expect(reviewQuestions(AuditDetection.recommended(), INSIGHTS_LANGUAGE)).toHaveLength(21);
});

test('a detection that comes later is asked for', () => {
  const { audit, template } = reviewed();
  audit.addDetection(AuditDetection.of('Payroll', { filterPattern: '"payroll"', severity: AuditDetectionSeverity.LOW, runbook: 'Ask who it was.' }));
  expect(JSON.stringify(template().findResources('AWS::StepFunctions::StateMachine'))).toContain('Detection Payroll');
});

describe('errors', () => {
  const inOtherRegion = (stack: Stack) => auditedCluster(new Stack(stack.node.root as App, 'Elsewhere', { env: { ...ENV, region: 'eu-west-1' } })).audit;
  const analysisOf = (stack: Stack, env: typeof ENV) => {
    const elsewhere = new Stack(stack.node.root as App, 'Elsewhere', { env });
    const archive = new AuditArchive(elsewhere, 'Archive', { audits: [auditedCluster(elsewhere, { clusterIdentifier: 'elsewhere' }).audit] });
    return new AuditAnalysis(elsewhere, 'Analysis', { archive });
  };
  const twice = (stack: Stack): IAuroraMysqlAudit[] => {
    const { audit } = auditedCluster(stack, { clusterIdentifier: 'orders' });
    return [audit, audit];
  };

  test.each<[string, (stack: Stack) => any, string]>([
    ['no list of audits', () => ({ audits: undefined }), 'audits: must be a list of at least one audit, for example [cluster.audit], got: undefined'],
    ['an empty list', () => ({ audits: [] }), 'audits: must be a list of at least one audit'],
    ['a cluster', stack => ({ audits: [auditedCluster(stack)] }), 'audits: must hold audits such as AuroraMysqlAudit, got: '],
    ['one cluster twice', stack => ({ audits: twice(stack) }), 'audits: \'orders\' is there twice; records of two clusters of one name could not be told apart'],
    ['a cluster of another region', stack => ({ audits: [inOtherRegion(stack)] }), 'must be in eu-central-1, the region of the stack, got: eu-west-1'],
    ['more clusters than there is room for', stack => ({ audits: Array(101).fill(auditedCluster(stack).audit) }), 'audits: one review has room for 100 clusters, got: 101'],
    ['no archive', () => ({ archive: undefined }), 'archive: must be an AuditArchive, got: undefined'],
    ['a bucket', stack => ({ archive: new s3.Bucket(stack, 'B') }), 'archive: must be an AuditArchive, got: '],
    ['an analysis that is none', () => ({ analysis: 'athena' }), 'analysis: must be an AuditAnalysis, got: \'athena\''],
    ['an archive as analysis', stack => ({ analysis: new AuditArchive(stack, 'Other', { audits: [auditedCluster(new Stack(stack.node.root as App, 'Else', { env: ENV })).audit] }) }), 'analysis: must be an AuditAnalysis, got: '],
    ['an analysis of another region', stack => ({ analysis: analysisOf(stack, { ...ENV, region: 'eu-west-1' }) }), 'analysis: must be in eu-central-1, the region of the stack, got: eu-west-1'],
    ['an analysis of another account', stack => ({ analysis: analysisOf(stack, { ...ENV, account: '222222222222' }) }), 'analysis: must be in 111111111111, the account of the stack, got: 222222222222'],
    ['an analysis of another archive', stack => ({ analysis: analysisOf(stack, ENV) }), 'is not in Elsewhere/Archive; archive it before the review, or make a review of its own for it'],
    ['no reviewers', () => ({ reviewers: undefined }), 'reviewers: must be a list of at least one e-mail address'],
    ['an empty list of reviewers', () => ({ reviewers: [] }), 'reviewers: must be a list of at least one e-mail address, for example [\'security@example.com\'], got: []'],
    ['a reviewer who is no address', () => ({ reviewers: ['security'] }), 'reviewers: must hold e-mail addresses, got: \'security\''],
    ['one string', () => ({ reviewers: 'security@example.com' }), 'reviewers: must be a list of e-mail addresses'],
    ['a schedule of text', () => ({ schedule: 'weekly', period: Duration.days(7) }), 'schedule: must be a ScheduleExpression of aws-scheduler, got: \'weekly\''],
    ['a schedule that comes once', () => ({ schedule: ScheduleExpression.at(new Date('2026-12-01')), period: Duration.days(7) }), 'schedule: must come again, as cron and rate do, got: \'at(2026-12-01T00:00:00)\''],
    ['a schedule without a period', () => ({ schedule: ScheduleExpression.rate(Duration.days(1)) }), 'period: must be given with schedule'],
    ['two time zones', () => ({ schedule: ScheduleExpression.rate(Duration.days(1)), period: Duration.days(1), timeZone: TimeZone.ETC_UTC }), 'timeZone: is that of the default schedule'],
    ['a time zone of text', () => ({ timeZone: 'Europe/Berlin' }), 'timeZone: must be a TimeZone, for example TimeZone.EUROPE_BERLIN, got: \'Europe/Berlin\''],
    ['half a day', () => ({ period: Duration.hours(12) }), 'period: must be a literal Duration of 1 to 92 whole days, got: 0.5 days'],
    ['a year', () => ({ period: Duration.days(365) }), 'period: must be a literal Duration of 1 to 92 whole days, got: 365 days'],
    ['a number of days', () => ({ period: 7 }), 'period: must be a literal Duration of 1 to 92 whole days, got: 7'],
    ['a token', () => ({ period: Duration.days(Aws.NO_VALUE as any) }), 'period: must be a literal Duration'],
    ['no actions', () => ({ alarmActions: [] }), 'alarmActions: must be a list of at least one alarm action, leave it out for the reviewers alone; got: []'],
    ['a key that is an ARN', () => ({ encryptionKey: 'arn:aws:kms' }), 'encryptionKey: must be a KMS key, got: \'arn:aws:kms\''],
  ])('%s', (_, props, message) => {
    const stack = newStack({ env: ENV });
    const { audit } = auditedCluster(new Stack(stack.node.root as App, 'Clusters', { env: ENV }));
    const archive = new AuditArchive(stack, 'Archive', { audits: [audit] });
    expect(() => new AuditReview(stack, 'Review', { audits: [audit], archive, reviewers: ['security@example.com'], ...props(stack) })).toThrow(message);
  });

  test('nothing at all', () => {
    expect(() => new AuditReview(newStack(), 'Review', undefined as any)).toThrow('audits: must be a list of at least one audit');
  });

  test('an archive of another stage', () => {
    const app = new App();
    const stage = new Stage(app, 'Prod', { env: ENV });
    const archive = new AuditArchive(new Stack(stage, 'Stack'), 'Archive', { audits: [auditedCluster(new Stack(stage, 'Clusters')).audit] });
    const stack = new Stack(app, 'Stack', { env: ENV });
    expect(() => new AuditReview(stack, 'Review', { audits: [auditedCluster(stack).audit], archive, reviewers: ['security@example.com'] }))
      .toThrow('is in another stage than the review; make an archive in each stage');
  });

  test('an analysis of another stage', () => {
    const { stack, audit, archive } = reviewed();
    const stage = new Stage(stack.node.root, 'Prod', { env: ENV });
    const theirs = new Stack(stage, 'Stack');
    const analysis = new AuditAnalysis(theirs, 'Analysis', { archive: new AuditArchive(theirs, 'Archive', { audits: [auditedCluster(theirs).audit] }) });
    expect(() => new AuditReview(stack, 'Other', { audits: [audit], archive, analysis, reviewers: ['security@example.com'] }))
      .toThrow('analysis: Prod/Stack/Analysis is in another stage than the review; make an analysis in each stage');
  });

  test('an imported key says what its policy has to hold', () => {
    const { stack } = reviewed();
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Own', 'arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-000000000001');
    const { audit } = auditedCluster(new Stack(stack.node.root as App, 'More', { env: ENV }));
    new AuditReview(stack, 'Other', { audits: [audit], archive: stack.node.findChild('Archive') as AuditArchive, reviewers: ['security@example.com'], encryptionKey });
    Annotations.fromStack(stack).hasWarning('/Stack/Other', Match.stringLikeRegexp('must hold: .*delivery.logs.amazonaws.com'));
  });
});
