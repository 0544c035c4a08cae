import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as rds from 'aws-cdk-lib/aws-rds';
import { type AuditedAuroraMysqlCluster, AuroraMysqlAudit } from '../../src';
import { auditedCluster, newStack, plainCluster } from '../stacks';

const ENGINE = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 });

describe('parameter groups', () => {
  test('of the app get the audit parameters added', () => {
    // GIVEN
    const stack = newStack();
    const parameterGroup = new rds.ParameterGroup(stack, 'Group', {
      engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 }),
      parameters: { server_audit_logging: 'ON', server_audit_events: 'QUERY,CONNECT,TABLE' },
    });

    // WHEN
    const cluster = auditedCluster(stack, { parameterGroup, auditExcludedUsers: ['monitor'] });

    // THEN
    expect(cluster.parameterGroup).toBe(parameterGroup);
    Template.fromStack(stack).hasResourceProperties('AWS::RDS::DBClusterParameterGroup', {
      Parameters: { server_audit_logging: 'ON', server_audit_events: 'QUERY,CONNECT,TABLE', server_audit_excl_users: 'monitor' },
    });
  });

  test('that are imported stay as they are, and a warning names what they must hold', () => {
    // GIVEN
    const stack = newStack();
    const parameterGroup = rds.ParameterGroup.fromParameterGroupName(stack, 'Imported', 'shared-group');

    // WHEN
    auditedCluster(stack, { parameterGroup });

    // THEN
    Template.fromStack(stack).resourceCountIs('AWS::RDS::DBClusterParameterGroup', 0);
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('server_audit_logging=1 server_audit_events=CONNECT,QUERY,TABLE'));
  });

  test('that nobody can change, the default ones, give way to a new one', () => {
    // GIVEN
    const stack = newStack();
    const cluster = plainCluster(stack, { parameterGroup: rds.ParameterGroup.fromParameterGroupName(stack, 'Default', 'default.aurora-mysql8.0') });

    // WHEN
    const audit = new AuroraMysqlAudit(stack, 'Audit', { cluster });

    // THEN
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::RDS::DBClusterParameterGroup', 1);
    template.hasResourceProperties('AWS::RDS::DBCluster', {
      DBClusterParameterGroupName: stack.resolve(audit.parameterGroup!.bindToCluster({}).parameterGroupName),
    });
  });

  describe('that change after the audit was made', () => {
    const LATE: [string, (cluster: AuditedAuroraMysqlCluster, instanceGroup: rds.ParameterGroup) => void, string][] = [
      ['switch it off', cluster => (cluster.parameterGroup as rds.ParameterGroup).addParameter('server_audit_logging', '0'), "server_audit_logging '0' contradicts the audit options"],
      ['misspell it', cluster => (cluster.parameterGroup as rds.ParameterGroup).addParameter('server_audit_logs', '1'), 'did you mean server_audit_logging'],
      ['put it on an instance', (_, group) => group.addParameter('server_audit_logging', '1'), 'server_audit_logging is in the parameters of the instance'],
    ];

    test.each(LATE)('are refused at synthesis where they %s', (_, change, message) => {
      // GIVEN
      const stack = newStack();
      const parameterGroup = new rds.ParameterGroup(stack, 'Group', { engine: ENGINE });
      const cluster = auditedCluster(stack, { writer: rds.ClusterInstance.provisioned('writer', { parameterGroup }) });

      // WHEN
      change(cluster, parameterGroup);

      // THEN
      expect(() => Template.fromStack(stack)).toThrow(message);
    });
  });

  test('of cluster and instance in one are refused, with the way out', () => {
    const stack = newStack();
    const parameterGroup = new rds.ParameterGroup(stack, 'Group', { engine: ENGINE });
    expect(() => auditedCluster(stack, { parameterGroup, writer: rds.ClusterInstance.provisioned('writer', { parameterGroup }) }))
      .toThrow('parameterGroup: Stack/Group is the group of the cluster and of its instance Stack/Database/writer/Resource');
  });

  test('of another family are refused', () => {
    const stack = newStack();
    const parameterGroup = new rds.ParameterGroup(stack, 'Group', {
      engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.of('5.7.mysql_aurora.2.12.5', '5.7') }),
    });
    expect(() => auditedCluster(stack, { parameterGroup })).toThrow('parameterGroup: must be of family aurora-mysql8.0, which the version of the cluster needs, got: aurora-mysql5.7');
  });
});
