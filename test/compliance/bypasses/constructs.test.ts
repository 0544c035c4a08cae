import { App, Aspects, CfnCondition, CfnMapping, CfnOutput, CfnParameter, CfnResource, Fn, NestedStack, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { findings } from '../findings';

const AUDITED = { server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY' };
const engine = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_08_0 });

interface Parts {
  readonly stack: Stack;
  readonly cluster: rds.DatabaseCluster;
  readonly resource: rds.CfnDBCluster;
  readonly parameterGroup: rds.ParameterGroup;
  readonly group: logs.LogGroup;
  readonly filters: logs.MetricFilter[];
  readonly alarms: cloudwatch.Alarm[];
}

/** An audited cluster as somebody writes it with the constructs of aws-cdk-lib alone; the scopes of its parts can differ. */
function audited(stack: Stack, { groupScope = stack, parametersScope = stack, props = {} }: {
  groupScope?: Stack; parametersScope?: Stack; props?: Partial<rds.DatabaseClusterProps>;
} = {}): Parts {
  const parameterGroup = new rds.ParameterGroup(parametersScope, 'Parameters', { engine, parameters: AUDITED });
  const cluster = new rds.DatabaseCluster(stack, 'Database', {
    engine,
    vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 }),
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    writer: rds.ClusterInstance.serverlessV2('writer'),
    clusterIdentifier: 'orders',
    cloudwatchLogsExports: ['audit'],
    parameterGroup,
    ...props,
  });
  const group = new logs.LogGroup(groupScope, 'AuditLogs', {
    logGroupName: '/aws/rds/cluster/orders/audit',
    retention: logs.RetentionDays.ONE_YEAR,
    encryptionKey: new kms.Key(groupScope, 'Key'),
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const topic = new sns.Topic(groupScope, 'Topic');
  const filters = Object.entries({ FailedLogins: 'FAILED_CONNECT', PrivilegeChanges: '?"GRANT " ?"REVOKE "' }).map(([metricName, pattern]) =>
    new logs.MetricFilter(groupScope, metricName, { logGroup: group, filterPattern: logs.FilterPattern.literal(pattern), metricName, metricNamespace: 'Audit' }));
  const alarms = filters.map(filter => {
    const alarm = filter.metric({ statistic: 'sum' }).createAlarm(groupScope, `${filter.node.id}Alarm`, { threshold: 1, evaluationPeriods: 1 });
    alarm.addAlarmAction(new actions.SnsAction(topic));
    return alarm;
  });
  return { stack, cluster, resource: cluster.node.defaultChild as rds.CfnDBCluster, parameterGroup, group, filters, alarms };
}

const l1 = <T extends CfnResource>(construct: IConstruct) => construct.node.defaultChild as T;
const parametersOf = ({ parameterGroup }: Parts) => parameterGroup.node.children[0] as rds.CfnDBClusterParameterGroup;

/** What slips past checks that look at the properties of constructs: what is found, and a compliant twin. */
const BYPASSES: [string, (parts: Parts) => void, string[], (parts: Parts) => void][] = [
  ['a property override',
    ({ resource }) => resource.addPropertyOverride('EnableCloudwatchLogsExports', ['error']),
    ['AuditLogExport'],
    ({ resource }) => resource.addPropertyOverride('EnableCloudwatchLogsExports', ['error', 'audit'])],
  ['an override of one element',
    ({ resource }) => resource.addPropertyOverride('EnableCloudwatchLogsExports.0', 'error'),
    ['AuditLogExport'],
    ({ resource }) => resource.addPropertyOverride('EnableCloudwatchLogsExports.1', 'error')],
  ['a deletion override',
    ({ resource }) => resource.addPropertyDeletionOverride('DBClusterParameterGroupName'),
    ['AuditLogging'],
    ({ resource }) => resource.addPropertyDeletionOverride('DBSubnetGroupName')],
  ['an override of the deletion policy',
    ({ group }) => l1(group).addOverride('DeletionPolicy', 'Delete'),
    ['AuditLogRemoval'],
    ({ group }) => l1(group).addOverride('DeletionPolicy', 'Retain')],
  ['an override of a parameter of the group',
    parts => parametersOf(parts).addPropertyOverride('Parameters.server_audit_logging', '0'),
    ['AuditLogging'],
    parts => parametersOf(parts).addPropertyOverride('Parameters.server_audit_logging', 'ON')],
  ['a raw reference in an override',
    ({ stack, resource }) => {
      new CfnParameter(stack, 'Exports', { type: 'CommaDelimitedList', default: 'error' });
      resource.addPropertyOverride('EnableCloudwatchLogsExports', { Ref: 'Exports' });
    },
    ['AuditLogExport'],
    ({ stack, resource }) => {
      new CfnParameter(stack, 'Exports', { type: 'CommaDelimitedList', default: 'audit' });
      resource.addPropertyOverride('EnableCloudwatchLogsExports', { Ref: 'Exports' });
    }],
  ['a token from a parameter',
    ({ stack, resource }) => { resource.enableCloudwatchLogsExports = new CfnParameter(stack, 'Exports', { type: 'CommaDelimitedList', default: 'error' }).valueAsList; },
    ['AuditLogExport'],
    ({ stack, resource }) => { resource.enableCloudwatchLogsExports = new CfnParameter(stack, 'Exports', { type: 'CommaDelimitedList', default: 'audit' }).valueAsList; }],
  ['a mapping',
    ({ stack, resource }) => {
      const mapping = new CfnMapping(stack, 'Groups', { mapping: { dev: { name: 'default.aurora-mysql8.0' } } });
      resource.dbClusterParameterGroupName = mapping.findInMap(new CfnParameter(stack, 'Stage', { default: 'dev' }).valueAsString, 'name');
    },
    ['AuditLogging'],
    ({ stack, resource }) => {
      const mapping = new CfnMapping(stack, 'Identifiers', { mapping: { dev: { name: 'orders' } } });
      resource.dbClusterIdentifier = mapping.findInMap(new CfnParameter(stack, 'Stage', { default: 'dev' }).valueAsString, 'name');
    }],
  ['text put together with tokens',
    ({ stack, group }) => { l1<logs.CfnLogGroup>(group).logGroupName = `/aws/rds/cluster/${new CfnParameter(stack, 'Name', { default: 'invoices' }).valueAsString}/audit`; },
    ['AuditLogGroup'],
    ({ stack, group }) => { l1<logs.CfnLogGroup>(group).logGroupName = `/aws/rds/cluster/${new CfnParameter(stack, 'Name', { default: 'orders' }).valueAsString}/audit`; }],
  ['a name put together with Fn.join and Fn.select',
    ({ group }) => { l1<logs.CfnLogGroup>(group).logGroupName = Fn.join('/', ['', 'aws', 'rds', 'cluster', Fn.select(1, ['orders', 'x']), 'audit']); },
    ['AuditLogGroup'],
    ({ group }) => { l1<logs.CfnLogGroup>(group).logGroupName = Fn.join('/', ['', 'aws', 'rds', 'cluster', Fn.select(0, ['orders', 'x']), 'audit']); }],
  ['a name that takes the reference to the cluster',
    ({ cluster, group }) => { l1<logs.CfnLogGroup>(group).logGroupName = `/aws/rds/cluster/${cluster.clusterIdentifier}/audit`; },
    ['AuditLogGroup[created-late]'],
    ({ cluster, group }) => cluster.node.addDependency(group)],
  ['a log group that depends on the cluster',
    ({ cluster, group }) => group.node.addDependency(cluster),
    ['AuditLogGroup[created-late]'],
    ({ resource, group }) => resource.node.addDependency(group)],
  ['no identifier',
    ({ resource }) => { resource.dbClusterIdentifier = undefined; },
    ['AuditLogGroup'],
    ({ resource }) => { resource.dbClusterIdentifier = 'ORDERS'; }],
  ['alarm actions disabled',
    ({ alarms }) => { l1<cloudwatch.CfnAlarm>(alarms[0]).actionsEnabled = false; },
    ['AuditAlarms[FailedLogins]'],
    ({ alarms }) => { l1<cloudwatch.CfnAlarm>(alarms[0]).actionsEnabled = true; }],
  ['a metric renamed afterwards',
    ({ filters }) => l1(filters[1]).addPropertyOverride('MetricTransformations.0.MetricName', 'Renamed'),
    ['AuditAlarms[Renamed]'],
    ({ filters, alarms }) => {
      l1(filters[1]).addPropertyOverride('MetricTransformations.0.MetricName', 'Renamed');
      l1(alarms[1]).addPropertyOverride('MetricName', 'Renamed');
    }],
  ['a generic cluster beside the audited one',
    ({ stack }) => new CfnResource(stack, 'Generic', { type: 'AWS::RDS::DBCluster', properties: { Engine: 'aurora-mysql', DBClusterIdentifier: 'orders', DBClusterParameterGroupName: Fn.ref('Nowhere') } }),
    ['AuditLogExport', 'AuditLogging[unknown:DBClusterParameterGroupName]'],
    ({ stack }) => new CfnResource(stack, 'Generic', { type: 'AWS::RDS::DBCluster', properties: { Engine: 'aurora-postgresql' } })],
  ['a type that an override makes a cluster',
    ({ stack }) => new CfnResource(stack, 'Disguised', { type: 'AWS::CloudFormation::WaitConditionHandle', properties: { Engine: 'aurora-mysql', DBClusterIdentifier: 'orders', DBClusterParameterGroupName: 'default.aurora-mysql8.0', EnableCloudwatchLogsExports: ['audit'] } })
      .addOverride('Type', 'AWS::RDS::DBCluster'),
    ['AuditLogging'],
    ({ stack }) => new CfnResource(stack, 'Disguised', { type: 'AWS::RDS::DBCluster', properties: { Engine: 'aurora-mysql' } })
      .addOverride('Type', 'AWS::CloudFormation::WaitConditionHandle')],
];

test('the audited constructs are compliant', () => {
  expect(findings(audited(new Stack(new App(), 'Stack')).stack)).toEqual([]);
});

describe.each(BYPASSES)('%s', (_, bypass, found, twin) => {
  function after(change: (parts: Parts) => void): string[] {
    const parts = audited(new Stack(new App(), 'Stack'));
    change(parts);
    return findings(parts.stack);
  }

  test('is found', () => expect(after(bypass)).toEqual(found));
  test('has a compliant twin', () => expect(after(twin)).toEqual([]));
});

describe('across stacks', () => {
  test.each<[string, (app: App) => Stack, string[]]>([
    ['a log group in a stack that nothing makes come first is found', app => {
      const parts = audited(new Stack(app, 'Data'), { groupScope: new Stack(app, 'Logs') });
      return parts.stack;
    }, ['AuditLogGroup[created-late]']],
    ['a log group in a stack that comes first is fine', app => {
      const logStack = new Stack(app, 'Logs');
      const parts = audited(new Stack(app, 'Data'), { groupScope: logStack });
      parts.stack.addStackDependency(logStack);
      return parts.stack;
    }, []],
    ['a log group of another stack that the cluster depends on is fine', app => {
      const parts = audited(new Stack(app, 'Data'), { groupScope: new Stack(app, 'Logs') });
      parts.resource.node.addDependency(parts.group);
      return parts.stack;
    }, []],
    ['a log group in a stack that the cluster\'s refers to is fine', app => {
      const parts = audited(new Stack(app, 'Data'), { groupScope: new Stack(app, 'Logs') });
      new CfnResource(parts.stack, 'Told', { type: 'AWS::SSM::Parameter', properties: { Type: 'String', Value: parts.group.logGroupArn } });
      return parts.stack;
    }, []],
    ['a log group in a stack that comes afterwards is found', app => {
      const logStack = new Stack(app, 'Logs');
      const parts = audited(new Stack(app, 'Data'), { groupScope: logStack });
      logStack.addStackDependency(parts.stack);
      return parts.stack;
    }, ['AuditLogGroup[created-late]']],
    ['a parameter group of another stack is found by reference', app =>
      audited(new Stack(app, 'Data'), { parametersScope: new Stack(app, 'Shared') }).stack, []],
    ['a parameter group of another stack is judged', app => {
      const parts = audited(new Stack(app, 'Data'), { parametersScope: new Stack(app, 'Shared') });
      parts.parameterGroup.addParameter('server_audit_logging', '0');
      return parts.stack;
    }, ['AuditLogging']],
    ['a parameter group that is imported by hand is judged', app => {
      const shared = new Stack(app, 'Shared');
      const parts = audited(new Stack(app, 'Data'), { parametersScope: shared });
      new CfnOutput(shared, 'Group', { value: parts.parameterGroup.bindToCluster({}).parameterGroupName, exportName: 'audited-parameters' });
      parts.resource.dbClusterParameterGroupName = Fn.importValue('audited-parameters');
      parts.parameterGroup.addParameter('server_audit_events', 'TABLE');
      return parts.stack;
    }, ['AuditEvents[CONNECT]', 'AuditEvents[QUERY]']],
    ['a log group of the same name in another region is not that of the cluster', app =>
      audited(new Stack(app, 'Data', { env: { region: 'eu-central-1' } }), { groupScope: new Stack(app, 'Logs', { env: { region: 'us-east-1' } }) }).stack,
    ['AuditLogGroup']],
    ['a log group of the same name in another stage is not that of the cluster', app => {
      const production = new Stack(new Stage(app, 'Production'), 'Data');
      const test = audited(new Stack(new Stage(app, 'Test'), 'Data'));
      new CfnResource(production, 'Cluster', {
        type: 'AWS::RDS::DBCluster',
        properties: { Engine: 'aurora-mysql', DBClusterIdentifier: 'orders', EnableCloudwatchLogsExports: ['audit'], DBClusterParameterGroupName: test.group.logGroupName },
      });
      return production;
    }, ['AuditLogGroup', 'AuditLogging[unknown:DBClusterParameterGroupName]']],
  ])('%s', (_, build, found) => {
    expect(findings(build(new App()))).toEqual(found);
  });
});

describe('nested stacks', () => {
  test.each<[string, string, string[]]>([
    ['a parameter that the parent gives hides what is exported', 'error', ['AuditLogExport']],
    ['a parameter that the parent gives tells what is exported', 'audit', []],
  ])('%s', (_, given, found) => {
    const parent = new Stack(new App(), 'Parent');
    const nested = new NestedStack(parent, 'Nested', { parameters: { Exports: given } });
    const { resource } = audited(nested);
    resource.enableCloudwatchLogsExports = new CfnParameter(nested, 'Exports', { type: 'CommaDelimitedList', default: 'general' }).valueAsList;
    expect(findings(parent)).toEqual(found);
  });

  test('a log group that waits for the nested stack of the cluster is created late', () => {
    const parent = new Stack(new App(), 'Parent');
    const nested = new NestedStack(parent, 'Nested');
    const { group } = audited(nested, { groupScope: parent });
    expect(findings(parent)).toEqual([]);
    l1(group).addOverride('DependsOn', parent.resolve(nested.nestedStackResource!.logicalId));
    expect(findings(parent)).toEqual(['AuditLogGroup[created-late]']);
  });

  test('a parameter group in a nested stack is found from its parent, before and after synthesis', () => {
    const app = new App();
    const parent = new Stack(app, 'Parent');
    const parts = audited(parent, { parametersScope: new NestedStack(parent, 'Nested') });
    expect(findings(parent)).toEqual([]);
    app.synth();
    expect(findings(parent)).toEqual([]);
    parts.parameterGroup.addParameter('server_audit_logging', 'OFF');
    expect(findings(parent)).toEqual(['AuditLogging']);
  });
});

test('an aspect that comes last is seen at synthesis', () => {
  const app = new App();
  const { stack, resource } = audited(new Stack(app, 'Stack'));
  Aspects.of(app).add({ visit: node => node === resource && resource.addPropertyOverride('EnableCloudwatchLogsExports', []) });
  app.synth();
  expect(findings(stack)).toEqual(['AuditLogExport']);
});

test('aws-cdk-lib\'s own retention comes after the cluster', () => {
  const { stack } = audited(new Stack(new App(), 'Stack'), { props: { cloudwatchLogsRetention: logs.RetentionDays.ONE_YEAR } });
  expect(findings(stack)).toEqual(['AuditLogGroup[retention-custom-resource]']);
});

test('the master user is known from the secret that aws-cdk-lib generates', () => {
  const parts = audited(new Stack(new App(), 'Stack'), { props: { credentials: rds.Credentials.fromGeneratedSecret('root') } });
  parts.parameterGroup.addParameter('server_audit_excl_users', 'rdsadmin,root');
  expect(findings(parts.stack, { allowedExcludedUsers: ['rdsadmin', 'root'] })).toEqual(['AuditUsers[root]']);
});

test('conditions that negate each other in a circle are no reason to throw', () => {
  const stack = new Stack(new App(), 'Stack');
  const { alarms } = audited(stack);
  const [one, other] = ['One', 'Other'].map(id => new CfnCondition(stack, id));
  one.expression = Fn.conditionNot(other);
  other.expression = Fn.conditionNot(one);
  l1(alarms[0]).cfnOptions.condition = one;
  expect(findings(stack)).toEqual(['AuditAlarms[FailedLogins]']);
});

describe('a nested stack under a condition', () => {
  test.each<[string, boolean, string[]]>([
    ['has no log group for a cluster that always exists', false, ['AuditLogGroup']],
    ['has one for a cluster under the same condition', true, []],
  ])('%s', (_, isClusterConditional, expected) => {
    const parent = new Stack(new App(), 'Parent');
    const nested = new NestedStack(parent, 'Nested');
    const { resource } = audited(parent, { groupScope: nested });
    const condition = new CfnCondition(parent, 'Production', { expression: Fn.conditionEquals(Fn.ref('AWS::Region'), 'eu-central-1') });
    (nested.nestedStackResource as CfnResource).cfnOptions.condition = condition;
    if (isClusterConditional) {
      resource.cfnOptions.condition = condition;
    }
    expect(findings(parent).filter(id => !id.startsWith('AuditLogGroup[created-late'))).toEqual(expected);
  });
});

test('values that are exported, imported and exported again are known', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const { resource } = audited(stack);
  const exporting = new Stack(app, 'Exporting');
  new CfnOutput(exporting, 'First', { value: 'error', exportName: 'export-0' });
  Array.from({ length: 10 }, (_, index) =>
    new CfnOutput(exporting, `Again${index}`, { value: Fn.importValue(`export-${index}`), exportName: `export-${index + 1}` }));
  resource.enableCloudwatchLogsExports = [Fn.importValue('export-10')];
  expect(findings(stack)).toEqual(['AuditLogExport']);
});
