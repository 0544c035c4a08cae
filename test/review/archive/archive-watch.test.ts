import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { AuditArchive, AuditDetection, AuditReview, AuroraMysqlAudit, type AuroraMysqlAuditProps } from '../../../src';
import { auditedCluster, newStack } from '../../stacks';

const ENV = { account: '111111111111', region: 'eu-central-1' };
const RULE = 'AWS::Events::Rule';
const QUIET = { auditQueries: false, detections: [AuditDetection.FAILED_LOGINS] };

/** The audit of an imported cluster: what there is besides does not matter here. */
function auditOf(stack: Stack, clusterIdentifier: string, props: Partial<AuroraMysqlAuditProps> = {}): AuroraMysqlAudit {
  return new AuroraMysqlAudit(stack, clusterIdentifier, {
    cluster: rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, `Of-${clusterIdentifier}`, {
      clusterIdentifier, engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_08_0 }),
    }),
    ...QUIET,
    ...props,
  });
}

function rulesOf(archive: AuditArchive): any[] {
  const rules = Template.fromStack(Stack.of(archive)).findResources(RULE);
  return Object.entries(rules).filter(([id]) => id.startsWith(archive.node.id)).map(([, rule]) => rule);
}

function streamNamesOf({ Properties: { EventPattern } }: any): string[] {
  return EventPattern.detail.$or.flatMap(({ requestParameters }: any) => requestParameters.deliveryStreamName ?? []);
}

describe('API calls that touch an archive', () => {
  test('are told to the topic of the audit, with who called what', () => {
    const stack = newStack({ env: ENV });
    const { audit } = auditedCluster(stack);
    const archive = new AuditArchive(stack, 'Archive', { audits: [audit] });
    const topic = stack.resolve(audit.topic!.topicArn);
    expect(rulesOf(archive).map(({ Properties }) => Properties.Targets)).toEqual([[expect.objectContaining({
      Arn: topic,
      InputTransformer: expect.objectContaining({
        InputTemplate: expect.stringMatching(/^"CRITICAL: an API call touched the archive of audit records Stack\/Archive\. .*<detail-userIdentity-arn>/),
      }),
    })]]);
    Template.fromStack(stack).hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish', Resource: topic })]) },
    });
  });

  test('raise one alarm that does what urgent alarms of the audits do, each thing once', () => {
    const stack = newStack({ env: ENV });
    const [soc, pager] = ['Soc', 'Pager'].map(id => new sns.Topic(stack, id));
    const audits = [
      auditOf(stack, 'orders', { alarmActions: [new actions.SnsAction(soc)] }),
      auditOf(stack, 'invoices', { alarmActions: [new actions.SnsAction(soc)], urgentAlarmActions: [new actions.SnsAction(pager), new actions.SnsAction(pager)] }),
      auditOf(stack, 'payroll', { alarmActions: [new actions.SnsAction(soc)] }),
    ];
    const archive = new AuditArchive(stack, 'Archive', { audits });
    const [{ Properties: { Name } }] = rulesOf(archive);
    const alarms = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm', { Properties: { MetricName: 'MatchedEvents' } });
    expect(Object.values(alarms).map(({ Properties }) => Properties)).toEqual([expect.objectContaining({
      Namespace: 'AWS/Events',
      Dimensions: [{ Name: 'RuleName', Value: Name }],
      Threshold: 1,
      TreatMissingData: 'notBreaching',
      AlarmActions: [soc, pager].map(({ topicArn }) => stack.resolve(topicArn)),
    })]);
    expect(archive.alarms).toHaveLength(10);
  });

  test('of its own deployment come before the rule', () => {
    const stack = newStack({ env: ENV });
    const archive = new AuditArchive(stack, 'Archive', { audits: [auditOf(stack, 'orders')] });
    const [{ DependsOn }] = rulesOf(archive);
    const made = ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::KMS::Key'].flatMap(type => Object.keys(Template.fromStack(stack).findResources(type)))
      .filter(id => /^Archive(Bucket|Key)/.test(id));
    expect(made).toHaveLength(3);
    expect(DependsOn).toEqual(expect.arrayContaining(made));
  });

  test('are watched by one rule for forty clusters whose alarms have one topic, also those that come later', () => {
    const stack = newStack({ env: ENV });
    const alarmActions = [new actions.SnsAction(new sns.Topic(stack, 'Soc'))];
    const names = Array.from({ length: 40 }, (_, index) => `orders-${index}`);
    const [first, ...later] = names.map(name => auditOf(stack, name, { alarmActions }));
    const archive = new AuditArchive(new Stack(stack.node.root as App, 'Platform', { env: ENV }), 'Archive', { audits: [first] });
    later.forEach(audit => archive.addAudit(audit));
    const [rule, ...others] = rulesOf(archive);
    expect(others).toEqual([]);
    expect(streamNamesOf(rule)).toEqual(archive.deliveryStreams.map(({ deliveryStreamName }) => deliveryStreamName));
  });

  test('are told to every topic: a rule has room for five', () => {
    const stack = newStack({ env: ENV });
    const audits = Array.from({ length: 7 }, (_, index) => auditOf(stack, `orders-${index}`));
    const archive = new AuditArchive(stack, 'Archive', { audits });
    const rules = rulesOf(archive);
    expect(rules.map(({ Properties: { Targets } }) => Targets.length)).toEqual([5, 2]);
    const told = rules.flatMap(({ Properties: { Targets } }) => Targets.map(({ Arn }: any) => Arn));
    expect(told).toEqual(audits.map(({ topic }) => stack.resolve(topic!.topicArn)));
    expect(new Set(rules.map(({ Properties: { Name } }) => Name)).size).toBe(2);
    expect(rules.flatMap(streamNamesOf)).toHaveLength(7);
  });

  test('make patterns that EventBridge takes, however long the names are', () => {
    const stack = newStack({ env: ENV });
    const alarmActions = [new actions.SnsAction(new sns.Topic(stack, 'Soc'))];
    const audits = Array.from({ length: 30 }, (_, index) => auditOf(stack, `a${'-long'.repeat(11)}-${index}`, { alarmActions }));
    const archive = new AuditArchive(new Stack(stack.node.root as App, `P${'x'.repeat(120)}`, { env: ENV }), 'Archive'.repeat(30), { audits });
    const rules = rulesOf(archive);
    expect(rules.length).toBeGreaterThan(1);
    expect(rules.flatMap(streamNamesOf)).toHaveLength(30);
    rules.forEach(({ Properties: { EventPattern, Name } }) => {
      // What references can become, at most: the id of a key, the name of a bucket.
      const pattern = JSON.stringify(EventPattern, (_, value) => value?.Ref === undefined ? value : 'x'.repeat(/Key/.test(value.Ref) ? 36 : 63));
      expect(pattern).not.toMatch(/Ref|Fn::/);
      expect(pattern.length).toBeLessThanOrEqual(2048);
      expect(Name).toMatch(/^[\w.-]{1,64}$/);
    });
  });

  test.each<[string, (stack: Stack) => s3.IBucket, boolean]>([
    ['of this account are watched', stack => s3.Bucket.fromBucketName(stack, 'Theirs', 'evidence'), true],
    ['of another account are told there alone', stack => s3.Bucket.fromBucketAttributes(stack, 'Theirs', { bucketName: 'evidence', account: '222222222222' }), false],
  ])('about a bucket %s', (_, bucket, expected) => {
    const stack = newStack({ env: ENV });
    const archive = new AuditArchive(stack, 'Archive', { audits: [auditOf(stack, 'orders')], bucket: bucket(stack) });
    expect(JSON.stringify(rulesOf(archive))).toEqual(expected ? expect.stringContaining('"bucketName":["evidence"]') : expect.not.stringContaining('bucketName'));
  });
});

describe('API calls that touch a review', () => {
  function reviewed(stack: Stack, props: object = {}) {
    const audits = [auditOf(stack, 'orders')];
    const archive = new AuditArchive(stack, 'Archive', { audits });
    const reports = new Stack(stack.node.root as App, 'Reports', { env: ENV });
    const review = new AuditReview(reports, 'Review', { audits, archive, reviewers: ['security@example.com'], ...props });
    const rules = Template.fromStack(Stack.of(review)).findResources(RULE, { Properties: { Name: `${review.reviewName}-changes` } });
    return { archive, review, rule: Object.values(rules)[0] as any };
  }

  test('are told to the reviewers and raise an alarm', () => {
    const { review, rule } = reviewed(newStack({ env: ENV }));
    expect(rule.Properties.Targets).toEqual([expect.objectContaining({ Arn: Stack.of(review).resolve(review.topic.topicArn) })]);
    Template.fromStack(Stack.of(review)).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'MatchedEvents', Dimensions: [{ Name: 'RuleName', Value: rule.Properties.Name }], AlarmActions: [Stack.of(review).resolve(review.topic.topicArn)],
    });
  });

  test('of its own deployment come before the rule', () => {
    const { review, rule } = reviewed(newStack({ env: ENV }));
    const template = Template.fromStack(Stack.of(review));
    const made = ['AWS::Scheduler::Schedule', 'AWS::StepFunctions::StateMachine', 'AWS::CloudWatch::Alarm'].flatMap(type => Object.keys(template.findResources(type)));
    expect(made).toHaveLength(10);
    expect(rule.DependsOn).toEqual(expect.arrayContaining([...made, Stack.of(review).getLogicalId(review.signOffRule)]));
  });

  test('include those about the rule that watches the archive, and fit into a pattern', () => {
    const { archive, rule } = reviewed(newStack({ env: ENV }));
    const [{ Properties: { Name } }] = rulesOf(archive);
    expect(rule.Properties.EventPattern.detail.$or).toContainEqual({
      eventName: ['DeleteRule', 'DisableRule', 'PutRule'], requestParameters: { name: [expect.stringContaining('-sign-off'), { prefix: Name }] },
    });
    expect(JSON.stringify(rule.Properties.EventPattern, (_, value) => value?.Ref ? 'x'.repeat(64) : value).length).toBeLessThanOrEqual(2048);
  });

  test('include those about a key of its own; that of the archive is watched there', () => {
    expect(JSON.stringify(reviewed(newStack({ env: ENV })).rule)).not.toContain('keyId');
    const stack = newStack({ env: ENV });
    expect(JSON.stringify(reviewed(stack, { encryptionKey: auditedCluster(stack).audit.encryptionKey }).rule)).toContain('"ScheduleKeyDeletion"');
  });
});
