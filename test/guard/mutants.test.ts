import { guardVerdict, guardVerdicts } from './cfn-guard';
import { GUARD_EXPRESSIONS } from '../../scripts/guard-clauses';
import { auditedTemplate, cluster, group, logs, parameters, type Change, type Template } from '../compliance/audited-template';
import { idsOf } from '../compliance/judged-template';

const EXPRESSED = Object.entries(GUARD_EXPRESSIONS).filter(([, { body }]) => body !== undefined).map(([id]) => id).sort();

/** The audited template, and an instance outside of Aurora whose logs are exported. */
function withInstance(change: Change = () => undefined): Template {
  const template = auditedTemplate();
  template.Resources.Other = {
    Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'mysql', EnableCloudwatchLogsExports: ['audit', 'error', 'general', 'slowquery'] },
  };
  change(template);
  return template;
}

const instance = (template: Template) => template.Resources.Other.Properties;

test('every rule that Guard can express passes an audited cluster, and none is skipped', () => {
  const template = withInstance(t => { parameters(t).server_audit_excl_users = 'rdsadmin'; logs(t).LogGroupClass = 'STANDARD'; });
  expect(guardVerdict(template)).toEqual({ failed: [], passed: EXPRESSED, skipped: [], messages: [] });
});

/** Each clause of each rule: a template that this rule alone rejects, and so does the pack. */
const MUTANTS: [rule: string, what: string, change: Change][] = [
  ['AuditLogExport', 'another log', t => { cluster(t).EnableCloudwatchLogsExports = ['error', 'slowquery']; }],
  ['AuditLogExport', 'no log', t => { cluster(t).EnableCloudwatchLogsExports = []; }],
  ['AuditLogExport', 'nothing said', t => { delete cluster(t).EnableCloudwatchLogsExports; }],
  ['AuditLogExport', 'an engine in capitals', t => { cluster(t).Engine = ' Aurora-MySQL'; cluster(t).EnableCloudwatchLogsExports = ['error']; }],
  ['AuditLogExport', 'the oldest name of the engine', t => { cluster(t).Engine = 'aurora'; cluster(t).EnableCloudwatchLogsExports = ['error']; }],
  ['AuditLogExport', 'no engine, but a version', t => { delete cluster(t).Engine; cluster(t).EnableCloudwatchLogsExports = ['error']; }],
  ['AuditLogExport', 'Serverless v2', t => { cluster(t).EngineMode = 'provisioned'; cluster(t).EnableCloudwatchLogsExports = ['error']; }],
  ['AuditLogging', 'no parameter group', t => { delete cluster(t).DBClusterParameterGroupName; }],
  ['AuditLogging', 'the default group', t => { cluster(t).DBClusterParameterGroupName = 'default.aurora-mysql8.0'; }],
  ['AuditLogging', 'the default group in capitals', t => { cluster(t).DBClusterParameterGroupName = 'Default.aurora-mysql8.0'; }],
  ['AuditLogging', 'a group without name', t => { cluster(t).DBClusterParameterGroupName = ''; }],
  ['AuditLogging', 'what is neither on nor off', t => { parameters(t).server_audit_logging = true; }],
  ['AuditLogging', 'off', t => { parameters(t).server_audit_logging = '0'; }],
  ['AuditLogging', 'off as a number', t => { parameters(t).server_audit_logging = 0; }],
  ['AuditLogging', 'OFF', t => { parameters(t).server_audit_logging = 'OFF'; }],
  ['AuditLogging', 'not set', t => { delete parameters(t).server_audit_logging; }],
  ['AuditLogging', 'nothing set', t => { group(t).Parameters = {}; }],
  ['AuditLogging', 'no parameters', t => { delete group(t).Parameters; }],
  ['AuditEvents', 'not set', t => { delete parameters(t).server_audit_events; }],
  ['AuditEvents', 'empty', t => { parameters(t).server_audit_events = ''; }],
  ['AuditEvents', 'in lower case', t => { parameters(t).server_audit_events = 'connect,query'; }],
  ['AuditEvents', 'with spaces', t => { parameters(t).server_audit_events = 'CONNECT, QUERY'; }],
  ['AuditEvents', 'an event that does not exist', t => { parameters(t).server_audit_events = 'CONNECT,QUERY,ALL'; }],
  ['AuditEvents', 'no logins', t => { parameters(t).server_audit_events = 'QUERY,TABLE'; }],
  ['AuditEvents', 'no statements', t => { parameters(t).server_audit_events = 'CONNECT,TABLE'; }],
  ['AuditEvents', 'part of the statements', t => { parameters(t).server_audit_events = 'CONNECT,QUERY_DCL,QUERY_DDL'; }],
  ['AuditParameterNames', 'that of the articles', t => { parameters(t).server_audit_logs = '1'; }],
  ['AuditParameterNames', 'that of MariaDB', t => { parameters(t).server_audit_output_type = 'file'; }],
  ['AuditParameterNames', 'a slip of the pen', t => { parameters(t).server_audit_eventz = 'CONNECT'; }],
  ['AuditParameterNames', 'in capitals', t => { parameters(t).Server_Audit_Logging = 1; }],
  ['AuditUsers', 'somebody included', t => { parameters(t).server_audit_incl_users = 'auditor'; }],
  ['AuditUsers', 'somebody excluded', t => { parameters(t).server_audit_excl_users = 'app'; }],
  ['AuditUsers', 'somebody else excluded as well', t => { parameters(t).server_audit_excl_users = 'rdsadmin,app'; }],
  ['AuditUsers', 'two names in one', t => { parameters(t).server_audit_excl_users = 'rdsadminrdsadmin'; }],
  ['ParameterGroupFamily', 'an older one', t => { group(t).Family = 'aurora-mysql5.7'; }],
  ['ParameterGroupFamily', 'an older version', t => { cluster(t).EngineVersion = '5.7.mysql_aurora.2.12.5'; }],
  ['ParameterGroupFamily', 'a newer version', t => { cluster(t).EngineVersion = '8.4.mysql_aurora.8.4.7'; }],
  ['AuditLogRetention', 'a week', t => { logs(t).RetentionInDays = 7; }],
  ['AuditLogRetention', 'a month as text', t => { logs(t).RetentionInDays = '30'; }],
  ['AuditLogRetention', 'of the group of an identifier in capitals', t => { cluster(t).DBClusterIdentifier = 'ORDERS'; logs(t).RetentionInDays = 180; }],
  ['AuditLogEncryption', 'no key', t => { delete logs(t).KmsKeyId; }],
  ['AuditLogEncryption', 'an empty key', t => { logs(t).KmsKeyId = ''; }],
  ['AuditLogRemoval', 'deleted with the stack', t => { t.Resources.AuditLogs.DeletionPolicy = 'Delete'; }],
  ['AuditLogRemoval', 'not said', t => { delete t.Resources.AuditLogs.DeletionPolicy; }],
  ['AuditLogRemoval', 'deleted when replaced', t => { delete t.Resources.AuditLogs.UpdateReplacePolicy; }],
  ['AuditLogClass', 'one that nothing watches', t => { logs(t).LogGroupClass = 'INFREQUENT_ACCESS'; }],
  ['InstanceLogExports', 'no log', t => { delete instance(t).EnableCloudwatchLogsExports; }],
  ['InstanceLogExports', 'one log is missing', t => { instance(t).EnableCloudwatchLogsExports = ['audit', 'error', 'general']; }],
  ['InstanceLogExports', 'MariaDB in capitals', t => { Object.assign(instance(t), { Engine: 'MariaDB ', EnableCloudwatchLogsExports: ['error'] }); }],
  ['InstanceLogExports', 'PostgreSQL', t => { Object.assign(instance(t), { Engine: 'postgres', EnableCloudwatchLogsExports: ['postgresql'] }); }],
  ['InstanceLogExports', 'Oracle', t => { Object.assign(instance(t), { Engine: 'oracle-ee', EnableCloudwatchLogsExports: ['alert', 'audit', 'trace'] }); }],
  ['InstanceLogExports', 'SQL Server Express', t => { Object.assign(instance(t), { Engine: 'sqlserver-ex', EnableCloudwatchLogsExports: ['agent'] }); }],
  ['InstanceLogExports', 'SQL Server', t => { Object.assign(instance(t), { Engine: 'sqlserver-se', EnableCloudwatchLogsExports: ['error'] }); }],
];

const VERDICTS = new Map(guardVerdicts(MUTANTS.map(([, , change]) => withInstance(change))).map((verdict, index) => [MUTANTS[index][2], verdict]));

test.each(MUTANTS)('%s alone rejects %s, as the pack does', (rule, _, change) => {
  const template = withInstance(change);
  const { failed, messages } = VERDICTS.get(change)!;
  expect(failed).toEqual([rule]);
  expect(idsOf(template).map(id => id.replace(/\[.*/, ''))).toContain(rule);
  expect(messages.length).toBeGreaterThan(0);
  expect(messages.every(message => message.startsWith(`[AuroraMysqlAudit-${rule}] `))).toBe(true);
});

test('every rule that Guard can express has a mutant', () => {
  expect([...new Set(MUTANTS.map(([rule]) => rule))].sort()).toEqual(EXPRESSED);
});

/** The metadata that AWS's own registry of Guard rules knows. */
const suppressed = (change: Change, rule: string) => withInstance(t => {
  change(t);
  ['Cluster', 'Other'].forEach(id => { t.Resources[id].Metadata = { guard: { SuppressedRules: ['SOMETHING_ELSE', `AuroraMysqlAudit-${rule}`] } }; });
});

test('a rule leaves alone the cluster, or the instance, that names it as suppressed', () => {
  const own = guardVerdicts(MUTANTS.map(([rule, , change]) => suppressed(change, rule)));
  expect(own.flatMap(({ failed }) => failed)).toEqual([]);
  const other = guardVerdicts(MUTANTS.map(([, , change]) => suppressed(change, 'SomethingElse')));
  expect(other.map(({ failed }) => failed)).toEqual(MUTANTS.map(([rule]) => [rule]));
});
