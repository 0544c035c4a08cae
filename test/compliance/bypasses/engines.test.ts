import { cluster, parameters, type Change } from '../audited-template';
import { all, CHOICE, CONDITION, describeBypasses, PARAMETER } from './bypass';

/** A second cluster, of which other things say what it is. */
const second = (properties: object, more: object = {}): Change => t => {
  Object.assign(t.Resources, more, { Second: { Type: 'AWS::RDS::DBCluster', Properties: { DBClusterIdentifier: 'second', ...properties } } });
};

const LEDGER = { Ledger: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-postgresql', DBClusterIdentifier: 'ledger' } } };
const AUDIT_OF_THIRD = { DBClusterIdentifier: 'third' };

const byKind = (ofPostgres: string[], ofMysql: string[]): Change => t => Object.assign(cluster(t), {
  Engine: { 'Fn::If': ['Postgres', 'aurora-postgresql', 'aurora-mysql'] },
  EngineVersion: { 'Fn::If': ['Postgres', '16.4', '8.0.mysql_aurora.3.08.0'] },
  EnableCloudwatchLogsExports: { 'Fn::If': ['Postgres', ofPostgres, ofMysql] },
  DBClusterParameterGroupName: { 'Fn::If': ['Postgres', 'default.aurora-postgresql16', { Ref: 'Parameters' }] },
});

describeBypasses([
  ['an engine in capital letters',
    t => { cluster(t).Engine = 'Aurora-MySQL'; cluster(t).EnableCloudwatchLogsExports = []; },
    ['AuditLogExport'],
    t => { cluster(t).Engine = 'Aurora-MySQL'; }],
  ['an engine from a parameter',
    all(PARAMETER('Engine', { Default: 'aurora-mysql' }), t => { cluster(t).Engine = { Ref: 'Engine' }; delete cluster(t).EnableCloudwatchLogsExports; }),
    ['AuditLogExport'],
    all(PARAMETER('Engine', { Default: 'aurora-postgresql' }), t => {
      cluster(t).Engine = { Ref: 'Engine' };
      cluster(t).EngineVersion = '16.4';
      delete cluster(t).EnableCloudwatchLogsExports;
    })],
  ['an engine that is one of those allowed',
    all(PARAMETER('Engine', { AllowedValues: ['aurora-postgresql', 'aurora-mysql'] }), t => {
      cluster(t).Engine = { Ref: 'Engine' };
      delete cluster(t).EnableCloudwatchLogsExports;
    }),
    ['AuditLogExport'],
    all(PARAMETER('Engine', { AllowedValues: ['aurora-postgresql', 'postgres'] }), t => {
      cluster(t).Engine = { Ref: 'Engine' };
      cluster(t).EngineVersion = '16.4';
      delete cluster(t).EnableCloudwatchLogsExports;
    })],
  ['a secondary cluster that only its members tell to be Aurora MySQL',
    t => {
      t.Resources.Writer = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'aurora-mysql', DBInstanceClass: 'db.r6g.large', DBClusterIdentifier: { Ref: 'Cluster' } } };
      Object.assign(cluster(t), { Engine: undefined, EngineVersion: undefined, GlobalClusterIdentifier: 'world', EnableCloudwatchLogsExports: [] });
    },
    ['AuditLogExport'],
    t => {
      t.Resources.Writer = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'aurora-postgresql', DBInstanceClass: 'db.r6g.large', DBClusterIdentifier: { Ref: 'Cluster' } } };
      Object.assign(cluster(t), { Engine: undefined, EngineVersion: undefined, GlobalClusterIdentifier: 'world', EnableCloudwatchLogsExports: [] });
    }],
  ['a secondary cluster that only the global cluster tells to be Aurora MySQL',
    t => {
      t.Resources.World = { Type: 'AWS::RDS::GlobalCluster', Properties: { Engine: 'aurora-mysql', GlobalClusterIdentifier: 'World' } };
      Object.assign(cluster(t), {
        Engine: undefined, EngineVersion: undefined, DBClusterParameterGroupName: undefined, GlobalClusterIdentifier: { Ref: 'World' },
      });
    },
    ['AuditLogging'],
    t => {
      t.Resources.World = { Type: 'AWS::RDS::GlobalCluster', Properties: { Engine: 'aurora-mysql', GlobalClusterIdentifier: 'World' } };
      Object.assign(cluster(t), { Engine: undefined, EngineVersion: undefined, GlobalClusterIdentifier: { Ref: 'World' } });
    }],
  ['a cluster of which nothing tells the engine',
    t => Object.assign(cluster(t), { Engine: undefined, EngineVersion: undefined, GlobalClusterIdentifier: 'world', EnableCloudwatchLogsExports: [], DBClusterParameterGroupName: 'elsewhere' }),
    ['AuditLogExport[unknown:Engine]'],
    t => Object.assign(cluster(t), { Engine: undefined, EngineVersion: undefined, GlobalClusterIdentifier: 'world' })],
  ['a restored cluster that names no engine but a family',
    t => Object.assign(cluster(t), { Engine: undefined, EngineVersion: undefined, SnapshotIdentifier: 'snapshot', DBClusterParameterGroupName: 'default.aurora-mysql8.0' }),
    ['AuditLogging'],
    t => Object.assign(cluster(t), { Engine: undefined, EngineVersion: undefined, SnapshotIdentifier: 'snapshot', DBClusterParameterGroupName: 'default.aurora-postgresql16' })],
  ['Serverless v1, which needs no export but events',
    t => { cluster(t).EngineMode = 'serverless'; delete cluster(t).EnableCloudwatchLogsExports; delete parameters(t).server_audit_events; },
    ['AuditEvents'],
    t => { cluster(t).EngineMode = 'serverless'; delete cluster(t).EnableCloudwatchLogsExports; }],
  ['Serverless v2, which is provisioned',
    t => { cluster(t).EngineMode = 'provisioned'; cluster(t).ServerlessV2ScalingConfiguration = { MinCapacity: 1, MaxCapacity: 2 }; delete cluster(t).EnableCloudwatchLogsExports; },
    ['AuditLogExport'],
    t => { cluster(t).EngineMode = 'provisioned'; cluster(t).ServerlessV2ScalingConfiguration = { MinCapacity: 1, MaxCapacity: 2 }; }],
  ['a blank engine of a version of Aurora MySQL',
    t => { cluster(t).Engine = ''; cluster(t).EnableCloudwatchLogsExports = []; },
    ['AuditLogExport'],
    t => { cluster(t).Engine = ''; }],
  ['an engine with white space around it',
    t => { cluster(t).Engine = 'aurora-mysql '; cluster(t).EnableCloudwatchLogsExports = []; },
    ['AuditLogExport'],
    t => { cluster(t).Engine = 'aurora-mysql '; }],
  ['a secondary cluster whose global cluster takes the engine from the primary',
    second({ GlobalClusterIdentifier: { Ref: 'World' } }, { World: { Type: 'AWS::RDS::GlobalCluster', Properties: { GlobalClusterIdentifier: 'world', SourceDBClusterIdentifier: { Ref: 'Cluster' } } } }),
    ['AuditLogExport', 'AuditLogGroup', 'AuditLogging'],
    second({ GlobalClusterIdentifier: { Ref: 'World' } }, { World: { Type: 'AWS::RDS::GlobalCluster', Properties: { GlobalClusterIdentifier: 'world', Engine: 'aurora-postgresql' } } })],
  ['a replica by the ARN that is put together',
    second({ ReplicationSourceIdentifier: { 'Fn::Sub': 'arn:aws:rds:${AWS::Region}:${AWS::AccountId}:cluster:orders' } }),
    ['AuditLogExport', 'AuditLogGroup', 'AuditLogging'],
    second({ ReplicationSourceIdentifier: { 'Fn::Sub': 'arn:aws:rds:${AWS::Region}:${AWS::AccountId}:cluster:ledger' } }, LEDGER)],
  ['a replica by the ARN that the source gives',
    second({ ReplicationSourceIdentifier: { 'Fn::GetAtt': ['Cluster', 'DBClusterArn'] } }),
    ['AuditLogExport', 'AuditLogGroup', 'AuditLogging'],
    second({ ReplicationSourceIdentifier: { 'Fn::GetAtt': ['Ledger', 'DBClusterArn'] } }, LEDGER)],
  ['a copy of a copy',
    second({ SourceDBClusterIdentifier: 'third' }, { Third: { Type: 'AWS::RDS::DBCluster', Properties: { ...AUDIT_OF_THIRD, SourceDBClusterIdentifier: { Ref: 'Cluster' } } } }),
    ['AuditLogExport', 'AuditLogExport', 'AuditLogGroup', 'AuditLogGroup', 'AuditLogging', 'AuditLogging'],
    second({ SourceDBClusterIdentifier: 'third' }, { Third: { Type: 'AWS::RDS::DBCluster', Properties: { ...AUDIT_OF_THIRD, SourceDBClusterIdentifier: 'ledger' } }, ...LEDGER })],
  ['an engine by attribute',
    second({ Engine: { 'Fn::GetAtt': ['Cluster', 'Engine'] } }),
    ['AuditLogExport', 'AuditLogGroup', 'AuditLogging'],
    second({ Engine: { 'Fn::GetAtt': ['Ledger', 'Engine'] } }, LEDGER)],
  ['a default group in other letters',
    t => { cluster(t).DBClusterParameterGroupName = 'Default.Aurora-MySQL8.0'; },
    ['AuditLogging'],
    t => Object.assign(cluster(t), { Engine: undefined, EngineVersion: undefined, DBClusterParameterGroupName: 'Default.Aurora-PostgreSQL16' })],
  ['PostgreSQL or MySQL by one condition, the wrong exports for MySQL',
    all(CHOICE('Kind', 'p', 'm'), CONDITION('Postgres', { 'Fn::Equals': [{ Ref: 'Kind' }, 'p'] }), byKind(['audit'], ['error'])),
    ['AuditLogExport'],
    all(CHOICE('Kind', 'p', 'm'), CONDITION('Postgres', { 'Fn::Equals': [{ Ref: 'Kind' }, 'p'] }), byKind(['postgresql'], ['audit']))],
]);
