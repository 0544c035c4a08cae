import { type App, type CfnResource, Stack, Validations } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuditArchive, type AuditedAuroraMysqlCluster, AuditEvidenceFormat, AuditException, AuditReview, AuroraMysqlAuditChecks, type AuroraMysqlAuditChecksProps } from '../../src';
import { synthesis } from '../compliance/synthesis';
import { auditedCluster } from '../stacks';

const FILE = 'aurora-mysql-audit-evidence.html';

const OPTIONS: AuroraMysqlAuditChecksProps = {
  evidenceFormats: [AuditEvidenceFormat.HTML],
  evidenceTitle: 'Orders platform',
  evidenceEnvironment: 'production (111111111111, eu-central-1)',
  evidenceCommit: '9f2c1d4e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d',
  evidenceApprover: 'Security <security@example.com>',
  evaluationDate: '2027-01-31',
};

function page(build: (app: App) => void): string {
  return synthesis(app => {
    Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app, OPTIONS));
    build(app);
  }, { files: [FILE] }).files[FILE];
}

/** A cluster of every kind an auditor meets: most are in order, others have faults, unknowns, exceptions that hold and that are over. */
function addCluster(app: App, number: number): AuditedAuroraMysqlCluster {
  const stack = new Stack(app, `Web-${number}`);
  const cluster = auditedCluster(stack, number % 5 === 0
    ? { auditLogRetention: logs.RetentionDays.ONE_MONTH, auditExcludedUsers: ['backup', 'etl'] }
    : { clusterIdentifier: `web-${number}-with-a-rather-long-identifier-of-sixty-letters` });
  if (number % 10 === 0) {
    AuditException.of(cluster).accept({
      rules: ['AuroraMysqlAudit-AuditLogRetention'],
      reason: 'Records are archived in S3 for seven years, in a bucket with an object lock',
      approvedBy: 'security@example.com',
      expires: number % 20 === 0 ? '2026-12-31' : '2027-06-30',
    });
  }
  if (number % 7 === 0) {
    (cluster.node.defaultChild as CfnResource).addPropertyOverride('EnableCloudwatchLogsExports', { 'Fn::GetAZs': '' });
  }
  return cluster;
}

/** Archive and review of some clusters: their rows are longer than others. */
function addReviewRoom(app: App, clusters: readonly AuditedAuroraMysqlCluster[]): void {
  const platform = new Stack(app, 'Platform-with-a-rather-long-name-of-its-own');
  const audits = clusters.map(({ audit }) => audit);
  const archive = new AuditArchive(platform, 'ArchiveOfTheRecordsOfAllClusters', { audits });
  new AuditReview(platform, 'ReviewOfTheRecordsOfAllClusters', { audits, archive, reviewers: ['security@example.com'] });
}

/** As many clusters, as a platform has them. */
export function mixedPage(count: number): string {
  return page(app => {
    const clusters = Array.from({ length: count }, (_, index) => addCluster(app, index + 1));
    addReviewRoom(app, clusters.slice(0, 4));
    AuditException.of(app).accept({ rules: ['AuroraMysqlAudit-AuditUsers[etl]'], reason: 'a service, no person' });
    AuditException.of(app).accept({ rules: ['AuroraMysqlAudit-AuditLogClass'], reason: 'left over' });
    new rds.CfnDBCluster(new Stack(app, 'Postgres'), 'Cluster', { engine: 'aurora-postgresql' });
  });
}

/** As many clusters, nothing of which is audited. */
export function barePage(count: number): string {
  return page(app => Array.from({ length: count }, (_, index) =>
    new rds.CfnDBCluster(new Stack(app, `Web-${index + 1}`), 'Cluster', { engine: 'aurora-mysql', dbClusterIdentifier: `web-${index + 1}` })));
}
