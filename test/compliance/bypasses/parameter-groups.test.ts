import { cluster, group, parameters } from '../audited-template';
import { all, describeBypasses, PARAMETER, WITH_CONDITION } from './bypass';

describeBypasses([
  ['logging switched off by a parameter',
    all(PARAMETER('Audit', { Default: 'OFF' }), t => { parameters(t).server_audit_logging = { Ref: 'Audit' }; }),
    ['AuditLogging'],
    all(PARAMETER('Audit', { Default: 'ON', AllowedValues: ['ON', '1'] }), t => { parameters(t).server_audit_logging = { Ref: 'Audit' }; })],
  ['logging that the deployer chooses',
    all(PARAMETER('Audit', { AllowedValues: ['1', '0'] }), t => { parameters(t).server_audit_logging = { Ref: 'Audit' }; }),
    ['AuditLogging'],
    all(PARAMETER('Audit', { AllowedValues: ['1', 'ON'] }), t => { parameters(t).server_audit_logging = { Ref: 'Audit' }; })],
  ['logging from a parameter that is looked up',
    all(PARAMETER('Audit', { Type: 'AWS::SSM::Parameter::Value<String>', Default: '1' }), t => { parameters(t).server_audit_logging = { Ref: 'Audit' }; }),
    ['AuditLogging[unknown:server_audit_logging]'],
    all(PARAMETER('Audit', { Type: 'Number', Default: 1 }), t => { parameters(t).server_audit_logging = { Ref: 'Audit' }; })],
  ['logging from a dynamic reference',
    t => { parameters(t).server_audit_logging = '{{resolve:ssm:/audit/logging}}'; },
    ['AuditLogging[unknown:server_audit_logging]'],
    t => { parameters(t).server_audit_logging = 1; }],
  ['logging in one environment only',
    all(WITH_CONDITION, t => { parameters(t).server_audit_logging = { 'Fn::If': ['Production', '1', '0'] }; }),
    ['AuditLogging'],
    all(WITH_CONDITION, t => { parameters(t).server_audit_logging = { 'Fn::If': ['Production', '1', 'on'] }; })],
  ['the group of one environment only',
    all(WITH_CONDITION, t => { cluster(t).DBClusterParameterGroupName = { 'Fn::If': ['Production', { Ref: 'Parameters' }, 'default.aurora-mysql8.0'] }; }),
    ['AuditLogging'],
    all(WITH_CONDITION, t => {
      t.Resources.Others = structuredClone(t.Resources.Parameters);
      cluster(t).DBClusterParameterGroupName = { 'Fn::If': ['Production', { Ref: 'Parameters' }, { Ref: 'Others' }] };
    })],
  ['a group that is defined, but not attached',
    t => { delete cluster(t).DBClusterParameterGroupName; },
    ['AuditLogging'],
    t => { group(t).DBClusterParameterGroupName = 'Orders-Audited'; cluster(t).DBClusterParameterGroupName = 'orders-audited'; }],
  ['a group of another account',
    t => { cluster(t).DBClusterParameterGroupName = 'made-by-hand'; },
    ['AuditLogging[unknown:DBClusterParameterGroupName]'],
    t => { group(t).DBClusterParameterGroupName = 'made-here'; cluster(t).DBClusterParameterGroupName = 'made-here'; }],
  ['audit parameters on the instances only',
    t => {
      t.Resources.Writer = {
        Type: 'AWS::RDS::DBInstance',
        Properties: { Engine: 'aurora-mysql', DBInstanceClass: 'db.r6g.large', DBClusterIdentifier: { Ref: 'Cluster' }, DBParameterGroupName: { Ref: 'OnInstances' } },
      };
      t.Resources.OnInstances = { Type: 'AWS::RDS::DBParameterGroup', Properties: { Family: 'aurora-mysql8.0', Description: 'd', Parameters: parameters(t) } };
      group(t).Parameters = { require_secure_transport: 'ON' };
    },
    ['AuditLogging'],
    t => {
      t.Resources.OnInstances = { Type: 'AWS::RDS::DBParameterGroup', Properties: { Family: 'aurora-mysql8.0', Description: 'd', Parameters: { max_connections: '100' } } };
    }],
  ['the cluster parameters behind a transform',
    t => { group(t).Parameters = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } } }; },
    ['AuditLogging[unknown:server_audit_logging]'],
    t => { group(t).Parameters = { ...parameters(t), time_zone: 'UTC' }; }],
  ['parameters to which a loop adds',
    t => { t.Resources.Parameters.Properties.Parameters['Fn::ForEach::Excluded'] = ['User', ['admin'], { server_audit_excl_users: '${User}' }]; },
    ['AuditParameterNames[unknown:Parameters]'],
    t => { t.Resources.Parameters.Properties.Parameters.server_audit_excl_users = 'rdsadmin'; }],
]);
