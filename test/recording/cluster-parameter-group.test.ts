import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuroraMysqlAudit } from '../../src';
import { auditedCluster, newStack, plainCluster } from '../stacks';

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
      DBClusterParameterGroupName: stack.resolve(audit.parameterGroup.bindToCluster({}).parameterGroupName),
    });
  });

  test('of another family are refused', () => {
    const stack = newStack();
    const parameterGroup = new rds.ParameterGroup(stack, 'Group', {
      engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.of('5.7.mysql_aurora.2.12.5', '5.7') }),
    });
    expect(() => auditedCluster(stack, { parameterGroup })).toThrow('parameterGroup: must be of family aurora-mysql8.0, which the version of the cluster needs, got: aurora-mysql5.7');
  });
});
