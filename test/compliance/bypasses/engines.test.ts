import { cluster, parameters } from '../audited-template';
import { all, describeBypasses, PARAMETER } from './bypass';

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
]);
