import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
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
    ['a function with unique permission ids', false, stack => new actions.LambdaAction(notifier(stack), { useUniquePermissionId: true }), 1],
    ['an alias of a function', true, stack => new actions.LambdaAction(notifier(stack).currentVersion.addAlias('live')), 1],
    ['an OpsItem', true, () => new actions.SsmAction(actions.OpsItemSeverity.CRITICAL), 0],
    ['an incident', true, () => new actions.SsmIncidentAction('plan'), 0],
    ['an action of the user', true, () => ({ bind: () => ({ alarmActionArn: 'arn:aws:states:eu-west-1:111111111111:stateMachine:notify' }) }), 0],
  ])('can be %s', (_, flag, action, permissionsForEach) => {
    const template = twoClusters(flag, action);
    const alarms = Object.keys(template.findResources('AWS::CloudWatch::Alarm')).length;
    expect(alarms).toBeGreaterThan(20);
    template.resourceCountIs('AWS::Lambda::Permission', permissionsForEach * alarms);
  });

  test('is refused where a missing feature flag gives all permissions one id, with the way out', () => {
    expect(() => twoClusters(false, stack => new actions.LambdaAction(notifier(stack))))
      .toThrow('alarmActions: a LambdaAction for several alarms needs `useUniquePermissionId: true`, or the feature flag');
  });
});
