import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, type AppProps, CfnParameter, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { check, checkIn } from './checked';
import { AuditEvidenceFormat, AuditException, AuroraMysqlAuditChecks } from '../../../src';
import { auditedTemplate, cluster, type Template } from '../../compliance/audited-template';
import { included } from '../../included';
import { auditedCluster } from '../../stacks';

/** What the pack writes as evidence in synthesis, and what `check` says of what was synthesised. */
async function bothOf(build: (app: App) => void, props: AppProps = {}) {
  const outdir = mkdtempSync(join(tmpdir(), 'assembly-'));
  const [{ exitCode }, { error }] = [process, console];
  console.error = () => undefined;
  try {
    const app = new App({ context: { 'aws:cdk:enable-path-metadata': true }, ...props, outdir });
    Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app, { evidenceFormats: [AuditEvidenceFormat.JSON] }));
    build(app);
    try {
      app.synth();
    } catch {
      // Findings fail the synthesis.
    }
    const checked = await checkIn(outdir, '.', '--format', 'json');
    return { checked, pack: JSON.parse(readFileSync(join(outdir, 'aurora-mysql-audit-evidence.json'), 'utf8')), evidence: JSON.parse(checked.stdout) };
  } finally {
    process.exitCode = exitCode;
    console.error = error;
    rmSync(outdir, { recursive: true });
  }
}

/** Without where it is: the pack knows lines of the app, `check` those of templates. */
function outcomesIn({ resources, unmatchedExceptions }: any) {
  const withoutPlaces = ({ templateFile: _, source: __, acknowledgement, ...outcome }: any) =>
    ({ ...outcome, ...acknowledgement === undefined ? {} : { acknowledgement: { ...acknowledgement, source: undefined } } });
  return {
    resources: resources.map(({ outcomes, ...resource }: any) => ({ ...resource, outcomes: outcomes.map(withoutPlaces) })),
    unmatchedExceptions: unmatchedExceptions.map((one: any) => ({ ...one, source: undefined })),
  };
}

const includedWith = (change: (template: Template) => void) => (app: App) => {
  const template = auditedTemplate();
  change(template);
  included(new Stack(app, 'Stack', { env: { region: 'eu-central-1' } }), 'Included', template);
};

const violating = (stack: Stack) => auditedCluster(stack, { auditLogRetention: logs.RetentionDays.ONE_MONTH });

test.each<[string, { build: (app: App) => void; props?: AppProps }]>(([
  ['the quick start', app => { auditedCluster(new Stack(app, 'Orders')); }],
  ['a cluster of aws-rds alone', app => { new rds.CfnDBCluster(new Stack(app, 'Orders'), 'Cluster', { engine: 'aurora-mysql' }); }],
  ['a template that is included', includedWith(() => undefined)],
  ['exports that a parameter decides', includedWith(t => {
    t.Parameters.Exports = { Type: 'CommaDelimitedList' };
    cluster(t).EnableCloudwatchLogsExports = { Ref: 'Exports' };
  })],
  ['a mapping by region', includedWith(t => {
    t.Mappings.ByRegion = { 'eu-central-1': { logs: ['error'] }, 'us-east-1': { logs: ['audit'] } };
    cluster(t).EnableCloudwatchLogsExports = { 'Fn::FindInMap': ['ByRegion', { Ref: 'AWS::Region' }, 'logs'] };
  })],
  ['a condition', includedWith(t => {
    t.Conditions.Production = { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '111111111111'] };
    cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['Production', ['audit'], ['error']] };
  })],
  ['stages with stacks of the same name', app => ['Test', 'Prod'].forEach(name => { violating(new Stack(new Stage(app, name), 'Orders')); })],
  ['stacks that refer to each other', app => {
    const logGroups = new Stack(app, 'Logs', { env: { account: '111111111111', region: 'eu-central-1' } });
    const database = new Stack(app, 'Database', { env: { account: '111111111111', region: 'eu-central-1' } });
    const group = new logs.LogGroup(logGroups, 'Group', { logGroupName: '/aws/rds/cluster/orders/audit' });
    new rds.CfnDBCluster(database, 'Cluster', { engine: 'aurora-mysql', dbClusterIdentifier: 'orders', enableCloudwatchLogsExports: ['audit'] }).node.addDependency(group);
  }],
  ['nested stacks', app => {
    const stack = new Stack(app, 'Orders');
    const nested = new NestedStack(stack, 'Database', { parameters: { Exports: 'error' } });
    const exports = new CfnParameter(nested, 'Exports', { type: 'CommaDelimitedList' });
    new rds.CfnDBCluster(nested, 'Cluster', { engine: 'aurora-mysql', enableCloudwatchLogsExports: exports.valueAsList });
  }],
  ['nested stacks without metadata', app => {
    const nested = new NestedStack(new Stack(app, 'Orders'), 'Database');
    new rds.CfnDBCluster(nested, 'Cluster', { engine: 'aurora-mysql' });
    new rds.CfnDBCluster(new NestedStack(nested, 'Inner'), 'Cluster', { engine: 'aurora-mysql' });
  }, { context: { 'aws:cdk:enable-path-metadata': false, 'aws:cdk:enable-asset-metadata': false } }],
  ['nested stacks with metadata of assets', app => {
    new rds.CfnDBCluster(new NestedStack(new Stack(app, 'Orders'), 'Database'), 'Cluster', { engine: 'aurora-mysql' });
  }, { context: { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true } }],
  ['exceptions and acknowledgements', app => {
    const [orders, users, old] = ['Orders', 'Users', 'Old'].map(name => new Stack(app, name));
    AuditException.of(violating(orders)).accept({ reason: 'archived in S3', approvedBy: 'security', expires: '2999-12-31' });
    Validations.of(violating(users)).acknowledge({ id: 'AuroraMysqlAudit-AuditLogRetention', reason: 'archived' });
    AuditException.of(violating(old)).accept({ reason: 'soon', expires: '2020-01-01' });
    AuditException.of(old).accept({ rules: ['AuroraMysqlAudit-AuditEvents'], reason: 'accepts nothing' });
  }],
  ['engines of others', app => { new rds.CfnDBCluster(new Stack(app, 'Orders'), 'Cluster', { engine: 'aurora-postgresql' }); }],
] as [string, (app: App) => void, AppProps?][]).map(([title, build, props]) => [title, { build, props }]))('check says of %s what the pack says in synthesis', async (_, { build, props }) => {
  // WHEN
  const { checked, pack, evidence } = await bothOf(build, props);

  // THEN
  expect(outcomesIn(evidence)).toEqual(outcomesIn(pack));
  expect(evidence.summary).toEqual(pack.summary);
  expect(checked.code).toBe(pack.resources.some(({ outcomes }: any) =>
    outcomes.some(({ status, level }: any) => level === 'error' && ['violated', 'cannot-tell'].includes(status))) ? 1 : 0);
});

test('findings in a stage are at lines of its template', async () => {
  // WHEN
  const { evidence } = await bothOf(app => { violating(new Stack(new Stage(app, 'Prod'), 'Orders')); });

  // THEN
  const [found] = evidence.resources[0].outcomes.filter(({ status }: any) => status === 'violated');
  expect(found).toMatchObject({
    findingId: 'AuroraMysqlAudit-AuditLogRetention',
    source: { file: expect.stringMatching(/^assembly-Prod\/ProdOrders\w+\.template\.json$/), line: expect.any(Number), column: 5 },
  });
  expect(found.fix).toContain('CDK: ');
});

test.each<[string, Record<string, string | object>, string]>([
  ['a manifest of something else', { 'manifest.json': { name: 'app' } }, '.: is a directory without templates (.yaml, .yml, .json, .template) and without the manifest.json of cdk synth'],
  ['artifacts that are none', { 'manifest.json': { artifacts: [] } }, 'manifest.json: is not the manifest of a cloud assembly, as cdk synth writes it: it has no artifacts'],
  ['a broken manifest', { 'manifest.json': '{ "artifacts": ' }, 'manifest.json: is not JSON: '],
  ['an assembly that holds itself', { 'manifest.json': { artifacts: { S: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } } } },
    'manifest.json: is the manifest of a cloud assembly that holds itself'],
  ['a stack without template', { 'manifest.json': { artifacts: { S: { type: 'aws:cloudformation:stack' } } } }, 'has an artifact without properties.templateFile'],
  ['a template that is not there', { 'manifest.json': { artifacts: { S: { type: 'aws:cloudformation:stack', properties: { templateFile: 'S.json' } } } } },
    'S.json: there is no such file'],
  ['metadata that are not there', { 'manifest.json': { artifacts: { S: { type: 'aws:cloudformation:stack', additionalMetadataFile: 'M.json', properties: { templateFile: 'S.json' } } } } },
    'M.json: there is no such file'],
])('%s is an error', async (_, files, message) => {
  expect(await check(files, '.')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
});

test.each(['.', 'web/..'])('the manifest of a web site makes no app of a directory of templates, given as %s', async given => {
  // WHEN
  const checked = await check({ 'a.json': auditedTemplate(), 'manifest.json': { name: 'Site' }, 'web/manifest.json': { name: 'Site' } }, given);

  // THEN
  expect(checked).toMatchObject({ code: 0, stderr: 'passed over, 2 files that are no templates: manifest.json, web/manifest.json\n' });
});
