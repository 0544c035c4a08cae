import { Token } from 'aws-cdk-lib';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { checkClusterIdentifier } from './cluster-identifier';
import { AUDIT_LOG, exportLogGroupName } from './log-export';
import { logGroupOfApp } from './log-group-of-app';
import type { ReferredCluster } from './referred-cluster';
import { writtenProperties } from './written-properties';

/** What tells the identifier of a cluster beside its template. */
export interface ToldIdentifier {
  readonly deployedClusterIdentifier?: string;
  readonly auditLogGroup?: logs.ILogGroup;
}

/** The identifier that a cluster has, or will have. */
export interface ActualIdentifier {
  readonly clusterIdentifier: string;
  /** Whether the cluster is known to be deployed: its identifier could not be told otherwise, or was. */
  readonly isDeployed: boolean;
}

/** Finds out the identifier, without which nothing of an audit has a name; never gives the cluster one. */
export function actualIdentifier(cluster: ReferredCluster, told: ToldIdentifier): ActualIdentifier {
  const { deployedClusterIdentifier: deployed } = told;
  const written = cluster.resource ? writtenProperties(cluster.resource).dbClusterIdentifier : cluster.reference;
  if (deployed !== undefined) {
    checkClusterIdentifier(deployed, 'deployedClusterIdentifier');
  }
  if (isKnown(written) || !cluster.resource && !Token.isUnresolved(written)) {
    checkClusterIdentifier(written);
    if (deployed !== undefined && deployed.toLowerCase() !== written.toLowerCase()) {
      throw new Error(`deployedClusterIdentifier: ${cluster.construct.node.path} has the identifier '${written}', got: '${deployed}'; leave it out`);
    }
    return { clusterIdentifier: written, isDeployed: !cluster.resource || deployed !== undefined };
  }
  const name = nameOf(told.auditLogGroup);
  const actual = deployed ?? identifierInName(name);
  if (actual === undefined && typeof name === 'string' && !Token.isUnresolved(name)) {
    throw new Error(`auditLogGroup: must be named ${exportLogGroupName('<identifier>', AUDIT_LOG)}, in lower case, got: ${name}`);
  }
  if (actual === undefined) {
    throw new Error(written === undefined ? generated(cluster) : onlyKnownAtDeployment(cluster));
  }
  return { clusterIdentifier: actual, isDeployed: true };
}

function isKnown(identifier: string | undefined): identifier is string {
  return identifier !== undefined && !Token.isUnresolved(identifier);
}

function nameOf(group: logs.ILogGroup | undefined): unknown {
  return group && (logGroupOfApp(group)?.logGroupName ?? group.logGroupName);
}

/** The log group of a deployed cluster bears its identifier. */
function identifierInName(name: unknown): string | undefined {
  if (typeof name !== 'string' || Token.isUnresolved(name)) {
    return undefined;
  }
  const [before, after] = exportLogGroupName('*', AUDIT_LOG).split('*');
  const identifier = name.slice(before.length, -after.length);
  return identifier !== '' && !identifier.includes('/') && name === exportLogGroupName(identifier, AUDIT_LOG) ? identifier : undefined;
}

const NAMES = 'the names of its log groups, alarms and metrics are made of it';

function generated({ construct }: ReferredCluster): string {
  return `cluster: ${construct.node.path} must have a literal clusterIdentifier, or deployedClusterIdentifier must say which one CloudFormation made; ${NAMES}. `
    + 'If the cluster is DEPLOYED: set deployedClusterIdentifier to what `aws rds describe-db-clusters --query "DBClusters[].DBClusterIdentifier"` shows, '
    + 'or hand in its auditLogGroup; never give it a clusterIdentifier, added to a deployed cluster it makes CloudFormation REPLACE the cluster by an empty one, '
    + 'even if it is the identifier that the cluster has. If it is NOT deployed yet: give it a literal clusterIdentifier';
}

function onlyKnownAtDeployment({ construct, resource }: ReferredCluster): string {
  return `clusterIdentifier: must be a literal, got a token of ${construct.node.path}; ${NAMES}. `
    + `Set deployedClusterIdentifier to the identifier that the cluster has${resource ? ', or, if it is not deployed yet, give it a literal one' : ''}`;
}
