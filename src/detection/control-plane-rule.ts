import { createHash } from 'crypto';
import type * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { apiCallRule, warnWithoutTarget } from './api-call-rule';
import type { DetectionTarget } from './detection-target';
import { alarmCalls, keyCalls, type WatchedCalls } from './watched-calls';
import { AUDIT_LOG, exportLogGroupName } from '../recording/log-export';

/** The limit of EventBridge for the name of a rule. */
const MAX_NAME_LENGTH = 64;
const HASH_LENGTH = 8;

/** The name of the rule of one cluster, as unique in account and region as the identifier is. */
export function controlPlaneRuleName(clusterIdentifier: string): string {
  const name = `audit-${clusterIdentifier.toLowerCase()}`;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LENGTH);
  return name.length <= MAX_NAME_LENGTH ? name : `${name.slice(0, MAX_NAME_LENGTH - HASH_LENGTH - 1)}-${hash}`;
}

/** A rule for the API calls that could switch off the audit of one cluster; it tells each one to the topic of the audit. */
export function controlPlaneRule(scope: Construct, target: DetectionTarget): events.Rule {
  const rule = apiCallRule(scope, {
    ruleName: controlPlaneRuleName(target.clusterIdentifier),
    description: `API calls that could switch off the audit of ${target.clusterIdentifier}`,
    touched: `the audit of the Aurora MySQL cluster ${target.clusterIdentifier}`,
    calls: calls(scope, target),
    topics: target.topic ? [target.topic] : [],
  });
  if (!target.topic) {
    warnWithoutTarget(rule, 'controlPlaneNotTold',
      'alarmActions: the alarm on API calls that could switch the audit off says that there was one, and not who called what: '
      + 'add a target to audit.controlPlaneRule, or set securityContacts');
  }
  return rule;
}

/**
 * The calls, refused ones included.
 *
 * RDS takes its names in any letter case; where an ARN may be given, the name is at its end. `exists` is true of leaves only.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/logging-using-cloudtrail.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
function calls(scope: Construct, target: DetectionTarget): WatchedCalls[] {
  const given = [{ exists: true }];
  const logGroup = [{ suffix: exportLogGroupName(target.clusterIdentifier, AUDIT_LOG).replace('/aws/rds', '') }];
  return [
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
    ] as WatchedCalls],
    // The log group and its streams, retention, key, protection, metric filters, masking and transformer.
    [
      [{ prefix: 'Delete' }, { prefix: 'Put' }, { suffix: 'KmsKey' }],
      { $or: [{ logGroupName: logGroup }, { logGroupIdentifier: logGroup }, { resourceIdentifier: logGroup }] },
    ],
    alarmCalls(scope, target.alarms),
    ...keyCalls(target.encryptionKey),
  ];
}
