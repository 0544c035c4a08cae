import { type App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AuditAnalysis, AuditArchive, AuditDashboard, AuditedAuroraMysqlCluster, AuditQuickSight, AuditReview } from '../src';

/** How many clusters one archive, one dashboard and one review are for. */
export const REVIEW_SIZES = [1, 10, 40];

/** As many as one template holds beside their audits. */
const CLUSTERS_A_STACK = 5;

const READER = 'arn:aws:quicksight:us-east-1:111111111111:group/default/security';
const AUTHOR = 'arn:aws:quicksight:us-east-1:111111111111:user/default/jane';

/** The stack of an archive with its analysis for many clusters, which stand in stacks of their own, as QuickSight does, and dashboard and review. */
export function reviewStack(app: App, size: number): Stack {
  const clusters = Array.from({ length: Math.ceil(size / CLUSTERS_A_STACK) }, (_, index) => clusterStack(app, index)).flat();
  const stack = new Stack(app, `Review-${size}`);
  const audits = clusters.slice(0, size).map(({ audit }) => audit);
  const archive = new AuditArchive(stack, 'Archive', { audits });
  const analysis = new AuditAnalysis(stack, 'Analysis', { archive, queryResultsBucket: s3.Bucket.fromBucketName(stack, 'Results', 'results') });
  // For forty clusters, one template of all of it would be above the megabyte that CloudFormation takes.
  const reports = new Stack(app, `Review-${size}-Reports`);
  new AuditDashboard(reports, 'Dashboard', { audits });
  new AuditReview(reports, 'AuditReview', { audits, archive, reviewers: ['security@example.com'] });
  new AuditQuickSight(new Stack(app, `Review-${size}-QuickSight`), 'QuickSight', { analysis, readers: [READER], authors: [AUTHOR] });
  return stack;
}

function clusterStack(app: App, index: number): AuditedAuroraMysqlCluster[] {
  const stack = new Stack(app, `Clusters-${index}`);
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
  return Array.from({ length: CLUSTERS_A_STACK }, (_, position) => new AuditedAuroraMysqlCluster(stack, `Database${position}`, {
    vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, writer: rds.ClusterInstance.serverlessV2('writer'),
  }));
}
