import { CfnResource, Fn, Lazy, type Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuditEvent, AuroraMysqlAudit } from '../../src';
import { ACTUAL, generatedCluster, includedCluster, l1Cluster } from '../adopted';
import { newStack } from '../stacks';

const GROUP = 'AWS::RDS::DBClusterParameterGroup';
const AUDIT = { server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY,TABLE' };

function l1Group(stack: Stack, props: Partial<rds.CfnDBClusterParameterGroupProps> = {}): rds.CfnDBClusterParameterGroup {
  return new rds.CfnDBClusterParameterGroup(stack, 'Group', { family: 'aurora-mysql8.0', description: 'ours', parameters: { slow_query_log: '1' }, ...props });
}

function expectOneGroup(stack: Stack, parameters: object): void {
  const template = Template.fromStack(stack);
  template.resourceCountIs(GROUP, 1);
  template.hasResourceProperties(GROUP, { Parameters: parameters });
}

describe('an L1 parameter group of the app gets the audit parameters', () => {
  test.each<[string, (stack: Stack) => rds.IDBClusterRef]>([
    ['of an L1', stack => l1Cluster(stack, { dbClusterParameterGroupName: l1Group(stack).ref })],
    ['of an L1, by its name', stack => {
      l1Group(stack, { dbClusterParameterGroupName: 'Orders-Group' });
      return l1Cluster(stack, { dbClusterParameterGroupName: 'orders-group' });
    }],
    ['of an L2, imported by its reference', stack => generatedCluster(stack, {
      parameterGroup: rds.ParameterGroup.fromParameterGroupName(stack, 'Imported', l1Group(stack).ref),
    })],
    ['of an included template', stack => includedCluster(stack, { DBClusterParameterGroupName: { Ref: 'Group' } }, {
      Group: { Type: GROUP, Properties: { Family: 'aurora-mysql8.0', Description: 'theirs', Parameters: { slow_query_log: '1' } } },
    })],
  ])('%s', (_, cluster) => {
    const stack = newStack();
    new AuroraMysqlAudit(stack, 'Audit', { cluster: cluster(stack), deployedClusterIdentifier: ACTUAL });
    expectOneGroup(stack, { slow_query_log: '1', ...AUDIT });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('parameterGroup'));
  });

  test.each<[string, unknown]>([
    ['an intrinsic function', { 'Fn::If': ['C', {}, {}] }],
    ['a token', Fn.conditionIf('C', {}, {})],
    ['known late', Lazy.any({ produce: () => ({}) })],
    ['a text', 'slow_query_log=1'],
  ])('or an error that names it where its parameters are %s', (_, parameters) => {
    const stack = newStack();
    const cluster = l1Cluster(stack, { dbClusterParameterGroupName: l1Group(stack, { parameters }).ref });
    expect(() => new AuroraMysqlAudit(stack, 'Audit', { cluster, deployedClusterIdentifier: ACTUAL }))
      .toThrow('parameterGroup: the parameters of Stack/Group must be a literal map, nothing can be added to them otherwise; write it out, with server_audit_logging=1');
  });

  test('or an error where it says something else', () => {
    const stack = newStack();
    const cluster = l1Cluster(stack, { dbClusterParameterGroupName: l1Group(stack, { parameters: { server_audit_logging: '0' } }).ref });
    expect(() => new AuroraMysqlAudit(stack, 'Audit', { cluster, deployedClusterIdentifier: ACTUAL })).toThrow("server_audit_logging '0' contradicts the audit options");
  });
});

describe('a parameter group that several clusters share', () => {
  function share(stack: Stack, first: object, second: object): void {
    const group = l1Group(stack);
    const [one, two] = ['one', 'two'].map(id => new rds.CfnDBCluster(stack, id, { engine: 'aurora-mysql', dbClusterIdentifier: id, dbClusterParameterGroupName: group.ref }));
    new AuroraMysqlAudit(stack, 'First', { cluster: one, ...first });
    new AuroraMysqlAudit(stack, 'Second', { cluster: two, ...second });
  }

  test('is set once', () => {
    const stack = newStack();
    share(stack, { auditEvents: [AuditEvent.CONNECT, AuditEvent.QUERY] }, { auditEvents: [AuditEvent.QUERY, AuditEvent.CONNECT] });
    expectOneGroup(stack, { server_audit_events: 'CONNECT,QUERY' });
  });

  test.each<[string, object, object, string]>([
    ['other events', { auditEvents: [AuditEvent.CONNECT] }, {}, "server_audit_events is 'CONNECT' and 'CONNECT,QUERY,TABLE'"],
    ['users that only the first excludes', { auditExcludedUsers: ['app'] }, {}, "server_audit_excl_users is 'app' and ''"],
    ['users that only the second excludes', {}, { auditExcludedUsers: ['app'] }, "server_audit_excl_users is '' and 'app'"],
    ['users of different parameters', { auditExcludedUsers: Fn.split(',', Fn.ref('A')) }, { auditExcludedUsers: Fn.split(',', Fn.ref('B')) }, 'server_audit_excl_users is'],
  ])('is refused to audits of %s, both named', (_, first, second, difference) => {
    expect(() => share(newStack(), first, second)).toThrow(
      new RegExp(`^parameterGroup: Stack/Group is shared by the clusters of Stack/First and Stack/Second, whose audits contradict each other: ${difference}`));
  });
});

test('an imported group gets a warning with the command, which needs no restart', () => {
  const stack = newStack();
  new AuroraMysqlAudit(stack, 'Audit', { cluster: l1Cluster(stack, { dbClusterParameterGroupName: 'theirs' }), deployedClusterIdentifier: ACTUAL });
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp("without a restart:\n  aws rds modify-db-cluster-parameter-group --db-cluster-parameter-group-name theirs --parameters '\\[\\{\"ParameterName\":\"server_audit_logging\",\"ParameterValue\":\"1\",\"ApplyMethod\":\"immediate\"\\}"));
});

test('a first group of a deployed cluster is told to need a restart', () => {
  const stack = newStack();
  new AuroraMysqlAudit(stack, 'Audit', { cluster: l1Cluster(stack), deployedClusterIdentifier: ACTUAL });
  Annotations.fromStack(stack).hasInfo('*', Match.stringLikeRegexp('its instances record nothing until they are restarted once:\n  aws rds reboot-db-instance'));
});

test('a group that is no more than a type and properties is refused', () => {
  const stack = newStack();
  const group = new CfnResource(stack, 'Group', { type: GROUP, properties: { Family: 'aurora-mysql8.0', Description: 'd', Parameters: {} } });
  const cluster = l1Cluster(stack, { dbClusterParameterGroupName: group.ref });
  expect(() => new AuroraMysqlAudit(stack, 'Audit', { cluster, deployedClusterIdentifier: ACTUAL }))
    .toThrow('parameterGroup: Stack/Group must be an rds.ParameterGroup or an rds.CfnDBClusterParameterGroup, got: a generic CfnResource');
});
