import { CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as sns from 'aws-cdk-lib/aws-sns';
import { findings } from './findings';
import {
  AuditAuroraMysql, AuditDetection, AuditedAuroraMysqlCluster, AuditedAuroraMysqlClusterFromSnapshot, AuditEvent, AuroraMysqlAudit,
} from '../../src';
import { ACTUAL, generatedCluster, includedCluster, l1Cluster } from '../adopted';
import { clusterMatrix } from '../cluster-matrix';
import { auditedCluster, clusterBasics, newStack, plainCluster } from '../stacks';

describe('nothing is found in an audited cluster', () => {
  test.each<[string, (stack: Stack) => unknown]>([
    ['with its defaults', stack => auditedCluster(stack)],
    ['with an identifier in capital letters', stack => auditedCluster(stack, { clusterIdentifier: 'ORDERS' })],
    ['with other events', stack => auditedCluster(stack, {
      auditEvents: [AuditEvent.CONNECT, AuditEvent.QUERY_DCL, AuditEvent.QUERY_DDL, AuditEvent.QUERY_DML],
    })],
    ['with all exports', stack => auditedCluster(stack, { cloudwatchLogsExports: ['error', 'general', 'slowquery', 'instance', 'iam-db-auth-error'] })],
    ['with the least exports', stack => auditedCluster(stack, { cloudwatchLogsExports: [] })],
    ['whose records never expire', stack => auditedCluster(stack, { auditLogRetention: logs.RetentionDays.INFINITE })],
    ['whose records are kept for ten years', stack => auditedCluster(stack, { auditLogRetention: logs.RetentionDays.TEN_YEARS })],
    ['kept on every update', stack => auditedCluster(stack, { auditLogRemovalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE })],
    ['with a key', stack => auditedCluster(stack, { auditLogEncryptionKey: new kms.Key(stack, 'Key') })],
    ['with an imported key', stack => auditedCluster(stack, {
      auditLogEncryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:111111111111:key/k'),
    })],
    ['with masked data', stack => auditedCluster(stack, {
      auditLogDataProtectionPolicy: new logs.DataProtectionPolicy({ identifiers: [logs.DataIdentifier.EMAILADDRESS] }),
    })],
    ['with an action', stack => auditedCluster(stack, { alarmActions: [new actions.SnsAction(new sns.Topic(stack, 'Security'))] })],
    ['with contacts', stack => auditedCluster(stack, { securityContacts: ['security@example.com'] })],
    ['with another detection', stack => auditedCluster(stack).audit.addDetection(AuditDetection.of('Dropped', { filterPattern: '"DROP TABLE"', runbook: 'r' }))],
    ['with parameters', stack => auditedCluster(stack, { parameters: { require_secure_transport: 'ON' } })],
    ['with a parameter group', stack => auditedCluster(stack, {
      parameterGroup: new rds.ParameterGroup(stack, 'Parameters', {
        engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 }),
      }),
    })],
    ['with log groups that were there', stack => auditedCluster(stack, {
      clusterIdentifier: 'orders',
      auditLogGroup: new logs.LogGroup(stack, 'Existing', {
        logGroupName: '/aws/rds/cluster/orders/audit', retention: logs.RetentionDays.ONE_YEAR, encryptionKey: new kms.Key(stack, 'Key'),
      }),
    })],
    ['restored from a snapshot', stack => new AuditedAuroraMysqlClusterFromSnapshot(stack, 'Restored', { ...clusterBasics(stack), snapshotIdentifier: 's' })],
    ['of which a secondary region has no engine', stack => {
      const resource = auditedCluster(stack).node.defaultChild as rds.CfnDBCluster;
      resource.globalClusterIdentifier = 'global';
      resource.addPropertyDeletionOverride('Engine');
    }],
    ['with an identifier of CloudFormation', stack => new AuroraMysqlAudit(stack, 'Audit', { cluster: generatedCluster(stack), deployedClusterIdentifier: ACTUAL })],
    ['with an identifier of CloudFormation, by the mixin', stack => generatedCluster(stack).with(new AuditAuroraMysql({ deployedClusterIdentifier: ACTUAL }))],
    ['that is an L1', stack => l1Cluster(stack).with(new AuditAuroraMysql({ deployedClusterIdentifier: ACTUAL }))],
    ['of an included template', stack => includedCluster(stack).with(new AuditAuroraMysql({ deployedClusterIdentifier: ACTUAL }))],
    ['of aws-rds alone that is audited afterwards', stack => new AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(stack) })],
  ])('%s', (_, build) => {
    const stack = newStack();
    build(stack);
    expect(findings(stack)).toEqual([]);
  });

  test.each(['rdsadmin', 'monitor'])('that excludes %s, which is allowed', user => {
    const stack = newStack();
    auditedCluster(stack, { auditExcludedUsers: [user] });
    expect(findings(stack, { allowedExcludedUsers: ['rdsadmin', 'monitor'] })).toEqual([]);
  });

  test('in whichever way it is built', () => {
    const stacks = clusterMatrix(newStack().node.root as never);
    expect(stacks.flatMap(stack => findings(stack))).toEqual([]);
  });
});

describe('what the app does not manage of a cluster is found', () => {
  test.each<[string, (stack: Stack) => unknown, string[]]>([
    ['a log group that RDS made', stack => new AuroraMysqlAudit(stack, 'Audit', {
      cluster: generatedCluster(stack, { cloudwatchLogsExports: ['audit'] }), deployedClusterIdentifier: ACTUAL,
    }), ['AuditLogGroup']],
    ['a parameter group from elsewhere', stack => new AuroraMysqlAudit(stack, 'Audit', {
      cluster: plainCluster(stack, { parameterGroup: rds.ParameterGroup.fromParameterGroupName(stack, 'Group', 'theirs') }),
    }), ['AuditLogging[unknown:DBClusterParameterGroupName]']],
    ['an identifier that is not the one of the log group', stack => {
      const cluster = generatedCluster(stack);
      new AuroraMysqlAudit(stack, 'Audit', { cluster, deployedClusterIdentifier: ACTUAL });
      (cluster.node.defaultChild as rds.CfnDBCluster).addMetadata('cdk-audited-aurora-mysql:deployedClusterIdentifier', 'other');
    }, ['AuditLogGroup']],
  ])('%s', (_, build, found) => {
    const stack = newStack();
    build(stack);
    expect(findings(stack)).toEqual(found);
  });
});

describe('what options allow beyond the rules is found', () => {
  test.each<[string, object, string[]]>([
    ['a short retention', { auditLogRetention: logs.RetentionDays.SIX_MONTHS }, ['AuditLogRetention']],
    ['a log group that goes with the stack', { auditLogRemovalPolicy: RemovalPolicy.DESTROY }, ['AuditLogRemoval']],
    ['a narrow audit', { auditIncludedUsers: ['app'] }, ['AuditUsers[server_audit_incl_users]']],
    ['an excluded user', { auditExcludedUsers: ['app'] }, ['AuditUsers[app]']],
    ['events without statements', { auditEvents: [AuditEvent.CONNECT] }, ['AuditEvents[QUERY]']],
    ['no detection', { detections: [] }, ['AuditMetricFilters[failed-logins]', 'AuditMetricFilters[privilege-changes]']],
  ])('%s', (_, props, found) => {
    const stack = newStack();
    auditedCluster(stack, props);
    expect(findings(stack)).toEqual(found);
  });
});

interface Parts {
  readonly stack: Stack;
  readonly cluster: rds.CfnDBCluster;
  readonly parameters: CfnResource;
  readonly group: CfnResource;
  readonly filter: CfnResource;
  readonly alarm: CfnResource;
}

function partsOf(stack: Stack, cluster: AuditedAuroraMysqlCluster): Parts {
  const alarm = cluster.audit.alarm(AuditDetection.AUDIT_TAMPERING).node.defaultChild;
  const [{ node: { defaultChild: filter } }] = cluster.audit.metricFilters;
  return {
    stack,
    cluster: cluster.node.defaultChild as rds.CfnDBCluster,
    parameters: cluster.parameterGroup.node.children[0] as CfnResource,
    group: cluster.auditLogGroup.node.defaultChild as CfnResource,
    filter: filter as CfnResource,
    alarm: alarm as CfnResource,
  };
}

test.each<[string, (parts: Parts) => unknown]>([
  ['AuditLogExport', ({ cluster }) => cluster.addPropertyOverride('EnableCloudwatchLogsExports', ['error'])],
  ['AuditLogging', ({ parameters }) => parameters.addPropertyOverride('Parameters.server_audit_logging', '0')],
  ['AuditEvents[CONNECT]', ({ parameters }) => parameters.addPropertyOverride('Parameters.server_audit_events', 'QUERY,TABLE')],
  ['AuditParameterNames[server_audit_logs]', ({ parameters }) => parameters.addPropertyOverride('Parameters.server_audit_logs', '1')],
  ['AuditUsers[server_audit_incl_users]', ({ parameters }) => parameters.addPropertyOverride('Parameters.server_audit_incl_users', 'app')],
  ['ParameterGroupFamily', ({ parameters }) => parameters.addPropertyOverride('Family', 'aurora-mysql5.7')],
  ['AuditLogGroup[created-late]', ({ cluster, group }) => group.addResourceDependency(cluster)],
  ['AuditLogRetention', ({ group }) => group.addPropertyOverride('RetentionInDays', 7)],
  ['AuditLogEncryption', ({ group }) => group.addPropertyDeletionOverride('KmsKeyId')],
  ['AuditLogRemoval', ({ group }) => group.addOverride('DeletionPolicy', 'Delete')],
  ['AuditLogClass', ({ group }) => group.addPropertyOverride('LogGroupClass', 'INFREQUENT_ACCESS')],
  ['AuditMetricFilters[failed-logins]', ({ filter }) => filter.addPropertyOverride('FilterPattern', '"no such thing"')],
  ['AuditAlarms[AuditTampering]', ({ alarm }) => alarm.addPropertyDeletionOverride('AlarmActions')],
  ['InstanceLogExports', ({ stack }) => new CfnResource(stack, 'Other', { type: 'AWS::RDS::DBInstance', properties: { Engine: 'mysql' } })],
  ['UnseenChanges[unknown:Type]', ({ stack }) => new CfnResource(stack, 'Other', { type: 'Our::Database::Cluster::MODULE' })],
])('one change trips %s and nothing else', (id, change) => {
  const stack = newStack();
  change(partsOf(stack, auditedCluster(stack)));
  expect(findings(stack)).toEqual([id]);
});
