import { Duration, Size, type Stack, TimeZone } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { losses, templateOf } from './losses';
import { AuditAnalysis, type AuditAnalysisProps, AuditArchive, type AuditArchiveProps, AuditedAuroraMysqlCluster, AuditQuickSight, type AuditQuickSightProps } from '../../src';
import { auditedCluster } from '../stacks';

type ArchiveOptions = Omit<AuditArchiveProps, 'audits' | 'bucket'>;
type AnalysisOptions = Omit<AuditAnalysisProps, 'archive'>;

/** Another value for every option; one that is missing here does not compile. */
const OTHER_ARCHIVE: { [name in keyof Required<ArchiveOptions>]: (stack: Stack) => ArchiveOptions[name] } = {
  accessLogsBucket: stack => s3.Bucket.fromBucketName(stack, 'OwnLogs', 'own-logs'),
  encryptionKey: stack => kms.Key.fromKeyArn(stack, 'OwnKey', 'arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-000000000001'),
  expiration: () => Duration.days(4000),
  glacierInstantRetrievalTransition: () => Duration.days(30),
  objectLockMode: () => s3.ObjectLockMode.COMPLIANCE,
  objectLockRetention: () => Duration.days(30),
};

const OTHER_ANALYSIS: { [name in keyof Required<AnalysisOptions>]: (stack: Stack) => AnalysisOptions[name] } = {
  formerClusterIdentifiers: () => ['retired'],
  queryResultsBucket: stack => s3.Bucket.fromBucketName(stack, 'OwnResults', 'own-results'),
  queryScanLimit: () => Size.gibibytes(1),
  timeZone: () => TimeZone.ASIA_TOKYO,
};

function review(stack: Stack, archiveOptions: ArchiveOptions = {}, analysisOptions: AnalysisOptions = {}): AuditArchive {
  const archive = new AuditArchive(stack, 'Archive', { audits: [auditedCluster(stack).audit], ...archiveOptions });
  new AuditAnalysis(stack, 'Analysis', { archive, ...analysisOptions });
  return archive;
}

function secondCluster(stack: Stack): AuditedAuroraMysqlCluster {
  return new AuditedAuroraMysqlCluster(stack, 'Invoices', { vpc: stack.node.findChild('Vpc') as ec2.Vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, writer: rds.ClusterInstance.serverlessV2('writer') });
}

function shownInQuickSight(stack: Stack, options: Partial<AuditQuickSightProps> = {}): void {
  const archive = new AuditArchive(stack, 'Archive', { audits: [auditedCluster(stack).audit] });
  const analysis = new AuditAnalysis(stack, 'Analysis', { archive, queryResultsBucket: s3.Bucket.fromBucketName(stack, 'OwnResults', 'own-results') });
  new AuditQuickSight(stack, 'QuickSight', { analysis, readers: ['arn:aws:quicksight:us-east-1:111111111111:group/default/security'], ...options });
}

const ALONE = templateOf(stack => auditedCluster(stack));
const REVIEWED = templateOf(stack => review(stack));

test('an audited cluster gets an archive and an analysis and loses nothing', () => {
  expect(losses(ALONE, REVIEWED)).toEqual([]);
});

test('without them again, bucket, policy and key stay outside the stack; what describes the records goes', () => {
  // The log group is that of the errors of the delivery, which are no evidence.
  expect(losses(REVIEWED, ALONE)).toEqual([
    'AWS::Athena::WorkGroup', 'AWS::Glue::Database', 'AWS::Glue::Table', 'AWS::KinesisFirehose::DeliveryStream', 'AWS::Logs::LogGroup',
  ]);
});

test.each(Object.entries(OTHER_ARCHIVE))('another %s of an archive replaces and deletes nothing that holds data', (name, value) => {
  expect(losses(REVIEWED, templateOf(stack => review(stack, { [name]: value(stack) })))).toEqual([]);
});

test.each(Object.entries(OTHER_ANALYSIS))('another %s of an analysis replaces and deletes nothing that holds data', (name, value) => {
  expect(losses(REVIEWED, templateOf(stack => review(stack, {}, { [name]: value(stack) })))).toEqual([]);
});

test('a cluster more changes the table, and a cluster less leaves its records where they are', () => {
  const two = templateOf(stack => review(stack).addAudit(secondCluster(stack).audit));
  expect(losses(REVIEWED, two)).toEqual([]);
});

test('QuickSight comes to an analysis, shows more of it and goes again, and nothing is lost', () => {
  const template = templateOf(stack => shownInQuickSight(stack));
  const more = templateOf(stack => shownInQuickSight(stack, { history: Duration.days(90), refreshTime: '01:00', timeZone: TimeZone.ASIA_TOKYO, dashboardName: 'Audit' }));
  expect([losses(REVIEWED, template), losses(template, more), losses(template, REVIEWED)]).toEqual([[], [], []]);
});
