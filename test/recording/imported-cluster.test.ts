import { App, Fn, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuditDetection, AuditEvent, AuroraMysqlAudit, type AuroraMysqlAuditProps, AuroraMysqlAuditChecks } from '../../src';
import { importedCluster, l1Cluster } from '../adopted';
import { newStack } from '../stacks';

function imported(stack: Stack, props: Partial<AuroraMysqlAuditProps> = {}): AuroraMysqlAudit {
  return new AuroraMysqlAudit(stack, 'Audit', { cluster: importedCluster(stack), ...props });
}

function warning(stack: Stack, id: string): string {
  const found = Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => String(entry.data)).filter(text => text.includes(`[ack: cdk-audited-aurora-mysql:${id}]`));
  expect(found).toHaveLength(1);
  return found[0];
}

describe('an imported cluster', () => {
  test('is watched: detections, alarms, silence and API calls', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const audit = imported(stack);

    // THEN
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::RDS::DBClusterParameterGroup', 0);
    template.resourceCountIs('AWS::Logs::LogGroup', 0);
    template.resourceCountIs('AWS::CloudWatch::Alarm', AuditDetection.recommended().length);
    template.allResourcesProperties('AWS::Logs::MetricFilter', { LogGroupName: '/aws/rds/cluster/orders/audit' });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { Namespace: 'AWS/Logs', Dimensions: [{ Name: 'LogGroupName', Value: '/aws/rds/cluster/orders/audit' }] });
    const [rule] = Object.values(template.findResources('AWS::Events::Rule'));
    expect(JSON.stringify(rule)).toContain('"dBClusterIdentifier":[{"equals-ignore-case":"orders"}]');
    expect(JSON.stringify(rule)).not.toContain('DBClusterParameterGroup"}');
    expect(audit.parameterGroup).toBeUndefined();
    expect(Object.keys(audit.logGroups)).toEqual(['audit']);
    expect(audit.metricNamespace).toBe('AuroraMysqlAudit/orders');
  });

  test('may be of another stack than its audit', () => {
    const stack = newStack();
    const cluster = importedCluster(new Stack(stack.node.root as App, 'Data'));
    new AuroraMysqlAudit(stack, 'Audit', { cluster });
    Template.fromStack(stack).resourceCountIs('AWS::Logs::MetricFilter', Object.keys(Template.fromStack(stack).findResources('AWS::Logs::MetricFilter')).length);
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'))).toHaveLength(AuditDetection.recommended().length);
  });

  test('is not of another region', () => {
    const app = new App();
    const [here, there] = ['eu-west-1', 'eu-central-1'].map(region => new Stack(app, region, { env: { account: '111111111111', region } }));
    expect(() => new AuroraMysqlAudit(here, 'Audit', { cluster: importedCluster(there) })).toThrow('cluster: must be in eu-west-1, the region of the stack, got: eu-central-1');
  });

  test('that is looked up is one', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
    const cluster = rds.DatabaseCluster.fromLookup(stack, 'LookedUp', { clusterIdentifier: 'orders' });
    expect(new AuroraMysqlAudit(stack, 'Audit', { cluster }).coverage.record.level).toBe('unmanaged');
  });

  test('has no identifier that another one of the stack has', () => {
    const stack = newStack();
    imported(stack);
    const again = rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Again', { clusterIdentifier: 'ORDERS' });
    expect(() => new AuroraMysqlAudit(stack, 'AuditAgain', { cluster: again })).toThrow("cluster: Stack/Again has the identifier 'ORDERS', as Stack/Imported has, and must not be audited twice");
  });

  test.each<[string, object, object, RegExp | string | undefined]>([
    ['of one account and region', { env: { account: '111111111111', region: 'eu-west-1' } }, { env: { account: '111111111111', region: 'eu-west-1' } },
      /^cluster: B\/Imported has the identifier 'orders', as A\/Imported has, and must not be audited twice in an account and region; both audits would count every record/],
    ['of which nobody knows where they go', {}, {}, 'B/Imported has the identifier .orders., as A/Imported has; if both stacks are deployed to one account and region'],
    ['of two regions', { env: { region: 'eu-west-1' } }, { env: { region: 'eu-central-1' } }, undefined],
  ])('is not audited by two stacks %s', (_, first, second, outcome) => {
    const app = new App();
    const [one, two] = [new Stack(app, 'A', first), new Stack(app, 'B', second)];
    imported(one);
    if (outcome instanceof RegExp) {
      expect(() => imported(two)).toThrow(outcome);
      return;
    }
    imported(two);
    const warned = Annotations.fromStack(two).findWarning('/B/Audit', Match.stringLikeRegexp(outcome ?? 'auditedTwice'));
    expect(warned).toHaveLength(outcome === undefined ? 0 : 1);
  });

  test('of the same name is audited in each stage', () => {
    const app = new App();
    const stacks = ['Dev', 'Prod'].map(id => new Stack(new Stage(app, id), 'Stack'));
    stacks.forEach(stack => imported(stack));
    stacks.forEach(stack => Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('auditedTwice')));
  });

  test('has parameters and exports that a warning says, with the commands', () => {
    const stack = newStack();
    imported(stack, { auditEvents: [AuditEvent.CONNECT, AuditEvent.QUERY_DCL], auditExcludedUsers: ['monitor'] });
    expect(warning(stack, 'importedCluster')).toMatchInlineSnapshot(`
"cluster: Stack/Imported is imported, whether it records anything can be neither seen nor set here. Its parameter group has to hold server_audit_logging=1 server_audit_events=CONNECT,QUERY_DCL server_audit_excl_users=monitor, and the cluster has to export audit. With GROUP for its parameter group, at work at once and without a restart:
  aws rds modify-db-cluster-parameter-group --db-cluster-parameter-group-name GROUP --parameters '[{"ParameterName":"server_audit_logging","ParameterValue":"1","ApplyMethod":"immediate"},{"ParameterName":"server_audit_events","ParameterValue":"CONNECT,QUERY_DCL","ApplyMethod":"immediate"},{"ParameterName":"server_audit_excl_users","ParameterValue":"monitor","ApplyMethod":"immediate"}]'
  aws rds modify-db-cluster --db-cluster-identifier orders --cloudwatch-logs-export-configuration '{"EnableLogTypes":["audit"]}'
If its group is a default one, which nobody can change, make one first, and attach it, which takes a restart:
  aws rds create-db-cluster-parameter-group --db-cluster-parameter-group-name GROUP --db-parameter-group-family FAMILY --description audit
  aws rds modify-db-cluster --db-cluster-identifier orders --db-cluster-parameter-group-name GROUP --apply-immediately
  aws rds reboot-db-instance --db-instance-identifier INSTANCE     # each one [ack: cdk-audited-aurora-mysql:importedCluster]"
`);
  });

  test('has a log group whose retention, key and protection a warning says, with the commands', () => {
    const stack = newStack();
    imported(stack, { auditLogRetention: logs.RetentionDays.TEN_YEARS, auditLogDeletionProtection: true });
    expect(warning(stack, 'unmanagedLogGroup')).toMatchInlineSnapshot(`
"auditLogGroup: not of this app, so that it has to be there when this is deployed, and its retention, key and deletion protection stay as they are. The options ask for a retention of 3653 days, a KMS key, deletion protection. To set it once:
  aws logs put-retention-policy --log-group-name /aws/rds/cluster/orders/audit --retention-in-days 3653
  aws logs associate-kms-key --log-group-name /aws/rds/cluster/orders/audit --kms-key-id KEY_ARN
  aws logs put-log-group-deletion-protection --log-group-identifier /aws/rds/cluster/orders/audit --deletion-protection-enabled
To let the stack own it, hand in a group that says what RDS made of it, import that, and then set what it shall be:
  const auditLogs = new logs.LogGroup(this, 'AuditLogs', { logGroupName: '/aws/rds/cluster/orders/audit', retention: logs.RetentionDays.INFINITE });
  cdk import STACK --force     # asks for the name of the log group; leaves out what is not there yet
  cdk deploy STACK             # with retention, encryptionKey and deletionProtectionEnabled [ack: cdk-audited-aurora-mysql:unmanagedLogGroup]"
`);
  });

  test.each<[string, (stack: Stack) => Partial<AuroraMysqlAuditProps>, string]>([
    ['records that never expire', () => ({ auditLogRetention: logs.RetentionDays.INFINITE }), 'aws logs delete-retention-policy --log-group-name /aws/rds/cluster/orders/audit'],
    ['a retention of a parameter', () => ({ auditLogRetention: Fn.ref('Days') as never }), '--retention-in-days DAYS'],
    ['users of a parameter', () => ({ auditIncludedUsers: Fn.split(',', Fn.ref('Users')) }), '"ParameterName":"server_audit_incl_users","ParameterValue":"VALUE"'],
  ])('with %s gets commands that can be completed', (_, props, command) => {
    const stack = newStack();
    imported(stack, props(stack));
    const [texts] = [Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => String(entry.data)).join('\n')];
    expect(texts).toContain(command);
    expect(texts).not.toContain('${Token');
  });

  test('has a log group that the app makes, where it is given one', () => {
    const stack = newStack();
    const auditLogGroup = new logs.LogGroup(stack, 'Logs', { logGroupName: '/aws/rds/cluster/orders/audit' });
    const { coverage: { keep } } = imported(stack, { auditLogGroup });
    expect(keep).toEqual({ level: 'managed', unmanaged: [] });
  });

  test('is not in the templates, so that the pack has nothing to say of it', () => {
    const stack = newStack();
    imported(stack);
    expect(new AuroraMysqlAuditChecks(stack).validateScope(stack).violations).toEqual([]);
  });

  test('of a log type that does not exist is refused', () => {
    const stack = newStack();
    expect(() => imported(stack, { logGroups: { audits: logs.LogGroup.fromLogGroupName(stack, 'G', 'x') } }))
      .toThrow("logGroups['audits']: must be of audit, error, general, slowquery, instance, iam-db-auth-error");
  });
});

describe('coverage', () => {
  test('says the same as the warnings', () => {
    const stack = newStack();
    const { coverage } = imported(stack);
    expect(warning(stack, 'importedCluster')).toContain(coverage.record.unmanaged[0]);
    expect(warning(stack, 'unmanagedLogGroup')).toContain(coverage.keep.unmanaged[0]);
  });

  test('of an audit that looks for nothing is not whole until it does', () => {
    const stack = newStack();
    const audit = imported(stack, { detections: [] });
    expect(audit.coverage.detect.level).toBe('unmanaged');
    audit.addDetection(AuditDetection.FAILED_LOGINS);
    expect(audit.coverage.detect).toEqual({ level: 'managed', unmanaged: [] });
  });

  test('of a cluster of the app is whole, without a warning', () => {
    const stack = newStack();
    const { coverage } = new AuroraMysqlAudit(stack, 'Audit', { cluster: l1Cluster(stack, { dbClusterIdentifier: 'orders' }) });
    expect(coverage).toEqual({ record: { level: 'managed', unmanaged: [] }, keep: { level: 'managed', unmanaged: [] }, detect: { level: 'managed', unmanaged: [] } });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('not of this app|imported'));
  });
});
