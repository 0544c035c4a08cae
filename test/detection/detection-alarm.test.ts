import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { AuditDetection } from '../../src';
import { auditedCluster, newStack } from '../stacks';

describe('alarms', () => {
  test('go to a topic for TLS only that the alarms of the account may publish to', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const cluster = auditedCluster(stack, { securityContacts: ['security@example.com', 'soc@example.com'] });

    // THEN
    const template = Template.fromStack(stack);
    const topic = stack.resolve(cluster.alarmTopic!.topicArn);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topic], TreatMissingData: 'notBreaching' });
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: stack.resolve(cluster.auditEncryptionKey!.keyArn) });
    template.resourceCountIs('AWS::SNS::Subscription', 2);
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: topic }),
        ]),
      },
    });
  });

  test('do what alarmActions say, without a topic', () => {
    const stack = newStack();
    const topic = sns.Topic.fromTopicArn(stack, 'Theirs', 'arn:aws:sns:eu-west-1:111111111111:soc');
    const cluster = auditedCluster(stack, { alarmActions: [new actions.SnsAction(topic)] });
    Template.fromStack(stack).resourceCountIs('AWS::SNS::Topic', 0);
    Template.fromStack(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topic.topicArn] });
    expect(cluster.alarmTopic).toBeUndefined();
  });

  test('reach both, where alarmActions and securityContacts are given', () => {
    const stack = newStack();
    const topic = sns.Topic.fromTopicArn(stack, 'Theirs', 'arn:aws:sns:eu-west-1:111111111111:soc');
    const cluster = auditedCluster(stack, { alarmActions: [new actions.SnsAction(topic)], securityContacts: ['security@example.com'] });
    Template.fromStack(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topic.topicArn, stack.resolve(cluster.alarmTopic!.topicArn)] });
  });

  test('warn when nobody is subscribed by the time of synthesis', () => {
    const stack = newStack();
    auditedCluster(stack);
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('the alarms reach nobody'));
  });

  test('do not warn when someone was subscribed to the topic afterwards', () => {
    const stack = newStack();
    auditedCluster(stack).alarmTopic!.addSubscription(new subscriptions.UrlSubscription('https://example.com'));
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('the alarms reach nobody'));
  });

  test('count what the metric filter selects', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    auditedCluster(stack, { clusterIdentifier: 'Orders' });

    // THEN
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: AuditDetection.FAILED_LOGINS.filterPattern,
      MetricTransformations: [{ MetricNamespace: 'AuroraMysqlAudit/orders', MetricName: 'FailedLogins', MetricValue: '1', DefaultValue: 0 }],
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AuroraMysqlAudit/orders',
      MetricName: 'FailedLogins',
      Statistic: 'Sum',
      Period: 300,
      Threshold: 10,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmDescription: AuditDetection.FAILED_LOGINS.runbook,
    });
  });
});

describe('detections', () => {
  const OWN = AuditDetection.of('Exports', { filterPattern: '"INTO OUTFILE"', runbook: 'Ask who exported data.' });

  test('can be replaced', () => {
    const stack = newStack();
    const cluster = auditedCluster(stack, { detections: [OWN] });
    Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 1);
    expect(cluster.audit.metricFilters).toHaveLength(1);
    expect(() => cluster.audit.alarm(AuditDetection.FAILED_LOGINS)).toThrow("detection 'FailedLogins' is not among those of this cluster: Exports");
  });

  test('can be added', () => {
    const stack = newStack();
    const cluster = auditedCluster(stack);
    expect(cluster.addDetection(OWN)).toBe(cluster.audit.alarm(OWN));
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'Exports', Threshold: 1 });
  });

  test('of one id cannot be there twice', () => {
    const stack = newStack();
    expect(() => auditedCluster(stack).addDetection(AuditDetection.FAILED_LOGINS)).toThrow("detections: 'FailedLogins' is there twice");
  });

  test('of one metric would count each other\'s records and are refused', () => {
    const sameMetric = AuditDetection.of('Other', { filterPattern: 'x', runbook: 'y', metricName: 'FailedLogins' });
    expect(() => auditedCluster(newStack()).addDetection(sameMetric))
      .toThrow("detections: 'Other' and 'FailedLogins' have the same metricName");
  });

  test.each(['Key', 'Topic', 'AuditLogGroup', 'ParameterGroup'])('may be called %s like a resource of the audit', id => {
    const own = AuditDetection.of(id, { filterPattern: 'x', runbook: 'y' });
    expect(auditedCluster(newStack(), { parameters: {} }).addDetection(own)).toBeInstanceOf(cloudwatch.Alarm);
  });

  test('give metrics with options', () => {
    const metric = auditedCluster(newStack()).metricDetection(AuditDetection.FAILED_LOGINS, { statistic: cloudwatch.Stats.MAXIMUM });
    expect(metric).toMatchObject({ metricName: 'FailedLogins', statistic: 'Maximum' });
  });
});
