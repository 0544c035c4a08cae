import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';

const app = new App();
const stack = new Stack(app, 'Shop');
const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
const vpcSubnets = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
const engine = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 });
const writer = rds.ClusterInstance.serverlessV2('writer');

// Exports its audit log, into which nobody told Aurora to write anything.
new rds.DatabaseCluster(stack, 'Orders', {
  engine,
  vpc,
  vpcSubnets,
  writer,
  clusterIdentifier: 'orders',
  storageEncrypted: true,
  cloudwatchLogsExports: ['audit'],
});

// Accepted in audit.yaml: there is nothing in it that matters.
new rds.DatabaseCluster(stack, 'Playground', { engine, vpc, vpcSubnets, writer, clusterIdentifier: 'playground', storageEncrypted: true });
