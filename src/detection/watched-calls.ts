import { Lazy, Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { watchableKeyId } from '../recording/audit-encryption-key';
import { rootStackName } from '../recording/cluster-identifier';

/** API calls by their names, and by what they ask for, both as CloudTrail has them and as patterns of EventBridge. */
export type WatchedCalls = [eventName: (string | object)[], requestParameters: object];

/** How much of what the names of the alarms have in common goes into the pattern, which is limited. */
const MAX_PREFIX_LENGTH = 72;

/** What takes an alarm away, or its voice, and never makes one. */
export const SILENCING_CALLS = ['DeleteAlarms', 'DisableAlarmActions', 'SetAlarmState', 'PutAlarmMuteRule'];

/** What can leave a key unusable. None where only an alias is known: calls name keys. */
export function keyCalls(key: kms.IKey | undefined): WatchedCalls[] {
  const keyId = key && watchableKeyId(key);
  return keyId === undefined ? [] : [[['DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy'], { keyId: [{ suffix: keyId }] }]];
}

/** Calls about alarms of these names or, where CloudFormation gives them, of what they begin with. */
export function alarmCalls(scope: Construct, alarms: () => cloudwatch.Alarm[], names = [...SILENCING_CALLS, 'PutMetricAlarm']): WatchedCalls {
  const alarm = [{ prefix: alarmNamePrefix(scope, alarms) }];
  return [names, { $or: [{ alarmNames: alarm }, { alarmName: alarm }, { muteTargets: { alarmNames: alarm } }] }];
}

/**
 * CloudFormation names alarms after stack and logical id; what all of ours begin with, other alarms of the stack do not.
 * The name of a nested stack, made at deployment, begins with that of the outermost one.
 */
function alarmNamePrefix(scope: Construct, alarms: () => cloudwatch.Alarm[]): string {
  const stack = Stack.of(scope);
  return Lazy.string({
    produce: () => {
      const names = alarms().map(({ node }) => alarmName(stack, node.defaultChild as cloudwatch.CfnAlarm));
      return (commonPrefix(names) || `${rootStackName(scope)}-`).slice(0, MAX_PREFIX_LENGTH);
    },
  });
}

/** The name that an aspect may have given, or what that of CloudFormation begins with. */
function alarmName(stack: Stack, alarm: cloudwatch.CfnAlarm): string {
  const given = stack.resolve(alarm.alarmName);
  return typeof given === 'string' ? given : `${rootStackName(alarm)}-${stack.nested ? '' : stack.resolve(alarm.logicalId)}`;
}

function commonPrefix([first = '', ...others]: string[]): string {
  return others.reduce((prefix, other) => {
    const end = [...prefix].findIndex((letter, index) => other[index] !== letter);
    return end < 0 ? prefix : prefix.slice(0, end);
  }, first);
}
