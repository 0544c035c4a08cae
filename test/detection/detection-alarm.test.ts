import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { AuditDetection, AuditDetectionSeverity, AuditEvent } from '../../src';
import { auditedCluster, newStack } from '../stacks';

describe('alarms', () => {
  test('go to a topic for TLS only that the alarms of the account may publish to', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const cluster = auditedCluster(stack, { securityContacts: ['security@example.com', 'soc@example.com'] });

    // THEN
    const template = Template.fromStack(stack);
    const topic = stack.resolve(cluster.audit.topic!.topicArn);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topic] });
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: stack.resolve(cluster.audit.encryptionKey!.keyArn) });
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

  describe('with two sets of actions', () => {
    const [calm, urgent] = ['calm', 'urgent'].map(name => `arn:aws:sns:eu-west-1:111111111111:${name}`);
    const action = (scope: Stack, arn: string) => new actions.SnsAction(sns.Topic.fromTopicArn(scope, arn.split(':')[5], arn));

    test.each<[AuditDetectionSeverity, string]>([
      [AuditDetectionSeverity.LOW, calm], [AuditDetectionSeverity.MEDIUM, calm],
      [AuditDetectionSeverity.HIGH, urgent], [AuditDetectionSeverity.CRITICAL, urgent],
    ])('do the one for severity %s', (severity, expected) => {
      const stack = newStack();
      auditedCluster(stack, {
        alarmActions: [action(stack, calm)],
        urgentAlarmActions: [action(stack, urgent)],
        detections: [AuditDetection.SILENCE.withSeverity(severity)],
      });
      Template.fromStack(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [expected] });
    });

    test('the topic is for what is not urgent', () => {
      const stack = newStack();
      const cluster = auditedCluster(stack, {
        urgentAlarmActions: [action(stack, urgent)],
        detections: [AuditDetection.SCHEMA_CHANGES, AuditDetection.AUDIT_TAMPERING],
      });
      const template = Template.fromStack(stack);
      template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'SchemaChanges', AlarmActions: [stack.resolve(cluster.audit.topic!.topicArn)] });
      template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'AuditTampering', AlarmActions: [urgent] });
    });

    test('the security contacts hear of everything', () => {
      const stack = newStack();
      const cluster = auditedCluster(stack, {
        urgentAlarmActions: [action(stack, urgent)],
        securityContacts: ['security@example.com'],
        detections: [AuditDetection.AUDIT_TAMPERING],
      });
      Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
        AlarmActions: [urgent, stack.resolve(cluster.audit.topic!.topicArn)],
      });
    });
  });

  test('do what alarmActions say, without a topic', () => {
    const stack = newStack();
    const topic = sns.Topic.fromTopicArn(stack, 'Theirs', 'arn:aws:sns:eu-west-1:111111111111:soc');
    const cluster = auditedCluster(stack, { alarmActions: [new actions.SnsAction(topic)] });
    Template.fromStack(stack).resourceCountIs('AWS::SNS::Topic', 0);
    Template.fromStack(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topic.topicArn] });
    expect(cluster.audit.topic).toBeUndefined();
  });

  test('reach both, where alarmActions and securityContacts are given', () => {
    const stack = newStack();
    const topic = sns.Topic.fromTopicArn(stack, 'Theirs', 'arn:aws:sns:eu-west-1:111111111111:soc');
    const cluster = auditedCluster(stack, { alarmActions: [new actions.SnsAction(topic)], securityContacts: ['security@example.com'] });
    Template.fromStack(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topic.topicArn, stack.resolve(cluster.audit.topic!.topicArn)] });
  });

  test('warn when nobody is subscribed by the time of synthesis', () => {
    const stack = newStack();
    auditedCluster(stack);
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('the alarms reach nobody'));
  });

  test('do not warn when someone was subscribed to the topic afterwards', () => {
    const stack = newStack();
    auditedCluster(stack).audit.topic!.addSubscription(new subscriptions.UrlSubscription('https://example.com'));
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('the alarms reach nobody'));
  });

  test('that are none reach nobody, without a warning', () => {
    const stack = newStack();
    auditedCluster(stack, { detections: [] });
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
      AlarmDescription: `HIGH: ${AuditDetection.FAILED_LOGINS.runbook} Logs Insights: ${AuditDetection.FAILED_LOGINS.logsInsightsQuery}`,
      TreatMissingData: 'notBreaching',
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
    expect(cluster.audit.addDetection(OWN)).toBe(cluster.audit.alarm(OWN));
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'Exports', Threshold: 1 });
  });

  test('of one id cannot be there twice', () => {
    const stack = newStack();
    expect(() => auditedCluster(stack).audit.addDetection(AuditDetection.FAILED_LOGINS)).toThrow("detections: 'FailedLogins' is there twice");
  });

  const PATTERNS = 1 + AuditDetection.FAILED_LOGINS.additionalFilterPatterns.length;

  test('of one metric and the same patterns share the metric filters', () => {
    const stack = newStack();
    const cluster = auditedCluster(stack, { detections: [AuditDetection.FAILED_LOGINS, AuditDetection.SLOW_FAILED_LOGINS] });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Logs::MetricFilter', PATTERNS);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { MetricName: 'FailedLogins', Namespace: Match.anyValue() });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { Threshold: 10, Period: 300 });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { Threshold: 50, Period: 86400 });
    expect(cluster.audit.metricFilters).toHaveLength(PATTERNS);
  });

  test('of one metric and two patterns would count each other\'s records and are refused', () => {
    const sameMetric = AuditDetection.of('Other', { filterPattern: 'x', runbook: 'y', metricName: 'FailedLogins' });
    expect(() => auditedCluster(newStack()).audit.addDetection(sameMetric))
      .toThrow("detections: 'Other' and 'FailedLogins' have the same metricName and not the same filterPattern");
  });

  test.each(['Key', 'Topic', 'AuditLogGroup', 'ParameterGroup'])('may be called %s like a resource of the audit', id => {
    const own = AuditDetection.of(id, { filterPattern: 'x', runbook: 'y' });
    expect(auditedCluster(newStack(), { parameters: {} }).audit.addDetection(own)).toBeInstanceOf(cloudwatch.Alarm);
  });

  test('give metrics with options', () => {
    const metric = auditedCluster(newStack()).audit.metric(AuditDetection.FAILED_LOGINS, { statistic: cloudwatch.Stats.MAXIMUM });
    expect(metric).toMatchObject({ metricName: 'FailedLogins', statistic: 'Maximum' });
  });
});

describe('a detection that the recorded events cannot feed', () => {
  const WARNING = Match.stringLikeRegexp('will never see anything');

  test('is named in a warning with what it needs', () => {
    const stack = newStack();
    auditedCluster(stack, { auditEvents: [AuditEvent.QUERY], detections: [AuditDetection.FAILED_LOGINS] });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp("'FailedLogins' will never see anything, it needs CONNECT in auditEvents, got: QUERY"));
  });

  test.each<[string, AuditEvent[]]>([
    ['all', [AuditEvent.CONNECT, AuditEvent.QUERY]],
    ['the classes', [AuditEvent.CONNECT, AuditEvent.QUERY, AuditEvent.QUERY_DCL, AuditEvent.QUERY_DDL, AuditEvent.QUERY_DML]],
  ])('is none where %s are recorded', (_, auditEvents) => {
    const stack = newStack();
    auditedCluster(stack, { auditEvents });
    Annotations.fromStack(stack).hasNoWarning('*', WARNING);
  });

  test('is none that does not look at records', () => {
    const stack = newStack();
    auditedCluster(stack, { auditEvents: [AuditEvent.CONNECT], detections: [AuditDetection.SILENCE, AuditDetection.CONTROL_PLANE_CHANGES] });
    Annotations.fromStack(stack).hasNoWarning('*', WARNING);
  });
});
