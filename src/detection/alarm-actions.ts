import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { AuditDetectionSeverity } from './audit-detection-severity';
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

/** Refuses what is no list of at least one action. */
export function checkAlarmActions(prop: string, actions: cloudwatch.IAlarmAction[] | undefined, without: string): void {
  if (actions === undefined) {
    return;
  }
  if (!Array.isArray(actions) || actions.length === 0 || actions.some(action => typeof action?.bind !== 'function')) {
    throw new Error(`${prop}: must be a list of at least one alarm action, leave it out for ${without}; `
      + `got: ${Array.isArray(actions) ? `${actions.length} element(s)` : shown(actions)}`);
  }
}
