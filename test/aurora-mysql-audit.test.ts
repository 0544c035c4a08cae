import { type App, CfnCondition, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { includedCluster } from './adopted';
import { auditedCluster, newStack, plainCluster } from './stacks';
import { AuditEvent, AuroraMysqlAudit } from '../src';

describe('a cluster of the app that was not audited', () => {
  test('keeps its identifier and gets group, exports and log groups', () => {
    // GIVEN
    const stack = newStack();
    const cluster = plainCluster(stack);

    // WHEN
    const audit = new AuroraMysqlAudit(stack, 'Audit', { cluster });

    // THEN
    const template = Template.fromStack(stack);
    template.hasResource('AWS::RDS::DBCluster', {
      Properties: {
        DBClusterIdentifier: 'orders-db',
        DBClusterParameterGroupName: stack.resolve(audit.parameterGroup!.bindToCluster({}).parameterGroupName),
        EnableCloudwatchLogsExports: ['audit', 'error', 'general', 'slowquery'],
      },
      DependsOn: Match.arrayWith([stack.getLogicalId(audit.auditLogGroup.node.defaultChild as logs.CfnLogGroup)]),
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/aws/rds/cluster/orders-db/audit' });
  });

  test('has the audit parameters added to the parameters it has', () => {
    // GIVEN
    const stack = newStack();
    const cluster = plainCluster(stack, { parameters: { slow_query_log: '1' } });

    // WHEN
    new AuroraMysqlAudit(stack, 'Audit', { cluster });

    // THEN
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::RDS::DBClusterParameterGroup', 1);
    template.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', {
      Parameters: { slow_query_log: '1', server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY,TABLE' },
    });
  });

  test.each<[string, (stack: Stack) => rds.IDatabaseCluster, string]>([
    ['without an identifier', stack => plainCluster(stack, { clusterIdentifier: undefined }), 'cluster: Stack/Plain must have a literal clusterIdentifier'],
    ['without an identifier, which would replace a deployed one', stack => plainCluster(stack, { clusterIdentifier: undefined }),
      'added to a deployed cluster it makes CloudFormation REPLACE the cluster by an empty one'],
    ['without an engine version', stack => plainCluster(stack, { engine: rds.DatabaseClusterEngine.AURORA_MYSQL }), 'cluster: Stack/Plain must have an engine version'],
    ['of a version without its major version', stack => plainCluster(stack, {
      engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.of('8.0.mysql_aurora.3.12.0') }),
    }), 'cluster: Stack/Plain is of version 8.0.mysql_aurora.3.12.0, and the parameter group family of its engine is aurora-mysql5.7'],
    ['of another stack', stack => plainCluster(new Stack(stack.node.root as App, 'Data')),
      'cluster: Data/Plain is in another stack than its audit, got: Data and Stack; the cluster waits for its log groups and alarms, so create the AuroraMysqlAudit in the stack of the cluster'],
    ['of another region', stack => plainCluster(new Stack(stack.node.root as App, 'Data', { env: { account: '111111111111', region: 'eu-west-1' } })),
      'got: Data (111111111111/eu-west-1) and Stack'],
    ['of a nested stack', stack => plainCluster(new NestedStack(stack, 'Nested')), 'got: a nested stack and Stack'],
    ['of PostgreSQL', stack => plainCluster(stack, { engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }) }),
      'cluster: must be of engine aurora-mysql, got: aurora-postgresql'],
    ['with cloudwatchLogsRetention', stack => plainCluster(stack, { cloudwatchLogsExports: ['audit'], cloudwatchLogsRetention: logs.RetentionDays.ONE_YEAR }),
      'cluster: Stack/Plain must not set cloudwatchLogsRetention'],
    ['that is none', () => undefined as never, 'cluster: must be an rds.DatabaseCluster'],
  ])('is refused %s', (_, cluster, message) => {
    const stack = newStack();
    expect(() => new AuroraMysqlAudit(stack, 'Audit', { cluster: cluster(stack) })).toThrow(message);
  });

  test('has to be named', () => {
    expect(() => new AuroraMysqlAudit(newStack(), 'Audit', undefined as never)).toThrow('cluster: must be an rds.DatabaseCluster');
  });

  test('is not audited twice', () => {
    const stack = newStack();
    const cluster = auditedCluster(stack);
    expect(() => new AuroraMysqlAudit(stack, 'Again', { cluster })).toThrow('cluster: Stack/Database must not be audited twice, it is by Stack/Database/Audit');
  });
});

test('a cluster that only some deployments have is watched in those only', () => {
  // GIVEN
  const stack = newStack();
  const cluster = includedCluster(stack, { DBClusterIdentifier: 'orders' });
  cluster.cfnOptions.condition = new CfnCondition(stack, 'Prod');

  // WHEN
  new AuroraMysqlAudit(stack, 'Audit', { cluster });

  // THEN
  const audit = Object.entries(Template.fromStack(stack).toJSON().Resources as Record<string, any>).filter(([id]) => id.startsWith('Audit'));
  expect(new Set(audit.map(([, { Condition }]) => Condition))).toEqual(new Set(['Prod']));
});

test('QUERY beside a class that it contains warns', () => {
  const stack = newStack();
  auditedCluster(stack, { auditEvents: [AuditEvent.QUERY, AuditEvent.QUERY_DDL, AuditEvent.CONNECT] });
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('auditEvents: QUERY records every statement, QUERY_DDL beside it adds nothing'));
});

test.each<[string, object]>([
  ['admin', {}],
  ['root', { credentials: rds.Credentials.fromGeneratedSecret('root') }],
  ['owner', { credentials: rds.Credentials.fromUsername('owner') }],
])('excluding the master user %s warns', (user, props) => {
  const stack = newStack();
  auditedCluster(stack, { ...props, auditExcludedUsers: [user] });
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp(`auditExcludedUsers: '${user}' is the master user`));
});

test('excluding another user does not warn', () => {
  const stack = newStack();
  auditedCluster(stack, { auditExcludedUsers: ['monitor'] });
  Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('master user'));
});
