import { App, Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuditedAuroraMysqlCluster, type AuditedAuroraMysqlClusterProps } from '../src';

export function newStack(props?: StackProps): Stack {
  return new Stack(new App(), 'Stack', props);
}

/** What every cluster needs and no default can decide. */
export function clusterBasics(stack: Stack) {
  return {
    vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 }),
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    writer: rds.ClusterInstance.serverlessV2('writer'),
  };
}

export function auditedCluster(stack: Stack, props: Partial<AuditedAuroraMysqlClusterProps> = {}): AuditedAuroraMysqlCluster {
  return new AuditedAuroraMysqlCluster(stack, 'Database', { ...clusterBasics(stack), ...props });
}

/** A cluster of aws-rds alone that can be audited. */
export function plainCluster(stack: Stack, props: Partial<rds.DatabaseClusterProps> = {}): rds.DatabaseCluster {
  return new rds.DatabaseCluster(stack, 'Plain', {
    ...clusterBasics(stack),
    engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 }),
    clusterIdentifier: 'orders-db',
    ...props,
  });
}
