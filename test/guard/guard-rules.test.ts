import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { Log } from 'sarif';
import { CFN_GUARD, guardVerdict, RULES } from './cfn-guard';
import { GUARD_EXPRESSIONS } from '../../scripts/guard-clauses';
import { GUIDE, guardRules, guideWithTable } from '../../scripts/guard-rules';
import { AuroraMysqlAuditChecks } from '../../src';
import { RULE_DESCRIPTIONS } from '../../src/compliance/rules/rule-table';

const RERUN = 'npx projen guard';

test(`the rules are those of the table (${RERUN})`, () => {
  expect(RULES).toBe(guardRules());
});

test(`the guide has the table as it is (${RERUN})`, () => {
  const guide = readFileSync(GUIDE, 'utf8');
  expect(guide).toContain('| AuroraMysqlAudit-AuditLogging | partly |');
  expect(guide).toBe(guideWithTable(guide));
});

test('of every rule it is said what Guard can express, and what not', () => {
  expect(Object.keys(GUARD_EXPRESSIONS)).toEqual(RULE_DESCRIPTIONS.map(({ id }) => id));
  Object.values(GUARD_EXPRESSIONS).forEach(({ sees, misses, body }) => {
    expect(sees === '').toBe(body === undefined);
    expect(misses).not.toBe('');
  });
});

test('every rule names what it wants, why, and the controls it serves', () => {
  RULE_DESCRIPTIONS.filter(({ id }) => GUARD_EXPRESSIONS[id].body !== undefined).forEach(({ id, wants, why, controls }) => {
    expect(RULES).toContain(`# ${wants}. ${why}\n# Controls: ${controls.join(', ')}\nrule AuroraMysqlAudit_${id} when `);
  });
});

describe('cfn-guard on the command line, as the guide has it', () => {
  let directory: string;
  beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'guard-')); });
  afterEach(() => rmSync(directory, { recursive: true }));

  function validate(template: string, ...options: string[]) {
    const file = join(directory, 'template.yaml');
    writeFileSync(file, template);
    return spawnSync(CFN_GUARD, ['validate', '--rules', AuroraMysqlAuditChecks.GUARD_RULES_PATH, '--data', file, ...options], { encoding: 'utf8' });
  }

  const CLUSTER = 'Resources:\n  Cluster:\n    Type: AWS::RDS::DBCluster\n    Properties:\n      Engine: aurora-mysql\n'
    + '      DBClusterParameterGroupName: !ImportValue Audited\n      EnableCloudwatchLogsExports:\n';
  const STRUCTURED = ['--structured', '--show-summary', 'none', '--output-format'];

  test.each<[string, string, number]>([
    ['nothing is rejected', `${CLUSTER}        - audit\n`, 0],
    ['something is', `${CLUSTER}        - error\n`, 19],
    ['a template cannot be read', 'Resources: [', 255],
  ])('%s', (_, template, status) => {
    expect(validate(template).status).toBe(status);
  });

  test('says how to mend it', () => {
    expect(validate(`${CLUSTER}        - error\n`).stdout).toContain('Fix: in the cluster EnableCloudwatchLogsExports: [audit]');
  });

  test('writes SARIF with the ids in upper case, and the line in the text only', () => {
    const { runs: [{ results }] }: Log = JSON.parse(validate(`${CLUSTER}        - error\n`, ...STRUCTURED, 'sarif').stdout);
    expect(results).toMatchObject([{
      ruleId: 'AURORAMYSQLAUDIT_AUDITLOGEXPORT',
      message: { text: expect.stringMatching(/\[L:7,C:\d+\].*\[AuroraMysqlAudit-AuditLogExport\] The cluster exports its audit log/s) },
      locations: [{ physicalLocation: { region: { startLine: 1 } } }],
    }]);
  });

  test('writes JUnit with one case for all rules', () => {
    const { stdout } = validate(`${CLUSTER}        - error\n`, ...STRUCTURED, 'junit');
    expect(stdout.match(/<testcase /g)).toHaveLength(1);
    expect(stdout).toContain('[AuroraMysqlAudit-AuditLogExport] The cluster exports its audit log');
  });
});

test('a template of many clusters is judged as well', () => {
  const resources = Array.from({ length: 20 }, (_, index) => [
    [`Cluster${index}`, {
      Type: 'AWS::RDS::DBCluster',
      Properties: {
        Engine: 'aurora-mysql', DBClusterIdentifier: `c${index}`, DBClusterParameterGroupName: { Ref: `Group${index}` }, EnableCloudwatchLogsExports: ['audit'],
      },
    }],
    [`Group${index}`, {
      Type: 'AWS::RDS::DBClusterParameterGroup',
      Properties: { Family: 'aurora-mysql8.0', Parameters: { server_audit_logging: index === 13 ? '0' : '1', server_audit_events: 'CONNECT,QUERY' } },
    }],
    [`Logs${index}`, {
      Type: 'AWS::Logs::LogGroup',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { LogGroupName: `/aws/rds/cluster/c${index}/audit`, KmsKeyId: 'key', RetentionInDays: index === 7 ? 1 : 365 },
    }],
  ]).flat();
  expect(guardVerdict({ Resources: Object.fromEntries(resources) }).failed).toEqual(['AuditLogRetention', 'AuditLogging']);
});
