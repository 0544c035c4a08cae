import type { Stack } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { included } from './included';
import { clusterBasics, plainCluster } from './stacks';

/** What CloudFormation made up for the clusters of these tests. */
export const ACTUAL = 'stack-plain-1x2y3z';

export const ENGINE_VERSION = '8.0.mysql_aurora.3.12.0';

/** An L1, as people write it who do not use L2s. */
export function l1Cluster(stack: Stack, props: Partial<rds.CfnDBClusterProps> = {}): rds.CfnDBCluster {
  return new rds.CfnDBCluster(stack, 'Cluster', {
    engine: 'aurora-mysql', engineVersion: ENGINE_VERSION, masterUsername: 'admin', manageMasterUserPassword: true, ...props,
  });
}

/** A cluster in a template from elsewhere. */
export function includedCluster(stack: Stack, properties: object = {}, resources: object = {}, more: object = {}): rds.CfnDBCluster {
  return included(stack, 'Template', {
    Resources: {
      ...resources,
      Cluster: {
        Type: 'AWS::RDS::DBCluster',
        Properties: { Engine: 'aurora-mysql', EngineVersion: ENGINE_VERSION, MasterUsername: 'admin', ManageMasterUserPassword: true, ...properties },
      },
      Writer: {
        Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'aurora-mysql', DBInstanceClass: 'db.r6g.large', DBClusterIdentifier: { Ref: 'Cluster' } },
      },
    },
    ...more,
  }).getResource('Cluster') as rds.CfnDBCluster;
}

/** An L2 whose identifier is CloudFormation's. */
export function generatedCluster(stack: Stack, props: Partial<rds.DatabaseClusterProps> = {}): rds.DatabaseCluster {
  return plainCluster(stack, { clusterIdentifier: undefined, ...props });
}

export function importedCluster(stack: Stack, attributes: Partial<rds.DatabaseClusterAttributes> = {}): rds.IDatabaseCluster {
  return rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Imported', { clusterIdentifier: 'orders', ...attributes });
}

/** The form of aws-rds that is deprecated, and deployed in many places. */
export function legacyCluster(stack: Stack, props: Partial<rds.DatabaseClusterProps> = {}): rds.DatabaseCluster {
  const { vpc, vpcSubnets } = clusterBasics(stack);
  const { JSII_DEPRECATED: before = 'warn' } = process.env;
  process.env.JSII_DEPRECATED = 'quiet';
  try {
    return new rds.DatabaseCluster(stack, 'Plain', {
      engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 }),
      instances: 2,
      instanceProps: { vpc, vpcSubnets },
      ...props,
    });
  } finally {
    process.env.JSII_DEPRECATED = before;
  }
}

export function restoredCluster(stack: Stack, props: Partial<rds.DatabaseClusterFromSnapshotProps> = {}): rds.DatabaseClusterFromSnapshot {
  return new rds.DatabaseClusterFromSnapshot(stack, 'Plain', {
    ...clusterBasics(stack),
    engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 }),
    snapshotIdentifier: 'snapshot',
    snapshotCredentials: rds.SnapshotCredentials.fromGeneratedSecret('admin'),
    ...props,
  });
}
