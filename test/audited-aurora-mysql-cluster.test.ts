import { execFileSync } from 'child_process';
import { join } from 'path';
import { App, CfnParameter, CfnResource, Duration, NestedStack, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { clusterMatrix } from './cluster-matrix';
import { auditedCluster, clusterBasics, newStack } from './stacks';
import { inValidatedApp } from './validated-app';
import { AuditDetection, AuditedAuroraMysqlCluster, AuditedAuroraMysqlClusterFromSnapshot } from '../src';

describe('the default cluster', () => {
  test('has secure defaults and exports everything that RDS.9 asks for', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    auditedCluster(stack);

    // THEN
    Template.fromStack(stack).hasResource('AWS::RDS::DBCluster', {
      Properties: {
        Engine: 'aurora-mysql',
        EngineVersion: '8.0.mysql_aurora.3.12.0',
        EnableCloudwatchLogsExports: ['audit', 'error', 'general', 'slowquery'],
        StorageEncrypted: true,
        DeletionProtection: true,
        EnableIAMDatabaseAuthentication: true,
        BackupRetentionPeriod: 7,
        CopyTagsToSnapshot: true,
      },
      DeletionPolicy: 'Snapshot',
      UpdateReplacePolicy: 'Snapshot',
    });
  });

  test('consists of managed resources only', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    auditedCluster(stack, { securityContacts: ['security@example.com'] });

    // THEN
    const types = Object.values<any>(Template.fromStack(stack).toJSON().Resources).map(resource => resource.Type);
    expect(types.filter(type => !/^AWS::(EC2|RDS|Logs|KMS|SNS|CloudWatch|Events|SecretsManager)::/.test(type))).toEqual([]);
  });

  test('keeps the logical ids of stateful resources', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    auditedCluster(stack, { cloudwatchLogsExports: ['error', 'general', 'slowquery', 'instance', 'iam-db-auth-error'] });

    // THEN
    const stateful = ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::RDS::DBClusterParameterGroup', 'AWS::Logs::LogGroup', 'AWS::KMS::Key', 'AWS::SNS::Topic'];
    const ids = Object.entries<any>(Template.fromStack(stack).toJSON().Resources)
      .filter(([, resource]) => stateful.includes(resource.Type)).map(([id]) => id).sort();
    expect(ids).toEqual([
      'DatabaseAuditAuditLogGroupBDAE3A6F',
      'DatabaseAuditErrorLogGroup24ADAB61',
      'DatabaseAuditGeneralLogGroup7081BED1',
      'DatabaseAuditIamDbAuthErrorLogGroupBB9E7906',
      'DatabaseAuditInstanceLogGroupD7E756E5',
      'DatabaseAuditKey0DBF7ED6',
      'DatabaseAuditSlowQueryLogGroupE10B6FF1',
      'DatabaseAuditTopicB1CA4420',
      'DatabaseB269D8BB',
      'DatabaseParameterGroup2A921026',
      'Databasewriter2462CC03',
    ].sort());
  });

  test('keeps its parameter group when parameters come and go', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    auditedCluster(stack, { parameters: { require_secure_transport: 'ON' } });

    // THEN
    Template.fromStack(stack).templateMatches({
      Resources: {
        DatabaseParameterGroup2A921026: { Properties: { Parameters: { require_secure_transport: 'ON', server_audit_logging: '1' } } },
      },
    });
  });

  test('loads nothing of cdk-nag from the built package', () => {
    const program = "require('cdk-audited-aurora-mysql').AuditedAuroraMysqlCluster.name; console.log(JSON.stringify(Object.keys(require.cache)))";
    const loaded: string[] = JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd: join(__dirname, '..'), encoding: 'utf8' }));
    expect(loaded.some(path => path.includes(join('lib', 'audited-aurora-mysql-cluster.js')))).toBe(true);
    expect(loaded.filter(path => path.includes('cdk-nag'))).toEqual([]);
  });
});

test.each<[string, object, object]>([
  ['storageEncrypted', { storageEncrypted: false }, { StorageEncrypted: false }],
  ['deletionProtection', { deletionProtection: false }, { DeletionProtection: false }],
  ['deletionProtection by removal policy', { removalPolicy: RemovalPolicy.DESTROY }, { DeletionProtection: false }],
  ['iamAuthentication', { iamAuthentication: false }, { EnableIAMDatabaseAuthentication: false }],
  ['backup', { backup: { retention: Duration.days(30) } }, { BackupRetentionPeriod: 30 }],
  ['copyTagsToSnapshot', { copyTagsToSnapshot: false }, { CopyTagsToSnapshot: false }],
  ['cloudwatchLogsExports', { cloudwatchLogsExports: ['slowquery'] }, { EnableCloudwatchLogsExports: ['audit', 'slowquery'] }],
  ['cloudwatchLogsExports, empty', { cloudwatchLogsExports: [] }, { EnableCloudwatchLogsExports: ['audit'] }],
  ['replicationSourceIdentifier', { replicationSourceIdentifier: 'arn:aws:rds:eu-west-1:111111111111:cluster:primary' }, { ReplicationSourceIdentifier: Match.anyValue() }],
])('%s can be overridden', (_, props, expected) => {
  // GIVEN
  const stack = newStack();

  // WHEN
  auditedCluster(stack, props);

  // THEN
  Template.fromStack(stack).hasResourceProperties('AWS::RDS::DBCluster', expected);
});

test.each([
  ['5.7.mysql_aurora.2.12.5', '5.7', 'aurora-mysql5.7'],
  ['8.0.mysql_aurora.3.10.0', '8.0', 'aurora-mysql8.0'],
  ['8.4.mysql_aurora.8.4.7', '8.4', 'aurora-mysql8.4'],
])('the parameter group of version %s is of its family', (full, major, family) => {
  // GIVEN
  const stack = newStack();

  // WHEN
  auditedCluster(stack, { version: rds.AuroraMysqlEngineVersion.of(full, major), writer: rds.ClusterInstance.provisioned('writer') });

  // THEN
  Template.fromStack(stack).hasResourceProperties('AWS::RDS::DBClusterParameterGroup', { Family: family });
});

test('a cluster restored from a snapshot is audited alike', () => {
  // GIVEN
  const stack = newStack();

  // WHEN
  new AuditedAuroraMysqlClusterFromSnapshot(stack, 'Database', { ...clusterBasics(stack), snapshotIdentifier: 'my-snapshot' });

  // THEN
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::RDS::DBCluster', {
    SnapshotIdentifier: 'my-snapshot',
    EnableCloudwatchLogsExports: ['audit', 'error', 'general', 'slowquery'],
  });
  template.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', { Parameters: { server_audit_logging: '1' } });
  template.resourceCountIs('AWS::Logs::LogGroup', 4);
});

test('a secondary region of a global database is audited alike', () => {
  // GIVEN
  const stack = newStack();

  // WHEN
  const cluster = auditedCluster(stack);
  const resource = cluster.node.defaultChild as rds.CfnDBCluster;
  resource.globalClusterIdentifier = 'global';
  resource.addPropertyDeletionOverride('Engine');
  resource.addPropertyDeletionOverride('MasterUsername');
  resource.addPropertyDeletionOverride('MasterUserPassword');

  // THEN
  Template.fromStack(stack).hasResourceProperties('AWS::RDS::DBCluster', {
    GlobalClusterIdentifier: 'global',
    Engine: Match.absent(),
    EnableCloudwatchLogsExports: Match.arrayWith(['audit']),
  });
});

test('readers need nothing more', () => {
  const stack = newStack();
  auditedCluster(stack, { readers: [rds.ClusterInstance.serverlessV2('reader', { scaleWithWriter: true })] });
  Template.fromStack(stack).resourceCountIs('AWS::RDS::DBInstance', 2);
});

test('every resource is exposed', () => {
  // GIVEN
  const stack = newStack();

  // WHEN
  const cluster = auditedCluster(stack);

  // THEN
  expect(cluster.parameterGroup).toBeInstanceOf(rds.ParameterGroup);
  expect(cluster.auditLogGroup).toBe(cluster.cloudwatchLogGroups.audit);
  expect(Object.keys(cluster.cloudwatchLogGroups)).toEqual(['audit', 'error', 'general', 'slowquery']);
  expect(cluster.audit.encryptionKey).toBeInstanceOf(kms.Key);
  expect(cluster.audit.topic).toBe(cluster.audit.topic);
  expect(cluster.audit.alarms).toHaveLength(AuditDetection.recommended().length);
  expect(stack.resolve(cluster.audit.metric(AuditDetection.FAILED_LOGINS).namespace)).toMatch(/^AuroraMysqlAudit\/stack-database-[0-9a-f]{8}$/);
});

test('a reader of the audit logs may decrypt them', () => {
  // GIVEN
  const stack = newStack();
  const role = new iam.Role(stack, 'Auditor', { assumedBy: new iam.AccountRootPrincipal() });

  // WHEN
  auditedCluster(stack).audit.grantReadAuditLogs(role);

  // THEN
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Action: Match.arrayWith(['logs:FilterLogEvents']) }),
        Match.objectLike({ Action: 'kms:Decrypt', Effect: 'Allow' }),
      ]),
    },
  });
});

describe('a cluster without an identifier', () => {
  test('gets one that is stable', () => {
    const stack = newStack();
    auditedCluster(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::RDS::DBCluster', { DBClusterIdentifier: 'stack-database-7b234f1f' });
  });

  test('gets one that follows the name of the outermost stack, in a nested stack too', () => {
    // GIVEN
    const identifierIn = (stackName: string) => {
      const nested = new NestedStack(new Stack(new App(), 'Stack', { stackName }), 'Nested');
      return auditedCluster(nested).audit.metricNamespace;
    };

    // THEN
    expect(identifierIn('Orders')).toBe('AuroraMysqlAudit/stack-nested-database-4c85ff63');
    expect(identifierIn('Orders')).not.toBe(identifierIn('Invoices'));
  });

  test('gets one of its own in every place of the app', () => {
    // GIVEN
    const app = new App();
    const stage = new Stage(app, 'Stage');
    const scopes = [new Stack(app, 'A'), new Stack(app, 'B', { stackName: 'renamed' }), new Stack(stage, 'A')];
    const nested = new NestedStack(scopes[0], 'Nested');

    // WHEN
    const identifiers = [...scopes, nested].flatMap(scope => {
      const basics = clusterBasics(scope);
      return ['Database', 'database', 'Data-base'].map(id => {
        const cluster = new AuditedAuroraMysqlCluster(scope, id, basics);
        return (cluster.node.defaultChild as rds.CfnDBCluster).dbClusterIdentifier;
      });
    });

    // THEN
    expect(new Set(identifiers).size).toBe(12);
    identifiers.forEach(identifier => expect(identifier).toMatch(/^[a-z](-?[a-z0-9]){0,62}$/));
  });
});

test('a token as identifier is refused with the reason', () => {
  const stack = newStack();
  const parameter = new CfnParameter(stack, 'Name');
  expect(() => auditedCluster(stack, { clusterIdentifier: parameter.valueAsString }))
    .toThrow('clusterIdentifier: must be a literal, got a token; the log groups bear the identifier in their names and have to be created before the cluster');
});

test('every way to build a cluster passes the strict validation of aws-cdk-lib, without a circle', () => {
  inValidatedApp(app => {
    expect(clusterMatrix(app)).toHaveLength(20);
    expect(() => app.synth()).not.toThrow();
  });
});

test('the strict validation refuses what CloudFormation would not take', () => {
  inValidatedApp(app => {
    new CfnResource(new Stack(app, 'Stack'), 'Bucket', { type: 'AWS::S3::Bucket', properties: { Nonsense: true } });
    expect(() => app.synth()).toThrow('Nonsense');
  });
});
