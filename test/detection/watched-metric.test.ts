import { Duration, type Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as sns from 'aws-cdk-lib/aws-sns';
import { AuditDetection, AuditDetectionSeverity, type AuditedAuroraMysqlClusterProps } from '../../src';
import { auditedCluster, newStack } from '../stacks';

function alarmOf(stack: Stack, metricName: string): any {
  const alarms = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm', { Properties: { MetricName: metricName } });
  return Object.values(alarms)[0]?.Properties;
}

describe('a detection of several patterns', () => {
  const PATTERNS = { filterPattern: '"INTO OUTFILE"', additionalFilterPatterns: ['"into outfile"', '"Into Outfile"'] };
  const EXPORTS = AuditDetection.of('Exports', { ...PATTERNS, runbook: 'y' });

  test('has a metric filter for each, one metric and one alarm', () => {
    const stack = newStack();
    const { audit } = auditedCluster(stack, { detections: [EXPORTS, AuditDetection.of('Daily', { ...PATTERNS, metricName: 'Exports', runbook: 'y' })] });
    const template = Template.fromStack(stack);
    for (const FilterPattern of ['"INTO OUTFILE"', '"into outfile"', '"Into Outfile"']) {
      template.hasResourceProperties('AWS::Logs::MetricFilter', { FilterPattern, MetricTransformations: [Match.objectLike({ MetricName: 'Exports', MetricValue: '1', DefaultValue: 0 })] });
    }
    template.resourceCountIs('AWS::Logs::MetricFilter', 3);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 2);
    expect(audit.metricFilters).toHaveLength(3);
  });

  test('does not share a metric with one that counts less', () => {
    const fewer = AuditDetection.of('Fewer', { filterPattern: '"INTO OUTFILE"', metricName: 'Exports', runbook: 'y' });
    expect(() => auditedCluster(newStack(), { detections: [EXPORTS, fewer] })).toThrow('have the same metricName and not the same filterPattern');
  });
});

describe('a term with a backslash whose meaning nobody has seen', () => {
  test.each([['"LIKE \\\'x"', 1], ['"\\\\\'x"', 0], ['"a \\" b"', 0], ['"\'x"', 0], ['%\\d\\x27%', 0]])('in %s is warned of %d times', (filterPattern, times) => {
    const stack = newStack();
    auditedCluster(stack, { detections: [AuditDetection.of('Own', { filterPattern, runbook: 'y' })] });
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('\'Own\' has a backslash in'))).toHaveLength(times);
  });
});

describe('silence', () => {
  test('is an alarm when nothing arrives in the audit log group', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const cluster = auditedCluster(stack);

    // THEN
    expect(alarmOf(stack, 'IncomingLogEvents')).toMatchObject({
      Namespace: 'AWS/Logs',
      Dimensions: [{ Name: 'LogGroupName', Value: stack.resolve(cluster.auditLogGroup.logGroupName) }],
      Statistic: 'Sum',
      Period: 1800,
      Threshold: 1,
      EvaluationPeriods: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  test('can be given more time', () => {
    const stack = newStack();
    auditedCluster(stack, { detections: [AuditDetection.SILENCE.withPeriod(Duration.hours(1), 12)] });
    expect(alarmOf(stack, 'IncomingLogEvents')).toMatchObject({ Period: 3600, EvaluationPeriods: 12 });
  });

  const PAUSING: Partial<AuditedAuroraMysqlClusterProps> = { serverlessV2MinCapacity: 0, serverlessV2MaxCapacity: 4 };

  test('is left out, with a note, where the cluster can pause', () => {
    const stack = newStack();
    const cluster = auditedCluster(stack, PAUSING);
    expect(alarmOf(stack, 'IncomingLogEvents')).toBeUndefined();
    expect(cluster.alarms).toHaveLength(AuditDetection.recommended().length - 1);
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('AuditDetection.SILENCE is left out'));
  });

  test('is there, with a warning, where it was asked for though the cluster can pause', () => {
    const stack = newStack();
    auditedCluster(stack, { ...PAUSING, detections: [AuditDetection.SILENCE.withPeriod(Duration.days(1))] });
    expect(alarmOf(stack, 'IncomingLogEvents')).toMatchObject({ Period: 86400 });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('the alarm of AuditDetection.SILENCE will go off'));
  });

  test('added later is warned of as well', () => {
    const stack = newStack();
    auditedCluster(stack, { ...PAUSING, detections: [] }).addDetection(AuditDetection.SILENCE);
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('the alarm of AuditDetection.SILENCE will go off'));
  });

  test('is not what a detection of that name looks for', () => {
    const stack = newStack();
    auditedCluster(stack, { ...PAUSING, detections: [AuditDetection.of('Silence', { filterPattern: 'x', runbook: 'y' })] });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('the cluster pauses'));
  });

  test.each<[string, Partial<AuditedAuroraMysqlClusterProps>]>([
    ['has a least capacity', { serverlessV2MinCapacity: 0.5, serverlessV2MaxCapacity: 4 }],
    ['has no serverless instance', { writer: rds.ClusterInstance.provisioned('writer'), serverlessV2MinCapacity: 0, serverlessV2MaxCapacity: 4 }],
  ])('is watched where the cluster %s', (_, props) => {
    const stack = newStack();
    auditedCluster(stack, props);
    expect(alarmOf(stack, 'IncomingLogEvents')).toBeDefined();
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('SILENCE'));
  });
});

describe('changes in the control plane', () => {
  const RULE = 'AWS::Events::Rule';

  function patternOf(stack: Stack): any {
    return (Object.values(Template.fromStack(stack).findResources(RULE))[0] as any).Properties.EventPattern;
  }

  function calls(): any[] {
    const stack = newStack();
    auditedCluster(stack, { clusterIdentifier: 'Orders' });
    return patternOf(stack).detail.$or;
  }

  test('are an alarm on the events that a rule selects', () => {
    const stack = newStack();
    auditedCluster(stack);
    const [[ruleId, rule]] = Object.entries<any>(Template.fromStack(stack).findResources(RULE));
    expect(rule.Properties.EventPattern['detail-type']).toEqual(['AWS API Call via CloudTrail']);
    expect(alarmOf(stack, 'MatchedEvents')).toMatchObject({
      Namespace: 'AWS/Events',
      Dimensions: [{ Name: 'RuleName', Value: { Ref: ruleId } }],
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  const LOG_GROUP = { Ref: expect.stringContaining('AuditLogGroup') };

  test.each<[string, object]>([
    ['the log exports', {
      eventName: ['ModifyDBCluster'],
      requestParameters: { dBClusterIdentifier: [{ 'equals-ignore-case': 'orders' }], cloudwatchLogsExportConfiguration: [{ exists: true }] },
    }],
    ['the parameter group that the cluster has', {
      eventName: ['ModifyDBCluster'],
      requestParameters: { dBClusterIdentifier: [{ 'equals-ignore-case': 'orders' }], dBClusterParameterGroupName: [{ exists: true }] },
    }],
    ['the identifier', {
      eventName: ['ModifyDBCluster'],
      requestParameters: { dBClusterIdentifier: [{ 'equals-ignore-case': 'orders' }], newDBClusterIdentifier: [{ exists: true }] },
    }],
    ['the parameters', {
      eventName: ['ModifyDBClusterParameterGroup', 'ResetDBClusterParameterGroup', 'DeleteDBClusterParameterGroup'],
      requestParameters: { dBClusterParameterGroupName: [{ 'equals-ignore-case': { Ref: expect.stringContaining('ParameterGroup') } }] },
    }],
    ['the log group, its retention, key and metric filters', {
      eventName: [{ prefix: 'Delete' }, { prefix: 'Put' }, { prefix: 'Associate' }, { prefix: 'Disassociate' }],
      requestParameters: { logGroupName: [LOG_GROUP] },
    }],
    ['its key by ARN', {
      eventName: ['AssociateKmsKey', 'DisassociateKmsKey'],
      requestParameters: { resourceIdentifier: [{ suffix: LOG_GROUP }] },
    }],
    ['alarms that go', { eventName: ['DeleteAlarms', 'DisableAlarmActions'], requestParameters: { alarmNames: [{ prefix: 'Stack-' }] } }],
    ['an alarm that changes', { eventName: ['SetAlarmState', 'PutMetricAlarm'], requestParameters: { alarmName: [{ prefix: 'Stack-' }] } }],
    ['the key', {
      eventName: ['DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy'],
      requestParameters: { keyId: [{ suffix: { Ref: expect.stringContaining('Key') } }] },
    }],
  ])('select calls that change %s', (_, call) => {
    expect(calls()).toContainEqual(call);
  });

  test('select nothing about a key where no key is known', () => {
    const stack = newStack();
    auditedCluster(stack, {
      auditLogGroup: logs.LogGroup.fromLogGroupName(stack, 'Audit', '/aws/rds/cluster/orders/audit'),
      logGroups: Object.fromEntries(['error', 'slowquery', 'general']
        .map(type => [type, logs.LogGroup.fromLogGroupName(stack, type, `/aws/rds/cluster/orders/${type}`)])),
      alarmActions: [new actions.SnsAction(sns.Topic.fromTopicArn(stack, 'Theirs', 'arn:aws:sns:eu-west-1:111111111111:soc'))],
      clusterIdentifier: 'orders',
    });
    expect(JSON.stringify(patternOf(stack))).not.toContain('keyId');
  });

  test('fit into the event pattern that EventBridge takes, with a long identifier', () => {
    const stack = newStack({ stackName: 's'.repeat(64) });
    auditedCluster(stack, { clusterIdentifier: 'a'.repeat(63) });
    const pattern = JSON.stringify(patternOf(stack))
      .replace(/\{"Ref":"[^"]*LogGroup[^}]*\}/g, `"${'x'.repeat('/aws/rds/cluster//audit'.length + 63)}"`)
      .replace(/\{"Ref":"[^"]*ParameterGroup[^}]*\}/g, `"${'x'.repeat(120)}"`)
      .replace(/\{"Ref":"[^"]*Key[^}]*\}/g, `"${'x'.repeat(36)}"`);
    expect(pattern).not.toContain('Ref');
    expect(pattern.length).toBeLessThanOrEqual(2048);
  });
});

test('the severity decides nothing about what is watched', () => {
  const stack = newStack();
  auditedCluster(stack, { detections: [AuditDetection.SILENCE.withSeverity(AuditDetectionSeverity.LOW)] });
  expect(alarmOf(stack, 'IncomingLogEvents').AlarmDescription).toMatch(/^LOW: No audit record/);
});
