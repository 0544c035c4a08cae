import { App, Stack, type Environment } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuditedAuroraMysqlCluster, AuditedAuroraMysqlClusterFromSnapshot } from '../src';

const VERSIONS: Record<string, rds.AuroraMysqlEngineVersion> = {
  V2: rds.AuroraMysqlEngineVersion.of('5.7.mysql_aurora.2.12.5', '5.7'),
  V3: rds.AuroraMysqlEngineVersion.VER_3_12_0,
  V84: rds.AuroraMysqlEngineVersion.of('8.4.mysql_aurora.8.4.7', '8.4'),
};

const WRITERS: Record<string, () => rds.IClusterInstance> = {
  Provisioned: () => rds.ClusterInstance.provisioned('writer', { instanceType: ec2.InstanceType.of(ec2.InstanceClass.R6G, ec2.InstanceSize.LARGE) }),
  ServerlessV2: () => rds.ClusterInstance.serverlessV2('writer'),
};

const ENVIRONMENTS: Record<string, Environment | undefined> = {
  Agnostic: undefined,
  Concrete: { account: '111111111111', region: 'eu-central-1' },
};

/** A stack for each way to build an audited cluster: version, writer, environment, new or restored. */
export function clusterMatrix(app: App): Stack[] {
  const stacks: Stack[] = [];
  for (const [versionName, version] of Object.entries(VERSIONS)) {
    for (const [writerName, writer] of Object.entries(WRITERS)) {
      // Serverless v2 came with v3.
      for (const [envName, env] of Object.entries(versionName === 'V2' && writerName === 'ServerlessV2' ? {} : ENVIRONMENTS)) {
        for (const origin of ['New', 'Snapshot']) {
          const stack = new Stack(app, [versionName, writerName, envName, origin].join('-'), { env });
          const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
          const props = { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, version, writer: writer() };
          origin === 'New'
            ? new AuditedAuroraMysqlCluster(stack, 'Database', { ...props, securityContacts: ['security@example.com'] })
            : new AuditedAuroraMysqlClusterFromSnapshot(stack, 'Database', { ...props, snapshotIdentifier: 'my-snapshot' });
          stacks.push(stack);
        }
      }
    }
  }
  return stacks;
}
