import { App, Mixins, Validations } from 'aws-cdk-lib';
import { AuditAuroraMysql, AuroraMysqlAudit, AuroraMysqlAuditChecks } from 'cdk-audited-aurora-mysql';
import { DatabaseStack } from './database-stack';

const app = new App();
const stack = new DatabaseStack(app, 'Shop');

// The name that CloudFormation made: `aws rds describe-db-clusters` shows it. It is told to the audit, never to the cluster.
new AuroraMysqlAudit(stack, 'BillingAudit', {
  cluster: stack.billing,
  deployedClusterIdentifier: 'shop-billingd97c52c5-1x2y3z',
  securityContacts: ['security@example.com'],
});

// All the others of the app, at once.
Mixins.of(app).apply(new AuditAuroraMysql({ securityContacts: ['security@example.com'] }));

// Rejects a cluster that somebody adds later without an audit.
Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
