import { auditedTemplate, cluster, group, logs, type Change } from './audited-template';
import { AuditRuleLevel } from '../../src/compliance/audit-rule-level';
import { type IsJudged, judge, type RuleResult } from '../../src/compliance/judge';
import { judgingBy } from '../../src/compliance/judging';
import { ResolvedApp } from '../../src/compliance/resolved/resolved-app';
import { resourcesOf } from '../../src/compliance/resolved/template-source';
import { HIDING_RULES, CLUSTER_RULES } from '../../src/compliance/rules/rule-table';

const JUDGING = judgingBy({});
const WITH_EVIDENCE = { ...judgingBy({ requireArchive: true, requireReview: true }), keepsEvidence: true };

function judged(change: Change, judging = JUDGING, isJudged: IsJudged = () => true): RuleResult[] {
  const template = auditedTemplate();
  change(template);
  const source = { path: 'T', stackName: 'T', environment: '', sections: template as never, resources: resourcesOf(template, 'T') };
  return judge(new ResolvedApp({ templates: [source] }), isJudged, judging);
}

const told = (results: readonly RuleResult[]) => results.map(({ id, finding, notApplicable }) => [id.replace('AuroraMysqlAudit-', ''), finding?.message ?? notApplicable]);

const unexported: Change = t => { cluster(t).EnableCloudwatchLogsExports = []; };
const UNEXPORTED = 'the audit log is not exported; exported: nothing';
const open = { 'Fn::GetAtt': ['Topic', 'TopicName'] };

describe('what is not to be judged', () => {
  const others: Change = t => {
    unexported(t);
    t.Resources.Other = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'db2-se', EnableCloudwatchLogsExports: [] } };
    t.Resources.Instance = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres' } };
    t.Resources.Module = { Type: 'My::Aurora::MODULE' };
    (t as any).Transform = 'Ours';
  };

  test.each<[string, string | undefined, string[]]>([
    ['but a cluster', 'Cluster', [UNEXPORTED]],
    ['but an instance', 'Instance', ['postgres does not export postgresql, upgrade; exported: nothing']],
    ['but a module', 'Module', ['cannot tell whether an audit is undone: a module: what it deploys is not seen']],
    ['but the template', undefined, ['cannot tell whether an audit is undone: Ours may change everything in this template']],
    ['but what is right', 'Other', []],
  ])('has no findings, %s', (_, logicalId, expected) => {
    const results = judged(others, JUDGING, (template, resource) => template.path === 'T' && resource?.logicalId === logicalId);
    expect(told(results).map(([, message]) => message)).toEqual(expected);
  });
});

test('a rule has the level that is asked for, and none where it is left out', () => {
  const levels = { 'AuroraMysqlAudit-AuditLogExport': AuditRuleLevel.WARNING, 'AuroraMysqlAudit-AuditLogRetention': AuditRuleLevel.OFF };
  const change: Change = t => { unexported(t); logs(t).RetentionInDays = 1; delete logs(t).KmsKeyId; };
  const level = (results: RuleResult[]) => results.map(({ rule, level: given }) => [rule.id, given]);
  expect(level(judged(change))).toEqual([['AuditLogExport', 'error'], ['AuditLogRetention', 'error'], ['AuditLogEncryption', 'error']]);
  expect(level(judged(change, judgingBy({ ruleLevels: levels })))).toEqual([['AuditLogExport', 'warning'], ['AuditLogEncryption', 'error']]);
});

describe('a cluster that may be Aurora MySQL', () => {
  const unknown: Change = t => { cluster(t).Engine = open; delete cluster(t).EngineVersion; delete cluster(t).DBClusterParameterGroupName; };
  const wrong: Change = t => { unknown(t); unexported(t); logs(t).RetentionInDays = 1; };

  test('has one finding that tells all that would be found', () => {
    const [result, ...others] = judged(wrong);
    expect(others).toEqual([]);
    expect(result).toMatchObject({ id: 'AuroraMysqlAudit-AuditLogExport', level: 'error' });
    expect(result.finding).toMatchObject({
      kind: 'cannot-tell',
      name: 'unknown:Engine',
      message: expect.stringMatching(new RegExp(`^cannot tell whether this is Aurora MySQL: its Engine is only known at deployment; if it is, ${UNEXPORTED}; `
        + 'the cluster uses the default parameter group, .*; the records are kept for 1 days, required: 365$')),
      fix: expect.stringMatching(/^CDK and CloudFormation: name the Engine \(aurora-mysql, or what it is\)\nCDK: in the properties of the cluster cloudwatchLogsExports: \['audit'\]\n/),
      at: { property: 'Properties.Engine' },
    });
  });

  test('has none where all would be right', () => {
    expect(judged(t => { unknown(t); cluster(t).DBClusterParameterGroupName = { Ref: 'Parameters' }; delete group(t).Family; })).toHaveLength(1);
    expect(judged(t => { cluster(t).Engine = { 'Fn::If': ['Odd', 'aurora-mysql', open] }; delete cluster(t).EngineVersion; })).toEqual([]);
  });

  test('is told to do what the rule says where the finding says nothing of its own', () => {
    const [{ finding }] = judged(t => { unknown(t); cluster(t).DBClusterParameterGroupName = { Ref: 'Parameters' }; delete group(t).Family; delete logs(t).KmsKeyId; });
    expect(finding!.fix).toBe(`CDK and CloudFormation: name the Engine (aurora-mysql, or what it is)\n${
      CLUSTER_RULES.find(({ id }) => id === 'ParameterGroupFamily')!.fix}`);
  });

  test('has evidence of what is right, and of what is not known', () => {
    const results = judged(wrong, WITH_EVIDENCE);
    const because = Object.fromEntries(told(results));
    expect(results).toHaveLength(CLUSTER_RULES.length);
    expect(because).toMatchObject({
      AuditLogExport: expect.stringMatching(/^cannot tell/),
      AuditLogging: 'its engine is not known',
      AuditEvents: 'it adds nothing to AuroraMysqlAudit-AuditLogging',
      AuditLogRetention: 'its engine is not known',
      AuditLogEncryption: undefined,
      AuditMetricFilters: undefined,
    });
  });

  test('in some deployments is judged by itself where it is one for certain', () => {
    const chosen: Change = t => {
      t.Parameters.Engine = { Type: 'String', AllowedValues: ['aurora-mysql', 'any'] };
      t.Conditions.Is = { 'Fn::Equals': [{ Ref: 'Engine' }, 'aurora-mysql'] };
      wrong(t);
      cluster(t).DBClusterParameterGroupName = { Ref: 'Parameters' };
      delete group(t).Family;
      logs(t).RetentionInDays = 365;
      cluster(t).Engine = { 'Fn::If': ['Is', 'aurora-mysql', open] };
    };
    const messages = told(judged(chosen)).map(([, message]) => message);
    expect(messages[0]).toBe(UNEXPORTED);
    expect(messages.filter(message => message!.startsWith('cannot tell whether this is Aurora MySQL'))).toHaveLength(1);
    const withEvidence = judged(chosen, { ...JUDGING, keepsEvidence: true });
    expect(withEvidence.filter(({ id }) => id === 'AuroraMysqlAudit-AuditLogEncryption')).toHaveLength(1);
  });
});

test('a cluster of another engine has evidence that it is one, where that is asked for', () => {
  const other: Change = t => Object.assign(cluster(t), { Engine: 'aurora-postgresql', EngineVersion: '16.4' });
  expect(judged(other)).toEqual([]);
  const results = judged(other, WITH_EVIDENCE);
  expect(told(results)).toEqual(CLUSTER_RULES.map(({ id }) => [id, 'not Aurora MySQL']));
});

describe('a parameter group that is not in the app', () => {
  const because = (change: Change, rule: string) => judged(change, { ...JUDGING, keepsEvidence: true }).filter(one => one.rule.id === rule)
    .map(({ finding, notApplicable }) => finding?.message ?? notApplicable);
  const foreign: Change = t => { cluster(t).DBClusterParameterGroupName = 'elsewhere'; };
  const perhaps: Change = t => {
    t.Conditions.Europe = { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] };
    cluster(t).DBClusterParameterGroupName = { 'Fn::If': ['Europe', { Ref: 'Parameters' }, 'elsewhere'] };
  };

  test.each(['AuditParameterNames', 'ParameterGroupFamily'])('is nothing that %s looks at', rule => {
    expect(because(foreign, rule)).toEqual(['the parameter group is not in this app']);
    expect(because(perhaps, rule)).toEqual(['it adds nothing to AuroraMysqlAudit-AuditLogging']);
    expect(because(() => undefined, rule)).toEqual([undefined]);
  });

  test('in some deployments is looked at in the others', () => {
    expect(because(t => { perhaps(t); group(t).Family = 'aurora-mysql5.7'; }, 'ParameterGroupFamily'))
      .toEqual(["the family of the parameter group is 'aurora-mysql5.7', version 8.0.mysql_aurora.3.08.0 needs 'aurora-mysql8.0' (where AWS::Region is eu-central-1)"]);
  });
});

describe('what follows from another finding', () => {
  const change: Change = t => {
    group(t).Parameters = {};
    delete t.Resources.Cluster.DependsOn;
    ['AuditLogs', 'FailedLogins', 'PrivilegeChanges', 'FailedLoginsAlarm', 'PrivilegeChangesAlarm'].forEach(id => delete t.Resources[id]);
  };

  test('is not told', () => {
    expect(judged(change).map(({ rule }) => rule.id)).toEqual(['AuditLogging', 'AuditLogGroup']);
  });

  test('is evidence that names the rule', () => {
    const results = judged(change, { ...JUDGING, keepsEvidence: true });
    expect(results.find(({ rule }) => rule.id === 'AuditEvents')).toMatchObject({
      notApplicable: 'it adds nothing to AuroraMysqlAudit-AuditLogging', consequenceOf: ['AuroraMysqlAudit-AuditLogging'],
    });
    expect(results.find(({ rule }) => rule.id === 'AuditLogRetention')).toMatchObject({
      notApplicable: 'no audit log group in this app', consequenceOf: ['AuroraMysqlAudit-AuditLogGroup'],
    });
    expect(results.find(({ rule }) => rule.id === 'AuditMetricFilters')).toMatchObject({
      notApplicable: 'no audit log group in this app', consequenceOf: ['AuroraMysqlAudit-AuditLogGroup'],
    });
    expect(results.find(({ rule }) => rule.id === 'AuditAlarms')).toMatchObject({
      notApplicable: 'no metric filter on the audit log group', consequenceOf: ['AuroraMysqlAudit-AuditMetricFilters'],
    });
    expect(results.find(({ rule }) => rule.id === 'AuditLogExport')).not.toHaveProperty('notApplicable');
    expect(results.find(({ rule }) => rule.id === 'AuditLogExport')).not.toHaveProperty('consequenceOf');
  });

  test('is told where the other is not', () => {
    const either: Change = t => {
      t.Conditions.Europe = { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] };
      group(t).Parameters = { server_audit_logging: { 'Fn::If': ['Europe', '1', { Ref: 'AWS::NoValue' }] } };
    };
    expect(told(judged(either)).map(([rule, message]) => `${rule}: ${message}`)).toEqual([
      'AuditLogging: the parameter group sets neither server_audit_logging, which is off by default, nor server_audit_events (where AWS::Region is not eu-central-1)',
      'AuditEvents: server_audit_events is not set: nothing is recorded (where AWS::Region is eu-central-1)',
    ]);
  });

  test('is told of another log group', () => {
    const [one, other] = judged(t => {
      Object.assign(t.Resources.AuditLogs, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
      t.Resources.Second = { Type: 'AWS::RDS::DBCluster', DependsOn: ['Logs'], Properties: { ...cluster(t), DBClusterIdentifier: 'second' } };
      t.Resources.Logs = { ...t.Resources.AuditLogs, Properties: { ...logs(t), LogGroupName: '/aws/rds/cluster/second/audit' } };
    }).filter(({ rule }) => rule.id === 'AuditLogRemoval');
    expect([one, other].map(({ finding }) => finding!.at.resource!.logicalId)).toEqual(['AuditLogs', 'Logs']);
  });
});

describe('the template of a stack set', () => {
  const withBody = (template: object): Change => t => {
    t.Resources.Set = { Type: 'AWS::CloudFormation::StackSet', Properties: { StackSetName: 'x', TemplateBody: JSON.stringify(template) } };
  };
  const messageOf = (template: object, judging = JUDGING) =>
    judged(withBody(template), judging).flatMap(({ finding }) => finding === undefined ? [] : finding.message);

  test('is told with the resources that are meant', () => {
    const right = auditedTemplate();
    expect(messageOf(right)).toEqual([]);
    right.Resources.Cluster.Properties.EnableCloudwatchLogsExports = [];
    expect(messageOf(right)).toEqual([`in its template: Cluster: ${UNEXPORTED}`]);
    expect(messageOf(right, { ...JUDGING, keepsEvidence: true })).toEqual([`in its template: Cluster: ${UNEXPORTED}`]);
  });

  test('is told as a whole where it is meant', () => {
    expect(messageOf({ Transform: 'Ours', Resources: {} })).toEqual([
      'cannot tell whether an audit is undone: in its template: the template: '
      + 'cannot tell whether an audit is undone: Ours may change everything in this template',
    ]);
  });
});

test('rules about what is hidden have no evidence of what is not there', () => {
  const results = judged(() => undefined, { ...JUDGING, keepsEvidence: true });
  expect(results.filter(({ rule }) => HIDING_RULES.some(({ id }) => id === rule.id))).toEqual([]);
});
