import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as logs from 'aws-cdk-lib/aws-logs';
import { auditedCluster, newStack } from '../stacks';

describe('log groups', () => {
  test('are kept, encrypted and made before the cluster', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const cluster = auditedCluster(stack);

    // THEN
    const template = Template.fromStack(stack);
    template.allResources('AWS::Logs::LogGroup', {
      Properties: {
        RetentionInDays: 365,
        KmsKeyId: stack.resolve(cluster.audit.encryptionKey!.keyArn),
        DeletionProtectionEnabled: Match.absent(),
        LogGroupClass: Match.absent(),
      },
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
    const groupIds = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    template.hasResource('AWS::RDS::DBCluster', { DependsOn: Match.arrayWith(groupIds) });
  });

  test('never expire when asked, without a warning', () => {
    const stack = newStack();
    auditedCluster(stack, { auditLogRetention: logs.RetentionDays.INFINITE });
    Template.fromStack(stack).allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: Match.absent() });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('auditLogRetention'));
  });

  test('kept for one year do not warn', () => {
    const stack = newStack();
    auditedCluster(stack, { auditLogRetention: logs.RetentionDays.ONE_YEAR });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('auditLogRetention'));
  });

  test('kept for less than a year warn', () => {
    const stack = newStack();
    auditedCluster(stack, { auditLogRetention: logs.RetentionDays.SIX_MONTHS });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('auditLogRetention: 180 days is shorter than one year'));
  });

  test('that exist already are used and not made', () => {
    // GIVEN
    const stack = newStack();
    const auditLogGroup = logs.LogGroup.fromLogGroupName(stack, 'Left', '/aws/rds/cluster/orders/audit');
    const error = logs.LogGroup.fromLogGroupName(stack, 'LeftToo', '/aws/rds/cluster/orders/error');

    // WHEN
    const cluster = auditedCluster(stack, { clusterIdentifier: 'orders', auditLogGroup, logGroups: { error }, cloudwatchLogsExports: ['error'] });

    // THEN
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Logs::LogGroup', 0);
    template.allResourcesProperties('AWS::Logs::MetricFilter', { LogGroupName: '/aws/rds/cluster/orders/audit' });
    expect(cluster.auditLogGroup).toBe(auditLogGroup);
  });

  test('of the app are made before the cluster, too', () => {
    // GIVEN
    const stack = newStack();
    const auditLogGroup = new logs.LogGroup(stack, 'Own', { logGroupName: '/aws/rds/cluster/orders/audit' });

    // WHEN
    auditedCluster(stack, { clusterIdentifier: 'Orders', auditLogGroup });

    // THEN
    Template.fromStack(stack).hasResource('AWS::RDS::DBCluster', {
      DependsOn: Match.arrayWith([stack.getLogicalId(auditLogGroup.node.defaultChild as logs.CfnLogGroup)]),
    });
  });

  test('mask what the data protection policy names', () => {
    const stack = newStack();
    auditedCluster(stack, { auditLogDataProtectionPolicy: new logs.DataProtectionPolicy({ identifiers: [logs.DataIdentifier.EMAILADDRESS] }) });
    const groups = Object.values(Template.fromStack(stack).findResources('AWS::Logs::LogGroup'));
    expect(groups.filter(group => group.Properties.DataProtectionPolicy).map(group => group.Properties.LogGroupName)).toEqual([expect.stringMatching(/\/audit$/)]);
  });
});
