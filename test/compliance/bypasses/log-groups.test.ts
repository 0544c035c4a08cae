import { cluster, logs } from '../audited-template';
import type { Change } from '../audited-template';
import { all, CHOICE, CONDITION, describeBypasses, MAPPING, PARAMETER, WITH_CONDITION } from './bypass';

const NAMED_BY_MAPPING: Change = t => {
  cluster(t).DBClusterIdentifier = { 'Fn::FindInMap': ['Names', { Ref: 'Stage' }, 'cluster'] };
  logs(t).LogGroupName = { 'Fn::Sub': ['/aws/rds/cluster/${Log}/audit', { Log: { 'Fn::FindInMap': ['Names', { Ref: 'Stage' }, 'log'] } }] };
};

const NAMED_BY_PARAMETER: Change = t => {
  cluster(t).DBClusterIdentifier = { Ref: 'Name' };
  logs(t).LogGroupName = { 'Fn::Sub': '/aws/rds/cluster/${Name}/audit' };
};

const retentionOf = (LogGroupName: unknown): Change => t => {
  t.Resources.Retention = { Type: 'Custom::LogRetention', Properties: { ServiceToken: 'x', LogGroupName, RetentionInDays: 1 } };
};

describeBypasses([
  ['a log group of another cluster',
    t => { logs(t).LogGroupName = '/aws/rds/cluster/invoices/audit'; t.Resources.FailedLogins.Properties.LogGroupName = '/aws/rds/cluster/orders/audit'; t.Resources.PrivilegeChanges.Properties.LogGroupName = '/aws/rds/cluster/orders/audit'; },
    ['AuditLogGroup'],
    t => { cluster(t).DBClusterIdentifier = 'invoices'; logs(t).LogGroupName = '/aws/rds/cluster/invoices/audit'; }],
  ['a log group that repeats the capitals of the identifier',
    t => { cluster(t).DBClusterIdentifier = 'Orders'; logs(t).LogGroupName = '/aws/rds/cluster/Orders/audit'; },
    ['AuditLogGroup'],
    t => { cluster(t).DBClusterIdentifier = 'Orders'; }],
  ['a log group that needs the cluster',
    t => { delete t.Resources.Cluster.DependsOn; logs(t).LogGroupName = { 'Fn::Sub': '/aws/rds/cluster/${Cluster}/audit' }; },
    ['AuditLogGroup[created-late]'],
    all(PARAMETER('Name', { Default: 'orders' }), t => {
      cluster(t).DBClusterIdentifier = { Ref: 'Name' };
      logs(t).LogGroupName = { 'Fn::Sub': '/aws/rds/cluster/${Name}/audit' };
    })],
  ['a log group that waits for the cluster by way of another resource',
    t => {
      delete t.Resources.Cluster.DependsOn;
      t.Resources.Handle = { Type: 'AWS::CloudFormation::WaitConditionHandle', DependsOn: 'Cluster' };
      t.Resources.AuditLogs.DependsOn = 'Handle';
    },
    ['AuditLogGroup[created-late]'],
    t => {
      t.Resources.Handle = { Type: 'AWS::CloudFormation::WaitConditionHandle' };
      t.Resources.AuditLogs.DependsOn = 'Handle';
    }],
  ['a log group under a condition that the cluster has not',
    all(WITH_CONDITION, t => { t.Resources.AuditLogs.Condition = 'Production'; delete t.Resources.Cluster.DependsOn; }),
    ['AuditLogGroup'],
    all(WITH_CONDITION, t => { t.Resources.AuditLogs.Condition = 'Production'; t.Resources.Cluster.Condition = 'Production'; })],
  ['log groups for one branch of the identifier',
    all(WITH_CONDITION, t => { cluster(t).DBClusterIdentifier = { 'Fn::If': ['Production', 'orders', 'orders-test'] }; }),
    ['AuditLogGroup'],
    all(WITH_CONDITION, t => {
      cluster(t).DBClusterIdentifier = { 'Fn::If': ['Production', 'orders', 'orders-test'] };
      logs(t).LogGroupName = { 'Fn::If': ['Production', '/aws/rds/cluster/orders/audit', '/aws/rds/cluster/orders-test/audit'] };
    })],
  ['an identifier that is given at deployment',
    all(PARAMETER('Name', {}), t => { cluster(t).DBClusterIdentifier = { Ref: 'Name' }; logs(t).LogGroupName = { 'Fn::Sub': '/aws/rds/cluster/${Name}/audit' }; }),
    ['AuditLogGroup[unknown:DBClusterIdentifier]'],
    t => { cluster(t).DBClusterIdentifier = { 'Fn::Sub': 'orders-${AWS::Region}' }; logs(t).LogGroupName = { 'Fn::Sub': '/aws/rds/cluster/orders-${AWS::Region}/audit' }; }],
  ['retention from a mapping',
    t => { t.Mappings.Days = { kept: { short: 30, long: 365 } }; logs(t).RetentionInDays = { 'Fn::FindInMap': ['Days', 'kept', 'short'] }; },
    ['AuditLogRetention'],
    t => { t.Mappings.Days = { kept: { short: 30, long: 365 } }; logs(t).RetentionInDays = { 'Fn::FindInMap': ['Days', 'kept', 'long'] }; }],
  ['retention as text',
    t => { logs(t).RetentionInDays = '90'; },
    ['AuditLogRetention'],
    t => { logs(t).RetentionInDays = '400'; }],
  ['retention of no day',
    t => { logs(t).RetentionInDays = 0; },
    ['AuditLogRetention'],
    t => { delete logs(t).RetentionInDays; }],
  ['a key that is no value',
    t => { logs(t).KmsKeyId = { Ref: 'AWS::NoValue' }; },
    ['AuditLogEncryption'],
    t => { t.Resources.Key = { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: {} } }; logs(t).KmsKeyId = { 'Fn::GetAtt': ['Key', 'Arn'] }; }],
  ['a key in one environment only',
    all(WITH_CONDITION, t => { logs(t).KmsKeyId = { 'Fn::If': ['Production', 'arn:aws:kms:eu-central-1:111111111111:key/k', { Ref: 'AWS::NoValue' }] }; }),
    ['AuditLogEncryption'],
    all(PARAMETER('Key', {}), t => { logs(t).KmsKeyId = { Ref: 'Key' }; })],
  ['a log group that goes with the stack by default',
    t => { delete t.Resources.AuditLogs.DeletionPolicy; },
    ['AuditLogRemoval'],
    t => { t.Resources.AuditLogs.DeletionPolicy = 'RetainExceptOnCreate'; }],
  ['a log group of infrequent access',
    t => { logs(t).LogGroupClass = 'INFREQUENT_ACCESS'; },
    ['AuditLogClass'],
    t => { logs(t).LogGroupClass = 'STANDARD'; }],
  ['a log group that is lost when an update replaces it',
    t => { delete t.Resources.AuditLogs.UpdateReplacePolicy; },
    ['AuditLogRemoval'],
    t => { t.Resources.AuditLogs.DeletionPolicy = 'RetainExceptOnCreate'; }],
  ['a log group that is kept on replacement in words which only deletion knows',
    t => { t.Resources.AuditLogs.UpdateReplacePolicy = 'RetainExceptOnCreate'; },
    ['AuditLogRemoval'],
    t => { t.Resources.AuditLogs.UpdateReplacePolicy = 'Retain'; }],
  ['a log group of which nothing says that it is kept',
    t => { delete t.Resources.AuditLogs.UpdateReplacePolicy; delete t.Resources.AuditLogs.DeletionPolicy; },
    ['AuditLogRemoval'],
    t => { logs(t).DeletionProtectionEnabled = true; }],
  ['a retention of some log group',
    all(PARAMETER('Name', {}), retentionOf({ Ref: 'Name' })),
    ['AuditLogGroup[unknown:LogGroupName]'],
    all(PARAMETER('Name', {}), retentionOf({ 'Fn::Sub': '/aws/lambda/${Name}' }))],
  ['a log group of this name or another',
    all(CHOICE('Name', '/aws/rds/cluster/orders/audit', '/elsewhere'), t => { logs(t).LogGroupName = { Ref: 'Name' }; }),
    ['AuditLogGroup'],
    all(CHOICE('Name', '/aws/rds/cluster/orders/audit'), t => { logs(t).LogGroupName = { Ref: 'Name' }; })],
  ['an identifier and a log group that a mapping crosses',
    all(CHOICE('Stage', 'dev', 'prod'), MAPPING('Names', { dev: { cluster: 'a', log: 'b' }, prod: { cluster: 'b', log: 'a' } }), NAMED_BY_MAPPING),
    ['AuditLogGroup'],
    all(CHOICE('Stage', 'dev', 'prod'), MAPPING('Names', { dev: { cluster: 'a', log: 'a' }, prod: { cluster: 'b', log: 'b' } }), NAMED_BY_MAPPING)],
  ['a log group of an older name under another condition with the same content',
    all(
      CONDITION('Europe', { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] }), CONDITION('America', { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }),
      t => { t.Resources.Cluster.Condition = 'Europe'; t.Resources.AuditLogs.Condition = 'America'; delete t.Resources.Cluster.DependsOn; }),
    ['AuditLogGroup'],
    all(
      CONDITION('Europe', { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] }), CONDITION('AlsoEurope', { 'Fn::Equals': ['eu-central-1', { Ref: 'AWS::Region' }] }),
      t => { t.Resources.Cluster.Condition = 'Europe'; t.Resources.AuditLogs.Condition = 'AlsoEurope'; })],
  ['a retention that may be as short as a month',
    all(PARAMETER('Days', { Type: 'Number', MinValue: 30 }), t => { logs(t).RetentionInDays = { Ref: 'Days' }; }),
    ['AuditLogRetention[unknown:RetentionInDays]'],
    all(PARAMETER('Days', { Type: 'Number', MinValue: 365 }), t => { logs(t).RetentionInDays = { Ref: 'Days' }; })],
  ['a retention that is a month at most',
    all(PARAMETER('Days', { Type: 'Number', MaxValue: 30 }), t => { logs(t).RetentionInDays = { Ref: 'Days' }; }),
    ['AuditLogRetention'],
    all(PARAMETER('Days', { Type: 'Number', MaxValue: 30, Default: 400 }), t => { logs(t).RetentionInDays = { Ref: 'Days' }; })],
  ['an identifier whose pattern lets capitals in',
    all(PARAMETER('Name', { AllowedPattern: '^[a-zA-Z][a-z0-9-]*$' }), NAMED_BY_PARAMETER),
    ['AuditLogGroup[unknown:DBClusterIdentifier]'],
    all(PARAMETER('Name', { AllowedPattern: '^[a-z][a-z0-9-]*$' }), NAMED_BY_PARAMETER)],
  ['an identifier that is looked up',
    t => { cluster(t).DBClusterIdentifier = '{{resolve:ssm:/orders}}'; },
    ['AuditLogGroup[unknown:DBClusterIdentifier]'],
    t => { cluster(t).DBClusterIdentifier = 'ORDERS'; }],
  ['a stock cluster beside the audited one',
    t => { t.Resources.Stock = { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-mysql' } }; },
    ['AuditLogExport', 'AuditLogGroup', 'AuditLogging'],
    t => { t.Resources.Stock = { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-postgresql' } }; }],
]);
