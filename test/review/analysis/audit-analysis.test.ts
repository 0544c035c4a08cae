import { App, Duration, Size, Stack, TimeZone } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AuditAnalysis, type AuditAnalysisProps, AuditArchive, AuditDetection, AuditedAuroraMysqlCluster, type AuditedAuroraMysqlClusterProps } from '../../../src/index';
import { AUDIT_RECORD_REGEX } from '../../../src/recording/audit-record-table';
import { auditedCluster, clusterBasics, newStack } from '../../stacks';

function analysed(props: Partial<AuditAnalysisProps> = {}, clusterProps: Partial<AuditedAuroraMysqlClusterProps> = {}) {
  const stack = newStack();
  const { audit } = auditedCluster(stack, { clusterIdentifier: 'orders', ...clusterProps });
  const archive = new AuditArchive(stack, 'Archive', { audits: [audit] });
  const analysis = new AuditAnalysis(stack, 'Analysis', { archive, ...props });
  return { stack, audit, archive, analysis, template: () => Template.fromStack(stack) };
}

function invoices(stack: Stack, props: Partial<AuditedAuroraMysqlClusterProps> = {}): AuditedAuroraMysqlCluster {
  return new AuditedAuroraMysqlCluster(stack, 'Invoices', { ...clusterBasics(new Stack(stack.node.root as App, 'VpcStack')), clusterIdentifier: 'invoices', ...props });
}

function queries(template: Template): { [name: string]: string } {
  return Object.fromEntries(Object.values(template.findResources('AWS::Athena::NamedQuery')).map(({ Properties }) => [Properties.Name, Properties.QueryString]));
}

describe('the table', () => {
  test('has a logical id and names that are a contract', () => {
    const { template, analysis } = analysed();
    expect(Object.keys(template().findResources('AWS::Glue::Table'))).toEqual(['AnalysisTableF26497ED']);
    expect([analysis.databaseName, analysis.tableName, analysis.workGroupName])
      .toEqual(['aurora_mysql_audit_ff917c8c', 'audit_records', expect.stringMatching(/^aurora-mysql-audit-[0-9a-f]{8}$/)]);
  });

  test('calculates its partitions by cluster and day, where the delivery streams write', () => {
    analysed({ formerClusterIdentifiers: ['Retired'] }).template().hasResourceProperties('AWS::Glue::Table', {
      TableInput: {
        TableType: 'EXTERNAL_TABLE',
        PartitionKeys: [Match.objectLike({ Name: 'cluster', Type: 'string' }), Match.objectLike({ Name: 'day', Type: 'string' })],
        Parameters: {
          'projection.enabled': 'true',
          'projection.cluster.type': 'enum',
          'projection.cluster.values': 'orders,retired',
          'projection.day.type': 'date',
          'projection.day.format': 'yyyy/MM/dd',
          'projection.day.range': 'NOW-3653DAYS,NOW',
          'projection.day.interval': '1',
          'projection.day.interval.unit': 'DAYS',
          'storage.location.template': { 'Fn::Join': ['', ['s3://', { Ref: 'ArchiveBucket49F1AC64' }, '/audit/cluster=${cluster}/${day}/']] },
        },
        StorageDescriptor: {
          SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.serde2.RegexSerDe', Parameters: { 'input.regex': AUDIT_RECORD_REGEX } },
        },
      },
    });
  });

  test('knows clusters that come to the archive later', () => {
    const { stack, archive, template } = analysed();
    archive.addAudit(invoices(stack).audit);
    template().hasResourceProperties('AWS::Glue::Table', { TableInput: { Parameters: { 'projection.cluster.values': 'orders,invoices' } } });
  });
});

describe('the work group', () => {
  test('is one whose settings hold for everybody: encrypted results, a limit for each query, engine 3', () => {
    const { template, analysis } = analysed();
    template().hasResourceProperties('AWS::Athena::WorkGroup', {
      Name: analysis.workGroupName,
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 100 * 1024 ** 3,
        EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
        ManagedQueryResultsConfiguration: { Enabled: true, EncryptionConfiguration: { KmsKey: { 'Fn::GetAtt': ['ArchiveKey3EF5EDE5', 'Arn'] } } },
        ResultConfiguration: Match.absent(),
      },
    });
    template().hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { Service: 'encryption.athena.amazonaws.com' },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        })]),
      },
    });
  });

  test('writes into a bucket where one is given, and reads less where told', () => {
    const stack = newStack();
    const archive = new AuditArchive(stack, 'Archive', { audits: [auditedCluster(stack).audit] });
    const analysis = new AuditAnalysis(stack, 'Analysis', { archive, queryResultsBucket: new s3.Bucket(stack, 'Results'), queryScanLimit: Size.gibibytes(1) });
    Template.fromStack(stack).hasResourceProperties('AWS::Athena::WorkGroup', {
      WorkGroupConfiguration: {
        BytesScannedCutoffPerQuery: 1024 ** 3,
        ManagedQueryResultsConfiguration: Match.absent(),
        ResultConfiguration: {
          OutputLocation: { 'Fn::Join': ['', ['s3://', { Ref: 'Results25575328' }, `/athena/${analysis.workGroupName}/`]] },
          EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: { 'Fn::GetAtt': ['ArchiveKey3EF5EDE5', 'Arn'] } },
        },
      },
    });
  });
});

describe('the queries', () => {
  test('are one for each way to look at records, and one for each detection of them', () => {
    expect(Object.keys(queries(analysed().template()))).toEqual([
      'Failed logins by user and host', 'Hosts that a user came from for the first time', 'Hosts of users', 'Logins outside of working hours', 'Statements of a user', 'Tables touched',
      'Most active users and hosts', 'Records by day', 'Lines that are no records', 'Detection FailedLogins', 'Detection DeniedAccess', 'Detection RefusedStatements',
      'Detection AccountAndPrivilegeChanges', 'Detection DestructiveStatements', 'Detection EmptiedTables', 'Detection SchemaChanges', 'Detection AuditTampering',
      'Detection ExfiltrationAndInjection', 'Detection Backups', 'Detection Reconnaissance',
    ]);
  });

  test('keep to the days that they are about', () => {
    for (const [name, sql] of Object.entries(queries(analysed().template()))) {
      expect([name, sql.includes('WHERE day BETWEEN date_format(')]).toEqual([name, true]);
      expect(sql.length).toBeLessThan(262_144);
    }
  });

  test('on logins at odd hours are in the time zone of the readers', () => {
    expect(queries(analysed({ timeZone: TimeZone.ASIA_TOKYO }).template())['Logins outside of working hours']).toContain('AT TIME ZONE \'Asia/Tokyo\'');
  });

  test('of detections are those of the cluster, with its own patterns', () => {
    const own = AuditDetection.of('Exports', { filterPattern: '"INTO OUTFILE"', runbook: 'see who' });
    const found = queries(analysed({}, { detections: [own, AuditDetection.SILENCE] }).template());
    expect(Object.keys(found).filter(name => name.startsWith('Detection'))).toEqual(['Detection Exports']);
    expect(found['Detection Exports']).toContain('strpos(record, \'INTO OUTFILE\') > 0');
  });

  test('of detections that clusters have each in their own way ask each in its way', () => {
    const own = (filterPattern: string) => [AuditDetection.of('Exports', { filterPattern, runbook: 'see who' })];
    const { stack, archive, template } = analysed({}, { detections: own('OUTFILE') });
    archive.addAudit(invoices(stack, { detections: own('DUMPFILE') }).audit);
    const sql = queries(template())['Detection Exports'];
    expect(sql).toContain('(cluster IN (\'orders\') AND ((strpos(record, \'OUTFILE\') > 0)))');
    expect(sql).toContain('OR (cluster IN (\'invoices\') AND ((strpos(record, \'DUMPFILE\') > 0)))');
  });

  test('that there cannot be are told of', () => {
    const { stack, audit } = analysed({}, { detections: [AuditDetection.of('Json', { filterPattern: '{ $.a = 1 }', runbook: 'x' })] });
    audit.addDetection(AuditDetection.of('Late', { filterPattern: 'a', runbook: 'x' }));
    const warnings = Annotations.fromStack(stack);
    warnings.hasWarning('/Stack/Analysis', Match.stringLikeRegexp('detections: Json have no query in Athena: their filter patterns are'));
    warnings.hasWarning('/Stack/Analysis', Match.stringLikeRegexp('detections: DetectionLate have no query in Athena, they were added after the analysis'));
  });
});

test('readers may ask, and nothing else', () => {
  const { stack, analysis, template } = analysed();
  const role = new iam.Role(stack, 'Auditor', { assumedBy: new iam.AccountRootPrincipal() });
  analysis.grantRead(role);
  const [policy] = Object.values(template().findResources('AWS::IAM::Policy', { Properties: { Roles: [stack.resolve(role.roleName)] } }));
  const statements: any[] = policy.Properties.PolicyDocument.Statement;
  expect(statements.flatMap(({ Action }) => Action).filter(action => /Delete|Put|Create|Update/.test(action))).toEqual([]);
  expect(JSON.stringify(statements.map(({ Resource }) => Resource))).not.toContain('"*"');
  const of = (service: string) => statements.filter(({ Action }) => [Action].flat()[0].startsWith(`${service}:`)).map(({ Resource }) => JSON.stringify(Resource));
  expect(of('athena')).toEqual([expect.stringContaining(`:workgroup/${analysis.workGroupName}`)]);
  expect(of('glue')).toEqual([expect.stringContaining(`:table/${analysis.databaseName}/audit_records`), expect.stringContaining(':database/default')]);
  expect(of('s3')[0]).toContain('/audit/*');
});

describe('readers who cannot ask are refused, and get nothing', () => {
  const ENV = { account: '111111111111', region: 'eu-central-1' };

  test.each<[string, (stack: Stack) => any, string]>([
    ['nobody', () => undefined, 'grantee: must be somebody who can be granted something, such as a role, got: undefined'],
    ['a name', () => 'auditor', 'grantee: must be somebody who can be granted something, such as a role, got: \'auditor\''],
    ['the whole account', () => new iam.AccountPrincipal('111111111111'), 'has no policy that could be added to'],
    ['the whole account, as root', () => new iam.AccountRootPrincipal(), 'has no policy that could be added to'],
    ['a service', () => new iam.ServicePrincipal('quicksight.amazonaws.com'), 'has no policy that could be added to'],
    ['another account', () => new iam.AccountPrincipal('222222222222'), 'grantee: must be of account 111111111111, for the work group can be used from there alone, got one of 222222222222'],
    ['a role of another account', stack => iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::222222222222:role/auditor'), 'grantee: must be of account 111111111111'],
  ])('%s', (_, grantee, message) => {
    const stack = newStack({ env: ENV });
    const archive = new AuditArchive(stack, 'Archive', { audits: [auditedCluster(stack, { clusterIdentifier: 'orders' }).audit] });
    const analysis = new AuditAnalysis(stack, 'Analysis', { archive });
    const resources = () => JSON.stringify(stack.resolve([archive.encryptionKey, archive.bucket].map(each => (each as any).policy.document)));
    const before = resources();

    expect(() => analysis.grantRead(grantee(stack))).toThrow(message);

    expect(resources()).toBe(before);
  });
});

test('a query that is longer than Athena takes is refused', () => {
  const stack = newStack();
  const { audit } = auditedCluster(stack, { clusterIdentifier: 'orders', detections: [] });
  const archive = new AuditArchive(stack, 'Archive', { audits: [audit] });
  const detections = Array.from({ length: 300 }, (_, cluster) => AuditDetection.of('Own', {
    filterPattern: Array.from({ length: 60 }, (__, term) => `?name${cluster}of${term}`).join(' '), runbook: 'x',
  }));
  jest.spyOn(archive, 'audits', 'get').mockReturnValue(detections.map((detection, index) => ({ ...audit, clusterIdentifier: `c${index}`, detections: [detection] }) as never));
  new AuditAnalysis(stack, 'Analysis', { archive });
  expect(() => Template.fromStack(stack)).toThrow(/archive: the query DetectionOwn must be at most 262144 bytes, got: \d+; it grows with the clusters/);
});

describe('errors', () => {
  test.each<[string, (archive: AuditArchive, stack: Stack) => any, string]>([
    ['nothing', () => undefined, 'archive: must be an AuditArchive, got: undefined'],
    ['a bucket', archive => ({ archive: archive.bucket }), 'archive: must be an AuditArchive, got: '],
    ['a name for a former cluster', archive => ({ archive, formerClusterIdentifiers: 'old' }), 'formerClusterIdentifiers: must be a list of identifiers of clusters, got: \'old\''],
    ['a former cluster that is two', archive => ({ archive, formerClusterIdentifiers: ['a,b'] }), 'formerClusterIdentifiers: must hold identifiers of clusters, literals of letters, digits and hyphens, got: \'a,b\''],
    ['a former cluster that is there', archive => ({ archive, formerClusterIdentifiers: ['Orders'] }), 'formerClusterIdentifiers: \'orders\' is there twice, or is archived still'],
    ['a small limit', archive => ({ archive, queryScanLimit: Size.mebibytes(1) }), 'queryScanLimit: must be a literal Size of at least 10000000 bytes, in whole bytes, got: 1048576 bytes'],
    ['a limit that is a number', archive => ({ archive, queryScanLimit: 5 }), 'queryScanLimit: must be a literal Size of at least 10000000 bytes, in whole bytes, got: 5'],
    ['a part of a byte', archive => ({ archive, queryScanLimit: Size.mebibytes(10.3) }), 'queryScanLimit: must be a literal Size of at least 10000000 bytes, in whole bytes, got: 10800332.8 bytes'],
    ['no end of bytes', archive => ({ archive, queryScanLimit: Size.bytes(1e20) }), 'queryScanLimit: must be a literal Size of at least 10000000 bytes, in whole bytes, got: 100000000000000000000 bytes'],
    ['a time zone of another planet', archive => ({ archive, timeZone: TimeZone.of('Mars/Olympus') }), 'timeZone: must be one of the IANA database, such as TimeZone.ASIA_TOKYO, got: \'Mars/Olympus\''],
    ['results in the archive', archive => ({ archive, queryResultsBucket: archive.bucket }), 'queryResultsBucket: must be a bucket that deletes results, without Object Lock, not that of the archive, got: the construct Stack/Archive/Bucket'],
    ['results under a lock', (archive, stack) => ({
      archive, queryResultsBucket: new s3.Bucket(stack, 'Locked', { versioned: true, objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(1)) }),
    }), 'queryResultsBucket: must be a bucket that deletes results, without Object Lock'],
    ['a time zone that is text', archive => ({ archive, timeZone: 'Asia/Tokyo' }), 'timeZone: must be a literal TimeZone such as TimeZone.ASIA_TOKYO, got: \'Asia/Tokyo\''],
    ['a time zone with a quote', archive => ({ archive, timeZone: TimeZone.of('x\' OR 1=1') }), 'timeZone: must be a literal TimeZone'],
    ['a bucket that is a name', archive => ({ archive, queryResultsBucket: 'results' }), 'queryResultsBucket: must be a bucket, got: \'results\''],
  ])('%s', (_, props, message) => {
    const stack = newStack();
    const archive = new AuditArchive(stack, 'Archive', { audits: [auditedCluster(stack, { clusterIdentifier: 'orders' }).audit] });
    expect(() => new AuditAnalysis(stack, 'Analysis', props(archive, stack))).toThrow(message);
  });

  test('results in another account, whose bucket would take none', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-central-1' } });
    const archive = new AuditArchive(stack, 'Archive', { audits: [auditedCluster(stack).audit] });
    const queryResultsBucket = s3.Bucket.fromBucketAttributes(stack, 'Results', { bucketName: 'results', account: '222222222222' });
    expect(() => new AuditAnalysis(stack, 'Analysis', { archive, queryResultsBucket }))
      .toThrow('queryResultsBucket: must be in 111111111111, the account of the stack, got: 222222222222');
  });

  test('an archive of another stack', () => {
    const { archive, stack } = analysed();
    expect(() => new AuditAnalysis(new Stack(stack.node.root as App, 'Other'), 'Analysis', { archive })).toThrow('is in another stack than its analysis');
  });
});
