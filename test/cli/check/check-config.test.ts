import { readFileSync } from 'fs';
import { join } from 'path';
import Ajv2020 from 'ajv/dist/2020';
import { check, findingsIn, idsIn } from './checked';
import { archivedTemplate } from '../../compliance/archived-template';
import { auditedTemplate, cluster, type Template } from '../../compliance/audited-template';

const SCHEMA = JSON.parse(readFileSync(join(__dirname, '../../../schemas/check-config.schema.json'), 'utf8'));
const isValid = new Ajv2020({ strictRequired: false }).compile(SCHEMA);

function changed(change: (template: Template) => void): Template {
  const template = auditedTemplate();
  change(template);
  return template;
}

const WITHOUT_EXPORT = changed(t => { cluster(t).EnableCloudwatchLogsExports = ['error']; });

const checkWith = (config: unknown, template: object = auditedTemplate(), ...args: string[]) =>
  check({ 'orders.json': template, 'audit.json': JSON.stringify(config) }, 'orders.json', '--config', 'audit.json', ...args);

test.each<[string, object, object]>([
  ['nothing', {}, {}],
  ['its schema', { $schema: SCHEMA.$id }, {}],
  ['the events that are required', { requiredEvents: ['CONNECT', 'TABLE'] }, { AuditEvents: 'TABLE' }],
  ['a retention of seven years', { requiredRetention: 2557 }, { AuditLogRetention: '' }],
  ['a warning for what never expires', { warnOfInfiniteRetention: true }, {}],
  ['users that may be excluded', { allowedExcludedUsers: ['rdsadmin', 'monitor'] }, {}],
  ['the level of what cannot be known', { unknownLevel: 'warning' }, {}],
  ['the level of rules', { ruleLevels: { 'AuroraMysqlAudit-AuditLogExport': 'off' } }, {}],
  ['details of evidence', { evidenceTitle: 'Orders', evidenceEnvironment: 'production', evidenceCommit: 'abc', evidenceApprover: 'x', evaluationDate: '2027-01-31' }, {}],
])('%s can be said', async (_, config, found) => {
  // WHEN
  const checked = await checkWith(config, auditedTemplate(), '--format', 'json');

  // THEN
  expect(checked.stderr).toBe('');
  expect(isValid(config) ? [] : isValid.errors).toEqual([]);
  expect(idsIn(checked).map(id => id.replace(/\[.*/, ''))).toEqual(Object.keys(found));
});

test.each<[string, unknown, string]>([
  ['no map', [], 'the configuration: must be a map of requiredEvents, requiredRetention'],
  ['a mistyped key', { requiredEvent: [] }, 'requiredEvent: is nothing that the configuration can say; did you mean requiredEvents? Allowed: requiredEvents,'],
  ['an unknown event', { requiredEvents: ['LOGIN'] }, "requiredEvents: must hold CONNECT, QUERY, QUERY_DCL, QUERY_DDL, QUERY_DML, TABLE, got: 'LOGIN'"],
  ['events that are no list', { requiredEvents: 'CONNECT' }, "requiredEvents: must be a list of CONNECT, QUERY, QUERY_DCL, QUERY_DDL, QUERY_DML, TABLE, got: 'CONNECT'"],
  ['no event', { requiredEvents: [] }, 'requiredEvents: must be a list of at least one AuditEvent, got: []'],
  ['a retention that there is not', { requiredRetention: 42 }, 'requiredRetention: must be one of logs.RetentionDays (1, 3, 5'],
  ['a retention in words', { requiredRetention: 'ONE_YEAR' }, "got: 'ONE_YEAR'"],
  ['a flag that is text', { warnOfInfiniteRetention: 'yes' }, "warnOfInfiniteRetention: must be true or false, got: 'yes'"],
  ['an archive that is text', { requireArchive: 'yes' }, "requireArchive: must be true or false, got: 'yes'"],
  ['a review that is a number', { requireReview: 1 }, 'requireReview: must be true or false, got: 1'],
  ['a lock without an archive', { requiredArchiveRetention: 365 }, 'requiredArchiveRetention: must be given with requireArchive: true alone'],
  ['a lock in words', { requireArchive: true, requiredArchiveRetention: 'P1Y' }, "requiredArchiveRetention: must be a number of days, got: 'P1Y'"],
  ['a lock of no day', { requireArchive: true, requiredArchiveRetention: 0 }, 'requiredArchiveRetention: must be a literal Duration of 1 to 36500 whole days, got: 0'],
  ['a lock of a day and a half', { requireArchive: true, requiredArchiveRetention: 1.5 }, 'requiredArchiveRetention: must be a literal Duration of 1 to 36500 whole days, got: 1.5'],
  ['a user with a space', { allowedExcludedUsers: ['a b'] }, "allowedExcludedUsers: must hold user names without spaces and commas, got: 'a b'"],
  ['another level of what cannot be known', { unknownLevel: 'off' }, "unknownLevel: must be 'error' or 'warning', got: 'off'"],
  ['a level of no rule', { ruleLevels: { 'AuroraMysqlAudit-AuditLogExports': 'off' } }, "there is no rule 'AuroraMysqlAudit-AuditLogExports'; did you mean 'AuroraMysqlAudit-AuditLogExport'?"],
  ['no level', { ruleLevels: { 'AuroraMysqlAudit-AuditLogExport': 'info' } }, "ruleLevels: the level of 'AuroraMysqlAudit-AuditLogExport' must be 'error', 'warning' or 'off', got: 'info'"],
  ['levels that are no map', { ruleLevels: 'off' }, "ruleLevels: must be a map of rule ids to AuditRuleLevel, got: 'off'"],
  ['no day', { evaluationDate: 'tomorrow' }, "evaluationDate: must be a day, YYYY-MM-DD, got: 'tomorrow'"],
  ['a title of two lines', { evidenceTitle: 'a\nb' }, 'evidenceTitle: must be a line of text'],
  ['exceptions that are no list', { exceptions: {} }, 'exceptions: must be a list, got: {}'],
  ['an exception that is text', { exceptions: ['x'] }, "exceptions[0]: an exception: must be a map of rules, reason, approvedBy, expires, within, got: 'x'"],
  ['an exception without a reason', { exceptions: [{ reason: 'a' }, {}] }, 'exceptions[1]: reason: must say why'],
  ['an exception of no rule', { exceptions: [{ reason: 'a', rules: ['AuditLogExport'] }] }, "got: 'AuditLogExport'; did you mean"],
  ['an exception until no day', { exceptions: [{ reason: 'a', expires: '2027' }] }, "exceptions[0]: expires: must be a day, YYYY-MM-DD, got: '2027'"],
  ['an exception with a mistyped key', { exceptions: [{ reason: 'a', expiry: 'x' }] }, 'exceptions[0]: expiry: is nothing that an exception can say; did you mean expires?'],
  ['an exception within no path', { exceptions: [{ reason: 'a', within: 1 }] }, 'exceptions[0]: within: must be a template, a stack or a resource of one, as findings name it, got: 1'],
])('%s is an error that names file, key, value and what is allowed', async (_, config, message) => {
  // WHEN
  const { code, stdout, stderr } = await checkWith(config);

  // THEN
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('error: cdk-audited-aurora-mysql check: audit.json: ');
  expect(stderr).toContain(message);
  expect(isValid(config)).toBe(false);
});

test.each<[string, object, object, string[]]>([
  ['an archive', { requireArchive: true }, auditedTemplate(), ['AuditLogArchive']],
  ['a review', { requireReview: true }, auditedTemplate(), ['AuditReview']],
  ['a longer lock', { requireArchive: true, requiredArchiveRetention: 366 }, archivedTemplate(), ['AuditArchiveLock']],
  ['what is there', { requireArchive: true, requiredArchiveRetention: 365, requireReview: true }, archivedTemplate(), []],
])('%s can be asked for', async (_, config, template, rules) => {
  // WHEN
  const { code, stdout, stderr } = await checkWith(config, template, '--format', 'json');

  // THEN
  const outcomes = JSON.parse(stdout).resources.flatMap((one: any) => one.outcomes).filter(({ status }: any) => status === 'violated');
  expect([code, stderr, outcomes.map(({ ruleId }: any) => ruleId)]).toEqual([rules.length > 0 ? 1 : 0, '', rules.map(id => `AuroraMysqlAudit-${id}`)]);
  expect(isValid(config) ? [] : isValid.errors).toEqual([]);
});

test.each(['html', 'json'])('evidence of the command names archive and review, as %s', async format => {
  const { stdout } = await checkWith({ requireArchive: true, requireReview: true }, archivedTemplate(), '--format', format);
  const text = stdout.replace(/<[^>]*>/g, '');
  expect(text).toMatch(/Bucket/);
  expect(text).toMatch(/GOVERNANCE/);
  expect(text).toMatch(/Schedule/);
});

test('a configuration can be YAML, where off needs no quotes', async () => {
  // GIVEN
  const config = `
requiredRetention: 365
ruleLevels:
  AuroraMysqlAudit-AuditLogExport: off
`;

  // THEN
  expect(await check({ 'orders.json': WITHOUT_EXPORT, 'audit.yaml': config }, 'orders.json', '--config', 'audit.yaml')).toMatchObject({ code: 0, stderr: '' });
});

test('a configuration that is not there is an error', async () => {
  expect(await check({ 'orders.json': auditedTemplate() }, 'orders.json', '--config', 'none.yaml'))
    .toMatchObject({ code: 2, stderr: expect.stringContaining('none.yaml: there is no such file') });
});

const RULE = 'AuroraMysqlAudit-AuditLogExport';

test.each<[string, object, boolean]>([
  ['everywhere', {}, true],
  ['of the rule', { rules: [RULE] }, true],
  ['in the template', { within: 'orders.json' }, true],
  ['in the template, as a shell completes it', { within: './orders.json' }, true],
  ['at the cluster', { within: 'orders.json/Cluster' }, true],
  ['until a day that has not come', { expires: '2027-01-31' }, true],
  ['of another rule', { rules: ['AuroraMysqlAudit-AuditEvents'] }, false],
  ['in another template', { within: 'users.json' }, false],
  ['at something of which the name begins alike', { within: 'orders.json/Clus' }, false],
  ['until a day that has gone', { expires: '2026-12-31' }, false],
])('what is accepted %s', async (_, exception, isAccepted) => {
  // GIVEN
  const config = { evaluationDate: '2027-01-31', exceptions: [{ reason: 'there is another audit', approvedBy: 'security', ...exception }] };

  // WHEN
  const { code, stdout } = await checkWith(config, WITHOUT_EXPORT);

  // THEN
  expect(code).toBe(isAccepted ? 0 : 1);
  expect(stdout.includes(`accepted ${RULE}: there is another audit, approved by security`)).toBe(isAccepted);
});

test('an exception that accepts nothing is told, with its line', async () => {
  // GIVEN
  const config = 'exceptions:\n  - reason: once\n    within: orders.json\n';

  // WHEN
  const [text, sarif] = await Promise.all(['text', 'sarif'].map(format =>
    check({ 'orders.json': auditedTemplate(), 'audit.yaml': config }, 'orders.json', '--config', 'audit.yaml', '--format', format)));

  // THEN
  expect(text.stdout).toContain('what is accepted at orders.json matches nothing');
  expect(JSON.parse(sarif.stdout).runs[0].results).toHaveLength(1);
});

test('what is required is in the evidence', async () => {
  // WHEN
  const { stdout } = await checkWith({ evidenceTitle: 'Orders platform', requiredRetention: 2557 }, auditedTemplate(), '--format', 'json');

  // THEN
  expect(JSON.parse(stdout)).toMatchObject({ details: { title: 'Orders platform' }, requirements: { requiredRetentionDays: 2557 } });
  expect(findingsIn({ code: 1, stdout, stderr: '' })).toHaveLength(1);
});
