import { Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { DetectionTarget } from './detection-target';

/**
 * A rule for the API calls that could switch off the audit of one cluster, refused ones included.
 *
 * RDS takes its names in any letter case; where an ARN may be given, the name is at its end. EventBridge takes patterns
 * of 2,048 characters, so that nothing is said twice.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/logging-using-cloudtrail.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function controlPlaneRule(scope: Construct, target: DetectionTarget): events.Rule {
  const cluster = [{ 'equals-ignore-case': target.clusterIdentifier }];
  const parameterGroup = [{ 'equals-ignore-case': target.parameterGroupName }];
  const logGroup = target.auditLogGroup.logGroupName;
  // The alarms of the stack: their names are made at deployment.
  const alarm = [{ prefix: `${Stack.of(scope).stackName}-` }];
  const calls: [string[] | object[], object][] = [
    [['ModifyDBCluster'], { dBClusterIdentifier: cluster, cloudwatchLogsExportConfiguration: [{ exists: true }] }],
    [['ModifyDBCluster'], { dBClusterIdentifier: cluster, dBClusterParameterGroupName: [{ exists: true }] }],
    [
      ['ModifyDBClusterParameterGroup', 'ResetDBClusterParameterGroup', 'DeleteDBClusterParameterGroup'],
      { dBClusterParameterGroupName: parameterGroup },
    ],
    // The log group and its streams, retention, key and metric filters.
    [[{ prefix: 'Delete' }, { prefix: 'Put' }, { prefix: 'Associate' }, { prefix: 'Disassociate' }], { logGroupName: [logGroup] }],
    [['AssociateKmsKey', 'DisassociateKmsKey'], { resourceIdentifier: [{ suffix: logGroup }] }],
    [['PutDataProtectionPolicy', 'PutLogGroupDeletionProtection'], { logGroupIdentifier: [{ suffix: logGroup }] }],
    [['DeleteAlarms', 'DisableAlarmActions'], { alarmNames: alarm }],
    [['SetAlarmState', 'PutMetricAlarm'], { alarmName: alarm }],
  ];
  if (target.encryptionKey) {
    calls.push([['DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy'], { keyId: [{ suffix: target.encryptionKey.keyId }] }]);
  }
  return new events.Rule(scope, 'Rule', {
    description: `API calls that could switch off the audit of ${target.clusterIdentifier}`,
    eventPattern: {
      detailType: ['AWS API Call via CloudTrail'],
      detail: { $or: calls.map(([eventName, requestParameters]) => ({ eventName, requestParameters })) },
    },
  });
}
