import { check, idsIn } from './checked';
import { auditedTemplate, cluster, type Template } from '../../compliance/audited-template';

/** A cluster of which parameters decide the audit. */
function chosen(): Template {
  const template = auditedTemplate();
  template.Parameters = {
    Stage: { Type: 'String', AllowedValues: ['dev', 'prod'] },
    Exports: { Type: 'CommaDelimitedList' },
    Days: { Type: 'Number', Default: 30 },
  };
  template.Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } };
  template.Resources.Parameters.Properties.Parameters.server_audit_logging = { 'Fn::If': ['IsProd', '1', '0'] };
  template.Resources.AuditLogs.Properties.RetentionInDays = { Ref: 'Days' };
  cluster(template).EnableCloudwatchLogsExports = { Ref: 'Exports' };
  return template;
}

const OPEN = ['AuditLogExport[unknown:EnableCloudwatchLogsExports]', 'AuditLogRetention', 'AuditLogging'];
const PAIRS = ['Stage=prod', 'Exports=error,audit', 'Days=365'];

test('without parameters every way in which they may be chosen is judged', async () => {
  expect(idsIn(await check({ 'a.json': chosen() }, 'a.json', '--format', 'json'))).toEqual(OPEN);
});

test.each<[string, string[], Record<string, unknown>]>([
  ['pairs', PAIRS, {}],
  ['the shorthand of the AWS CLI', PAIRS.map(pair => pair.replace(/(\w+)=(.*)/, 'ParameterKey=$1,ParameterValue=$2')), {}],
  ['a list of the AWS CLI', ['p.json'], { 'p.json': PAIRS.map(pair => ({ ParameterKey: pair.split('=')[0], ParameterValue: pair.split('=')[1] })) }],
  ['a file as the AWS CLI names it', ['file://p.json'], { 'p.json': PAIRS }],
  ['a list of pairs', ['p.json'], { 'p.json': PAIRS }],
  ['a map', ['p.json'], { 'p.json': { Stage: 'prod', Exports: ['error', 'audit'], Days: 365 } }],
  ['a map of CodePipeline', ['p.json'], { 'p.json': { Parameters: { Stage: 'prod', Exports: 'error,audit', Days: '365' }, Tags: {} } }],
  ['YAML', ['p.yaml'], { 'p.yaml': 'Stage: prod\nExports: [error, audit]\nDays: 365\n' }],
  ['a file, and a pair that comes later', ['p.yaml', 'Stage=prod'], { 'p.yaml': 'Stage: dev\nExports: [error, audit]\nDays: 365\n' }],
])('values of parameters as %s leave no choice', async (_, given, files) => {
  // WHEN
  const checked = await check({ 'a.json': chosen(), ...files as Record<string, object> }, 'a.json', '--format', 'json',
    ...given.flatMap(one => ['--parameters', one]));

  // THEN
  expect(checked.stderr).toBe('');
  expect(idsIn(checked)).toEqual([]);
});

test('a value that stays what it is at the stack is not known', async () => {
  // GIVEN
  const values = [{ ParameterKey: 'Stage', UsePreviousValue: true }, { ParameterKey: 'Days', ParameterValue: '365' }];

  // THEN
  expect(idsIn(await check({ 'a.json': chosen(), 'p.json': values }, 'a.json', '--format', 'json', '--parameters', 'p.json'))).toEqual([OPEN[0], OPEN[2]]);
});

test.each<[string, string, unknown, string]>([
  ['that no template has', 'Stages=prod', {}, '--parameters: no template has the parameter Stages; did you mean Stage?'],
  ['that are not allowed', 'Stage=test', {}, "--parameters: Stage must be one of dev, prod, as a.json has it, got: 'test'"],
  ['without a key', '=prod', {}, "--parameters: must be Key=Value with a key of letters and digits, or a file, got: '=prod'"],
  ['in a file that is not there', 'none.json', {}, 'none.json: there is no such file'],
  ['in a file that is text', 'p.json', '"x"', 'p.json: must be a list of ParameterKey and ParameterValue'],
  ['that are maps', 'p.json', '{"Stage": {"a": 1}}', 'p.json: Stage: must be text, a number, true or false, or a list of them, got: { a: 1 }'],
  ['that are not there', 'p.json', '[{"ParameterKey": "Stage"}]', 'p.json: ParameterValue of Stage: must be text'],
  ['in a list of something else', 'p.json', '[1]', 'p.json: element 1 must be Key=Value or have a ParameterKey, got: 1'],
])('values %s are an error', async (_, given, file, message) => {
  // WHEN
  const { code, stdout, stderr } = await check({ 'a.json': chosen(), 'p.json': String(file) }, 'a.json', '--parameters', given);

  // THEN
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
});
