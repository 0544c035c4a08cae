import { createHash } from 'crypto';
import { Annotations, Lazy, Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { controlPlaneMessage } from './control-plane-message';
import type { DetectionTarget } from './detection-target';
import { watchableKeyId } from '../recording/audit-encryption-key';
import { rootStackName } from '../recording/cluster-identifier';
import { AUDIT_LOG, exportLogGroupName } from '../recording/log-export';

/** The limit of EventBridge for the name of a rule. */
const MAX_NAME_LENGTH = 64;
const HASH_LENGTH = 8;

/** How much of what the names of the alarms have in common goes into the pattern, which is limited. */
const MAX_PREFIX_LENGTH = 72;

/** The name of the rule of one cluster, as unique in account and region as the identifier is. */
export function controlPlaneRuleName(clusterIdentifier: string): string {
  const name = `audit-${clusterIdentifier.toLowerCase()}`;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LENGTH);
  return name.length <= MAX_NAME_LENGTH ? name : `${name.slice(0, MAX_NAME_LENGTH - HASH_LENGTH - 1)}-${hash}`;
}

/** A rule for the API calls that could switch off the audit of one cluster; it tells each one to the topic of the audit. */
export function controlPlaneRule(scope: Construct, target: DetectionTarget): events.Rule {
  const rule = new events.Rule(scope, 'Rule', {
    ruleName: controlPlaneRuleName(target.clusterIdentifier),
    description: `API calls that could switch off the audit of ${target.clusterIdentifier}`,
    eventPattern: { detailType: ['AWS API Call via CloudTrail'], detail: { $or: calls(scope, target) } },
  });
  if (target.topic) {
    // The policy of the topic lets EventBridge publish without a condition: that it meets one is not documented for topics.
    rule.addTarget(new targets.SnsTopic(target.topic, { message: controlPlaneMessage(target.clusterIdentifier) }));
  } else {
    warnWithoutTarget(rule);
  }
  return rule;
}

/**
 * The calls, refused ones included.
 *
 * RDS takes its names in any letter case; where an ARN may be given, the name is at its end. EventBridge takes patterns
 * of 2,048 characters, so that as little as possible is said twice; `exists` is true of leaves only.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/logging-using-cloudtrail.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
function calls(scope: Construct, target: DetectionTarget): object[] {
  const given = [{ exists: true }];
  const logGroup = [{ suffix: exportLogGroupName(target.clusterIdentifier, AUDIT_LOG).replace('/aws/rds', '') }];
  const alarm = [{ prefix: alarmNamePrefix(scope, target.alarms) }];
  const keyId = target.encryptionKey && watchableKeyId(target.encryptionKey);
  const patterns: [(string | object)[], object][] = [
    [['ModifyDBCluster'], {
      dBClusterIdentifier: [{ 'equals-ignore-case': target.clusterIdentifier }],
      $or: [
        { cloudwatchLogsExportConfiguration: { disableLogTypes: given } },
        { dBClusterParameterGroupName: given },
        // A renamed cluster writes to another log group.
        { newDBClusterIdentifier: given },
      ],
    }],
    // It chooses the parameter group of the cluster that will take over.
    [['CreateBlueGreenDeployment'], { source: [{ suffix: { 'equals-ignore-case': `:cluster:${target.clusterIdentifier}` } }] }],
    // Modify, Reset, Delete.
    ...target.parameterGroupName === undefined ? [] : [[
      [{ suffix: 'DBClusterParameterGroup' }], { dBClusterParameterGroupName: [{ 'equals-ignore-case': target.parameterGroupName }] },
    ] as [object[], object]],
    // The log group and its streams, retention, key, protection, metric filters, masking and transformer.
    [
      [{ prefix: 'Delete' }, { prefix: 'Put' }, { suffix: 'KmsKey' }],
      { $or: [{ logGroupName: logGroup }, { logGroupIdentifier: logGroup }, { resourceIdentifier: logGroup }] },
    ],
    [
      ['DeleteAlarms', 'DisableAlarmActions', 'SetAlarmState', 'PutMetricAlarm', 'PutAlarmMuteRule'],
      { $or: [{ alarmNames: alarm }, { alarmName: alarm }, { muteTargets: { alarmNames: alarm } }] },
    ],
    ...keyId === undefined ? [] : [[['DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy'], { keyId: [{ suffix: keyId }] }] as [string[], object]],
  ];
  return patterns.map(([eventName, requestParameters]) => ({ eventName, requestParameters }));
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

/** Asked at synthesis, because a target may be added until then. */
function warnWithoutTarget(rule: events.Rule): void {
  rule.node.addValidation({
    validate: () => {
      const rendered = Stack.of(rule).resolve((rule.node.defaultChild as events.CfnRule).targets);
      if (!rendered?.length) {
        Annotations.of(rule).addWarningV2('cdk-audited-aurora-mysql:controlPlaneNotTold',
          'alarmActions: the alarm on API calls that could switch the audit off says that there was one, and not who called what: '
          + 'add a target to audit.controlPlaneRule, or set securityContacts');
      }
      return [];
    },
  });
}
