import { App, Aws, Duration, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { AuditArchive, type AuditArchiveProps, AuditedAuroraMysqlCluster, type AuditedAuroraMysqlClusterProps } from '../../../src/index';
import { auditedCluster, clusterBasics, newStack } from '../../stacks';

const ENV = { account: '111111111111', region: 'eu-central-1' };

function cluster(stack: Stack, clusterIdentifier: string, props: Partial<AuditedAuroraMysqlClusterProps> = {}): AuditedAuroraMysqlCluster {
  return new AuditedAuroraMysqlCluster(stack, clusterIdentifier, { ...clusterBasics(new Stack(stack.node.root as App, `Vpc-${clusterIdentifier}`, { env: ENV })), clusterIdentifier, ...props });
}

function archived(props: Partial<AuditArchiveProps> = {}, clusterProps: Partial<AuditedAuroraMysqlClusterProps> = {}) {
  const stack = newStack({ env: ENV });
  const { audit } = auditedCluster(stack, { clusterIdentifier: 'Orders', ...clusterProps });
  const archive = new AuditArchive(stack, 'Archive', { audits: [audit], ...props });
  return { stack, audit, archive, template: () => Template.fromStack(stack) };
}

function withType(template: Template, type: string, prefix = 'Archive'): string[] {
  return Object.keys(template.findResources(type)).filter(id => id.startsWith(prefix));
}

/** The one resource of the archive of a type; the bucket, not that of its access logs. */
function propertiesOf(template: Template, id: string): any {
  return template.toJSON().Resources[id].Properties;
}

test('the logical ids of what holds records are a contract', () => {
  const template = archived().template();
  expect(withType(template, 'AWS::S3::Bucket')).toEqual(['ArchiveAccessLogs31F4F9D7', 'ArchiveBucket49F1AC64']);
  expect(withType(template, 'AWS::KMS::Key')).toEqual(['ArchiveKey3EF5EDE5']);
});

describe('the bucket', () => {
  test('is locked as long as the log group keeps its records, with versions, a key of its own, for nobody in public', () => {
    expect(propertiesOf(archived().template(), 'ArchiveBucket49F1AC64')).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } } },
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{
          BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': ['ArchiveKey3EF5EDE5', 'Arn'] } },
        }],
      },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      LoggingConfiguration: { DestinationBucketName: { Ref: 'ArchiveAccessLogs31F4F9D7' }, LogFilePrefix: 'archive/' },
      LifecycleConfiguration: {
        Rules: [
          { Id: 'Records', Prefix: 'audit/', Status: 'Enabled', Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 90 }] },
          { Id: 'Leftovers', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
        ],
      },
    });
  });

  test('outlives the stack, with policy, key and access logs', () => {
    const { Resources } = archived().template().toJSON();
    for (const id of ['ArchiveBucket49F1AC64', 'ArchiveBucketPolicy13E3D5ED', 'ArchiveKey3EF5EDE5', 'ArchiveAccessLogs31F4F9D7', 'ArchiveAccessLogsPolicyDC10615C']) {
      expect(Resources[id]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
  });

  test('lets nobody delete evidence, hide it or lift its lock, and nobody in without TLS', () => {
    archived().template().hasResourceProperties('AWS::S3::BucketPolicy', {
      Bucket: { Ref: 'ArchiveBucket49F1AC64' },
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: ['s3:BypassGovernanceRetention', 's3:DeleteObject', 's3:DeleteObjectVersion'],
            Resource: ['audit', 'audit-errors', 'reviews'].map(prefix => ({ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['ArchiveBucket49F1AC64', 'Arn'] }, `/${prefix}/*`]] })),
          }),
        ]),
      },
    });
  });

  test.each<[string, Partial<AuditArchiveProps>, Partial<AuditedAuroraMysqlClusterProps>, object]>([
    ['as told', { objectLockRetention: Duration.days(30) }, {}, { Mode: 'GOVERNANCE', Days: 30 }],
    ['for ever, as far as nobody can undo it', { objectLockMode: s3.ObjectLockMode.COMPLIANCE }, {}, { Mode: 'COMPLIANCE', Days: 365 }],
    ['for the retention of the log group', {}, { auditLogRetention: logs.RetentionDays.TEN_YEARS }, { Mode: 'GOVERNANCE', Days: 3653 }],
    ['for ten years where the log group keeps its records for ever', {}, { auditLogRetention: logs.RetentionDays.INFINITE }, { Mode: 'GOVERNANCE', Days: 3653 }],
  ])('is locked %s', (_, props, clusterProps, retention) => {
    const bucket = propertiesOf(archived(props, clusterProps).template(), 'ArchiveBucket49F1AC64');
    expect(bucket.ObjectLockConfiguration.Rule.DefaultRetention).toEqual(retention);
  });

  test('is locked for the retention of a cluster that comes later', () => {
    const { stack, archive, template } = archived();
    archive.addAudit(cluster(stack, 'later', { auditLogRetention: logs.RetentionDays.TWO_YEARS }).audit);
    expect(propertiesOf(template(), 'ArchiveBucket49F1AC64').ObjectLockConfiguration.Rule.DefaultRetention.Days).toBe(731);
  });

  test('lets go of records when they expire', () => {
    const bucket = propertiesOf(archived({ expiration: Duration.days(400) }).template(), 'ArchiveBucket49F1AC64');
    expect(bucket.LifecycleConfiguration.Rules[1]).toMatchObject({ ExpirationInDays: 400 });
  });

  test('is logged into one that is there', () => {
    const stack = newStack({ env: ENV });
    const { audit } = auditedCluster(stack);
    new AuditArchive(stack, 'Archive', { audits: [audit], accessLogsBucket: new s3.Bucket(stack, 'Logs') });
    const template = Template.fromStack(stack);
    expect(withType(template, 'AWS::S3::Bucket')).toEqual(['ArchiveBucket49F1AC64']);
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      Bucket: { Ref: 'Logs6819BB44' },
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { Service: 'logging.s3.amazonaws.com' },
          Action: 's3:PutObject',
          Condition: { ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': ['ArchiveBucket49F1AC64', 'Arn'] } }, StringEquals: { 'aws:SourceAccount': '111111111111' } },
        })]),
      },
    });
  });

  test('is logged into one of another stack, which does not wait for it', () => {
    const stack = newStack({ env: ENV });
    const shared = new Stack(stack.node.root as App, 'Shared', { env: ENV });
    new AuditArchive(stack, 'Archive', { audits: [auditedCluster(stack).audit], accessLogsBucket: new s3.Bucket(shared, 'Logs') });
    Template.fromStack(shared).hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'logging.s3.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } })] },
    });
  });

  test('is logged into an imported one, and says what its policy has to hold', () => {
    const { stack } = archived({}, {});
    const accessLogs = s3.Bucket.fromBucketName(stack, 'Own', 'own-logs');
    new AuditArchive(stack, 'Other', { audits: [auditedCluster(new Stack(stack.node.root as App, 'Billing', { env: ENV })).audit], accessLogsBucket: accessLogs });
    Annotations.fromStack(stack).hasWarning('/Stack/Other', Match.stringLikeRegexp('accessLogsBucket: the policy of an imported bucket cannot be changed here.*must hold: .*logging.s3.amazonaws.com.*own-logs/archive/'));
  });

  test('does not move to Glacier what is deleted before', () => {
    const bucket = propertiesOf(archived({ objectLockRetention: Duration.days(30), expiration: Duration.days(60) }).template(), 'ArchiveBucket49F1AC64');
    expect(bucket.LifecycleConfiguration.Rules).toEqual([expect.objectContaining({ Id: 'Leftovers', ExpirationInDays: 60 })]);
  });
});

describe('the records', () => {
  test('go to the place of their cluster and day, taken out of their wrapping, one on a line', () => {
    archived().template().hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
      DeliveryStreamType: 'DirectPut',
      DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' },
      ExtendedS3DestinationConfiguration: {
        Prefix: 'audit/cluster=orders/!{timestamp:yyyy/MM/dd}/',
        ErrorOutputPrefix: 'audit-errors/cluster=orders/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/',
        CompressionFormat: 'GZIP',
        FileExtension: '.log.gz',
        EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN: { 'Fn::GetAtt': ['ArchiveKey3EF5EDE5', 'Arn'] } } },
        ProcessingConfiguration: {
          Enabled: true,
          Processors: [
            { Type: 'Decompression', Parameters: [{ ParameterName: 'CompressionFormat', ParameterValue: 'GZIP' }] },
            { Type: 'CloudWatchLogProcessing', Parameters: [{ ParameterName: 'DataMessageExtraction', ParameterValue: 'true' }] },
            { Type: 'AppendDelimiterToRecord', Parameters: [] },
          ],
        },
      },
    });
  });

  test('are all sent, and the archive is there before the cluster is', () => {
    const template = archived().template();
    template.hasResourceProperties('AWS::Logs::SubscriptionFilter', { FilterPattern: '', LogGroupName: { Ref: 'DatabaseAuditAuditLogGroupBDAE3A6F' } });
    const [filter] = withType(template, 'AWS::Logs::SubscriptionFilter');
    template.hasResource('AWS::RDS::DBCluster', { DependsOn: Match.arrayWith([filter]) });
  });

  test('of a cluster in another stack are sent, too', () => {
    const app = new App();
    const { audit } = auditedCluster(new Stack(app, 'Clusters', { env: ENV }));
    const stack = new Stack(app, 'Archives', { env: ENV });
    new AuditArchive(stack, 'Archive', { audits: [audit] });
    Template.fromStack(stack).resourceCountIs('AWS::Logs::SubscriptionFilter', 1);
    expect(() => app.synth()).not.toThrow();
  });

  test('of several clusters go to one bucket, those of several archives do not meet', () => {
    const { stack, archive, audit, template } = archived();
    archive.addAudit(cluster(stack, 'invoices').audit);
    new AuditArchive(stack, 'Other', { audits: [audit] });
    const streams = Object.values(template().findResources('AWS::KinesisFirehose::DeliveryStream'));
    expect(streams.map(({ Properties }) => Properties.ExtendedS3DestinationConfiguration.Prefix.split('/!')[0]))
      .toEqual(['audit/cluster=orders', 'audit/cluster=invoices', 'audit/cluster=orders']);
    expect(new Set(streams.map(({ Properties }) => Properties.DeliveryStreamName)).size).toBe(3);
    expect(archive.audits.map(({ clusterIdentifier }) => clusterIdentifier)).toEqual(['orders', 'invoices']);
    const { deliveryStreams, subscriptionFilters, errorLogGroups, roles, alarms } = archive;
    expect([deliveryStreams, subscriptionFilters, errorLogGroups, roles, alarms].map(({ length }) => length)).toEqual([2, 2, 2, 4, 7]);
  });

  test('are subscribed to once too often', () => {
    const { stack, audit } = archived();
    ['One', 'Two'].forEach(id => new logs.CfnSubscriptionFilter(stack, id, {
      logGroupName: audit.auditLogGroup.logGroupName, filterPattern: '', destinationArn: 'arn:aws:lambda:eu-central-1:111111111111:function:f',
    }));
    expect(() => Template.fromStack(stack)).toThrow(/the audit log group takes at most 2 subscription filters, got: 3 \(.*Archive\/orders\/SubscriptionFilter/);
  });
});

describe('the roles', () => {
  const stream = `arn:aws:firehose:eu-central-1:111111111111:deliverystream/${'STREAM'}`;

  test('can do what they are for and nothing else', () => {
    const { archive, stack } = archived();
    const streamName = stack.resolve(archive.deliveryStreams[0].deliveryStreamName);
    const template = Template.fromStack(stack);
    const readable = (value: unknown): any[] => JSON.parse(JSON.stringify(value)
      .replace(/\{"Fn::Join":\["",(\[[^\]]*(?:\[[^\]]*\][^\]]*)*\])\]\}/g, (_, parts) => JSON.stringify(JSON.parse(parts).map((part: any) => part.Ref ?? part['Fn::GetAtt']?.[0] ?? part).join('')))
      .replaceAll(streamName, 'STREAM').replaceAll('AWS::Partition', 'aws'));
    const told = readable(Object.values(template.findResources('AWS::IAM::Role')).filter(({ Properties }) => /archive/i.test(Properties.Description ?? '')));
    const policies = readable(Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) => id.startsWith('Archive')));
    expect(told.map(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement)).toEqual([
      [expect.objectContaining({
        Principal: { Service: 'firehose.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' }, ArnLike: { 'aws:SourceArn': [stream] } },
      })],
      [expect.objectContaining({
        Principal: { Service: 'logs.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': '111111111111' },
          ArnLike: {
            'aws:SourceArn': ['', ':*'].map(suffix => `arn:aws:logs:eu-central-1:111111111111:log-group:DatabaseAuditAuditLogGroupBDAE3A6F${suffix}`),
          },
        },
      })],
    ]);
    expect(told.map(({ Properties }) => Properties.ManagedPolicyArns)).toEqual(policies.map(([id]) => [{ Ref: id }]));
    expect(told.every(({ Properties }) => Properties.Policies === undefined)).toBe(true);
    const allowed = policies.map(([, { Properties }]) => Properties.PolicyDocument.Statement
      .map(({ Effect, Action, Resource }: any) => [Effect, Action, Resource]));
    expect(allowed).toEqual([
      [
        ['Allow', ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'], ['ArchiveBucket49F1AC64/audit/cluster=orders/*', 'ArchiveBucket49F1AC64/audit-errors/cluster=orders/*']],
        ['Allow', ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], { 'Fn::GetAtt': ['ArchiveBucket49F1AC64', 'Arn'] }],
        ['Allow', ['kms:Decrypt', 'kms:GenerateDataKey'], { 'Fn::GetAtt': ['ArchiveKey3EF5EDE5', 'Arn'] }],
        ['Allow', 'logs:PutLogEvents', expect.stringMatching(/:log-group:ArchiveordersErrors\w+:log-stream:errors$/)],
      ],
      [['Allow', ['firehose:PutRecord', 'firehose:PutRecordBatch'], stream]],
    ]);
    expect(JSON.stringify(policies)).not.toMatch(/Delete|Bypass|Retention|"\*"/);
  });
});

test('alarms tell where delivery is late, throttled or failing, and where somebody touched the archive, to whom urgent alarms of the audit reach', () => {
  const stack = newStack({ env: ENV });
  const [topic, pager] = ['Topic', 'Pager'].map(id => new sns.Topic(stack, id));
  const { audit } = auditedCluster(stack, { clusterIdentifier: 'orders', alarmActions: [new actions.SnsAction(topic)], urgentAlarmActions: [new actions.SnsAction(pager)] });
  new AuditArchive(stack, 'Archive', { audits: [audit] });
  const alarms = Object.entries(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).filter(([id]) => id.startsWith('Archive')).map(([, { Properties }]) => Properties);
  expect(alarms.map(({ MetricName, Metrics, Threshold }) => [MetricName ?? Metrics[0].Expression, Threshold])).toEqual([
    ['MatchedEvents', 1],
    ['DeliveryToS3.DataFreshness', 1800],
    ['FILL(filter, 0) + FILL(stream, 0)', 1],
    ['FILL(filter, 0) + FILL(logged, 0) + IF(FILL(success, 1) < 1, 1, 0)', 1],
  ]);
  alarms.forEach(alarm => expect(alarm).toMatchObject({ AlarmActions: [stack.resolve(pager.topicArn)], TreatMissingData: 'notBreaching' }));
});

describe('a bucket that is there', () => {
  const locked = { versioned: true, objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(365)) };

  test('is written to, with its key', () => {
    const stack = newStack({ env: ENV });
    const { audit } = auditedCluster(stack);
    const key = new kms.Key(stack, 'Own');
    const archive = new AuditArchive(stack, 'Archive', { audits: [audit], bucket: new s3.Bucket(stack, 'Evidence', { ...locked, encryptionKey: key }) });
    const template = Template.fromStack(stack);
    expect(withType(template, 'AWS::S3::Bucket')).toEqual([]);
    expect(withType(template, 'AWS::KMS::Key')).toEqual([]);
    expect([archive.encryptionKey, archive.accessLogsBucket]).toEqual([key, undefined]);
  });

  test('of a log archive account is allowed to us where it is in the app, and says what its policy has to hold where it is not', () => {
    const app = new App();
    const logArchive = new Stack(app, 'LogArchive', { env: { account: '222222222222', region: 'eu-central-1' } });
    const owned = new s3.Bucket(logArchive, 'Evidence', { ...locked, bucketName: 'evidence' });
    const stack = new Stack(app, 'Stack', { env: ENV });
    const { audit } = auditedCluster(stack);
    new AuditArchive(stack, 'InApp', { audits: [audit], bucket: owned });
    new AuditArchive(stack, 'Imported', {
      audits: [audit], bucket: s3.Bucket.fromBucketAttributes(stack, 'Other', { bucketName: 'other', account: '222222222222', region: 'eu-central-1' }),
    });
    Template.fromStack(logArchive).hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111111111111:root']] } },
          Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject', 's3:PutObjectAcl'],
        })]),
      },
    });
    const warnings = Annotations.fromStack(stack);
    warnings.hasWarning('/Stack/Imported', Match.stringLikeRegexp('is of account 222222222222; its policy must hold: .*s3:PutObjectAcl'));
    warnings.hasWarning('/Stack/Imported', Match.stringLikeRegexp('that the bucket has Object Lock .* should deny deletion: .*s3:BypassGovernanceRetention'));
    warnings.hasNoWarning('/Stack/InApp', Match.stringLikeRegexp('bucket: '));
  });

  test.each<[string, s3.BucketProps, RegExp]>([
    ['without Object Lock', { versioned: true }, /bucket: .*Evidence\/Resource must have Object Lock with a default retention/],
    ['with a lock that is nobody\'s default', { versioned: true, objectLockEnabled: true }, /must have Object Lock with a default retention/],
    ['without versions', { objectLockDefaultRetention: locked.objectLockDefaultRetention }, /must have versions, set versioned: true/],
  ])('%s is refused', (_, props, error) => {
    const stack = newStack({ env: ENV });
    expect(() => new AuditArchive(stack, 'Archive', { audits: [auditedCluster(stack).audit], bucket: new s3.Bucket(stack, 'Evidence', props) })).toThrow(error);
  });
});

test('a key that is there is used, and what its policy has to hold is said where it is imported', () => {
  const stack = newStack({ env: ENV });
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Own', 'arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-000000000001');
  const archive = new AuditArchive(stack, 'Archive', { audits: [auditedCluster(stack).audit], encryptionKey });
  expect(archive.encryptionKey).toBe(encryptionKey);
  Annotations.fromStack(stack).hasWarning('/Stack/Archive', Match.stringLikeRegexp('the policy of an imported key cannot be changed here; it must hold: .*logs.eu-central-1.amazonaws.com'));
});

test('readers see evidence, and decrypt it', () => {
  const { archive, stack, template } = archived();
  const role = new iam.Role(stack, 'Auditor', { assumedBy: new iam.AccountRootPrincipal() });
  archive.grantRead(role);
  const [policy] = Object.values(template().findResources('AWS::IAM::Policy', { Properties: { Roles: [stack.resolve(role.roleName)] } }));
  expect(policy.Properties.PolicyDocument.Statement.flatMap(({ Action }: any) => Action).sort()).toEqual([
    'kms:Decrypt', 's3:GetBucketLocation', 's3:GetObject', 's3:GetObjectRetention', 's3:GetObjectVersion', 's3:ListBucket', 's3:ListBucketVersions',
  ]);
  expect(policy.Properties.PolicyDocument.Statement).toContainEqual(expect.objectContaining({
    Action: ['s3:ListBucket', 's3:ListBucketVersions'], Condition: { StringLike: { 's3:prefix': ['audit/*', 'audit-errors/*', 'reviews/*'] } },
  }));
});

test('readers of another account are let in by the policies of bucket and key, and told what they must hold where these cannot be changed', () => {
  const { archive, template } = archived();
  archive.grantRead(new iam.AccountPrincipal('222222222222'));
  template().hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectRetention', 's3:GetObjectVersion'] })]) },
  });

  const own = newStack({ env: ENV });
  const imported = new AuditArchive(own, 'Archive', { audits: [auditedCluster(own).audit], bucket: s3.Bucket.fromBucketName(own, 'Own', 'evidence') });
  imported.grantRead(new iam.AccountPrincipal('222222222222'));
  Annotations.fromStack(own).hasWarning('/Stack/Own', Match.stringLikeRegexp('imported and cannot be changed here; it must hold.*s3:GetObject.*222222222222'));
  expect(() => archive.grantRead(undefined as any)).toThrow('grantee: must be somebody who can be granted something, such as a role, got: undefined');
});

describe('errors', () => {
  const elsewhere = (stack: Stack) => auditedCluster(new Stack(stack.node.root as App, 'Elsewhere', { env: { ...ENV, region: 'eu-west-1' } })).audit;

  test.each<[string, (stack: Stack) => any, string]>([
    ['nothing', () => undefined, 'audits: must be a list of at least one audit, for example [cluster.audit], got: undefined'],
    ['no list', stack => ({ audits: auditedCluster(stack).audit }), 'audits: must be a list of at least one audit'],
    ['no audit', () => ({ audits: [] }), 'audits: must be a list of at least one audit, for example [cluster.audit], got: []'],
    ['a cluster', stack => ({ audits: [auditedCluster(stack)] }), 'audits: must hold audits such as AuroraMysqlAudit, got: '],
    ['undefined in the list', () => ({ audits: [undefined] }), 'audits: must hold audits such as AuroraMysqlAudit, got: undefined'],
    ['one cluster twice', stack => {
      const { audit } = auditedCluster(stack, { clusterIdentifier: 'orders' });
      return { audits: [audit, audit] };
    }, 'audits: \'orders\' is there twice; records of two clusters of one name could not be told apart'],
    ['another region', stack => ({ audits: [elsewhere(stack)] }), 'must be in eu-central-1, the region of the stack, got: eu-west-1'],
    ['a bucket that is a name', stack => ({ audits: [auditedCluster(stack).audit], bucket: 'evidence' }), 'bucket: must be a bucket, got: \'evidence\''],
    ['a bucket elsewhere', stack => ({
      audits: [auditedCluster(stack).audit], bucket: s3.Bucket.fromBucketAttributes(stack, 'B', { bucketName: 'evidence', region: 'eu-west-1' }),
    }), 'bucket: must be in eu-central-1, the region of the stack, got: eu-west-1'],
    ['options of a new bucket', stack => ({
      audits: [auditedCluster(stack).audit], bucket: s3.Bucket.fromBucketName(stack, 'B', 'evidence'), objectLockRetention: Duration.days(1),
    }), 'objectLockRetention: cannot be set on the bucket given; set it where that bucket is defined'],
    ['a key that is an ARN', stack => ({ audits: [auditedCluster(stack).audit], encryptionKey: 'arn:aws:kms' }), 'encryptionKey: must be a KMS key, got: \'arn:aws:kms\''],
    ['half a day', stack => ({ audits: [auditedCluster(stack).audit], objectLockRetention: Duration.hours(12) }), 'objectLockRetention: must be a literal Duration of 1 to 36500 whole days, got: 0.5 days'],
    ['a number', stack => ({ audits: [auditedCluster(stack).audit], glacierInstantRetrievalTransition: 90 }), 'glacierInstantRetrievalTransition: must be a literal Duration of 1 to 36500 whole days, got: 90'],
    ['a token', stack => ({ audits: [auditedCluster(stack).audit], expiration: Duration.days(Aws.NO_VALUE as any) }), 'expiration: must be a literal Duration'],
    ['Glacier after the end', stack => ({ audits: [auditedCluster(stack).audit], glacierInstantRetrievalTransition: Duration.days(400), expiration: Duration.days(400) }), 'glacierInstantRetrievalTransition: must be before expiration, 400 days, got: 400 days'],
    ['access logs under a lock', stack => ({
      audits: [auditedCluster(stack).audit], accessLogsBucket: new s3.Bucket(stack, 'L', { versioned: true, objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(1)) }),
    }), 'accessLogsBucket: Stack/L/Resource must have no Object Lock; S3 delivers no access logs into a bucket that has'],
    ['access logs under a key', stack => ({
      audits: [auditedCluster(stack).audit], accessLogsBucket: new s3.Bucket(stack, 'L', { encryption: s3.BucketEncryption.KMS_MANAGED }),
    }), 'accessLogsBucket: Stack/L/Resource must have no default encryption by KMS, set encryption: s3.BucketEncryption.S3_MANAGED'],
    ['another mode', stack => ({ audits: [auditedCluster(stack).audit], objectLockMode: 'FOREVER' }), 'objectLockMode: must be one of GOVERNANCE, COMPLIANCE, got: \'FOREVER\''],
    ['access logs into a name', stack => ({ audits: [auditedCluster(stack).audit], accessLogsBucket: 'logs' }), 'accessLogsBucket: must be a bucket, got: \'logs\''],
  ])('%s', (_, props, message) => {
    const stack = newStack({ env: ENV });
    expect(() => new AuditArchive(stack, 'Archive', props(stack))).toThrow(message);
  });

  test('a cluster of another stage', () => {
    const app = new App();
    const { audit } = auditedCluster(new Stack(new Stage(app, 'Prod', { env: ENV }), 'Stack'));
    const stack = new Stack(app, 'Stack', { env: ENV });
    expect(() => new AuditArchive(stack, 'Archive', { audits: [audit] })).toThrow('is in another stage than the archive; make an archive in each stage, they may share a bucket');
  });

  test('records that expire before their lock ends', () => {
    const { stack } = archived({ expiration: Duration.days(30) });
    expect(() => Template.fromStack(stack)).toThrow('expiration: must be at least objectLockRetention, or the longest retention of the audit log groups, 365 days, got: 30 days');
  });
});
