import { App, Stack } from 'aws-cdk-lib';
import { findings } from './findings';
import { included } from '../included';

const TEMPLATE = `
Parameters:
  Name: { Type: String, Default: orders }
  Auditing: { Type: String, AllowedValues: ['1', '0'] }
Conditions:
  Encrypted: !Equals [!Ref 'AWS::Partition', aws]
  Plain: !Not [!Condition Encrypted]
Resources:
  Cluster:
    Type: AWS::RDS::DBCluster
    DependsOn: AuditLogs
    Properties:
      Engine: aurora-mysql
      EngineVersion: 8.0.mysql_aurora.3.08.0
      DBClusterIdentifier: !Sub '\${Name}-db'
      DBClusterParameterGroupName: !Ref Audited
      EnableCloudwatchLogsExports: !Split [',', 'audit,error']
  Audited:
    Type: AWS::RDS::DBClusterParameterGroup
    Properties:
      Family: aurora-mysql8.0
      Description: audited
      Parameters:
        server_audit_logging: !Ref Auditing
        server_audit_events: !Join [',', [CONNECT, QUERY]]
  AuditLogs:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      LogGroupName: !Join ['/', ['', aws, rds, cluster, !Sub '\${Name}-db', audit]]
      RetentionInDays: 400
      KmsKeyId: !If [Encrypted, !ImportValue key, !If [Plain, !Ref 'AWS::NoValue', never]]
  Logins:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: !Ref AuditLogs
      FilterPattern: FAILED_CONNECT
      MetricTransformations: [{ MetricNamespace: Audit, MetricName: Logins, MetricValue: '1' }]
`;

/** The stack that includes the template, with what is given for its parameters. */
function includedWith(parameters?: Record<string, string>): Stack {
  const stack = new Stack(new App(), 'Stack');
  included(stack, 'Included', TEMPLATE, { parameters });
  return stack;
}

const WITHOUT_KEY_OR_ALARMS = ['AuditAlarms[Logins]', 'AuditLogEncryption', 'AuditMetricFilters[privilege-changes]'];

test.each<[string, Record<string, string> | undefined, string[]]>([
  ['without values for its parameters', undefined, [...WITHOUT_KEY_OR_ALARMS, 'AuditLogging']],
  ['with auditing on', { Auditing: '1' }, WITHOUT_KEY_OR_ALARMS],
  ['with another name', { Auditing: '1', Name: 'Invoices' }, ['AuditLogGroup']],
])('a template in YAML, %s', (_, parameters, found) => {
  expect(findings(includedWith(parameters))).toEqual([...found].sort());
});
