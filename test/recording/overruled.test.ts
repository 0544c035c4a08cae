import { App, Aspects, Aws, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuroraMysqlAudit, type AuroraMysqlAuditProps } from '../../src';
import { ACTUAL, l1Cluster } from '../adopted';
import { newStack } from '../stacks';

const GROUP = 'AWS::RDS::DBClusterParameterGroup';

function audit(stack: Stack, cluster: rds.IDBClusterRef, props: Partial<AuroraMysqlAuditProps> = {}): AuroraMysqlAudit {
  return new AuroraMysqlAudit(stack, 'Audit', { cluster, ...props });
}

function ownGroup(stack: Stack, parameters: object = {}): rds.CfnDBClusterParameterGroup {
  return new rds.CfnDBClusterParameterGroup(stack, 'Group', { family: 'aurora-mysql8.0', description: 'ours', parameters });
}

describe('a property override that would win over the audit is refused', () => {
  test.each<[string, (cluster: rds.CfnDBCluster) => void, string]>([
    ['exports', cluster => cluster.addPropertyOverride('EnableCloudwatchLogsExports', ['error']),
      "cloudwatchLogsExports: a property override of Stack/Cluster makes EnableCloudwatchLogsExports [ 'error' ], which would win over the audit; take the override out, and set the property"],
    ['an element of the exports', cluster => cluster.addPropertyOverride('EnableCloudwatchLogsExports.0', 'error'),
      'cloudwatchLogsExports: a property override of Stack/Cluster makes EnableCloudwatchLogsExports'],
    ['no exports', cluster => cluster.addPropertyDeletionOverride('EnableCloudwatchLogsExports'),
      'cloudwatchLogsExports: a property override of Stack/Cluster deletes EnableCloudwatchLogsExports'],
    ['no parameter group', cluster => cluster.addPropertyDeletionOverride('DBClusterParameterGroupName'),
      'parameterGroup: a property override of Stack/Cluster deletes DBClusterParameterGroupName'],
    ['the default parameter group', cluster => cluster.addPropertyOverride('DBClusterParameterGroupName', 'default.aurora-mysql8.0'),
      "parameterGroup: a property override of Stack/Cluster makes DBClusterParameterGroupName 'default.aurora-mysql8.0'"],
    ['another engine', cluster => cluster.addPropertyOverride('Engine', 'aurora-postgresql'), 'cluster: must be of engine aurora-mysql, got: aurora-postgresql'],
    ['Serverless v1', cluster => cluster.addPropertyOverride('EngineMode', 'serverless'), 'cluster: Stack/Cluster is Serverless v1'],
    ['no identifier', cluster => cluster.addPropertyDeletionOverride('DBClusterIdentifier'), 'cluster: Stack/Cluster must have a literal clusterIdentifier'],
    ['the identifier of a parameter', cluster => cluster.addPropertyOverride('DBClusterIdentifier', { Ref: 'Name' }), 'clusterIdentifier: must be a literal, got a token of Stack/Cluster'],
  ])('%s', (_, override, message) => {
    const stack = newStack();
    const cluster = l1Cluster(stack, { dbClusterIdentifier: 'orders' });
    override(cluster);
    expect(() => audit(stack, cluster)).toThrow(message);
  });

  test.each<[string, (group: rds.CfnDBClusterParameterGroup) => void, string]>([
    ['a parameter', group => group.addPropertyOverride('Parameters.server_audit_logging', 0), "parameters: server_audit_logging '0' contradicts the audit options"],
    ['a parameter that is deleted', group => group.addPropertyDeletionOverride('Parameters.server_audit_events'),
      'parameterGroup: a property override of Stack/Group deletes server_audit_events, which the audit needs; take the override out'],
    ['all parameters', group => group.addPropertyDeletionOverride('Parameters'), 'parameterGroup: a property override of Stack/Group deletes Parameters'],
  ])('of the parameter group: %s', (_, override, message) => {
    const stack = newStack();
    const group = ownGroup(stack);
    override(group);
    expect(() => audit(stack, l1Cluster(stack, { dbClusterIdentifier: 'orders', dbClusterParameterGroupName: group.ref }))).toThrow(message);
  });
});

describe('a property override that agrees with the audit is taken', () => {
  test('exports with the audit log get their log groups', () => {
    const stack = newStack();
    const cluster = l1Cluster(stack, { dbClusterIdentifier: 'orders' });
    cluster.addPropertyOverride('EnableCloudwatchLogsExports', ['audit', 'slowquery']);
    const { logGroups, coverage } = audit(stack, cluster);
    expect(Object.keys(logGroups)).toEqual(['audit', 'slowquery']);
    expect(coverage.record.level).toBe('managed');
  });

  test('the version decides the family', () => {
    const stack = newStack();
    const cluster = l1Cluster(stack, { dbClusterIdentifier: 'orders', engineVersion: undefined });
    cluster.addPropertyOverride('EngineVersion', '5.7.mysql_aurora.2.12.5');
    audit(stack, cluster);
    Template.fromStack(stack).hasResourceProperties(GROUP, { Family: 'aurora-mysql5.7' });
  });

  test('a parameter group that is named so is one that is not of this app', () => {
    const stack = newStack();
    const cluster = l1Cluster(stack, { dbClusterIdentifier: 'orders' });
    cluster.addPropertyOverride('DBClusterParameterGroupName', 'theirs');
    expect(audit(stack, cluster).coverage.record).toMatchObject({ level: 'partly-managed', unmanaged: [expect.stringContaining('parameterGroup: theirs is not of this app')] });
    Template.fromStack(stack).resourceCountIs(GROUP, 0);
  });

  test('a parameter group of AWS::NoValue is none', () => {
    const stack = newStack();
    audit(stack, l1Cluster(stack, { dbClusterIdentifier: 'orders', dbClusterParameterGroupName: Aws.NO_VALUE }));
    Template.fromStack(stack).hasResourceProperties('AWS::RDS::DBCluster', { DBClusterParameterGroupName: { Ref: Match.stringLikeRegexp('^AuditParameterGroup') } });
  });

  test('parameters that are numbers are those that the template says', () => {
    const stack = newStack();
    audit(stack, l1Cluster(stack, { dbClusterIdentifier: 'orders', dbClusterParameterGroupName: ownGroup(stack, { server_audit_logging: 1 }).ref }));
    Template.fromStack(stack).hasResourceProperties(GROUP, { Parameters: { server_audit_logging: 1, server_audit_events: 'CONNECT,QUERY,TABLE' } });
  });
});

test.each([0, false, 'OFF', ['1', '0']])('a parameter that is %p is refused', value => {
  const stack = newStack();
  const cluster = l1Cluster(stack, { dbClusterIdentifier: 'orders', dbClusterParameterGroupName: ownGroup(stack, { server_audit_logging: value }).ref });
  expect(() => audit(stack, cluster)).toThrow(`parameters: server_audit_logging '${value}' contradicts the audit options, which make it '1'`);
});

describe('what aspects and overrides make of the cluster after its audit', () => {
  test.each<[string, Partial<rds.CfnDBClusterProps>, (cluster: rds.CfnDBCluster, group: rds.CfnDBClusterParameterGroup) => void, string]>([
    ['exports', {}, cluster => { cluster.enableCloudwatchLogsExports = ['error']; }, 'EnableCloudwatchLogsExports is ["error"], and must hold \'audit\''],
    ['an override of exports', {}, cluster => cluster.addPropertyDeletionOverride('EnableCloudwatchLogsExports'), 'EnableCloudwatchLogsExports is undefined'],
    ['the parameter group', {}, cluster => { cluster.dbClusterParameterGroupName = 'theirs'; }, 'DBClusterParameterGroupName is "theirs", and must be {"Ref":"Group"}'],
    ['a parameter', {}, (_, group) => group.addPropertyOverride('Parameters.server_audit_logging', '0'), "server_audit_logging of Stack/Group is '0', and must be '1'"],
    ['all parameters', {}, (_, group) => { group.parameters = {}; }, 'server_audit_logging of Stack/Group is undefined'],
    ['another identifier', {}, cluster => { cluster.dbClusterIdentifier = 'later'; }, "DBClusterIdentifier is 'later', and log groups, alarms and metrics are those of 'stack-plain-1x2y3z'"],
    ['no identifier', {}, cluster => { cluster.dbClusterIdentifier = undefined; }, 'DBClusterIdentifier is undefined'],
    ['an identifier that is new', { dbClusterIdentifier: undefined }, cluster => { cluster.dbClusterIdentifier = 'later'; }, 'is REPLACED by an empty one'],
  ])('is warned of, and coverage says it: %s', (_, props, change, message) => {
    // GIVEN
    const stack = newStack();
    const group = ownGroup(stack);
    const cluster = l1Cluster(stack, { dbClusterIdentifier: ACTUAL, dbClusterParameterGroupName: group.ref, ...props });
    const { coverage: before } = audit(stack, cluster, { deployedClusterIdentifier: ACTUAL });

    // WHEN
    Aspects.of(stack).add({ visit: node => { if (node === cluster) { change(cluster, group); } } });

    // THEN
    Annotations.fromStack(stack).hasWarning('/Stack/Audit', Match.stringLikeRegexp('cdk-audited-aurora-mysql:overruled'));
    const { record } = (stack.node.findChild('Audit') as AuroraMysqlAudit).coverage;
    expect(before.record.level).toBe('managed');
    expect(record).toEqual({ level: 'partly-managed', unmanaged: [expect.stringContaining(message)] });
  });

  test('is an error where the cluster is taken out of the tree, and its audit is not', () => {
    const stack = newStack();
    audit(stack, l1Cluster(stack, { dbClusterIdentifier: 'orders' }));
    stack.node.tryRemoveChild('Cluster');
    expect(() => Template.fromStack(stack)).toThrow('cluster: Stack/Cluster was taken out of the app, and its audit was not; take that out, too');
  });

  test('is left alone where the cluster still records', () => {
    const stack = newStack();
    const group = ownGroup(stack);
    const cluster = l1Cluster(stack, { dbClusterIdentifier: 'Orders', dbClusterParameterGroupName: group.ref });
    audit(stack, cluster);
    Aspects.of(stack.node.root as App).add({
      visit: node => {
        if (node === cluster) {
          cluster.dbClusterIdentifier = 'orders';
          cluster.enableCloudwatchLogsExports = ['error', 'audit'];
          group.addPropertyOverride('Parameters.server_audit_logging', 'ON');
        }
      },
    });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('overruled'));
  });
});
