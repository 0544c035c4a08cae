import { guardVerdicts } from './cfn-guard';
import { auditedTemplate, cluster, group, logs, parameters, type Change } from '../compliance/audited-template';

const OPEN: Change = t => { t.Parameters.Open = { Type: 'String' }; t.Conditions.Sometimes = { 'Fn::Equals': [{ Ref: 'Open' }, 'x'] }; };
const REF = { Ref: 'Open' };
const RESOLVED = '{{resolve:ssm:/audit/x}}';
const SOMETIMES = (yes: unknown, no: unknown) => ({ 'Fn::If': ['Sometimes', yes, no] });
const NO_VALUE = { Ref: 'AWS::NoValue' };

const CLUSTER_RULES = ['AuditEvents', 'AuditLogEncryption', 'AuditLogExport', 'AuditLogRemoval', 'AuditLogRetention', 'AuditLogging', 'AuditParameterNames', 'ParameterGroupFamily'];
const OF_GROUP = ['AuditEvents', 'AuditLogging', 'AuditParameterNames', 'ParameterGroupFamily'];
const OF_LOG_GROUP = ['AuditLogEncryption', 'AuditLogRemoval', 'AuditLogRetention'];

/** What is only known at deployment, or elsewhere: nobody is rejected for it, whatever it will be. */
const UNKNOWN: [what: string, skipped: string[], change: Change][] = [
  ['exports of a parameter', ['AuditLogExport'], t => { cluster(t).EnableCloudwatchLogsExports = REF; }],
  ['exports by condition', ['AuditLogExport'], t => { cluster(t).EnableCloudwatchLogsExports = SOMETIMES(['audit'], ['error']); }],
  ['an export of a parameter', ['AuditLogExport'], t => { cluster(t).EnableCloudwatchLogsExports = ['error', REF]; }],
  ['an export of a dynamic reference', ['AuditLogExport'], t => { cluster(t).EnableCloudwatchLogsExports = ['error', RESOLVED]; }],
  ['exports that are no list', ['AuditLogExport'], t => { cluster(t).EnableCloudwatchLogsExports = 'error'; }],
  ['exports that are null', ['AuditLogExport'], t => { cluster(t).EnableCloudwatchLogsExports = null; }],
  ['Serverless v1', ['AuditLogExport'], t => { cluster(t).EngineMode = 'serverless'; delete cluster(t).EnableCloudwatchLogsExports; }],
  ['a mode of a parameter', ['AuditLogExport'], t => { cluster(t).EngineMode = REF; delete cluster(t).EnableCloudwatchLogsExports; }],
  ['properties that a macro adds', CLUSTER_RULES, t => { cluster(t)['Fn::Transform'] = { Name: 'AWS::Include' }; delete cluster(t).EnableCloudwatchLogsExports; }],
  ['an engine of a parameter', CLUSTER_RULES, t => { cluster(t).Engine = REF; delete cluster(t).EnableCloudwatchLogsExports; }],
  ['another engine', CLUSTER_RULES, t => { cluster(t).Engine = 'aurora-postgresql'; delete cluster(t).EnableCloudwatchLogsExports; }],
  ['no engine, and no version that says it', CLUSTER_RULES, t => { delete cluster(t).Engine; delete cluster(t).EngineVersion; delete cluster(t).EnableCloudwatchLogsExports; }],
  ['what is no cluster', [], t => {
    t.Resources.Global = { Type: 'AWS::RDS::GlobalCluster', Properties: { Engine: 'aurora-mysql' } };
    t.Resources.Member = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'aurora-mysql', DBClusterIdentifier: { Ref: 'Cluster' } } };
  }],
  ['what is on the log group', [], t => { t.Resources.FailedLogins.Properties.LogGroupName = '/aws/rds/cluster/orders/audit'; }],
  ['a cluster that may not be', CLUSTER_RULES, t => { t.Resources.Cluster.Condition = 'Sometimes'; delete cluster(t).EnableCloudwatchLogsExports; }],
  ['a group of a parameter', OF_GROUP, t => { cluster(t).DBClusterParameterGroupName = REF; group(t).Parameters = {}; }],
  ['a group of another stack', OF_GROUP, t => { cluster(t).DBClusterParameterGroupName = { 'Fn::ImportValue': 'x' }; group(t).Parameters = {}; }],
  ['a group by condition', OF_GROUP, t => { cluster(t).DBClusterParameterGroupName = SOMETIMES({ Ref: 'Parameters' }, 'default.aurora-mysql8.0'); group(t).Parameters = {}; }],
  ['a reference to something else', OF_GROUP, t => { cluster(t).DBClusterParameterGroupName = { Ref: 'Topic' }; group(t).Parameters = {}; }],
  ['a reference to nothing', OF_GROUP, t => { cluster(t).DBClusterParameterGroupName = { Ref: 'Nowhere' }; group(t).Parameters = {}; }],
  ['a reference that is none', OF_GROUP, t => { cluster(t).DBClusterParameterGroupName = { Ref: { a: 'Parameters' } }; group(t).Parameters = {}; }],
  ['a group that may not be', OF_GROUP, t => { t.Resources.Parameters.Condition = 'Sometimes'; group(t).Parameters = {}; }],
  ['a group to which a macro adds', OF_GROUP, t => { group(t)['Fn::Transform'] = { Name: 'AWS::Include' }; group(t).Parameters = {}; }],
  ['parameters of a parameter', OF_GROUP, t => { group(t).Parameters = REF; }],
  ['parameters by condition', OF_GROUP, t => { group(t).Parameters = SOMETIMES({}, {}); }],
  ['parameters that a macro adds', OF_GROUP, t => { group(t).Parameters = { 'Fn::Transform': { Name: 'AWS::Include' } }; }],
  ['parameters that a loop adds', OF_GROUP, t => { group(t).Parameters = { 'Fn::ForEach::Name': ['Name', ['logging'], { 'server_audit_${Name}': '1' }] }; }],
  ['logging of a parameter', [], t => { parameters(t).server_audit_logging = REF; }],
  ['logging of a dynamic reference', [], t => { parameters(t).server_audit_logging = RESOLVED; }],
  ['logging as a fraction', [], t => { parameters(t).server_audit_logging = 0.5; }],
  ['events of a parameter', [], t => { parameters(t).server_audit_events = REF; }],
  ['events that are joined', [], t => { parameters(t).server_audit_events = { 'Fn::Join': [',', ['CONNECT']] }; }],
  ['events of a dynamic reference', [], t => { parameters(t).server_audit_events = RESOLVED; }],
  ['a wrong name without value', [], t => { parameters(t).server_audit_logs = NO_VALUE; }],
  ['a wrong name with a value by condition', [], t => { parameters(t).server_audit_logs = SOMETIMES(NO_VALUE, NO_VALUE); }],
  ['users of a parameter', [], t => { parameters(t).server_audit_excl_users = REF; }],
  ['a version of a parameter', ['ParameterGroupFamily'], t => { cluster(t).EngineVersion = REF; group(t).Family = 'aurora-mysql5.7'; }],
  ['a version that ends in a dynamic reference', ['ParameterGroupFamily'], t => { cluster(t).EngineVersion = `8.0.${RESOLVED}`; group(t).Family = 'aurora-mysql5.7'; }],
  ['no version', ['ParameterGroupFamily'], t => { delete cluster(t).EngineVersion; }],
  ['a family of a parameter', ['ParameterGroupFamily'], t => { group(t).Family = REF; }],
  ['an identifier of a parameter', OF_LOG_GROUP, t => { cluster(t).DBClusterIdentifier = REF; logs(t).RetentionInDays = 1; }],
  ['no identifier', OF_LOG_GROUP, t => { delete cluster(t).DBClusterIdentifier; logs(t).RetentionInDays = 1; }],
  ['a log group of another cluster', OF_LOG_GROUP, t => { logs(t).LogGroupName = '/aws/rds/cluster/other/audit'; logs(t).RetentionInDays = 1; }],
  ['a log group of another kind', OF_LOG_GROUP, t => { logs(t).LogGroupName = '/aws/rds/cluster/orders/error'; logs(t).RetentionInDays = 1; }],
  ['a log group whose name is put together', OF_LOG_GROUP, t => { logs(t).LogGroupName = { 'Fn::Sub': '/aws/rds/cluster/${Cluster}/audit' }; logs(t).RetentionInDays = 1; }],
  ['a log group that may not be', OF_LOG_GROUP, t => { t.Resources.AuditLogs.Condition = 'Sometimes'; logs(t).RetentionInDays = 1; }],
  ['a log group to which a macro adds', OF_LOG_GROUP, t => { logs(t)['Fn::Transform'] = { Name: 'AWS::Include' }; delete logs(t).KmsKeyId; }],
  ['a retention of a parameter', ['AuditLogRetention'], t => { logs(t).RetentionInDays = REF; }],
  ['records that never expire', ['AuditLogRetention'], t => { delete logs(t).RetentionInDays; }],
  ['a key of a parameter', [], t => { logs(t).KmsKeyId = REF; }],
  ['a removal by condition', [], t => { t.Resources.AuditLogs.DeletionPolicy = SOMETIMES('Retain', 'Delete'); }],
  ['a class of a parameter', [], t => { logs(t).LogGroupClass = REF; }],
];

/** The same of an instance outside of a cluster. */
const INSTANCES: [what: string, type: string, properties: object, more?: object][] = [
  ['an engine of a parameter', 'AWS::RDS::DBInstance', { Engine: REF }],
  ['a replica without engine', 'AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: 'other' }],
  ['an engine whose logs nobody asks for', 'AWS::RDS::DBInstance', { Engine: 'db2-se' }],
  ['the member of a cluster', 'AWS::RDS::DBInstance', { Engine: 'mysql', DBClusterIdentifier: { Ref: 'Cluster' } }],
  ['exports of a parameter', 'AWS::RDS::DBInstance', { Engine: 'mysql', EnableCloudwatchLogsExports: REF }],
  ['an export of a parameter', 'AWS::RDS::DBInstance', { Engine: 'mysql', EnableCloudwatchLogsExports: ['audit', REF] }],
  ['an instance that may not be', 'AWS::RDS::DBInstance', { Engine: 'mysql' }, { Condition: 'Sometimes' }],
  ['an instance to which a macro adds', 'AWS::RDS::DBInstance', { 'Engine': 'mysql', 'Fn::Transform': { Name: 'AWS::Include' } }],
  ['a cluster in several zones', 'AWS::RDS::DBCluster', { Engine: 'mysql' }],
  ['SQL Server Express without an agent', 'AWS::RDS::DBInstance', { Engine: 'sqlserver-ex', EnableCloudwatchLogsExports: ['error'] }],
];

const all = (...changes: Change[]) => {
  const template = auditedTemplate();
  changes.forEach(change => change(template));
  return template;
};
const VERDICTS = guardVerdicts(UNKNOWN.map(([, , change]) => all(OPEN, change)));
/** The audited template says nothing of these. */
const ALWAYS = ['AuditLogClass', 'AuditUsers', 'InstanceLogExports'];

test.each(UNKNOWN.map(([what, skipped], index) => [what, skipped, VERDICTS[index]] as const))('%s is left to the pack', (_, skipped, verdict) => {
  expect(verdict.failed).toEqual([]);
  expect(verdict.skipped).toEqual([...skipped, ...ALWAYS].sort());
});

const OF_INSTANCES = guardVerdicts(INSTANCES
  .map(([, Type, Properties, more]) => all(OPEN, t => { t.Resources.Other = { Type, Properties, ...more }; })));

test.each(INSTANCES.map(([what], index) => [what, OF_INSTANCES[index]] as const))('of instances, %s is left to the pack', (_, verdict) => {
  expect(verdict.failed).toEqual([]);
});

test.each<[string, object]>([
  ['no resources', {}],
  ['an empty map of them', { Resources: {} }],
  ['null', { Resources: null }],
  ['a list', { Resources: [{ Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-mysql' } }] }],
  ['a resource that is null', { Resources: { A: null } }],
  ['a resource that is text', { Resources: { A: 'AWS::RDS::DBCluster' } }],
  ['a cluster without properties', { Resources: { A: { Type: 'AWS::RDS::DBCluster' } } }],
  ['a cluster whose properties are null', { Resources: { A: { Type: 'AWS::RDS::DBCluster', Properties: null } } }],
  ['a cluster whose properties are a list', { Resources: { A: { Type: 'AWS::RDS::DBCluster', Properties: [] } } }],
  ['an engine that is a number', { Resources: { A: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 5 } } } }],
  ['a loop', { Resources: { 'Fn::ForEach::X': ['Id', ['A'], { '${Id}': { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-mysql' } } }] } }],
])('%s ends no run and is rejected for nothing', (_, template) => {
  expect(guardVerdicts([template, auditedTemplate()]).map(({ failed }) => failed)).toEqual([[], []]);
});
