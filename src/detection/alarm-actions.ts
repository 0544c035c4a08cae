import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { AuditDetectionSeverity } from './audit-detection-severity';
import { checkRegion, regionOfArn } from '../recording/environment';
import { shown } from '../recording/shown';

const URGENT = [AuditDetectionSeverity.HIGH, AuditDetectionSeverity.CRITICAL];

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
  prop: string, actions: cloudwatch.IAlarmAction[] | undefined, without: string,
): cloudwatch.IAlarmAction[] | undefined {
  if (actions === undefined) {
    return undefined;
  }
  if (!Array.isArray(actions) || actions.length === 0 || actions.some(action => typeof action?.bind !== 'function')) {
    throw new Error(`${prop}: must be a list of at least one alarm action, leave it out for ${without}; `
      + `got: ${Array.isArray(actions) ? `${actions.length} element(s)` : shown(actions)}`);
  }
  return actions.map(action => ({ bind: (scope, alarm) => boundAction(prop, action, scope, alarm) }));
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

/** Without the feature flag, one function's permissions for several alarms are all given the same id. */
function bind(prop: string, action: cloudwatch.IAlarmAction, scope: Construct, alarm: cloudwatch.IAlarm): cloudwatch.AlarmActionConfig {
  try {
    return action.bind(scope, alarm);
  } catch (error) {
    if (/already a Construct with name '[^']*AlarmPermission'/.test((error as Error).message)) {
      throw new Error(`${prop}: a LambdaAction for several alarms needs \`useUniquePermissionId: true\`, or the feature flag `
        + '@aws-cdk/aws-cloudwatch-actions:changeLambdaPermissionLogicalIdForLambdaAction in the context of the app');
    }
    throw error;
  }
}
