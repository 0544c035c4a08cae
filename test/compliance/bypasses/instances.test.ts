import { all, describeBypasses, WITH_CONDITION } from './bypass';

describeBypasses([
  ['an instance of another engine without its logs',
    t => { t.Resources.Other = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres', EnableCloudwatchLogsExports: ['postgresql'] } }; },
    ['InstanceLogExports'],
    t => { t.Resources.Other = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres', EnableCloudwatchLogsExports: ['postgresql', 'upgrade'] } }; }],
  ['a replica whose source tells the engine',
    t => {
      t.Resources.Primary = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'sqlserver-ex', EnableCloudwatchLogsExports: ['error'] } };
      t.Resources.Replica = { Type: 'AWS::RDS::DBInstance', Properties: { SourceDBInstanceIdentifier: { Ref: 'Primary' } } };
    },
    ['InstanceLogExports'],
    t => {
      t.Resources.Primary = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'sqlserver-ex', EnableCloudwatchLogsExports: ['error'] } };
      t.Resources.Replica = { Type: 'AWS::RDS::DBInstance', Properties: { SourceDBInstanceIdentifier: { Ref: 'Primary' }, EnableCloudwatchLogsExports: ['error'] } };
    }],
  ['an instance of which nothing tells the engine',
    t => { t.Resources.Other = { Type: 'AWS::RDS::DBInstance', Properties: { DBSnapshotIdentifier: 'snapshot' } }; },
    ['InstanceLogExports[unknown:Engine]'],
    t => { t.Resources.Other = { Type: 'AWS::RDS::DBInstance', Properties: { DBSnapshotIdentifier: 'snapshot', Engine: 'db2-se' } }; }],
  ['an instance that belongs to the cluster in one branch only',
    all(WITH_CONDITION, t => {
      t.Resources.Other = {
        Type: 'AWS::RDS::DBInstance',
        Properties: { Engine: 'postgres', DBClusterIdentifier: { 'Fn::If': ['Production', { Ref: 'Cluster' }, { Ref: 'AWS::NoValue' }] } },
      };
    }),
    ['InstanceLogExports'],
    all(WITH_CONDITION, t => {
      t.Resources.Other = {
        Type: 'AWS::RDS::DBInstance',
        Properties: { Engine: 'aurora-mysql', DBClusterIdentifier: { 'Fn::If': ['Production', { Ref: 'Cluster' }, 'other'] } },
      };
    })],
]);
