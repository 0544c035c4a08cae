import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { auditedTemplate, cluster, group, logs, parameters, stackOf, type Change } from './audited-template';
import { AuroraMysqlAuditChecks } from '../../src';

const told = (stack: Stack) => new AuroraMysqlAuditChecks().validateScope(stack).violations;
const messages = (change: Change) => told(stackOf(change)).map(({ description }) => description);

const choice = (name: string, ...values: string[]): Change => t => { t.Parameters[name] = { Type: 'String', AllowedValues: values }; };

test.each<[string, Change, string[]]>([
  ['the value of a parameter', t => { choice('Stage', 'dev', 'prod')(t); logs(t).RetentionInDays = { 'Fn::If': ['IsDev', 7, 365] }; t.Conditions.IsDev = { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] }; },
    ['the records are kept for 7 days, required: 365 (where Stage is dev)']],
  ['each of several values', t => {
    choice('Stage', 'dev', 'test', 'prod')(t);
    t.Mappings.Days = { dev: { d: 7 }, test: { d: 30 }, prod: { d: 365 } };
    logs(t).RetentionInDays = { 'Fn::FindInMap': ['Days', { Ref: 'Stage' }, 'd'] };
  }, ['the records are kept for 7 days, required: 365 (where Stage is dev); the records are kept for 30 days, required: 365 (where Stage is test)']],
  ['three of many values', t => {
    choice('Stage', ...Array.from({ length: 9 }, (_, index) => `s${index}`))(t);
    t.Mappings.Days = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`s${index}`, { d: index + 1 }]));
    logs(t).RetentionInDays = { 'Fn::FindInMap': ['Days', { Ref: 'Stage' }, 'd'] };
  }, [expect.stringMatching(/^the records are kept for 1 days, .*\(where Stage is s0\); .*s1\); .*s2\); and so on, 9 in all$/)]],
  ['the region', t => { t.Conditions.Europe = { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] }; cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['Europe', ['audit'], ['error']] }; },
    ['the audit log is not exported; exported: error (where AWS::Region is not eu-central-1)']],
  ['none of several', t => {
    t.Conditions.Here = { 'Fn::Or': ['a', 'b'].map(region => ({ 'Fn::Equals': [{ Ref: 'AWS::Region' }, region] })) };
    cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['Here', ['audit'], []] };
  }, ['the audit log is not exported; exported: nothing (where AWS::Region is none of a, b)']],
  ['a parameter that is left empty', t => {
    choice('Logs', '', 'audit')(t);
    t.Conditions.None = { 'Fn::Equals': [{ Ref: 'Logs' }, ''] };
    cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['None', { Ref: 'AWS::NoValue' }, ['audit']] };
  }, ['the audit log is not exported; exported: nothing (where Logs is empty)']],
  ['a parameter that nobody knows', t => {
    t.Parameters.Kind = { Type: 'String' };
    t.Conditions.Test = { 'Fn::Equals': [{ Ref: 'Kind' }, 'test'] };
    cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['Test', ['error'], ['audit']] };
  }, ['the audit log is not exported; exported: error (where Kind is test)']],
  ['a condition of which nothing is known', t => { t.Conditions.Odd = { 'Fn::Equals': [{ 'Fn::GetAZs': '' }, 'x'] }; cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['Odd', ['error'], ['audit']] }; },
    ['the audit log is not exported; exported: error (where a condition that is only known at deployment is true)']],
  ['two choices', t => {
    choice('A', 'x', 'y')(t);
    choice('B', 'x', 'y')(t);
    t.Conditions.Both = { 'Fn::And': ['A', 'B'].map(name => ({ 'Fn::Equals': [{ Ref: name }, 'x'] })) };
    cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['Both', ['error'], ['audit']] };
  }, ['the audit log is not exported; exported: error (where A is x and B is x)']],
  ['nothing where it is so whenever the cluster exists', t => {
    t.Conditions.Europe = { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] };
    Object.values(t.Resources).forEach((resource: any) => { resource.Condition = 'Europe'; });
    cluster(t).EnableCloudwatchLogsExports = [];
  }, ['the audit log is not exported; exported: nothing']],
  ['what is not set as not set', t => { delete parameters(t).server_audit_events; }, ['server_audit_events is not set: nothing is recorded']],
  ['what neither is set at once', t => { group(t).Parameters = {}; },
    ['the parameter group sets neither server_audit_logging, which is off by default, nor server_audit_events']],
  ['too many choices', t => {
    const names = Array.from({ length: 40 }, (_, index) => `P${index}`);
    names.forEach(name => choice(name, 'x', 'y')(t));
    t.Conditions.Tangled = { 'Fn::Or': names.slice(0, 20).map((name, index) => ({ 'Fn::And': [{ 'Fn::Equals': [{ Ref: name }, 'x'] }, { 'Fn::Equals': [{ Ref: `P${index + 20}` }, 'x'] }] })) };
    t.Conditions.First = { 'Fn::And': names.map(name => ({ 'Fn::Equals': [{ Ref: name }, 'x'] })) };
    parameters(t).server_audit_logging = { 'Fn::If': ['First', '1', { 'Fn::If': ['Tangled', '1', 'ON'] }] };
  }, ['cannot tell whether DBClusterParameterGroupName is as it should be: it depends on more choices of the deployment than can be looked through']],
])('a finding names %s', (_, change, expected) => {
  expect(messages(change)).toEqual(expected);
});

describe('a bare cluster', () => {
  const stack = new Stack(new App(), 'Stack');
  new CfnResource(stack, 'C', { type: 'AWS::RDS::DBCluster', properties: { Engine: 'aurora-mysql' } });
  const [exported, logging, logGroup, ...others] = told(stack);

  test('has three findings', () => {
    expect([exported, logging, logGroup].map(({ ruleName }) => ruleName.replace('AuroraMysqlAudit-', ''))).toEqual(['AuditLogExport', 'AuditLogging', 'AuditLogGroup']);
    expect(others).toEqual([]);
  });

  test('is told to have an identifier first', () => {
    expect(logGroup.description).toContain('the cluster has no identifier, CloudFormation makes one up');
    expect(logGroup.fix).toMatch(/^Give the cluster an identifier: CDK clusterIdentifier: 'stack-c', CloudFormation DBClusterIdentifier: stack-c\n\(that replaces a cluster that is deployed already/);
    expect(logGroup.fix).toContain("logGroupName: '/aws/rds/cluster/stack-c/audit'");
    expect(logGroup.fix).toContain('metric filters on it that look for failed logins ("FAILED_CONNECT")');
  });

  test('is told nothing that is valid nowhere', () => {
    [exported, logging, logGroup].forEach(({ description, fix }) => {
      expect(`${description}${fix}`).not.toMatch(/\$\{Stack\/|<Stack|undefined|FAILED_CONNECT,,/);
    });
  });

  test('is told what stays of what it exports', () => {
    const [{ fix }] = told(stackOf(t => { cluster(t).EnableCloudwatchLogsExports = ['error', 'slowquery']; }));
    expect(fix).toBe("CDK: in the properties of the cluster cloudwatchLogsExports: ['error', 'slowquery', 'audit']\n"
      + 'CloudFormation: in the cluster EnableCloudwatchLogsExports: [error, slowquery, audit]');
  });

  test('is told the parameters together', () => {
    expect(logging.fix).toContain("Parameters: { server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY,TABLE' }");
  });
});

test('the fix for a name of parameters is one that CloudFormation fills in', () => {
  const [{ fix }] = told(stackOf(t => {
    cluster(t).DBClusterIdentifier = { 'Fn::Sub': 'orders-${AWS::Region}' };
    delete t.Resources.AuditLogs;
    delete t.Resources.Cluster.DependsOn;
    ['FailedLogins', 'PrivilegeChanges', 'FailedLoginsAlarm', 'PrivilegeChangesAlarm'].forEach(id => delete t.Resources[id]);
  }));
  expect(fix).toContain("LogGroupName: !Sub '/aws/rds/cluster/orders-${AWS::Region}/audit'");
  expect(fix).toContain("logGroupName: Fn.sub('/aws/rds/cluster/orders-${AWS::Region}/audit')");
});

test('a resource that cannot be rendered is one finding', () => {
  const found = told(stackOf(t => { cluster(t).EnableCloudwatchLogsExports = 'audit'; }));
  expect(found).toHaveLength(1);
  expect(found[0].description).toContain('"audit" should be a list');
});

test('an alarm that a composite alarm acts for is told why that is not enough', () => {
  expect(messages(t => {
    t.Resources.FailedLoginsAlarm.Properties.AlarmActions = [];
    t.Resources.Any = { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: { 'Fn::Sub': 'ALARM(${FailedLoginsAlarm})' }, AlarmActions: [{ Ref: 'Topic' }] } };
  })).toEqual(['the alarm on FailedLogins has no action; a composite alarm that acts for it does not count, as for CloudWatch.15: it needs an action of its own']);
});

test('an instance without engine is asked which logs it has', () => {
  expect(messages(t => { t.Resources.Restored = { Type: 'AWS::RDS::DBInstance', Properties: { DBSnapshotIdentifier: 's' } }; }))
    .toEqual(['cannot tell which logs the instance has to export: it names no Engine']);
});

test('a filter pattern that the service refuses is told so', () => {
  const [message, ...others] = messages(t => { t.Resources.FailedLogins.Properties.FilterPattern = '%(FAILED%'; });
  expect(others).toEqual([]);
  expect(message).toMatch(/looks for failed logins; CloudWatch Logs refuses the pattern of Stack\/Included\/FailedLogins: /);
});

test('an alarm of a known account is told where it looks instead', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-central-1' } });
  const alarm = (value: string) => {
    const properties = auditedTemplate();
    properties.Resources.FailedLogins.Properties.EmitSystemFieldDimensions = ['@aws.account'];
    properties.Resources.FailedLoginsAlarm.Properties.Dimensions = [{ Name: '@aws.account', Value: value }];
    return properties;
  };
  Object.entries(alarm('999999999999').Resources).forEach(([id, { Type: type, Properties: properties }]) => new CfnResource(stack, id, { type, properties }).overrideLogicalId(id));
  expect(told(stack).map(({ description }) => description))
    .toContain('the alarm on FailedLogins looks at AWS::AccountId 999999999999, the filter writes in 111111111111: it can never go off');
});

test('a message shows what nobody would see', () => {
  expect(messages(t => { cluster(t).EnableCloudwatchLogsExports = ['a\u202eb', 'c\u2028d\u0007']; }))
    .toEqual(['the audit log is not exported; exported: a\\u202eb, c\\u2028d\\u0007']);
});

test('a fix repeats nothing that is no name of a log', () => {
  const [{ fix }] = told(stackOf(t => { cluster(t).EnableCloudwatchLogsExports = ['error', "x'], evil: ['"]; }));
  expect(fix).toContain("cloudwatchLogsExports: ['error', 'audit']");
});

test.each<[string, boolean, Change]>([
  ['with filters on its name', false, t => ['FailedLogins', 'PrivilegeChanges'].forEach(id => {
    t.Resources[id].Properties.LogGroupName = '/aws/rds/cluster/orders/audit';
  })],
  ['without filters', true, t => ['FailedLogins', 'PrivilegeChanges', 'FailedLoginsAlarm', 'PrivilegeChangesAlarm'].forEach(id => delete t.Resources[id])],
])('a log group that is missing %s is said to be watched or not', (_, isUnwatched, change) => {
  const [message] = messages(t => { change(t); delete t.Resources.AuditLogs; delete t.Resources.Cluster.DependsOn; });
  expect([message.includes('no log group in the app is named'), message.includes('nothing watches it')]).toEqual([true, isUnwatched]);
});
