import { Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { DetectionTarget } from './detection-target';

/**
 * A rule for the API calls that could switch off the audit of one cluster, refused ones included.
 *
 * Callers may write an identifier in any letter case, or as the end of an ARN.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/logging-using-cloudtrail.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function controlPlaneRule(scope: Construct, target: DetectionTarget): events.Rule {
  const cluster = named(target.clusterIdentifier);
  const logGroup = named(target.auditLogGroup.logGroupName);
  const calls: object[] = [
    ...['cloudwatchLogsExportConfiguration', 'dBClusterParameterGroupName'].map(changed => (
      { eventName: ['ModifyDBCluster'], requestParameters: { dBClusterIdentifier: cluster, [changed]: [{ exists: true }] } }
    )),
    {
      eventName: ['ModifyDBClusterParameterGroup', 'ResetDBClusterParameterGroup', 'DeleteDBClusterParameterGroup'],
      requestParameters: { dBClusterParameterGroupName: named(target.parameterGroupName) },
    },
    ...['logGroupName', 'logGroupIdentifier', 'resourceIdentifier'].map(parameter => (
      { eventSource: ['logs.amazonaws.com'], eventName: LOG_GROUP_CALLS, requestParameters: { [parameter]: logGroup } }
    )),
    ...['alarmNames', 'alarmName'].map(parameter => (
      {
        eventName: ['DeleteAlarms', 'DisableAlarmActions', 'SetAlarmState', 'PutMetricAlarm'],
        requestParameters: { [parameter]: [{ prefix: `${Stack.of(scope).stackName}-` }] },
      }
    )),
    ...(target.encryptionKey ? [{
      eventName: ['DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy'],
      requestParameters: { keyId: [target.encryptionKey.keyId, target.encryptionKey.keyArn] },
    }] : []),
  ];
  return new events.Rule(scope, 'Rule', {
    description: `API calls that could switch off the audit of ${target.clusterIdentifier}`,
    eventPattern: { detailType: ['AWS API Call via CloudTrail'], detail: { $or: calls } },
  });
}

const LOG_GROUP_CALLS = [
  'DeleteLogGroup', 'DeleteLogStream', 'PutRetentionPolicy', 'DeleteRetentionPolicy', 'AssociateKmsKey', 'DisassociateKmsKey',
  'PutMetricFilter', 'DeleteMetricFilter', 'PutDataProtectionPolicy', 'PutLogGroupDeletionProtection',
];

function named(name: string): object[] {
  return [{ 'equals-ignore-case': name }, { suffix: { 'equals-ignore-case': `:${name}` } }];
}
