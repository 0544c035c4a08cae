import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as nag from 'cdk-nag';
import { auditedCluster } from './stacks';
import { AuditAnalysis, AuditArchive, AuditDashboard, AuditQuickSight, AuditReview } from '../src';

interface Violation {
  readonly ruleName: string;
  readonly violatingConstructs: { readonly constructPath: string }[];
}

interface Report {
  readonly pluginReports: { readonly violations: Violation[] }[];
}

/** Synthesises a default cluster with its dashboard, or more, under a pack and says which rule found what, the app's own VPC aside. */
function findings(Pack: new (scope: App) => nag.NagPack, build = addClusterWithDashboard): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'nag-'));
  const exitCode = process.exitCode;
  try {
    const app = new App({ outdir });
    Validations.of(app).addPlugins(new Pack(app));
    build(new Stack(app, 'Stack'));
    tryToSynth(app);
    const report: Report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
    return report.pluginReports.flatMap(({ violations }) => violations)
      .flatMap(({ ruleName, violatingConstructs }) => violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`))
      .filter(finding => !finding.includes(' Stack/Vpc/')).sort();
  } finally {
    process.exitCode = exitCode;
    rmSync(outdir, { recursive: true });
  }
}

function addCluster(stack: Stack) {
  return auditedCluster(stack, { securityContacts: ['security@example.com'] });
}

function addClusterWithDashboard(stack: Stack): void {
  new AuditDashboard(stack, 'Dashboard', { audits: [addCluster(stack).audit] });
}

/** Findings make the synthesis fail, after the report was written. */
function tryToSynth(app: App): void {
  try {
    app.synth();
  } catch (error) {
    expect((error as Error).name).toBe('ValidationFailed');
  }
}

const CLUSTER = 'Stack/Database/Resource';
const WRITER = 'Stack/Database/writer/Resource';
const SECRET = 'Stack/Database/Secret/Resource';

test.each<[string, new (scope: App) => nag.NagPack, string[]]>([
  ['AwsSolutions', nag.AwsSolutionsChecks, [`RDS11 ${CLUSTER}`, `RDS14 ${CLUSTER}`, `SMG4 ${SECRET}`]],
  ['HIPAA.Security', nag.HIPAASecurityChecks, [
    `RDSEnhancedMonitoringEnabled ${WRITER}`, `RDSInBackupPlan ${WRITER}`, `SecretsManagerRotationEnabled ${SECRET}`, `SecretsManagerUsingKMSKey ${SECRET}`,
  ]],
  ['NIST.800.53.R4', nag.NIST80053R4Checks, [`RDSEnhancedMonitoringEnabled ${WRITER}`, `RDSInBackupPlan ${WRITER}`]],
  ['NIST.800.53.R5', nag.NIST80053R5Checks, [
    `RDSEnhancedMonitoringEnabled ${WRITER}`, `RDSInBackupPlan ${WRITER}`, `SecretsManagerRotationEnabled ${SECRET}`, `SecretsManagerUsingKMSKey ${SECRET}`,
  ]],
  ['PCI.DSS.321', nag.PCIDSS321Checks, [`SecretsManagerUsingKMSKey ${SECRET}`]],
  // An e-mail subscription without a dead-letter queue; the queue would only move the finding to itself.
  ['Serverless', nag.ServerlessChecks, [
    'EventBusDLQ Stack/Database/Audit/Detections/ControlPlaneChanges/Rule/Resource',
    'SNSRedrivePolicy Stack/Database/Audit/Topic/security@example.com/Resource',
  ]],
])('%s finds nothing but what the owner of the cluster decides', (pack, Pack, ownersDecision) => {
  expect(findings(Pack)).toEqual(ownersDecision.map(finding => `${pack}-${finding}`));
});

/** Copies in another region are for whoever has a second region; access logs can have neither a key of KMS nor Object Lock. */
const REPLICATION = ['S3BucketReplicationEnabled Stack/Archive/AccessLogs/Resource', 'S3BucketReplicationEnabled Stack/Archive/Bucket/Resource'];
const ACCESS_LOGS_KEY = 'S3DefaultEncryptionKMS Stack/Archive/AccessLogs/Resource';
const ACCESS_LOGS_LOCK = 'S3BucketDefaultLockEnabled Stack/Archive/AccessLogs/Resource';

/** Each object has a name of its own; queries, OpsItems, metrics, traces and log deliveries have no resources to name. */
const NAMES = [
  ...['audit-errors', 'audit'].map(prefix => 'IAM5[Resource::<ArchiveBucket49F1AC64.Arn>/'
    + `${prefix}/cluster=stack-database-7b234f1f/*] Stack/Archive/stack-database-7b234f1f/DeliveryPolicy/Resource`),
  ...['Review', 'SignOff', 'Watch'].map(machine => `IAM5[Resource::*] Stack/Review/${machine}/Policy/Resource`),
  ...[['details', 'Review'], ['opsitems', 'Review'], ['opsitems', 'SignOff'], ['reports', 'SignOff', '*.sign-off.*.json'], ['reports', 'Review', '*.txt'], ['runs', 'Review']]
    .map(([prefix, machine, name = '*']) => `IAM5[Resource::<ArchiveBucket49F1AC64.Arn>/reviews/review-063f5474/${prefix}/${name}] Stack/Review/${machine}/Policy/Resource`),
  'IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/rds/cluster/stack-database-7b234f1f/audit:*] Stack/Review/Review/Policy/Resource',
  'IAM5[Resource::arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:opsitem/*] Stack/Review/SignOff/Policy/Resource',
  ...['/', ':'].map(separator => 'IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:review-063f5474'
    + `${separator}*] Stack/Review/Review/Policy/Resource`),
];

/** Alarms tell what was not delivered; a queue would only hold it. */
const QUEUES = [
  ...['Archive/Watch/1/Rule/Resource', 'Review/SignOffRule', 'Review/WatchRule/Rule/Resource'].map(rule => `EventBusDLQ Stack/${rule}`),
  'SNSRedrivePolicy Stack/Review/Topic/security@example.com/Resource',
];

test.each<[string, new (scope: App) => nag.NagPack, string[]]>([
  ['AwsSolutions', nag.AwsSolutionsChecks, NAMES],
  ['HIPAA.Security', nag.HIPAASecurityChecks, [...REPLICATION, ACCESS_LOGS_KEY]],
  ['NIST.800.53.R4', nag.NIST80053R4Checks, [ACCESS_LOGS_LOCK, ...REPLICATION]],
  ['NIST.800.53.R5', nag.NIST80053R5Checks, [...REPLICATION, ACCESS_LOGS_KEY]],
  ['PCI.DSS.321', nag.PCIDSS321Checks, [...REPLICATION, ACCESS_LOGS_KEY]],
  ['Serverless', nag.ServerlessChecks, QUEUES],
])('%s finds of archive, analysis, dashboard and review, all at once, what has a reason', (pack, Pack, withReason) => {
  const found = findings(Pack, stack => {
    const audits = [addCluster(stack).audit];
    const archive = new AuditArchive(stack, 'Archive', { audits });
    new AuditAnalysis(stack, 'Analysis', { archive });
    new AuditDashboard(stack, 'Dashboard', { audits });
    new AuditReview(stack, 'Review', { audits, archive, reviewers: ['security@example.com'] });
  });
  expect(found.filter(finding => !finding.includes(' Stack/Database/'))).toEqual(withReason.map(finding => `${pack}-${finding}`).sort());
});

test.each<[string, new (scope: App) => nag.NagPack, string[]]>([
  // Objects and results have names of their own; the list of catalogs has no narrower resource.
  ['AwsSolutions', nag.AwsSolutionsChecks, [
    '*', '<ArchiveBucket49F1AC64.Arn>/audit/*', 'arn:<AWS::Partition>:s3:::results/athena/aurora-mysql-audit-ff917c8c/*',
  ].map(resource => `IAM5[Resource::${resource}] Stack/QuickSight/Policy/Resource`)],
  ['HIPAA.Security', nag.HIPAASecurityChecks, []],
  ['NIST.800.53.R4', nag.NIST80053R4Checks, []],
  ['NIST.800.53.R5', nag.NIST80053R5Checks, []],
  ['PCI.DSS.321', nag.PCIDSS321Checks, []],
  ['Serverless', nag.ServerlessChecks, []],
])('%s finds of QuickSight what has a reason', (pack, Pack, withReason) => {
  const found = findings(Pack, stack => {
    const archive = new AuditArchive(stack, 'Archive', { audits: [addCluster(stack).audit] });
    const analysis = new AuditAnalysis(stack, 'Analysis', { archive, queryResultsBucket: s3.Bucket.fromBucketName(stack, 'Results', 'results') });
    new AuditQuickSight(stack, 'QuickSight', { analysis, readers: ['arn:aws:quicksight:us-east-1:111111111111:group/default/security'] });
  });
  expect(found.filter(finding => / Stack\/QuickSight\//.test(finding))).toEqual(withReason.map(finding => `${pack}-${finding}`));
});
