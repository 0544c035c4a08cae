import { App, Stack } from 'aws-cdk-lib';
import { findings } from './findings';
import type { AuroraMysqlAuditChecksProps } from '../../src';
import { included } from '../included';

/** A CloudFormation template that may be changed at will. */
export interface Template {
  Parameters: Record<string, any>;
  Mappings: Record<string, any>;
  Conditions: Record<string, any>;
  Outputs: Record<string, any>;
  Resources: Record<string, any>;
}

const LOG_GROUP_NAME = '/aws/rds/cluster/orders/audit';

/** An audited cluster as somebody writes it who has never heard of this library. */
export function auditedTemplate(): Template {
  return {
    Parameters: {},
    Mappings: {},
    Conditions: {},
    Outputs: {},
    Resources: {
      Cluster: {
        Type: 'AWS::RDS::DBCluster',
        DependsOn: ['AuditLogs'],
        Properties: {
          Engine: 'aurora-mysql',
          EngineVersion: '8.0.mysql_aurora.3.08.0',
          DBClusterIdentifier: 'orders',
          MasterUsername: 'admin',
          ManageMasterUserPassword: true,
          DBClusterParameterGroupName: { Ref: 'Parameters' },
          EnableCloudwatchLogsExports: ['audit'],
        },
      },
      Parameters: {
        Type: 'AWS::RDS::DBClusterParameterGroup',
        Properties: {
          Family: 'aurora-mysql8.0',
          Description: 'audited',
          Parameters: { server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY' },
        },
      },
      AuditLogs: {
        Type: 'AWS::Logs::LogGroup',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: { LogGroupName: LOG_GROUP_NAME, RetentionInDays: 365, KmsKeyId: 'arn:aws:kms:eu-central-1:111111111111:key/orders' },
      },
      ...watched('FailedLogins', '"FAILED_CONNECT"'),
      ...watched('PrivilegeChanges', '?"GRANT " ?"REVOKE "'),
      Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
    },
  };
}

/** A metric filter on the audit log group, and an alarm on its metric. */
export function watched(name: string, pattern: unknown): Record<string, any> {
  return {
    [name]: {
      Type: 'AWS::Logs::MetricFilter',
      Properties: {
        LogGroupName: { Ref: 'AuditLogs' },
        FilterPattern: pattern,
        MetricTransformations: [{ MetricNamespace: 'Audit', MetricName: name, MetricValue: '1' }],
      },
    },
    [`${name}Alarm`]: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        Namespace: 'Audit',
        MetricName: name,
        Statistic: 'Sum',
        Period: 300,
        Threshold: 1,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        AlarmActions: [{ Ref: 'Topic' }],
      },
    },
  };
}

/** A change to the audited template. */
export type Change = (template: Template) => void;

/** A stack that includes the audited template, changed. */
export function stackOf(change: Change, app = new App()): Stack {
  const template = auditedTemplate();
  change(template);
  const stack = new Stack(app, 'Stack');
  included(stack, 'Included', template);
  return stack;
}

export function findingsOf(change: Change, props?: AuroraMysqlAuditChecksProps): string[] {
  return findings(stackOf(change), props);
}

export const cluster = (template: Template) => template.Resources.Cluster.Properties;
export const group = (template: Template) => template.Resources.Parameters.Properties;
export const parameters = (template: Template) => template.Resources.Parameters.Properties.Parameters;
export const logs = (template: Template) => template.Resources.AuditLogs.Properties;
