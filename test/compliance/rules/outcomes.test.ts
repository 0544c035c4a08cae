import { CfnResource } from 'aws-cdk-lib';
import type { RuleOutcome, RuleStatus } from '../../../src/compliance/evidence/rule-outcome';
import { judgeApp } from '../../../src/compliance/judge-app';
import { judgingBy } from '../../../src/compliance/judging';
import { RULES } from '../../../src/compliance/rules/rule-table';
import { RenderedApp } from '../../../src/compliance/tree/rendered-app';
import { archivedTemplate, bucket, schedule, subscription } from '../archived-template';
import { cluster, group, logs, parameters, stackOf, type Change } from '../audited-template';

const JUDGING = { ...judgingBy({ requireArchive: true, requireReview: true }), keepsEvidence: true };

/** What the rule says, with the overrides that come after the template. */
function outcomesOf(rule: string, change: Change, override: (resource: (id: string) => CfnResource) => void = () => undefined): RuleOutcome[] {
  const stack = stackOf(change);
  override(id => stack.node.findChild('Included').node.findChild(id) as CfnResource);
  return judgeApp(new RenderedApp(stack.node.root), () => true, JUDGING).map(({ outcome }) => outcome).filter(({ ruleId }) => ruleId === `AuroraMysqlAudit-${rule}`);
}

const NOTHING: Change = () => undefined;
const postgres: Change = t => Object.assign(cluster(t), { Engine: 'aurora-postgresql', EngineVersion: '16.4' });
const deployTime = { 'Fn::GetAtt': ['Topic', 'TopicName'] };
const foreignGroup: Change = t => { cluster(t).DBClusterParameterGroupName = 'elsewhere'; };
const foreignLogs: Change = t => { delete t.Resources.AuditLogs; delete t.Resources.Cluster.DependsOn; onLogs('/aws/rds/cluster/orders/audit')(t); };
const onLogs = (name: unknown): Change => t => ['FailedLogins', 'PrivilegeChanges'].forEach(id => { t.Resources[id].Properties.LogGroupName = name; });
/** With an archive and a review. */
const roomOf = (change: Change = NOTHING): Change => t => {
  const { Subscription, Stream, Bucket, Machine, Schedule } = archivedTemplate().Resources;
  Object.assign(t.Resources, { Subscription, Stream, Bucket, Machine, Schedule });
  change(t);
};
const instance = (properties: object): Change => t => { t.Resources = { Other: { Type: 'AWS::RDS::DBInstance', Properties: properties } }; };

test.each<[string, RuleStatus, Change]>([
  ['AuditLogExport', 'compliant', NOTHING],
  ['AuditLogExport', 'violated', t => { cluster(t).EnableCloudwatchLogsExports = ['error']; }],
  ['AuditLogExport', 'not-applicable', postgres],
  ['AuditLogExport', 'not-applicable', t => { cluster(t).EngineMode = 'serverless'; delete cluster(t).EnableCloudwatchLogsExports; }],
  ['AuditLogExport', 'cannot-tell', t => { cluster(t).EnableCloudwatchLogsExports = [deployTime]; }],

  ['AuditLogging', 'compliant', NOTHING],
  ['AuditLogging', 'violated', t => { parameters(t).server_audit_logging = 'OFF'; }],
  ['AuditLogging', 'not-applicable', postgres],
  ['AuditLogging', 'cannot-tell', foreignGroup],

  ['AuditEvents', 'compliant', NOTHING],
  ['AuditEvents', 'violated', t => { parameters(t).server_audit_events = 'CONNECT'; }],
  ['AuditEvents', 'not-applicable', postgres],
  ['AuditEvents', 'cannot-tell', t => { parameters(t).server_audit_events = deployTime; }],

  ['AuditParameterNames', 'compliant', NOTHING],
  ['AuditParameterNames', 'violated', t => { parameters(t).server_audit_logs = '1'; }],
  ['AuditParameterNames', 'not-applicable', foreignGroup],
  ['AuditParameterNames', 'cannot-tell', t => { parameters(t)['Fn::ForEach::More'] = ['Name', ['a'], { '${Name}': '1' }]; }],
  ['AuditParameterNames', 'not-applicable', t => { group(t).Parameters = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: {} } }; }],

  ['AuditUsers', 'compliant', NOTHING],
  ['AuditUsers', 'violated', t => { parameters(t).server_audit_excl_users = 'app'; }],
  ['AuditUsers', 'not-applicable', postgres],
  ['AuditUsers', 'cannot-tell', t => { parameters(t).server_audit_excl_users = deployTime; }],

  ['ParameterGroupFamily', 'compliant', NOTHING],
  ['ParameterGroupFamily', 'compliant', t => { delete cluster(t).EngineVersion; }],
  ['ParameterGroupFamily', 'violated', t => { group(t).Family = 'aurora-mysql8.4'; }],
  ['ParameterGroupFamily', 'not-applicable', foreignGroup],
  ['ParameterGroupFamily', 'cannot-tell', t => { cluster(t).EngineVersion = deployTime; }],

  ['AuditLogGroup', 'compliant', NOTHING],
  ['AuditLogGroup', 'violated', foreignLogs],
  ['AuditLogGroup', 'not-applicable', postgres],
  ['AuditLogGroup', 'cannot-tell', t => { cluster(t).DBClusterIdentifier = deployTime; }],

  ['AuditLogRetention', 'compliant', NOTHING],
  ['AuditLogRetention', 'violated', t => { logs(t).RetentionInDays = 180; }],
  ['AuditLogRetention', 'not-applicable', foreignLogs],
  ['AuditLogRetention', 'cannot-tell', t => { t.Parameters.Days = { Type: 'Number' }; logs(t).RetentionInDays = { Ref: 'Days' }; }],

  ['AuditLogEncryption', 'compliant', NOTHING],
  ['AuditLogEncryption', 'violated', t => { logs(t).KmsKeyId = ''; }],
  ['AuditLogEncryption', 'not-applicable', foreignLogs],

  ['AuditLogRemoval', 'compliant', NOTHING],
  ['AuditLogRemoval', 'violated', t => { t.Resources.AuditLogs.DeletionPolicy = 'Delete'; }],
  ['AuditLogRemoval', 'not-applicable', foreignLogs],

  ['AuditLogClass', 'compliant', NOTHING],
  ['AuditLogClass', 'violated', t => { logs(t).LogGroupClass = 'DELIVERY'; }],
  ['AuditLogClass', 'not-applicable', foreignLogs],
  ['AuditLogClass', 'cannot-tell', t => { logs(t).LogGroupClass = deployTime; }],

  ['AuditMetricFilters', 'compliant', NOTHING],
  ['AuditMetricFilters', 'compliant', foreignLogs],
  ['AuditMetricFilters', 'violated', t => { delete t.Resources.FailedLogins; }],
  ['AuditMetricFilters', 'not-applicable', postgres],
  ['AuditMetricFilters', 'cannot-tell', onLogs(deployTime)],

  ['AuditAlarms', 'compliant', NOTHING],
  ['AuditAlarms', 'violated', t => { delete t.Resources.FailedLoginsAlarm; }],
  ['AuditAlarms', 'not-applicable', t => { delete t.Resources.FailedLogins; delete t.Resources.PrivilegeChanges; }],
  ['AuditAlarms', 'cannot-tell', t => { t.Resources.FailedLoginsAlarm.Properties.MetricName = deployTime; }],
  ['AuditAlarms', 'cannot-tell', t => { t.Resources.FailedLoginsAlarm.Properties.AlarmActions = { 'Fn::GetAZs': '' }; }],
  ['AuditAlarms', 'cannot-tell', t => { t.Resources.FailedLoginsAlarm.Properties.ActionsEnabled = deployTime; }],

  ['AuditLogArchive', 'compliant', roomOf()],
  ['AuditLogArchive', 'violated', NOTHING],
  ['AuditLogArchive', 'not-applicable', postgres],
  ['AuditLogArchive', 'cannot-tell', roomOf(t => { subscription(t).DestinationArn = deployTime; })],

  ['AuditArchiveLock', 'compliant', roomOf()],
  ['AuditArchiveLock', 'violated', roomOf(t => { bucket(t).ObjectLockEnabled = false; })],
  ['AuditArchiveLock', 'not-applicable', NOTHING],
  ['AuditArchiveLock', 'cannot-tell', roomOf(t => { bucket(t).ObjectLockEnabled = deployTime; })],

  ['AuditArchiveExpiration', 'compliant', roomOf()],
  ['AuditArchiveExpiration', 'violated', roomOf(t => { bucket(t).LifecycleConfiguration = { Rules: [{ Status: 'Enabled', ExpirationInDays: 1 }] }; })],
  ['AuditArchiveExpiration', 'not-applicable', NOTHING],
  ['AuditArchiveExpiration', 'cannot-tell', roomOf(t => { bucket(t).LifecycleConfiguration = { Rules: [{ Status: 'Enabled', ExpirationInDays: deployTime }] }; })],

  ['AuditReview', 'compliant', roomOf()],
  ['AuditReview', 'violated', NOTHING],
  ['AuditReview', 'not-applicable', postgres],
  ['AuditReview', 'cannot-tell', roomOf(t => { schedule(t).State = deployTime; })],

  ['InstanceLogExports', 'compliant', instance({ Engine: 'mariadb', EnableCloudwatchLogsExports: ['audit', 'error', 'general', 'slowquery'] })],
  ['InstanceLogExports', 'compliant', instance({ Engine: 'ORACLE-EE', EnableCloudwatchLogsExports: ['alert', 'audit', 'trace', 'listener', 'oemagent'] })],
  ['InstanceLogExports', 'compliant', instance({ Engine: 'sqlserver-ex', EnableCloudwatchLogsExports: ['error'] })],
  ['InstanceLogExports', 'compliant', instance({ Engine: 'db2-se' })],
  ['InstanceLogExports', 'violated', instance({ Engine: 'mysql', EnableCloudwatchLogsExports: ['audit', 'error', 'general'] })],
  ['InstanceLogExports', 'violated', instance({ Engine: 'sqlserver-se', EnableCloudwatchLogsExports: ['error'] })],
  ['InstanceLogExports', 'violated', instance({ Engine: 'oracle-se2' })],
  ['InstanceLogExports', 'not-applicable', instance({ Engine: 'aurora-mysql', DBClusterIdentifier: 'elsewhere' })],
  ['InstanceLogExports', 'cannot-tell', instance({ Engine: { Ref: 'AWS::StackId' } })],
])('%s is %s', (rule, status, change) => {
  expect([...new Set(outcomesOf(rule, change).map(outcome => outcome.status))]).toEqual([status]);
});

test.each<[string, (resource: (id: string) => CfnResource) => void]>([
  ['AuditLogExport', of => of('Cluster').addPropertyOverride('EnableCloudwatchLogsExports', [])],
  ['AuditLogging', of => of('Parameters').addPropertyOverride('Parameters.server_audit_logging', 'OFF')],
  ['AuditEvents', of => of('Parameters').addPropertyOverride('Parameters.server_audit_events', 'QUERY')],
  ['AuditParameterNames', of => of('Parameters').addPropertyOverride('Parameters.server-audit-logging', '1')],
  ['AuditUsers', of => of('Parameters').addPropertyOverride('Parameters.server_audit_incl_users', 'app')],
  ['ParameterGroupFamily', of => of('Parameters').addPropertyOverride('Family', 'aurora-mysql5.7')],
  ['AuditLogGroup', of => of('AuditLogs').addPropertyOverride('LogGroupName', '/aws/rds/cluster/others/audit')],
  ['AuditLogRetention', of => of('AuditLogs').addPropertyOverride('RetentionInDays', 1)],
  ['AuditLogEncryption', of => of('AuditLogs').addPropertyDeletionOverride('KmsKeyId')],
  ['AuditLogRemoval', of => of('AuditLogs').addDeletionOverride('DeletionPolicy')],
  ['AuditLogClass', of => of('AuditLogs').addPropertyOverride('LogGroupClass', 'INFREQUENT_ACCESS')],
  ['AuditMetricFilters', of => of('FailedLogins').addPropertyOverride('FilterPattern', 'nothing')],
  ['AuditAlarms', of => of('FailedLoginsAlarm').addPropertyOverride('ActionsEnabled', false)],
])('%s is violated by an override', (rule, override) => {
  expect(outcomesOf(rule, NOTHING, override).map(outcome => outcome.status)).toEqual(['violated']);
});

test.each<[string, (resource: (id: string) => CfnResource) => void]>([
  ['AuditLogArchive', of => of('Subscription').addPropertyOverride('FilterPattern', 'GRANT')],
  ['AuditLogArchive', of => of('Subscription').addOverride('Properties.LogGroupName', '/aws/rds/cluster/others/audit')],
  ['AuditArchiveLock', of => of('Bucket').addPropertyDeletionOverride('ObjectLockEnabled')],
  ['AuditArchiveLock', of => of('Bucket').addPropertyOverride('ObjectLockConfiguration.Rule.DefaultRetention.Days', 1)],
  ['AuditArchiveExpiration', of => of('Bucket').addPropertyOverride('LifecycleConfiguration', { Rules: [{ Status: 'Enabled', ExpirationInDays: 30 }] })],
  ['AuditReview', of => of('Schedule').addPropertyOverride('State', 'DISABLED')],
  ['AuditReview', of => of('Machine').addOverride('Properties.DefinitionString', '{}')],
])('%s is violated by an override', (rule, override) => {
  expect(outcomesOf(rule, roomOf(), override).map(outcome => outcome.status)).toEqual(['violated']);
});

test.each<[string, string, string, string, string]>([
  ['AuditLogArchive', 'archive', 'Subscription', 'Properties.DestinationArn', 'DestinationArn'],
  ['AuditArchiveLock', 'ObjectLockEnabled', 'Bucket', 'Properties.ObjectLockEnabled', 'ObjectLockEnabled'],
  ['AuditArchiveLock', 'ObjectLockConfiguration', 'Bucket', 'Properties.ObjectLockConfiguration.Rule', 'ObjectLockConfiguration'],
  ['AuditArchiveExpiration', 'LifecycleConfiguration', 'Bucket', 'Properties.LifecycleConfiguration', 'LifecycleConfiguration'],
  ['AuditReview', 'review', 'Schedule', 'Properties.State', 'State'],
  ['AuditReview', 'review', 'Schedule', 'Properties.Target', 'Target'],
])('%s is cannot-tell where an override makes it unknown, as unknown:%s', (rule, name, id, path, property) => {
  const outcomes = outcomesOf(rule, roomOf(), of => of(id).addOverride(path, { 'Fn::GetAZs': '' }));
  expect(outcomes).toMatchObject([{ status: 'cannot-tell', findingId: `AuroraMysqlAudit-${rule}[unknown:${name}]`, propertyPath: `Properties.${property}` }]);
});

test.each([
  ['AuditLogRemoval', 'DeletionPolicy', 'DeletionPolicy'],
  ['AuditLogEncryption', 'KmsKeyId', 'Properties.KmsKeyId'],
])('%s is cannot-tell where an override makes %s unknown', (rule, property, path) => {
  const outcomes = outcomesOf(rule, NOTHING, of => of('AuditLogs').addOverride(path, { 'Fn::GetAZs': '' }));
  expect(outcomes).toMatchObject([{ status: 'cannot-tell', findingId: `AuroraMysqlAudit-${rule}[unknown:${property}]` }]);
});

test('the outcome of every rule is kept for every cluster', () => {
  const stack = stackOf(NOTHING);
  const outcomes = judgeApp(new RenderedApp(stack.node.root), () => true, JUDGING).map(({ outcome }) => outcome);
  expect(outcomes.map(({ ruleId }) => ruleId)).toEqual(RULES.slice(0, -2).map(({ id }) => `AuroraMysqlAudit-${id}`));
  expect(outcomes[0]).toEqual({
    ruleId: 'AuroraMysqlAudit-AuditLogExport',
    findingId: 'AuroraMysqlAudit-AuditLogExport',
    status: 'compliant',
    level: 'error',
    constructPath: 'Stack/Included/Cluster',
    stackName: 'Stack',
    logicalId: 'Cluster',
    resourceType: 'AWS::RDS::DBCluster',
    clusterIdentifier: 'orders',
    controls: RULES[0].controls,
  });
});

test.each<[string, Change, Partial<RuleOutcome>]>([
  ['AuditLogExport', t => { cluster(t).EnableCloudwatchLogsExports = ['error', 'general']; }, {
    message: 'the audit log is not exported; exported: error, general', propertyPath: 'Properties.EnableCloudwatchLogsExports',
  }],
  ['AuditLogging', t => { delete cluster(t).DBClusterParameterGroupName; }, {
    message: 'the cluster uses the default parameter group, which nobody can change and which records nothing; '
      + 'Stack/Included/Parameters turns auditing on, but is not attached to this cluster',
    propertyPath: 'Properties.DBClusterParameterGroupName',
  }],
  ['AuditLogging', t => { parameters(t).server_audit_logging = '0'; }, {
    message: "server_audit_logging is '0': nothing is recorded",
    propertyPath: 'Properties.Parameters.server_audit_logging',
    locatedAt: 'Stack/Included/Parameters',
  }],
  ['AuditEvents', t => { parameters(t).server_audit_events = 'CONNECT'; }, {
    message: "server_audit_events is 'CONNECT': QUERY is not recorded, nor all of QUERY_DCL, QUERY_DDL, QUERY_DML",
    findingId: 'AuroraMysqlAudit-AuditEvents[QUERY]',
  }],
  ['AuditParameterNames', t => { parameters(t).server_audit_logs = '1'; }, {
    message: 'server_audit_logs is not a parameter of Aurora MySQL; did you mean server_audit_logging?',
    propertyPath: 'Properties.Parameters.server_audit_logs',
  }],
  ['ParameterGroupFamily', t => { group(t).Family = 'aurora-mysql5.7'; }, {
    message: "the family of the parameter group is 'aurora-mysql5.7', version 8.0.mysql_aurora.3.08.0 needs 'aurora-mysql8.0'",
    propertyPath: 'Properties.Family',
  }],
  ['AuditLogGroup', t => { logs(t).LogGroupName = '/AWS/rds/cluster/orders/audit'; onLogs('/aws/rds/cluster/orders/audit')(t); }, {
    message: 'the cluster writes to /aws/rds/cluster/orders/audit, in lower case; the log group is named /AWS/rds/cluster/orders/audit',
    locatedAt: 'Stack/Included/AuditLogs',
    propertyPath: 'Properties.LogGroupName',
  }],
  ['AuditLogRemoval', t => { t.Resources.AuditLogs.DeletionPolicy = 'Snapshot'; }, {
    message: "the log group is deleted with the stack: DeletionPolicy is 'Snapshot'", propertyPath: 'DeletionPolicy',
  }],
  ['AuditAlarms', t => { t.Resources.FailedLoginsAlarm.Properties.ActionsEnabled = false; }, {
    message: 'the alarm on FailedLogins has its actions disabled', locatedAt: 'Stack/Included/FailedLoginsAlarm', propertyPath: 'Properties.ActionsEnabled',
  }],
  ['AuditAlarms', t => { delete t.Resources.FailedLoginsAlarm; }, {
    message: 'no alarm watches the metric FailedLogins of this filter', locatedAt: 'Stack/Included/FailedLogins',
  }],
  ['InstanceLogExports', instance({ Engine: 'mysql', EnableCloudwatchLogsExports: ['audit'] }), {
    message: 'mysql does not export error, general, slowquery; exported: audit', propertyPath: 'Properties.EnableCloudwatchLogsExports',
  }],
])('%s says what is wrong, and where', (rule, change, expected) => {
  expect(outcomesOf(rule, change)).toEqual([expect.objectContaining({ status: 'violated', fix: expect.stringMatching(/CloudFormation: /), ...expected })]);
});
