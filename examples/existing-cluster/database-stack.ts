import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';

/** Two clusters as they are deployed, one with a name of its own and one that CloudFormation named. */
export class DatabaseStack extends Stack {
  public readonly orders: rds.DatabaseCluster;
  public readonly billing: rds.DatabaseCluster;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const shared = {
      engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 }),
      vpc: new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 0 }),
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      writer: rds.ClusterInstance.serverlessV2('writer'),
      storageEncrypted: true,
      deletionProtection: true,
    };
    this.orders = new rds.DatabaseCluster(this, 'Orders', { ...shared, clusterIdentifier: 'orders' });
    this.billing = new rds.DatabaseCluster(this, 'Billing', shared);
  }
}
