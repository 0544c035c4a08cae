import { auditedTemplate, type Change, type Template } from './audited-template';

/** An archived and reviewed cluster as somebody writes it who has never heard of this library. */
export function archivedTemplate(): Template {
  const template = auditedTemplate();
  Object.assign(template.Resources, {
    Subscription: {
      Type: 'AWS::Logs::SubscriptionFilter',
      Properties: { LogGroupName: { Ref: 'AuditLogs' }, FilterPattern: '', DestinationArn: { 'Fn::GetAtt': ['Stream', 'Arn'] }, RoleArn: 'arn:aws:iam::111111111111:role/logs' },
    },
    Stream: {
      Type: 'AWS::KinesisFirehose::DeliveryStream',
      Properties: { ExtendedS3DestinationConfiguration: { BucketARN: { 'Fn::GetAtt': ['Bucket', 'Arn'] }, Prefix: 'audit/!{timestamp:yyyy}/', RoleARN: 'arn:aws:iam::111111111111:role/firehose' } },
    },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        ObjectLockEnabled: true,
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } } },
        VersioningConfiguration: { Status: 'Enabled' },
      },
    },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        RoleArn: 'arn:aws:iam::111111111111:role/review',
        DefinitionString: {
          'Fn::Join': ['', ['{"StartAt":"Ask","States":{"Ask":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:cloudwatchlogs:startQuery","Arguments":{"LogGroupName":"',
            { Ref: 'AuditLogs' }, '"},"End":true}}}']],
        },
      },
    },
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'rate(7 days)', FlexibleTimeWindow: { Mode: 'OFF' }, Target: { Arn: { Ref: 'Machine' }, RoleArn: 'arn:aws:iam::111111111111:role/scheduler' },
      },
    },
  });
  return template;
}

export const subscription = (t: Template) => t.Resources.Subscription.Properties;
export const stream = (t: Template) => t.Resources.Stream.Properties;
export const s3Destination = (t: Template) => stream(t).ExtendedS3DestinationConfiguration;
export const bucket = (t: Template) => t.Resources.Bucket.Properties;
export const machine = (t: Template) => t.Resources.Machine.Properties;
export const schedule = (t: Template) => t.Resources.Schedule.Properties;

export function archived(change: Change): Template {
  const template = archivedTemplate();
  change(template);
  return template;
}
