import { Token } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { isOfClass } from './of-class';

const ENGINE = 'aurora-mysql';

/** A cluster of this app that can be audited, with its resource. */
export interface AuditedCluster {
  readonly cluster: rds.DatabaseCluster | rds.DatabaseClusterFromSnapshot;
  readonly resource: rds.CfnDBCluster;
  readonly engine: rds.IClusterEngine;
}

/** Refuses every cluster whose audit could not be set up whole from this app. */
export function auditedCluster(cluster: rds.IDatabaseCluster): AuditedCluster {
  if (!isOfClass(cluster, rds.DatabaseCluster) && !isOfClass(cluster, rds.DatabaseClusterFromSnapshot)) {
    throw new Error('cluster: must be an rds.DatabaseCluster or rds.DatabaseClusterFromSnapshot of this app, '
      + 'its parameter group and log exports cannot be set otherwise');
  }
  const resource = cluster.node.defaultChild;
  if (!isOfClass(resource, rds.CfnDBCluster) || cluster.engine === undefined || resource.engine !== ENGINE) {
    const engine = isOfClass(resource, rds.CfnDBCluster) ? resource.engine : undefined;
    throw new Error(`cluster: must be of engine ${ENGINE}, got: ${Token.isUnresolved(engine) ? 'a token' : engine}`);
  }
  if (resource.dbClusterIdentifier === undefined) {
    throw new Error(`cluster: ${cluster.node.path} must have a literal clusterIdentifier; `
      + 'its log groups bear the identifier in their names and have to be created before it');
  }
  if (Object.keys(cluster.cloudwatchLogGroups).length > 0) {
    throw new Error('cluster: must not set cloudwatchLogsRetention (or be audited twice); '
      + 'the custom resource behind it would fight over the log groups, use auditLogRetention');
  }
  return { cluster, resource, engine: cluster.engine };
}
