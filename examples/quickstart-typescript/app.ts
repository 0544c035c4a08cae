import { App, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuditedAuroraMysqlCluster, AuroraMysqlAuditChecks } from 'cdk-audited-aurora-mysql';

const app = new App();
const stack = new Stack(app, 'QuickStart');

new AuditedAuroraMysqlCluster(stack, 'Database', {
  vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 }),
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  writer: rds.ClusterInstance.serverlessV2('writer'),
  version: rds.AuroraMysqlEngineVersion.VER_3_12_0,
  securityContacts: ['security@example.com'],
});

// Rejects every other Aurora MySQL cluster of the app that is not audited, and RDS instances without log exports.
Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
