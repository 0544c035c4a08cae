import { Stack, Token } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { IConstruct } from 'constructs';
import { actualIdentifier, type ToldIdentifier } from './actual-identifier';
import { checkNotAudited, checkUnique } from './audit-register';
import { checkCluster } from './cluster-checks';
import { type ReferredCluster, referredCluster, referredResource } from './referred-cluster';
import { isOfClass } from '../app/of-class';

/** A cluster that can be audited. */
export interface AuditedCluster extends ReferredCluster {
  readonly clusterIdentifier: string;
  /** Whether the cluster is known to be deployed. */
  readonly isDeployed: boolean;
  /** The instances of the cluster in this app, as far as they are there when it is asked. */
  readonly instances: () => rds.CfnDBInstance[];
}

/** What tells which cluster is to be audited. */
export interface AuditedClusterProps extends ToldIdentifier {
  readonly cluster: rds.IDBClusterRef;
}

/** Refuses what cannot be audited from `scope`. */
export function auditedCluster(scope: IConstruct, props: AuditedClusterProps): AuditedCluster {
  const referred = referredCluster(props?.cluster);
  checkNotAudited(referred);
  checkCluster(scope, referred);
  const actual = actualIdentifier(referred, props);
  checkUnique(scope, referred, actual.clusterIdentifier);
  return { ...referred, ...actual, instances: () => instancesOf(referred) };
}

/** Those below an L2; an L1 has its instances anywhere in its stack. */
function instancesOf({ construct, resource }: ReferredCluster): rds.CfnDBInstance[] {
  if (resource === undefined) {
    return [];
  }
  const isL2 = construct !== resource;
  const instances = (isL2 ? construct : Stack.of(resource)).node.findAll().filter(found => isOfClass(found, rds.CfnDBInstance));
  return isL2 ? instances : instances.filter(instance => isMember(instance, resource));
}

function isMember({ dbClusterIdentifier: named }: rds.CfnDBInstance, cluster: rds.CfnDBCluster): boolean {
  const own = cluster.dbClusterIdentifier;
  const isNamed = typeof named === 'string' && own !== undefined && !Token.isUnresolved(own) && own.toLowerCase() === named.toLowerCase();
  return isNamed || referredResource(named) === cluster;
}
