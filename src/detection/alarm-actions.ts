import { ArnFormat, Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import type { AuditDetectionSeverity } from './audit-detection-severity';
import { URGENT } from './severities';
import { checkRegion, regionOfArn } from '../app/environment';
import { isOfClass } from '../app/of-class';
import { shown } from '../app/shown';

/** What the alarms of one cluster do, by severity. */
export interface AlarmActions {
  readonly alarmActions: cloudwatch.IAlarmAction[];
  readonly urgentAlarmActions?: cloudwatch.IAlarmAction[];
}

/** What an alarm of this severity does. */
export function actionsFor(severity: AuditDetectionSeverity, { alarmActions, urgentAlarmActions }: AlarmActions): cloudwatch.IAlarmAction[] {
  return urgentAlarmActions && URGENT.includes(severity) ? urgentAlarmActions : alarmActions;
}

/** Refuses what is no list of at least one action; each one is checked further when an alarm binds it. */
export function checkedAlarmActions(
  prop: string, given: cloudwatch.IAlarmAction[] | undefined, without: string,
): cloudwatch.IAlarmAction[] | undefined {
  if (given === undefined) {
    return undefined;
  }
  if (!Array.isArray(given) || given.length === 0 || given.some(action => typeof action?.bind !== 'function')) {
    throw new Error(`${prop}: must be a list of at least one alarm action, leave it out for ${without}; `
      + `got: ${Array.isArray(given) && given.length > 0 ? shown(given.find(action => typeof action?.bind !== 'function')) : shown(given)}`);
  }
  return given.map(action => ({ bind: (scope, alarm) => boundAction(prop, action, scope, alarm) }));
}

/** An alarm acts on what is in its own region only. */
function boundAction(prop: string, action: cloudwatch.IAlarmAction, scope: Construct, alarm: cloudwatch.IAlarm): cloudwatch.AlarmActionConfig {
  const config = bind(prop, action, scope, alarm);
  if (typeof config?.alarmActionArn !== 'string') {
    throw new Error(`${prop}: an alarm action must give an alarmActionArn, got: ${shown(config)}`);
  }
  checkRegion(alarm, prop, regionOfArn(config.alarmActionArn));
  return config;
}

/**
 * The policy of a function has room for the permissions of some thirty alarms: one for all alarms of account and region is enough.
 * `LambdaAction` leaves it at that where it is told of the same ARN again.
 */
function anyAlarm(alarm: cloudwatch.IAlarm): cloudwatch.IAlarm {
  const stack = Stack.of(alarm);
  const alarmArn = stack.formatArn({ service: 'cloudwatch', resource: 'alarm', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  return Object.create(alarm, { node: { value: stack.node }, alarmArn: { value: alarmArn }, alarmRef: { value: { alarmArn } } });
}

/** Without the feature flag, all permissions of one function are given the same id. */
function bind(prop: string, action: cloudwatch.IAlarmAction, scope: Construct, alarm: cloudwatch.IAlarm): cloudwatch.AlarmActionConfig {
  try {
    return action.bind(scope, isOfClass(action, actions.LambdaAction) ? anyAlarm(alarm) : alarm);
  } catch (error) {
    if (/already a Construct with name '[^']*AlarmPermission'/.test((error as Error).message)) {
      throw new Error(`${prop}: a LambdaAction that other alarms have as well needs \`useUniquePermissionId: true\`, or the feature flag `
        + '@aws-cdk/aws-cloudwatch-actions:changeLambdaPermissionLogicalIdForLambdaAction in the context of the app');
    }
    throw error;
  }
}
