import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { auditedCluster, clusterBasics, newStack } from './stacks';
import { AuditDetection, AuditEvent, AuroraMysqlAudit } from '../src';

const IDENTIFIER = 'orders-db';

function plainCluster(stack: Stack, props: Partial<rds.DatabaseClusterProps> = {}): rds.DatabaseCluster {
  return new rds.DatabaseCluster(stack, 'Plain', {
    ...clusterBasics(stack),
    engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 }),
    clusterIdentifier: IDENTIFIER,
    ...props,
  });
}

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
        DBClusterIdentifier: IDENTIFIER,
        DBClusterParameterGroupName: stack.resolve(audit.parameterGroup.bindToCluster({}).parameterGroupName),
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
    ['of PostgreSQL', stack => plainCluster(stack, { engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }) }),
      'cluster: must be of engine aurora-mysql, got: aurora-postgresql'],
    ['that is imported', stack => rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Imported', { clusterIdentifier: 'orders' }),
      'cluster: must be an rds.DatabaseCluster or rds.DatabaseClusterFromSnapshot of this app'],
    ['with cloudwatchLogsRetention', stack => plainCluster(stack, { cloudwatchLogsExports: ['audit'], cloudwatchLogsRetention: logs.RetentionDays.ONE_YEAR }),
      'cluster: must not set cloudwatchLogsRetention'],
    ['that is none', () => undefined as never, 'cluster: must be an rds.DatabaseCluster'],
  ])('is refused %s', (_, cluster, message) => {
    const stack = newStack();
    expect(() => new AuroraMysqlAudit(stack, 'Audit', { cluster: cluster(stack) })).toThrow(message);
  });

  test('is not audited twice', () => {
    const stack = newStack();
    const cluster = auditedCluster(stack);
    expect(() => new AuroraMysqlAudit(stack, 'Again', { cluster })).toThrow('or be audited twice');
  });
});

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

describe('log groups', () => {
  test('are kept, encrypted, protected and made before the cluster', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const cluster = auditedCluster(stack);

    // THEN
    const template = Template.fromStack(stack);
    template.allResources('AWS::Logs::LogGroup', {
      Properties: {
        RetentionInDays: 365,
        KmsKeyId: stack.resolve(cluster.auditEncryptionKey!.keyArn),
        DeletionProtectionEnabled: true,
        LogGroupClass: 'STANDARD',
      },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    const groupIds = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    template.hasResource('AWS::RDS::DBCluster', { DependsOn: Match.arrayWith(groupIds) });
  });

  test('can be removed with the stack when asked', () => {
    const stack = newStack();
    auditedCluster(stack, { auditLogRemovalPolicy: RemovalPolicy.DESTROY });
    Template.fromStack(stack).allResources('AWS::Logs::LogGroup', {
      Properties: { DeletionProtectionEnabled: false },
      DeletionPolicy: 'Delete',
    });
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

describe('the key', () => {
  test('rotates and serves only the log groups of the cluster and CloudWatch alarms', () => {
    const stack = newStack();
    auditedCluster(stack, { clusterIdentifier: 'Orders' });
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
            Condition: {
              ArnLike: {
                'kms:EncryptionContext:aws:logs:arn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':log-group:/aws/rds/cluster/orders/*']] },
              },
            },
          }),
          Match.objectLike({
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          }),
        ]),
      },
    });
  });

  test('can be one of the app', () => {
    const stack = newStack();
    const key = new kms.Key(stack, 'Own');
    auditedCluster(stack, { auditLogEncryptionKey: key });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::KMS::Key', 1);
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: stack.resolve(key.keyArn) });
  });

  test('can be shared by clusters, each with statements of its own', () => {
    // GIVEN
    const stack = newStack();
    const auditLogEncryptionKey = new kms.Key(stack, 'Own');

    // WHEN
    auditedCluster(stack, { clusterIdentifier: 'orders', auditLogEncryptionKey });
    new AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(new Stack(stack, 'Other')), auditLogEncryptionKey });

    // THEN
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'));
    const statements: any[] = Properties.KeyPolicy.Statement;
    expect(statements.filter(({ Condition }) => Condition?.ArnLike?.['kms:EncryptionContext:aws:logs:arn'])).toHaveLength(2);
    expect(statements.filter(({ Sid }) => Sid)).toEqual([]);
  });

  test('that is imported comes with a warning that says what its policy must hold', () => {
    const stack = newStack();
    auditedCluster(stack, { auditLogEncryptionKey: kms.Key.fromKeyArn(stack, 'Imported', 'arn:aws:kms:eu-west-1:111111111111:key/12345678-1234-1234-1234-123456789012') });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('auditLogEncryptionKey.*cloudwatch.amazonaws.com'));
  });
});

describe('alarms', () => {
  test('go to a topic for TLS only that the alarms of the account may publish to', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const cluster = auditedCluster(stack, { securityContacts: ['security@example.com', 'soc@example.com'] });

    // THEN
    const template = Template.fromStack(stack);
    const topic = stack.resolve(cluster.alarmTopic!.topicArn);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topic], TreatMissingData: 'notBreaching' });
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: stack.resolve(cluster.auditEncryptionKey!.keyArn) });
    template.resourceCountIs('AWS::SNS::Subscription', 2);
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: topic }),
        ]),
      },
    });
  });

  test('do what alarmActions say, without a topic', () => {
    const stack = newStack();
    const topic = sns.Topic.fromTopicArn(stack, 'Theirs', 'arn:aws:sns:eu-west-1:111111111111:soc');
    const cluster = auditedCluster(stack, { alarmActions: [new actions.SnsAction(topic)] });
    Template.fromStack(stack).resourceCountIs('AWS::SNS::Topic', 0);
    Template.fromStack(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topic.topicArn] });
    expect(cluster.alarmTopic).toBeUndefined();
  });

  test('reach both, where alarmActions and securityContacts are given', () => {
    const stack = newStack();
    const topic = sns.Topic.fromTopicArn(stack, 'Theirs', 'arn:aws:sns:eu-west-1:111111111111:soc');
    const cluster = auditedCluster(stack, { alarmActions: [new actions.SnsAction(topic)], securityContacts: ['security@example.com'] });
    Template.fromStack(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topic.topicArn, stack.resolve(cluster.alarmTopic!.topicArn)] });
  });

  test('warn when nobody is subscribed by the time of synthesis', () => {
    const stack = newStack();
    auditedCluster(stack);
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('the alarms reach nobody'));
  });

  test('do not warn when someone was subscribed to the topic afterwards', () => {
    const stack = newStack();
    auditedCluster(stack).alarmTopic!.addSubscription(new subscriptions.UrlSubscription('https://example.com'));
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('the alarms reach nobody'));
  });

  test('count what the metric filter selects', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    auditedCluster(stack, { clusterIdentifier: 'Orders' });

    // THEN
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: AuditDetection.FAILED_LOGINS.filterPattern,
      MetricTransformations: [{ MetricNamespace: 'AuroraMysqlAudit/orders', MetricName: 'FailedLogins', MetricValue: '1', DefaultValue: 0 }],
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AuroraMysqlAudit/orders',
      MetricName: 'FailedLogins',
      Statistic: 'Sum',
      Period: 300,
      Threshold: 10,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmDescription: AuditDetection.FAILED_LOGINS.runbook,
    });
  });
});

describe('detections', () => {
  const OWN = AuditDetection.of('Exports', { filterPattern: '"INTO OUTFILE"', runbook: 'Ask who exported data.' });

  test('can be replaced', () => {
    const stack = newStack();
    const cluster = auditedCluster(stack, { detections: [OWN] });
    Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 1);
    expect(cluster.audit.metricFilters).toHaveLength(1);
    expect(() => cluster.audit.alarm(AuditDetection.FAILED_LOGINS)).toThrow("detection 'FailedLogins' is not among those of this cluster: Exports");
  });

  test('can be added', () => {
    const stack = newStack();
    const cluster = auditedCluster(stack);
    expect(cluster.addDetection(OWN)).toBe(cluster.audit.alarm(OWN));
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'Exports', Threshold: 1 });
  });

  test('of one id cannot be there twice', () => {
    const stack = newStack();
    expect(() => auditedCluster(stack).addDetection(AuditDetection.FAILED_LOGINS)).toThrow("detections: 'FailedLogins' is there twice");
  });

  test('of one metric would count each other\'s records and are refused', () => {
    const sameMetric = AuditDetection.of('Other', { filterPattern: 'x', runbook: 'y', metricName: 'FailedLogins' });
    expect(() => auditedCluster(newStack()).addDetection(sameMetric))
      .toThrow("detections: 'Other' and 'FailedLogins' have the same metricName");
  });

  test.each(['Key', 'Topic', 'AuditLogGroup', 'ParameterGroup'])('may be called %s like a resource of the audit', id => {
    const own = AuditDetection.of(id, { filterPattern: 'x', runbook: 'y' });
    expect(auditedCluster(newStack(), { parameters: {} }).addDetection(own)).toBeInstanceOf(cloudwatch.Alarm);
  });

  test('give metrics with options', () => {
    const metric = auditedCluster(newStack()).metricDetection(AuditDetection.FAILED_LOGINS, { statistic: cloudwatch.Stats.MAXIMUM });
    expect(metric).toMatchObject({ metricName: 'FailedLogins', statistic: 'Maximum' });
  });
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
