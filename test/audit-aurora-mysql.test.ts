import { App, Aspects, CfnParameter, CfnResource, Mixins, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as docdb from 'aws-cdk-lib/aws-docdb';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as neptune from 'aws-cdk-lib/aws-neptune';
import * as rds from 'aws-cdk-lib/aws-rds';
import { ACTUAL, generatedCluster, importedCluster, includedCluster, l1Cluster } from './adopted';
import { auditedCluster, newStack, plainCluster } from './stacks';
import { AuditAuroraMysql, AuditDetection, AuroraMysqlAudit, AuroraMysqlAuditChecks } from '../src';

const POSTGRES = rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 });

function audits(stack: Stack): string[] {
  return stack.node.findAll().filter(construct => construct instanceof AuroraMysqlAudit).map(({ node }) => node.path);
}

function errors(stack: Stack): string[] {
  return Annotations.fromStack(stack).findError('*', Match.anyValue()).map(({ entry }) => String(entry.data));
}

function warnings(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('is not audited')).map(({ entry }) => String(entry.data));
}

describe('the mixin', () => {
  test.each<[string, (stack: Stack) => { with: Stack['with'] }, string]>([
    ['an L2', stack => plainCluster(stack), 'Stack/Plain/Audit'],
    ['an L1', stack => l1Cluster(stack, { dbClusterIdentifier: 'orders' }), 'Stack/ClusterAudit'],
    ['the resource of an L2', stack => plainCluster(stack).node.defaultChild as rds.CfnDBCluster, 'Stack/Plain/Audit'],
    ['a cluster of an included template', stack => includedCluster(stack, { DBClusterIdentifier: 'orders' }), 'Stack/Template/ClusterAudit'],
    ['a reference to an L1', stack => importedCluster(stack, { clusterIdentifier: l1Cluster(stack, { dbClusterIdentifier: 'orders' }).ref }), 'Stack/ClusterAudit'],
  ])('audits %s once', (_, make, path) => {
    // GIVEN
    const stack = newStack();
    const cluster = make(stack);

    // WHEN
    cluster.with(new AuditAuroraMysql());
    cluster.with(new AuditAuroraMysql());
    stack.with(new AuditAuroraMysql());

    // THEN
    expect(audits(stack)).toEqual([path]);
    expect(errors(stack)).toEqual([]);
    Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', AuditDetection.recommended().length);
  });

  test('gives the log groups ids that stay', () => {
    const stack = newStack();
    plainCluster(stack).with(new AuditAuroraMysql());
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::Logs::LogGroup')).sort()).toMatchInlineSnapshot(`
[
  "PlainAuditAuditLogGroup23A1C1F4",
  "PlainAuditErrorLogGroupC5F0FE91",
  "PlainAuditGeneralLogGroupC99BECA6",
  "PlainAuditSlowQueryLogGroup29BD3387",
]
`);
  });

  test('takes the options of an audit', () => {
    const stack = newStack();
    generatedCluster(stack).with(new AuditAuroraMysql({ deployedClusterIdentifier: ACTUAL, auditLogRetention: logs.RetentionDays.TEN_YEARS }));
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: `/aws/rds/cluster/${ACTUAL}/audit`, RetentionInDays: 3653 });
  });

  test('audits a whole app, and what it makes passes the pack', () => {
    // GIVEN
    const app = new App();
    const stacks = ['Orders', 'Users'].map(id => new Stack(app, id));
    const [orders, users] = stacks;
    plainCluster(orders, { clusterIdentifier: 'orders' });
    l1Cluster(users, { dbClusterIdentifier: 'users' });

    // WHEN
    Mixins.of(app).requireAny().apply(new AuditAuroraMysql());

    // THEN
    expect(stacks.flatMap(audits)).toEqual(['Orders/Plain/Audit', 'Users/ClusterAudit']);
    expect(new AuroraMysqlAuditChecks(app).validateScope(app).violations).toEqual([]);
  });

  test('misses a cluster that is made later, and the pack does not', () => {
    const stack = newStack();
    Mixins.of(stack).apply(new AuditAuroraMysql());
    plainCluster(stack);
    expect(audits(stack)).toEqual([]);
    expect(new AuroraMysqlAuditChecks(stack).validateScope(stack).success).toBe(false);
  });

  test('leaves clusters alone that are audited, in whichever way', () => {
    const stack = newStack();
    auditedCluster(stack);
    const other = new Stack(stack.node.root as App, 'Other');
    new AuroraMysqlAudit(other, 'TheirAudit', { cluster: plainCluster(other) });

    Mixins.of(stack.node.root).apply(new AuditAuroraMysql());

    expect([stack, other].flatMap(audits)).toEqual(['Stack/Database/Audit', 'Other/TheirAudit']);
  });

  test('is not concerned with other engines', () => {
    const stack = newStack();
    plainCluster(stack, { engine: POSTGRES });
    l1Cluster(stack, { engine: 'mysql', engineVersion: '8.0.39' });
    importedCluster(stack, { engine: POSTGRES });
    new docdb.CfnDBCluster(stack, 'Documents', {});
    docdb.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'ImportedDocuments', { clusterIdentifier: 'documents' });
    new neptune.CfnDBCluster(stack, 'Graph', {});
    new CfnResource(stack, 'Generic', { type: 'AWS::RDS::DBCluster', properties: { Engine: 'aurora-postgresql' } });

    Mixins.of(stack).apply(new AuditAuroraMysql());

    expect([...audits(stack), ...errors(stack), ...warnings(stack)]).toEqual([]);
  });

  test('names a cluster that it cannot audit, leaves it as it was, and goes on with the next', () => {
    // GIVEN
    const stack = newStack();
    generatedCluster(stack);
    const before = Template.fromStack(stack).toJSON();
    const [again, other] = [newStack(), new Stack()];
    generatedCluster(again);
    l1Cluster(other, { dbClusterIdentifier: 'orders' });

    // WHEN
    const mixin = new AuditAuroraMysql();
    [again, other].forEach(each => Mixins.of(each).apply(mixin));

    // THEN
    expect(errors(again)).toEqual([expect.stringMatching('^Stack/Plain is not audited: cluster: Stack/Plain must have a literal clusterIdentifier, or deployedClusterIdentifier')]);
    expect(Template.fromStack(again).toJSON()).toEqual(before);
    expect(audits(other)).toHaveLength(1);
  });

  test.each<[string, object]>([
    ['a detection that is there twice', { detections: [AuditDetection.FAILED_LOGINS, AuditDetection.FAILED_LOGINS] }],
    ['a contact that is none', { securityContacts: ['nobody'] }],
    ['an action that gives no ARN', { alarmActions: [{ bind: () => ({}) }] }],
  ])('leaves the cluster as it was with %s', (_, options) => {
    const [plain, stack] = [newStack(), newStack()];
    plainCluster(plain);
    plainCluster(stack).with(new AuditAuroraMysql(options));

    expect(errors(stack)).toHaveLength(1);
    expect(Template.fromStack(stack).toJSON()).toEqual(Template.fromStack(plain).toJSON());
  });

  test.each<[string, (stack: Stack) => unknown, string]>([
    ['an imported cluster', stack => importedCluster(stack), 'Stack/Imported is not audited: it is imported'],
    ['a cluster whose engine is not told', stack => l1Cluster(stack, { engine: undefined, engineVersion: undefined, globalClusterIdentifier: 'global' }),
      'Stack/Cluster is not audited: its engine cannot be told'],
    ['a cluster whose engine is a parameter', stack => l1Cluster(stack, { engine: new CfnParameter(stack, 'Engine').valueAsString, engineVersion: undefined }),
      'its engine cannot be told'],
    ['a generic resource', stack => new CfnResource(stack, 'Generic', { type: 'AWS::RDS::DBCluster', properties: { Engine: 'aurora-mysql' } }),
      'a generic CfnResource has no properties to set'],
  ])('warns of %s', (_, make, message) => {
    const stack = newStack();
    make(stack);
    Mixins.of(stack).apply(new AuditAuroraMysql());
    expect(audits(stack)).toEqual([]);
    expect(warnings(stack)).toEqual([expect.stringContaining(message)]);
  });

  test.each<[string, (cluster: rds.DatabaseCluster) => void]>([
    ['a mixin', cluster => cluster.with(new AuditAuroraMysql({ deployedClusterIdentifier: ACTUAL }))],
    ['an audit', cluster => new AuroraMysqlAudit(cluster.stack, 'Audit', { cluster, deployedClusterIdentifier: ACTUAL })],
  ])('says nothing of a cluster that it could not audit, and that %s does later', (_, audit) => {
    const stack = newStack();
    const cluster = generatedCluster(stack);
    Mixins.of(stack).apply(new AuditAuroraMysql());
    audit(cluster);
    expect(errors(stack)).toEqual([]);
  });

  test('does not give the identifier of one cluster to another', () => {
    const stack = newStack();
    l1Cluster(stack);
    generatedCluster(stack);
    Mixins.of(stack).apply(new AuditAuroraMysql({ deployedClusterIdentifier: ACTUAL }));
    expect(audits(stack)).toEqual(['Stack/ClusterAudit']);
    expect(errors(stack)).toEqual([expect.stringContaining('deployedClusterIdentifier: is that of one cluster, and the mixin was applied to Stack/Cluster before')]);
  });

  test('names a cluster that has something else where the audit goes', () => {
    const stack = newStack();
    const cluster = plainCluster(stack);
    new CfnParameter(cluster, 'Audit');
    cluster.with(new AuditAuroraMysql());
    expect(errors(stack)).toEqual([expect.stringContaining("There is already a Construct with name 'Audit'")]);
    expect(cluster.node.tryFindChild('Audit')).toBeInstanceOf(CfnParameter);
  });

  test('works as an aspect of somebody who wants that', () => {
    const stack = newStack();
    plainCluster(stack);
    const mixin = new AuditAuroraMysql();
    Aspects.of(stack).add({ visit: node => { if (mixin.supports(node)) { mixin.applyTo(node); } } });
    Template.fromStack(stack).hasResourceProperties('AWS::RDS::DBCluster', { EnableCloudwatchLogsExports: ['audit', 'error', 'general', 'slowquery'] });
  });

  test.each([5, 'options', [], null])('refuses %p for options', options => {
    expect(() => new AuditAuroraMysql(options as never)).toThrow('options: must be those of an audit, got: ');
  });
});
