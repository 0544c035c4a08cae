import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ReferredCluster } from './referred-cluster';

/** The audit of each cluster that has one, by its resource or, of an imported cluster, by what was imported. */
const AUDITS = new WeakMap<IConstruct, IConstruct>();

/** What is audited in a stack, by identifier. */
const IDENTIFIERS = new WeakMap<Stack, Map<string, IConstruct>>();

/** The audit of a cluster; none where it has none yet. */
export function auditOf({ construct, resource }: ReferredCluster): IConstruct | undefined {
  return AUDITS.get(resource ?? construct);
}

/** Refuses a second audit of the same cluster. */
export function checkNotAudited(cluster: ReferredCluster): void {
  const other = auditOf(cluster);
  if (other !== undefined) {
    throw new Error(`cluster: ${cluster.construct.node.path} must not be audited twice, it is by ${other.node.path}`);
  }
}

/** Refuses another cluster with the same identifier: its log groups, rules and metrics would have the same names. */
export function checkUnique(audit: IConstruct, { construct }: ReferredCluster, clusterIdentifier: string): void {
  const namesake = IDENTIFIERS.get(Stack.of(audit))?.get(clusterIdentifier.toLowerCase());
  if (namesake !== undefined) {
    throw new Error(`cluster: ${construct.node.path} has the identifier '${clusterIdentifier}', as ${namesake.node.path} has, and must not be audited twice in a stack`);
  }
}

export function registerAudit(audit: IConstruct, { construct, resource }: ReferredCluster, clusterIdentifier: string): void {
  const stack = Stack.of(audit);
  AUDITS.set(resource ?? construct, audit);
  IDENTIFIERS.set(stack, (IDENTIFIERS.get(stack) ?? new Map()).set(clusterIdentifier.toLowerCase(), construct));
}
