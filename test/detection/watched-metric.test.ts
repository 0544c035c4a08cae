import { Aspects, Duration, NestedStack, type Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as fc from 'fast-check';
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
    expect(cluster.audit.alarms).toHaveLength(AuditDetection.recommended().length - 1);
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
    auditedCluster(stack, { ...PAUSING, detections: [] }).audit.addDetection(AuditDetection.SILENCE);
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
    auditedCluster(stack, { clusterIdentifier: 'Orders' });
    const [[ruleId, rule]] = Object.entries<any>(Template.fromStack(stack).findResources(RULE));
    expect(rule.Properties).toMatchObject({ Name: 'audit-orders', EventPattern: { 'detail-type': ['AWS API Call via CloudTrail'] } });
    expect(ruleId).toBe('DatabaseAuditDetectionsControlPlaneChangesRuleDEABA2A5');
    expect(alarmOf(stack, 'MatchedEvents')).toMatchObject({
      Namespace: 'AWS/Events',
      Dimensions: [{ Name: 'RuleName', Value: 'audit-orders' }],
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  const ALARM = [{ prefix: 'Stack-DatabaseAuditDetections' }];

  test('are watched on cluster, parameter group, log group, alarms and key, each under its name', () => {
    expect(calls()).toEqual([
      expect.objectContaining({ requestParameters: expect.objectContaining({ dBClusterIdentifier: [{ 'equals-ignore-case': 'orders' }] }) }),
      { eventName: ['CreateBlueGreenDeployment'], requestParameters: { source: [{ suffix: { 'equals-ignore-case': ':cluster:orders' } }] } },
      {
        eventName: [{ suffix: 'DBClusterParameterGroup' }],
        requestParameters: { dBClusterParameterGroupName: [{ 'equals-ignore-case': { Ref: expect.stringContaining('ParameterGroup') } }] },
      },
      expect.objectContaining({
        requestParameters: { $or: ['logGroupName', 'logGroupIdentifier', 'resourceIdentifier'].map(name => ({ [name]: [{ suffix: '/cluster/orders/audit' }] })) },
      }),
      expect.objectContaining({
        requestParameters: {
          $or: [{ alarmNames: ALARM }, { alarmName: ALARM }, { muteTargets: { alarmNames: ALARM } }],
        },
      }),
      expect.objectContaining({ requestParameters: { keyId: [{ suffix: { Ref: expect.stringContaining('Key') } }] } }),
    ]);
  });

  test('are told to the topic in words: who called what', () => {
    const stack = newStack();
    const cluster = auditedCluster(stack, { clusterIdentifier: 'orders' });
    const template = Template.fromStack(stack);
    const topic = stack.resolve(cluster.audit.topic!.topicArn);
    template.hasResourceProperties(RULE, {
      Targets: [{
        Arn: topic,
        InputTransformer: {
          InputPathsMap: Match.objectLike({ 'detail-userIdentity-arn': '$.detail.userIdentity.arn' }),
          InputTemplate: Match.stringLikeRegexp('orders.*<detail-eventName>.*<detail-userIdentity-arn>.*<detail-sourceIPAddress>.*<detail-errorCode>'),
        },
      }],
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish', Resource: topic })]),
      },
    });
  });

  describe('with the actions of the user alone', () => {
    const UNTOLD = Match.stringLikeRegexp('who called what');
    const theirs = (stack: Stack) => ({ alarmActions: [new actions.SnsAction(sns.Topic.fromTopicArn(stack, 'Theirs', 'arn:aws:sns:eu-west-1:111111111111:soc'))] });

    test('are counted and not told, with a warning', () => {
      const stack = newStack();
      auditedCluster(stack, theirs(stack));
      Annotations.fromStack(stack).hasWarning('*', UNTOLD);
    });

    test('are told to the target that the user adds', () => {
      const stack = newStack();
      auditedCluster(stack, theirs(stack)).audit.controlPlaneRule!.addTarget({ bind: () => ({ arn: 'arn:aws:sns:eu-west-1:111111111111:soc' }) });
      Annotations.fromStack(stack).hasNoWarning('*', UNTOLD);
    });

    test('need no rule where nobody asked for them', () => {
      const stack = newStack();
      expect(auditedCluster(stack, { ...theirs(stack), detections: [AuditDetection.FAILED_LOGINS] }).audit.controlPlaneRule).toBeUndefined();
      Annotations.fromStack(stack).hasNoWarning('*', UNTOLD);
    });
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

  test.each([
    ['an own alias', (stack: Stack) => new kms.Key(stack, 'Own').addAlias('alias/audit'), { Ref: expect.stringContaining('Own') }],
    ['an imported alias whose key is told', (stack: Stack) => kms.Alias.fromAliasAttributes(stack, 'Alias', {
      aliasName: 'alias/audit', aliasTargetKey: kms.Key.fromKeyArn(stack, 'Target', 'arn:aws:kms:eu-west-1:111111111111:key/abc'),
    }), 'abc'],
    ['an alias of an alias', (stack: Stack) => new kms.Alias(stack, 'Two', { aliasName: 'alias/two', targetKey: new kms.Key(stack, 'Own').addAlias('alias/audit') }),
      { Ref: expect.stringContaining('Own') }],
    ['an imported alias', (stack: Stack) => kms.Alias.fromAliasName(stack, 'Alias', 'alias/audit'), undefined],
    ['an alias of an imported alias', (stack: Stack) => new kms.Alias(stack, 'Two', { aliasName: 'alias/two', targetKey: kms.Alias.fromAliasName(stack, 'Alias', 'alias/audit') }), undefined],
    ['the ARN of an alias', (stack: Stack) => kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:alias/audit'), undefined],
  ])('watch the key behind %s by its id', (_, alias, id) => {
    const stack = newStack();
    auditedCluster(stack, { auditLogEncryptionKey: alias(stack) });
    const watched = patternOf(stack).detail.$or.map((call: any) => call.requestParameters.keyId?.[0].suffix).filter(Boolean);
    expect(watched).toEqual(id === undefined ? [] : [id]);
    const unknown = Match.stringLikeRegexp('alias/audit is an alias whose key is not known here');
    id === undefined ? Annotations.fromStack(stack).hasWarning('*', unknown) : Annotations.fromStack(stack).hasNoWarning('*', unknown);
  });

  test('fit into what EventBridge takes, whatever the names', () => {
    const identifier = fc.stringMatching(/^[a-z]([a-z0-9]-?){0,30}[a-z0-9]$/).map(text => text.slice(0, 63)).filter(text => !text.endsWith('-'));
    const stackName = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,127}$/);
    fc.assert(fc.property(fc.oneof(identifier, fc.constant('a'.repeat(63))), fc.oneof(stackName, fc.constant('S'.repeat(128))), fc.boolean(), (clusterIdentifier, name, isNested) => {
      const outer = newStack({ stackName: name });
      const stack = isNested ? new NestedStack(outer, 'Nested') : outer;
      auditedCluster(stack, { clusterIdentifier });
      const { Name, EventPattern } = Object.values(Template.fromStack(stack).findResources(RULE))[0].Properties;
      // What references can become, at most: the name of a parameter group, the id of a key.
      const pattern = JSON.stringify(EventPattern, (_, value) => value?.Ref === undefined ? value : 'x'.repeat(/Key/.test(value.Ref) ? 36 : 255));
      expect(pattern).not.toMatch(/Ref|Fn::/);
      expect(pattern.length).toBeLessThanOrEqual(2048);
      expect(Name).toMatch(/^[\w.-]{1,64}$/);
    }), { numRuns: 8 });
  });

  test('on alarms that an aspect names are watched by what their names have in common', () => {
    const stack = newStack();
    auditedCluster(stack);
    Aspects.of(stack).add({ visit: node => { if (cloudwatch.CfnAlarm.isCfnAlarm(node)) { node.alarmName = `corp-${node.node.addr}`; } } });
    expect(JSON.stringify(patternOf(stack))).toContain('{"alarmNames":[{"prefix":"corp-');
  });

  test('on alarms of a nested stack are watched by the name of the outermost one', () => {
    const stack = new NestedStack(new NestedStack(newStack({ stackName: 'Shop' }), 'Outer'), 'Inner');
    auditedCluster(stack);
    expect(JSON.stringify(patternOf(stack))).toContain('{"alarmNames":[{"prefix":"Shop-"}]}');
  });

  test('of clusters with long identifiers have rules of different names', () => {
    const nameOf = (last: string) => {
      const stack = newStack();
      auditedCluster(stack, { clusterIdentifier: 'a'.repeat(62) + last });
      return Object.values(Template.fromStack(stack).findResources(RULE))[0].Properties.Name;
    };
    expect(nameOf('b')).not.toBe(nameOf('c'));
  });
});

test('the severity decides nothing about what is watched', () => {
  const stack = newStack();
  auditedCluster(stack, { detections: [AuditDetection.SILENCE.withSeverity(AuditDetectionSeverity.LOW)] });
  expect(alarmOf(stack, 'IncomingLogEvents').AlarmDescription).toMatch(/^LOW: No audit record/);
});
