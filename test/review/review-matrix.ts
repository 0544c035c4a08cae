import { type App, Stack } from 'aws-cdk-lib';
import { AuditDashboard, AuroraMysqlAudit } from '../../src';
import { plainCluster } from '../stacks';

/** How many clusters a platform team has. */
export const CLUSTER_COUNTS = [1, 10, 40];

/** For each number of clusters, a stack with what people look at; each cluster is in a stack of its own. */
export function reviewMatrix(app: App): Stack[] {
  return CLUSTER_COUNTS.map(count => {
    const audits = Array.from({ length: count }, (_, index) => {
      const stack = new Stack(app, `Of${count}-Cluster${index}`);
      return new AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(stack, { clusterIdentifier: `orders-${count}-${index}` }), auditQueries: index === 0 });
    });
    const review = new Stack(app, `Of${count}-Review`);
    new AuditDashboard(review, 'Dashboard', { audits });
    return review;
  });
}
