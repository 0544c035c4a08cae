import { cluster, group, parameters } from '../audited-template';
import { all, CHOICE, describeBypasses, MAPPING, PARAMETER, WITH_CONDITION } from './bypass';
import type { Change } from '../audited-template';

const BY_VERSION: Change = t => {
  cluster(t).EngineVersion = { 'Fn::FindInMap': ['Versions', { Ref: 'Version' }, 'v'] };
  group(t).Family = { 'Fn::FindInMap': ['Versions', { Ref: 'Version' }, 'f'] };
};

describeBypasses([
  ['the parameter of the article',
    t => { parameters(t).server_audit_logs = '1'; },
    ['AuditParameterNames[server_audit_logs]'],
    t => { parameters(t).server_audit_logs_upload = '1'; }],
  ['a parameter of the MariaDB plugin',
    t => { parameters(t).server_audit_output_type = 'file'; },
    ['AuditParameterNames[server_audit_output_type]'],
    t => { parameters(t).log_output = 'FILE'; }],
  ['a slip of the pen',
    t => { parameters(t).server_audit_eventz = 'CONNECT'; },
    ['AuditParameterNames[server_audit_eventz]'],
    t => { parameters(t).server_audit_excl_users = 'rdsadmin'; }],
  ['included users',
    t => { parameters(t).server_audit_incl_users = 'auditor'; },
    ['AuditUsers[server_audit_incl_users]'],
    t => { parameters(t).server_audit_incl_users = ''; }],
  ['an excluded user among the allowed ones',
    t => { parameters(t).server_audit_excl_users = 'rdsadmin,backup'; },
    ['AuditUsers[backup]'],
    t => { parameters(t).server_audit_excl_users = 'rdsadmin'; }],
  ['the master user excluded by reference',
    all(PARAMETER('Master', { Default: 'root' }), t => { cluster(t).MasterUsername = { Ref: 'Master' }; parameters(t).server_audit_excl_users = { Ref: 'Master' }; }),
    ['AuditUsers[root]'],
    all(PARAMETER('Master', { Default: 'root' }), t => { cluster(t).MasterUsername = { Ref: 'Master' }; parameters(t).server_audit_excl_users = 'rdsadmin'; })],
  ['both lists',
    t => Object.assign(parameters(t), { server_audit_incl_users: 'auditor', server_audit_excl_users: 'rdsadmin' }),
    ['AuditUsers[both-lists]', 'AuditUsers[server_audit_incl_users]'],
    t => Object.assign(parameters(t), { server_audit_incl_users: { Ref: 'AWS::NoValue' }, server_audit_excl_users: 'rdsadmin' })],
  ['a family of another version',
    t => { group(t).Family = 'aurora-mysql5.7'; },
    ['ParameterGroupFamily'],
    t => { group(t).Family = 'aurora-mysql5.7'; cluster(t).EngineVersion = '5.7.mysql_aurora.2.11.4'; }],
  ['a family that follows the version by condition, the wrong way round',
    all(WITH_CONDITION, t => {
      group(t).Family = { 'Fn::If': ['Production', 'aurora-mysql5.7', 'aurora-mysql8.0'] };
      cluster(t).EngineVersion = { 'Fn::If': ['Production', '8.0.mysql_aurora.3.08.0', '5.7.mysql_aurora.2.11.4'] };
    }),
    ['ParameterGroupFamily'],
    all(WITH_CONDITION, t => {
      group(t).Family = { 'Fn::If': ['Production', 'aurora-mysql8.0', 'aurora-mysql5.7'] };
      cluster(t).EngineVersion = { 'Fn::If': ['Production', '8.0.mysql_aurora.3.08.0', '5.7.mysql_aurora.2.11.4'] };
    })],
  ['a family of another engine, without a version',
    t => { group(t).Family = 'mysql8.0'; delete cluster(t).EngineVersion; },
    ['ParameterGroupFamily'],
    t => { group(t).Family = 'aurora-mysql8.4'; delete cluster(t).EngineVersion; }],
  ['a family and a version of which a mapping crosses the rows',
    all(CHOICE('Version', 'new', 'old'), MAPPING('Versions', { new: { v: '8.0.mysql_aurora.3.08.0', f: 'aurora-mysql5.7' }, old: { v: '5.7.mysql_aurora.2.12.0', f: 'aurora-mysql8.0' } }), BY_VERSION),
    ['ParameterGroupFamily'],
    all(CHOICE('Version', 'new', 'old'), MAPPING('Versions', { new: { v: '8.0.mysql_aurora.3.08.0', f: 'aurora-mysql8.0' }, old: { v: '5.7.mysql_aurora.2.12.0', f: 'aurora-mysql5.7' } }), BY_VERSION)],
]);
