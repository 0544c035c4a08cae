import { cluster, logs } from '../audited-template';
import { all, describeBypasses, PARAMETER, WITH_CONDITION } from './bypass';

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
]);
