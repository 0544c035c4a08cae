import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { check, checkIn, findingsIn, idsIn } from './checked';
import { main } from '../../../src/cli/main';
import { auditedTemplate, cluster } from '../../compliance/audited-template';
import { withFiles } from '../files';
import { recordedIo } from '../io';

const TEMPLATES = join(__dirname, '../../compliance/templates');

const YAML = `Resources:
  Cluster:
    Type: AWS::RDS::DBCluster
    Properties:
      Engine: aurora-mysql
      DBClusterIdentifier: orders
      DBClusterParameterGroupName: !Ref Audit
      EnableCloudwatchLogsExports:
        - error
  Audit:
    Type: AWS::RDS::DBClusterParameterGroup
    Properties:
      Family: aurora-mysql8.0
      Description: audit
      Parameters:
        server_audit_logging: ON
        server_audit_events: CONNECT,QUERY
`;

function changed(change: (template: ReturnType<typeof auditedTemplate>) => void): object {
  const template = auditedTemplate();
  change(template);
  return template;
}

test('a template that is as it should be is said to be, with exit code 0', async () => {
  // WHEN
  const checked = await check({ 'orders.json': auditedTemplate() }, 'orders.json');

  // THEN
  expect(checked).toEqual({
    code: 0,
    stdout: 'orders.json/Cluster (AWS::RDS::DBCluster, orders)\n  ok\n\n0 errors, 0 warnings; 1 of 1 database as they should be, in 1 template.\n',
    stderr: '',
  });
});

test('a finding is told with its file, line and column, and how to mend it', async () => {
  // WHEN
  const { code, stdout, stderr } = await check({ 'infra/orders.yaml': YAML }, 'infra/orders.yaml');

  // THEN
  expect(code).toBe(1);
  expect(stderr).toBe('');
  expect(stdout).toContain(`
  error AuroraMysqlAudit-AuditLogExport infra/orders.yaml:8:7
    the audit log is not exported; exported: error
    Fix:
      in the cluster EnableCloudwatchLogsExports: [error, audit]
`);
  expect(stdout).toMatch(/^\d+ errors, 0 warnings; 0 of 1 database as they should be, in 1 template\.\n$/m);
});

test('ON without quotes is a boolean for CloudFormation, and turns nothing on', async () => {
  // WHEN
  const [unquoted, quoted] = [YAML, YAML.replace('ON', "'ON'")].map(text => check({ 'orders.yaml': text }, 'orders.yaml', '--format', 'json'));

  // THEN
  expect(findingsIn(await unquoted)).toContainEqual({ id: 'AuditLogging', place: 'orders.yaml:16:9', path: 'orders.yaml/Cluster' });
  expect(idsIn(await quoted)).not.toContain('AuditLogging');
});

test.each(['y', 'N', 'oN', 'tRUE'])('%s without quotes is text for CloudFormation, and a name that a loop can have', async name => {
  // GIVEN
  const loop = `Resources:\n  Fn::ForEach::Clusters:\n  - ${name}\n  - [A]\n  - 'Cluster\${${name}}': { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql } }\n`;

  // THEN
  expect((await check({ 'loop.yaml': loop }, 'loop.yaml')).stdout).toContain('loop.yaml/ClusterA (AWS::RDS::DBCluster)');
});

test('what is no database is not counted as one', async () => {
  // GIVEN
  const loop = { 'Fn::ForEach::X': ['T', { Ref: 'Teams' }, { 'Db${T}': { Type: 'AWS::RDS::DBCluster' } }] };
  const template = changed(t => { Object.assign(t.Resources, loop); });

  // THEN
  expect((await check({ 'a.json': template }, 'a.json')).stdout).toContain('1 of 1 database as they should be, in 1 template.');
});

test.each(['json', 'sarif'])('what a terminal would obey or hide is written out in %s', async format => {
  // GIVEN
  const template = { Resources: { 'A\u202e\u009b2J\u2028': { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-mysql' } } } };

  // WHEN
  const { stdout } = await check({ 'a.json': template }, 'a.json', '--format', format);

  // THEN
  expect(stdout).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
  expect(JSON.stringify(JSON.parse(stdout))).toContain('\u202e');
});

test.each<[string, (text: string) => string]>([
  ['CRLF', text => text.replace(/\n/g, '\r\n')],
  ['a byte order mark', text => `\ufeff${text}`],
])('a template with %s has its findings at the same lines', async (_, change) => {
  // GIVEN
  const [plain, other] = await Promise.all([YAML, change(YAML)].map(text => check({ 'orders.yaml': text }, 'orders.yaml', '--format', 'json')));

  // THEN
  expect(findingsIn(other)).toEqual(findingsIn(plain));
});

test('findings in JSON have their lines and columns', async () => {
  // WHEN
  const checked = await check({ 'orders.json': changed(t => { cluster(t).EnableCloudwatchLogsExports = ['error']; }) }, 'orders.json', '--format', 'json');

  // THEN
  expect(findingsIn(checked)).toEqual([{ id: 'AuditLogExport', place: 'orders.json:21:9', path: 'orders.json/Cluster' }]);
});

test('a finding on what a loop makes is where its body says it', async () => {
  // GIVEN
  const template = {
    Transform: 'AWS::LanguageExtensions',
    Resources: {
      'Fn::ForEach::Clusters': ['Name', ['Orders', 'Users'], { 'Cluster${Name}': { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-mysql' } } }],
    },
  };

  // WHEN
  const found = findingsIn(await check({ 'loop.json': template }, 'loop.json', '--format', 'json'));

  // THEN
  expect(found.filter(({ id }) => id === 'AuditLogExport')).toEqual([
    { id: 'AuditLogExport', place: 'loop.json:13:11', path: 'loop.json/ClusterOrders' },
    { id: 'AuditLogExport', place: 'loop.json:13:11', path: 'loop.json/ClusterUsers' },
  ]);
});

test('so is one of a loop through a parameter that is given', async () => {
  // GIVEN
  const body = { 'Cluster${Name}': { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-mysql' } } };
  const template = { Resources: { 'Fn::ForEach::Clusters': ['Name', { Ref: 'Names' }, body] }, Parameters: { Names: { Type: 'CommaDelimitedList' } } };

  // WHEN
  const found = findingsIn(await check({ 'loop.json': template }, 'loop.json', '--format', 'json', '--parameters', 'Names=A'));

  // THEN
  expect(found).toContainEqual({ id: 'AuditLogExport', place: 'loop.json:11:11', path: 'loop.json/ClusterA' });
});

test('several templates are one app', async () => {
  // GIVEN
  const { Resources: { AuditLogs, FailedLogins, PrivilegeChanges, FailedLoginsAlarm, PrivilegeChangesAlarm, ...others } } = auditedTemplate();
  const [logs, database] = [{ Resources: { AuditLogs } }, changed(t => { t.Resources = others; delete t.Resources.Cluster.DependsOn; })];

  // WHEN
  const alone = await check({ 'database.json': database }, 'database.json', '--format', 'json');
  const together = await check({ 'logs.json': logs, 'database.json': database }, 'logs.json', 'database.json', '--format', 'json');

  // THEN
  expect(idsIn(alone)).toContain('AuditLogGroup');
  expect(idsIn(together)).not.toContain('AuditLogGroup');
});

test('templates that a template nests are followed, with the parameters that it hands on', async () => {
  // GIVEN
  const child = changed(t => {
    t.Parameters.Exports = { Type: 'CommaDelimitedList' };
    cluster(t).EnableCloudwatchLogsExports = { Ref: 'Exports' };
  });
  const parent = (exports: string) => ({
    Resources: {
      Database: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: './nested/child.json', Parameters: { Exports: exports } } },
    },
  });
  const files = (exports: string) => ({ 'infra/parent.json': parent(exports), 'infra/nested/child.json': child });

  // WHEN
  const [right, wrong, all] = [
    await check(files('audit,error'), 'infra/parent.json', '--format', 'json'),
    await check(files('error'), 'infra/parent.json', '--format', 'json'),
    await check(files('audit,error'), '.', '--format', 'json'),
  ];

  // THEN
  expect(findingsIn(right)).toEqual([]);
  expect(findingsIn(wrong)).toEqual([
    { id: 'AuditLogExport', place: expect.stringMatching(/^infra\/nested\/child\.json:\d+:9$/), path: 'infra/parent.json/Database/Cluster' },
  ]);
  // What is nested is not judged alone as well.
  expect(findingsIn(all)).toEqual([]);
});

test('a nested template that is not at hand is a finding of its own', async () => {
  // GIVEN
  const template = { Resources: { Database: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://s3.amazonaws.com/b/child.yaml' } } } };

  // THEN
  expect(findingsIn(await check({ 'parent.json': template }, 'parent.json', '--format', 'json')))
    .toEqual([{ id: 'UnseenChanges[unknown:TemplateURL]', place: 'parent.json:6:9', path: 'parent.json/Database' }]);
});

test('a template that nests itself is an error', async () => {
  // GIVEN
  const nests = (file: string) => ({ Resources: { Inner: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: file } } } });

  // WHEN
  const { code, stderr } = await check({ 'a.json': nests('b.json'), 'b.json': nests('./a.json') }, 'a.json');

  // THEN
  expect(code).toBe(2);
  expect(stderr).toContain('b.json: Inner nests a template in itself, a.json');
});

test('templates that nest more and more are not followed for ever', async () => {
  // GIVEN
  const Properties = (file: string) => ({ TemplateURL: file });
  const files = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`t${index}.json`, {
    Resources: {
      One: { Type: 'AWS::CloudFormation::Stack', Properties: Properties(`t${index + 1}.json`) },
      Other: { Type: 'AWS::CloudFormation::Stack', Properties: Properties(`t${index + 1}.json`) },
    },
  }]));

  // THEN
  expect(await check(files, 't0.json')).toMatchObject({ code: 2, stderr: expect.stringContaining('is one of more than 1000 templates') });
});

test('in a directory what is no template is passed over, and said', async () => {
  // GIVEN
  const files = {
    'orders.yaml': YAML, 'package.json': { name: 'x' }, 'chart/values.yaml': '{{ broken', 'node_modules/x/template.yaml': YAML, '.git/a.yaml': YAML, 'notes.txt': 'x',
  };

  // WHEN
  const { stderr, stdout } = await check(files, '.');

  // THEN
  expect(stderr).toBe('passed over, 2 files that are no templates: chart/values.yaml, package.json\n');
  expect(stdout).toContain('in 1 template.');
});

test.each(readdirSync(TEMPLATES))('%s is judged as the rules judge it', async file => {
  // WHEN
  const { code, stdout, stderr } = await checkIn(TEMPLATES, file);

  // THEN
  expect({ code, stderr }).toEqual({ code: file === 'audited-by-hand.yaml' ? 0 : 1, stderr: '' });
  expect(stdout).toContain('in 1 template.');
});

test('templates without Aurora MySQL are said to have none', async () => {
  expect(await check({ 'a.json': { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } } }, 'a.json'))
    .toEqual({ code: 0, stdout: 'There is no Aurora MySQL cluster in 1 template.\n', stderr: '' });
});

test.each<[string, string[], string]>([
  ['without templates', [], 'check: no template is given; see'],
  ['with an unknown format', ['a.json', '--format', 'xml'], 'check: --format: must be text, json, sarif, html, got: xml; see'],
])('%s the usage is told', async (_, args, message) => {
  expect(await check({}, ...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
});

test('--help teaches', async () => {
  // WHEN
  const { code, stdout } = await check({}, '--help');

  // THEN
  expect(code).toBe(0);
  ['Usage:', 'Options:', 'Examples:', 'Exit codes:', '--format', '--config', '--parameters'].forEach(part => expect(stdout).toContain(part));
  expect(stdout.split('\n').filter(line => line.length > 130)).toEqual([]);
});

test('what a template says never commands a terminal', async () => {
  // GIVEN
  const template = changed(t => {
    cluster(t).EnableCloudwatchLogsExports = ['\x1b[2J\u202eerror\r'];
    t.Resources['Clus\x1b[1mter\nerror'] = t.Resources.Cluster;
  });

  // WHEN
  const { stdout } = await check({ 'orders.json': template }, 'orders.json');

  // THEN
  expect(stdout).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
  expect(stdout).toContain('\\u001b[2J\\u202eerror\\u000d');
  expect(stdout).toContain('orders.json/Clus\\u001b[1mter\\nerror');
});

test('on a terminal there is progress and colour', async () => {
  await withFiles({ 'orders.yaml': YAML }, async cwd => {
    // GIVEN
    const io = recordedIo({ cwd, isTTY: true });

    // WHEN
    await main(['check', 'orders.yaml'], io);

    // THEN
    expect(io.written.stdout).toContain('\x1b[31merror\x1b[39m');
    expect(io.written.stderr).toMatch(/^\r\x1b\[Kreading orders\.yaml.*\r\x1b\[K$/);
  });
});

test('what is read is not written to', async () => {
  await withFiles({ 'orders.yaml': YAML }, async cwd => {
    await checkIn(cwd, 'orders.yaml');
    expect(readFileSync(join(cwd, 'orders.yaml'), 'utf8')).toBe(YAML);
    expect(readdirSync(cwd)).toEqual(['orders.yaml']);
  });
});
