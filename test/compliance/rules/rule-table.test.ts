import { readFileSync } from 'fs';
import { join } from 'path';
import { rulesDocument } from '../../../scripts/rules-document';
import { AuroraMysqlAuditChecks } from '../../../src';
import { RULE_DESCRIPTIONS } from '../../../src/compliance/rules/rule-table';

test('the ids are a contract: people acknowledge and configure them', () => {
  expect(new AuroraMysqlAuditChecks().ruleIds).toEqual([
    'AuroraMysqlAudit-AuditLogExport',
    'AuroraMysqlAudit-AuditLogging',
    'AuroraMysqlAudit-AuditEvents',
    'AuroraMysqlAudit-AuditParameterNames',
    'AuroraMysqlAudit-AuditUsers',
    'AuroraMysqlAudit-ParameterGroupFamily',
    'AuroraMysqlAudit-AuditLogGroup',
    'AuroraMysqlAudit-AuditLogRetention',
    'AuroraMysqlAudit-AuditLogEncryption',
    'AuroraMysqlAudit-AuditLogRemoval',
    'AuroraMysqlAudit-AuditLogClass',
    'AuroraMysqlAudit-AuditMetricFilters',
    'AuroraMysqlAudit-AuditAlarms',
    'AuroraMysqlAudit-AuditLogArchive',
    'AuroraMysqlAudit-AuditArchiveLock',
    'AuroraMysqlAudit-AuditArchiveExpiration',
    'AuroraMysqlAudit-AuditReview',
    'AuroraMysqlAudit-InstanceLogExports',
    'AuroraMysqlAudit-UnseenChanges',
    'AuroraMysqlAudit-AuditExceptions',
  ]);
});

test('the pack has the name that its ids begin with', () => {
  const pack = new AuroraMysqlAuditChecks();
  expect([pack.name, pack.readPackName]).toEqual(['AuroraMysqlAudit', 'AuroraMysqlAudit']);
});

test('RULES.md says what the table says', () => {
  expect(readFileSync(join(__dirname, '..', '..', '..', 'RULES.md'), 'utf8')).toBe(rulesDocument());
});

test.each(RULE_DESCRIPTIONS.map(rule => [rule.id, rule]))('%s says what it wants, why, how to get there and for which controls', (_, rule) => {
  expect(rule.wants).toMatch(/^[A-Z][^\n]*[^.\s]$/);
  expect(rule.why).toMatch(/^[A-Z][^\n]*\.$/);
  expect(rule.fix).not.toBe('');
  expect(rule.controls.length).toBeGreaterThan(0);
  expect(new Set(rule.controls).size).toBe(rule.controls.length);
});
