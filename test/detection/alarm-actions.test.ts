import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AuditedAuroraMysqlCluster } from '../../src';
import { clusterBasics } from '../stacks';

const FLAG = '@aws-cdk/aws-cloudwatch-actions:changeLambdaPermissionLogicalIdForLambdaAction';

function notifier(stack: Stack): lambda.Function {
  return new lambda.Function(stack, 'Notifier', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {}') });
}

/** Two clusters of one app, and one action for all of their alarms. */
function twoClusters(flag: boolean, action: (stack: Stack) => cloudwatch.IAlarmAction): Template {
  const stack = new Stack(new App({ context: { [FLAG]: flag } }), 'Orders');
  const basics = clusterBasics(stack);
  const alarmActions = [action(stack)];
  ['One', 'Two'].forEach(id => new AuditedAuroraMysqlCluster(stack, id, { ...basics, alarmActions }));
  return Template.fromStack(stack);
}

describe('one action for the alarms of several clusters', () => {
  test.each<[string, boolean, (stack: Stack) => cloudwatch.IAlarmAction, number]>([
    ['a function', true, stack => new actions.LambdaAction(notifier(stack)), 1],
    ['a function, without the feature flag', false, stack => new actions.LambdaAction(notifier(stack)), 1],
    ['a function with unique permission ids', false, stack => new actions.LambdaAction(notifier(stack), { useUniquePermissionId: true }), 1],
    ['an alias of a function', true, stack => new actions.LambdaAction(notifier(stack).addAlias('live')), 1],
    ['an OpsItem', true, () => new actions.SsmAction(actions.OpsItemSeverity.CRITICAL), 0],
    ['an incident', true, () => new actions.SsmIncidentAction('plan'), 0],
    ['an action of the user', true, () => ({ bind: () => ({ alarmActionArn: 'arn:aws:states:eu-west-1:111111111111:stateMachine:notify' }) }), 0],
  ])('can be %s', (_, flag, action, permissions) => {
    const template = twoClusters(flag, action);
    const alarms = Object.keys(template.findResources('AWS::CloudWatch::Alarm')).length;
    expect(alarms).toBeGreaterThan(20);
    // One for all alarms: a function takes some thirty, which are two clusters' worth.
    template.resourceCountIs('AWS::Lambda::Permission', permissions);
  });

  test('may be invoked by the alarms of account and region alone', () => {
    twoClusters(true, stack => new actions.LambdaAction(notifier(stack))).hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'lambda.alarms.cloudwatch.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cloudwatch:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':alarm:*']] },
    });
  });

  test.each([true, false])('can be a function for several stacks, with the feature flag %s', flag => {
    // GIVEN
    const app = new App({ context: { [FLAG]: flag } });
    const notifiers = new Stack(app, 'Notifiers');
    const alarmActions = [new actions.LambdaAction(notifier(notifiers))];

    // WHEN
    ['One', 'Two'].map(id => new Stack(app, id)).forEach(stack => new AuditedAuroraMysqlCluster(stack, 'Database', { ...clusterBasics(stack), alarmActions }));

    // THEN
    Template.fromStack(notifiers).resourceCountIs('AWS::Lambda::Permission', flag ? 2 : 1);
  });

  test('is refused where a missing feature flag gives the permission of another alarm the same id, with the way out', () => {
    const stack = new Stack(new App({ context: { [FLAG]: false } }), 'Orders');
    const action = new actions.LambdaAction(notifier(stack));
    new cloudwatch.Alarm(stack, 'Theirs', { metric: new cloudwatch.Metric({ namespace: 'n', metricName: 'm' }), threshold: 1, evaluationPeriods: 1 }).addAlarmAction(action);
    expect(() => new AuditedAuroraMysqlCluster(stack, 'Database', { ...clusterBasics(stack), alarmActions: [action] }))
      .toThrow('alarmActions: a LambdaAction that other alarms have as well needs `useUniquePermissionId: true`, or the feature flag');
  });
});
