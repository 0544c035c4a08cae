import { readFileSync } from 'fs';
import { join } from 'path';
import { Template } from 'aws-cdk-lib/assertions';
import { guardVerdict, PLUGIN } from './cfn-guard';
import { auditedTemplate, cluster, group, type Change } from '../compliance/audited-template';
import { idsOf } from '../compliance/judged-template';
import { auditedCluster, newStack } from '../stacks';

/** The rules of AWS Control Tower, as aws-cdk's own plug-in brings them along. */
function controlTower(id: string, template: object): 'passes' | 'fails' | 'skips' {
  const rules = readFileSync(join(PLUGIN, 'rules', 'control-tower', 'cfn-guard', 'rds', `${id.toLowerCase().replaceAll('.', '-')}.guard`), 'utf8');
  const { failed, passed } = guardVerdict(template, rules);
  return failed.length > 0 ? 'fails' : passed.length > 0 ? 'passes' : 'skips';
}

const ALL_LOGS = ['audit', 'error', 'general', 'slowquery'];

function changed(...changes: Change[]): object {
  const template = auditedTemplate();
  cluster(template).EnableCloudwatchLogsExports = ALL_LOGS;
  changes.forEach(change => change(template));
  return template;
}

describe('CT.RDS.PR.25', () => {
  test.each<[string, Change, string[]]>([
    ['an audited cluster', () => undefined, []],
    ['a cluster without a parameter group of its own, which records nothing', t => { delete cluster(t).DBClusterParameterGroupName; }, ['AuditLogging']],
    ['a group with the parameter that does not exist', t => { group(t).Parameters = { server_audit_logs: '1' }; }, ['AuditLogging', 'AuditParameterNames[server_audit_logs]']],
    ['records that go after a day', t => { t.Resources.AuditLogs.Properties.RetentionInDays = 1; }, ['AuditLogRetention']],
  ])('passes %s', (_, change, found) => {
    const template = changed(change);
    expect(controlTower('CT.RDS.PR.25', template)).toBe('passes');
    expect(idsOf(template)).toEqual(found);
  });

  test.each<[string, unknown]>([
    ['with the audit log alone', ['audit']],
    ['with all six logs', [...ALL_LOGS, 'instance', 'iam-db-auth-error']],
  ])('fails an audited cluster %s', (_, exported) => {
    const template = changed(t => { cluster(t).EnableCloudwatchLogsExports = exported; });
    expect(controlTower('CT.RDS.PR.25', template)).toBe('fails');
    expect(idsOf(template)).toEqual([]);
  });

  test('fails what is chosen at deployment, however it is chosen', () => {
    const template = changed(t => {
      t.Conditions.Sometimes = { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] };
      cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['Sometimes', ALL_LOGS, ALL_LOGS] };
    });
    expect(controlTower('CT.RDS.PR.25', template)).toBe('fails');
    expect(idsOf(template)).toEqual([]);
    expect(guardVerdict(template).failed).toEqual([]);
  });

  test('skips a cluster whose engine only its version tells', () => {
    const template = changed(t => { delete cluster(t).Engine; cluster(t).EnableCloudwatchLogsExports = []; });
    expect(controlTower('CT.RDS.PR.25', template)).toBe('skips');
    expect(guardVerdict(template).failed).toEqual(['AuditLogExport']);
  });

  test('passes a cluster of this library', () => {
    const stack = newStack();
    auditedCluster(stack);
    expect(controlTower('CT.RDS.PR.25', Template.fromStack(stack).toJSON())).toBe('passes');
  });
});

describe('CT.RDS.PR.14', () => {
  const withInstance = (engine: string, exported: string[]) => changed(t => {
    t.Resources.Other = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: engine, EnableCloudwatchLogsExports: exported } };
  });

  test.each<[string, string, string[], 'passes' | 'fails' | 'skips']>([
    ['passes MySQL with all of its logs', 'mysql', ALL_LOGS, 'passes'],
    ['skips what may be a member of an Aurora cluster', 'aurora-mysql', [], 'skips'],
    ['wants another log of Oracle', 'oracle-ee', ['alert', 'audit', 'trace', 'listener'], 'fails'],
    ['wants the agent of SQL Server Express, which has none', 'sqlserver-ex', ['error'], 'fails'],
  ])('%s', (_, engine, exported, outcome) => {
    const template = withInstance(engine, exported);
    expect(controlTower('CT.RDS.PR.14', template)).toBe(outcome);
    expect([guardVerdict(template).failed, idsOf(template)]).toEqual([[], []]);
  });
});
