import { Aws, CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as assertions from 'aws-cdk-lib/assertions';
import * as docdb from 'aws-cdk-lib/aws-docdb';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as neptune from 'aws-cdk-lib/aws-neptune';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as fc from 'fast-check';
import { ACTUAL, ENGINE_VERSION, generatedCluster, importedCluster, includedCluster, l1Cluster, legacyCluster, restoredCluster } from './adopted';
import { losses, templateOf } from './replacement/losses';
import { newStack, plainCluster } from './stacks';
import { AuditAuroraMysql, type AuditAuroraMysqlOptions, AuditEvent, AuroraMysqlAudit } from '../src';

const ENGINE = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 });

type Given = (stack: Stack) => rds.IDBClusterRef;

const GIVEN = {
  'L2': stack => plainCluster(stack),
  'L2 generated': stack => generatedCluster(stack),
  'L2 generated, exporting': stack => generatedCluster(stack, { cloudwatchLogsExports: ['audit', 'error'] }),
  'L2 generated, own group': stack => generatedCluster(stack, { parameterGroup: new rds.ParameterGroup(stack, 'Group', { engine: ENGINE }) }),
  'L2 generated, imported group': stack => generatedCluster(stack, { parameterGroup: rds.ParameterGroup.fromParameterGroupName(stack, 'Group', 'theirs') }),
  'L2 legacy': stack => legacyCluster(stack),
  'L2 restored': stack => restoredCluster(stack),
  'L2 of a parameter': stack => plainCluster(stack, { clusterIdentifier: new CfnParameter(stack, 'Identifier').valueAsString }),
  'L1': stack => l1Cluster(stack, { dbClusterIdentifier: 'orders' }),
  'L1 generated': stack => l1Cluster(stack),
  'L1 secondary': stack => l1Cluster(stack, { engine: undefined, masterUsername: undefined, manageMasterUserPassword: undefined, globalClusterIdentifier: 'global' }),
  'L1 without version': stack => l1Cluster(stack, { engineVersion: undefined, dbClusterIdentifier: 'orders' }),
  'L1 of a parameter version': stack => l1Cluster(stack, { engineVersion: new CfnParameter(stack, 'V').valueAsString, dbClusterIdentifier: 'orders' }),
  'L1 of a strange version': stack => l1Cluster(stack, { engineVersion: '8', dbClusterIdentifier: 'orders' }),
  'L1 of a default group': stack => l1Cluster(stack, { engineVersion: new CfnParameter(stack, 'V').valueAsString, dbClusterParameterGroupName: 'default.aurora-mysql8.0' }),
  'L1 with token exports': stack => l1Cluster(stack, { enableCloudwatchLogsExports: Fn.split(',', Aws.REGION), dbClusterIdentifier: 'orders' }),
  'L1 Serverless v1': stack => l1Cluster(stack, { engineMode: 'serverless', dbClusterIdentifier: 'orders' }),
  'L1 of PostgreSQL': stack => l1Cluster(stack, { engine: 'aurora-postgresql', engineVersion: '16.4', dbClusterIdentifier: 'orders' }),
  'included': stack => includedCluster(stack),
  'imported': stack => importedCluster(stack),
  'imported by a token': stack => importedCluster(stack, { clusterIdentifier: Fn.importValue('Identifier') }),
  'imported of an L1': stack => importedCluster(stack, { clusterIdentifier: l1Cluster(stack).ref }),
  'imported of PostgreSQL': stack => importedCluster(stack, { engine: rds.DatabaseClusterEngine.AURORA_POSTGRESQL }),
} satisfies Record<string, Given>;

type Options = (stack: Stack) => AuditAuroraMysqlOptions;

const named = (stack: Stack, name: string) => logs.LogGroup.fromLogGroupName(stack, 'AuditLogs', name);

const OPTIONS = {
  'nothing': () => ({}),
  'its identifier': () => ({ deployedClusterIdentifier: ACTUAL }),
  'an illegal identifier': () => ({ deployedClusterIdentifier: 'a--b' }),
  'its log group': stack => ({ auditLogGroup: named(stack, `/aws/rds/cluster/${ACTUAL}/audit`) }),
  'another log group': stack => ({ deployedClusterIdentifier: ACTUAL, auditLogGroup: named(stack, '/aws/rds/cluster/other/audit') }),
  'a log group of another log': stack => ({ auditLogGroup: named(stack, `/aws/rds/cluster/${ACTUAL}/error`) }),
  'an L1 log group': stack => ({ auditLogGroup: new logs.CfnLogGroup(stack, 'AuditLogs', { logGroupName: `/aws/rds/cluster/${ACTUAL}/audit` }) as never }),
  'a log group of the app': stack => ({ auditLogGroup: new logs.LogGroup(stack, 'AuditLogs', { logGroupName: `/aws/rds/cluster/${ACTUAL}/audit` }) }),
} satisfies Record<string, Options>;

const NO_IDENTIFIER = /^cluster: .* must have a literal clusterIdentifier, or deployedClusterIdentifier must say which one CloudFormation made/;
const TOKEN = /^clusterIdentifier: must be a literal, got a token/;
const DIFFERS = /^deployedClusterIdentifier: \S+ has the identifier '\S+', got: 'stack-plain-1x2y3z'/;
const ILLEGAL = /^deployedClusterIdentifier: must be 1 to 63 letters, digits and hyphens/;
const OTHER_GROUP = /^auditLogGroup: the cluster writes to \/aws\/rds\/cluster\/stack-plain-1x2y3z\/audit, got: \/aws\/rds\/cluster\/other\/audit/;

/** Who manages recording, keeping, detecting, and the log groups in the template; or the error. */
type Outcome = [record: string, keep: string, detect: string, logGroups: string] | RegExp;

const ALL = 'audit error general slowquery';
const WHOLE: Outcome = ['managed', 'managed', 'managed', ALL];
const BESIDE: Outcome = ['managed', 'unmanaged', 'managed', 'error general slowquery'];

const MATRIX: [keyof typeof GIVEN, keyof typeof OPTIONS, Outcome][] = [
  ['L2', 'nothing', WHOLE],
  ['L2', 'its identifier', DIFFERS],
  ['L2', 'its log group', /^auditLogGroup: the cluster writes to \/aws\/rds\/cluster\/orders-db\/audit/],
  ['L2 generated', 'nothing', NO_IDENTIFIER],
  ['L2 generated', 'its identifier', WHOLE],
  ['L2 generated', 'an illegal identifier', ILLEGAL],
  ['L2 generated', 'its log group', BESIDE],
  ['L2 generated', 'another log group', OTHER_GROUP],
  ['L2 generated', 'a log group of the app', WHOLE],
  ['L2 generated', 'a log group of another log', /^auditLogGroup: must be named \/aws\/rds\/cluster\/<identifier>\/audit, in lower case, got: \/aws\/rds\/cluster\/stack-plain-1x2y3z\/error/],
  ['L2 generated', 'an L1 log group', /^auditLogGroup: must be a log group, got: the construct Stack\/AuditLogs; of an L1 take logs.LogGroup.fromLogGroupName/],
  ['L2 generated, exporting', 'nothing', NO_IDENTIFIER],
  ['L2 generated, exporting', 'its identifier', ['managed', 'unmanaged', 'managed', '']],
  ['L2 generated, exporting', 'a log group of the app', ['managed', 'partly-managed', 'managed', 'audit']],
  ['L2 generated, own group', 'its identifier', WHOLE],
  ['L2 generated, imported group', 'its identifier', ['partly-managed', 'managed', 'managed', ALL]],
  ['L2 legacy', 'nothing', NO_IDENTIFIER],
  ['L2 legacy', 'its identifier', WHOLE],
  ['L2 restored', 'its identifier', WHOLE],
  ['L2 of a parameter', 'nothing', TOKEN],
  ['L2 of a parameter', 'its identifier', WHOLE],
  ['L1', 'nothing', WHOLE],
  ['L1', 'its identifier', DIFFERS],
  ['L1 generated', 'nothing', NO_IDENTIFIER],
  ['L1 generated', 'its identifier', WHOLE],
  ['L1 generated', 'its log group', BESIDE],
  ['L1 secondary', 'nothing', NO_IDENTIFIER],
  ['L1 secondary', 'its identifier', WHOLE],
  ['L1 without version', 'nothing', /^cluster: Stack\/Cluster must have an engine version, the family/],
  ['L1 of a parameter version', 'nothing', /^cluster: Stack\/Cluster must have an engine version that is known at synthesis, the family/],
  ['L1 of a strange version', 'nothing', /^cluster: Stack\/Cluster must have an engine version that begins with a major version, such as 8.0, got: '8', the family/],
  ['L1 of a default group', 'its identifier', WHOLE],
  ['L1 with token exports', 'nothing', /^cloudwatchLogsExports: must be a literal list, got: a token/],
  ['L1 Serverless v1', 'nothing', /^cluster: Stack\/Cluster is Serverless v1/],
  ['L1 of PostgreSQL', 'nothing', /^cluster: must be of engine aurora-mysql, got: aurora-postgresql/],
  ['included', 'nothing', NO_IDENTIFIER],
  ['included', 'its identifier', WHOLE],
  ['included', 'its log group', BESIDE],
  ['imported', 'nothing', ['unmanaged', 'unmanaged', 'managed', '']],
  ['imported', 'its identifier', DIFFERS],
  ['imported by a token', 'nothing', TOKEN],
  ['imported by a token', 'its identifier', ['unmanaged', 'unmanaged', 'managed', '']],
  ['imported by a token', 'an illegal identifier', ILLEGAL],
  ['imported by a token', 'its log group', ['unmanaged', 'unmanaged', 'managed', '']],
  ['imported by a token', 'a log group of the app', ['unmanaged', 'managed', 'managed', 'audit']],
  ['imported of an L1', 'its identifier', WHOLE],
  ['imported of PostgreSQL', 'nothing', /^cluster: must be of engine aurora-mysql, got: aurora-postgresql/],
];

function logTypesMade(stack: Stack): string {
  const groups = assertions.Template.fromStack(stack).findResources('AWS::Logs::LogGroup');
  return Object.values(groups).map(({ Properties }) => Properties.LogGroupName.split('/').pop()).sort().join(' ');
}

test.each(MATRIX)('%s, given %s', (given, options, outcome) => {
  const stack = newStack();
  const audit = () => new AuroraMysqlAudit(stack, 'Audit', { cluster: GIVEN[given](stack), ...(OPTIONS[options] as Options)(stack) });

  if (outcome instanceof RegExp) {
    expect(audit).toThrow(outcome);
  } else {
    const { coverage: { record, keep, detect } } = audit();
    expect([record, keep, detect].map(({ level }) => level)).toEqual(outcome.slice(0, 3));
    expect(logTypesMade(stack)).toBe(outcome[3]);
  }
});

test('everything that can be given is in the matrix', () => {
  expect(new Set(MATRIX.map(([given]) => given))).toEqual(new Set(Object.keys(GIVEN)));
  expect(new Set(MATRIX.map(([, options]) => options))).toEqual(new Set(Object.keys(OPTIONS)));
});

/** Every property of an L1 that the audit reads or sets, right and wrong, and in forms that only deployment knows. */
const L1_PROPS = fc.record({
  engine: fc.constantFrom('aurora-mysql', 'aurora', 'mysql', '', Aws.REGION, undefined),
  engineVersion: fc.constantFrom(ENGINE_VERSION, '5.7', '16.4', 'x', '', Aws.REGION, undefined),
  engineMode: fc.constantFrom(undefined, 'provisioned', 'serverless'),
  dbClusterIdentifier: fc.constantFrom(undefined, ACTUAL, 'a--b', '', Aws.STACK_NAME),
  globalClusterIdentifier: fc.constantFrom(undefined, 'global'),
  enableCloudwatchLogsExports: fc.constantFrom(undefined, [], ['audit'], ['error', 'slowquery'], ['audits'], Fn.split(',', Aws.REGION), [Aws.REGION]),
  group: fc.constantFrom<((stack: Stack) => string | undefined)[]>(
    () => undefined,
  () => 'theirs',
  () => 'default.aurora-mysql8.0',
  () => 'default.aurora-postgresql16',
  () => Aws.STACK_NAME,
  stack => new rds.ParameterGroup(stack, 'Group', { engine: ENGINE }).bindToCluster({}).parameterGroupName,
  ...[{}, { server_audit_logging: '0' }, { server_audit_logging: Aws.REGION }, Fn.conditionIf('C', {}, {}), { 'Fn::If': ['C', {}, {}] },
    Lazy.any({ produce: () => ({}) })].map(parameters => (stack: Stack) => new rds.CfnDBClusterParameterGroup(stack, 'Group', {
    description: 'd', family: 'aurora-mysql8.0', parameters,
  }).ref),
  stack => new rds.CfnDBClusterParameterGroup(stack, 'Group', { description: 'd', family: 'aurora-postgresql16', parameters: {} }).ref,
  ),
});

const GIVEN_OPTIONS = fc.record({
  deployedClusterIdentifier: fc.constantFrom(undefined, ACTUAL, 'other', '', 'a--b', Aws.REGION, 5, null),
  auditLogGroup: fc.constantFrom<any[]>(undefined, 5, null, {}, (stack: Stack) => named(stack, `/aws/rds/cluster/${ACTUAL}/audit`), (stack: Stack) => named(stack, Aws.REGION),
    (stack: Stack) => new logs.LogGroup(stack, 'Logs'), (stack: Stack) => new logs.LogGroup(stack, 'Logs', { logGroupName: `/aws/rds/cluster/${ACTUAL}/audit` })),
  auditEvents: fc.constantFrom(undefined, [AuditEvent.CONNECT], []),
});

const PROPS = /^(cluster|clusterIdentifier|deployedClusterIdentifier|auditLogGroup|auditEvents|cloudwatchLogsExports|parameterGroup|parameters)\b/;

interface Case {
  readonly props: any;
  readonly options: any;
  readonly kind: string;
}

function build(stack: Stack, { props: { group, ...props }, kind }: Case): rds.IDBClusterRef {
  const cluster = l1Cluster(stack, { ...props, dbClusterParameterGroupName: group(stack) });
  return kind === 'reference' ? importedCluster(stack, { clusterIdentifier: cluster.ref }) : kind === 'imported' ? importedCluster(stack, { clusterIdentifier: props.dbClusterIdentifier }) : cluster;
}

function optionsOf(stack: Stack, { options }: Case): any {
  return { ...options, auditLogGroup: typeof options.auditLogGroup === 'function' ? options.auditLogGroup(stack) : options.auditLogGroup };
}

/** Exports the audit log and turns it on, as far as the template tells. */
function records(stack: Stack): boolean {
  const template = assertions.Template.fromStack(stack);
  const [cluster] = Object.values(template.findResources('AWS::RDS::DBCluster'));
  const { EnableCloudwatchLogsExports: exports = [], DBClusterParameterGroupName: group } = cluster.Properties;
  const parameters = template.findResources('AWS::RDS::DBClusterParameterGroup')[group?.Ref]?.Properties.Parameters ?? {};
  return exports.includes('audit') && parameters.server_audit_logging !== undefined && parameters.server_audit_events !== undefined;
}

describe('whatever is given', () => {
  const CASES: fc.Arbitrary<Case> = fc.record({ props: L1_PROPS, options: GIVEN_OPTIONS, kind: fc.constantFrom('L1', 'reference', 'imported') });

  test('there is a template that records and replaces nothing, or says that it does not record, or an error that names what was given', () => {
    fc.assert(fc.property(CASES, one => {
      const stack = newStack();
      let audit: AuroraMysqlAudit;
      try {
        audit = new AuroraMysqlAudit(stack, 'Audit', { ...optionsOf(stack, one), cluster: build(stack, one) });
      } catch (error) {
        expect(error).not.toBeInstanceOf(TypeError);
        expect((error as Error).message).toMatch(PROPS);
        return;
      }
      const { record } = audit.coverage;
      expect(record.level === 'managed').toBe(record.unmanaged.length === 0);
      expect(record.level !== 'managed' || records(stack)).toBe(true);
      expect(losses(templateOf(fresh => build(fresh, one)), assertions.Template.fromStack(stack).toJSON() as never)).toEqual([]);
    }), { numRuns: 300 });
  });

  test('the mixin audits the cluster, or names it', () => {
    fc.assert(fc.property(CASES, one => {
      const stack = newStack();
      build(stack, { ...one, kind: 'L1' });
      const { engine, engineVersion } = one.props;
      const isOther = engine === 'mysql' || (!/^aurora/.test(engine) && engineVersion !== ENGINE_VERSION && JSON.stringify(templateOf(fresh => build(fresh, one))).includes('postgresql'));
      stack.with(new AuditAuroraMysql(optionsOf(stack, one)));

      const isAudited = stack.node.findAll().some(construct => construct instanceof AuroraMysqlAudit);
      stack.node.findAll().forEach(({ node }) => node.validate());
      const said = stack.node.findAll().flatMap(({ node }) => node.metadata).filter(({ data }) => /is not audited/.test(String(data)));
      expect(isOther || isAudited || said.length === 1).toBe(true);
      expect(isAudited && said.length > 0).toBe(false);
      expect(said.map(({ data }) => String(data)).filter(text => /Cannot read|is not a function|undefined \(reading/.test(text))).toEqual([]);
    }), { numRuns: 150 });
  });

  test('a cluster of any value is refused by name', () => {
    fc.assert(fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), value => {
      expect(() => new AuroraMysqlAudit(newStack(), 'Audit', { cluster: value as never })).toThrow(/^cluster: must be an rds.DatabaseCluster, an rds.CfnDBCluster or another reference/);
    }), { numRuns: 60 });
  });

  test.each<[string, (stack: Stack) => unknown]>([
    ['no cluster', stack => new rds.CfnDBInstance(stack, 'Given', {})],
    ['a cluster of DocumentDB', stack => new docdb.CfnDBCluster(stack, 'Given', { dbClusterIdentifier: 'documents' })],
    ['a cluster of Neptune', stack => new neptune.CfnDBCluster(stack, 'Given', { dbClusterIdentifier: 'graph' })],
  ])('a construct that is %s is refused by name', (_, given) => {
    const stack = newStack();
    expect(() => new AuroraMysqlAudit(stack, 'Audit', { cluster: given(stack) as never }))
      .toThrow('cluster: must be an rds.DatabaseCluster, an rds.CfnDBCluster or another reference to a cluster (rds.IDBClusterRef), got: the construct Stack/Given');
  });
});
