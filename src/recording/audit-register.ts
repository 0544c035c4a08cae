import { Annotations, Stack, Stage, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ReferredCluster } from './referred-cluster';

/** The audit of each cluster that has one, by its resource or, of an imported cluster, by what was imported. */
const AUDITS = new WeakMap<IConstruct, IConstruct>();

/** A cluster that is audited, and the stack of its audit. */
interface Audited {
  readonly cluster: IConstruct;
  readonly stack: Stack;
}

/** What is audited in an app, by identifier in lower case. */
const IDENTIFIERS = new WeakMap<IConstruct, Map<string, Audited[]>>();

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
  const stack = Stack.of(audit);
  const namesakes = IDENTIFIERS.get(stack.node.root)?.get(clusterIdentifier.toLowerCase()) ?? [];
  const same = namesakes.find(other => other.stack === stack || areOneEnvironment(other.stack, stack));
  if (same !== undefined) {
    throw new Error(`cluster: ${construct.node.path} has the identifier '${clusterIdentifier}', as ${same.cluster.node.path} has, and must not be audited twice in an account and region; `
      + 'both audits would count every record in the same metrics');
  }
  const possible = namesakes.find(other => Stage.of(other.stack) === Stage.of(stack) && mayBeOneEnvironment(other.stack, stack));
  if (possible !== undefined) {
    Annotations.of(audit).addWarningV2('cdk-audited-aurora-mysql:auditedTwice',
      `cluster: ${construct.node.path} has the identifier '${clusterIdentifier}', as ${possible.cluster.node.path} has; `
      + 'if both stacks are deployed to one account and region, both audits count every record in the same metrics: keep one of them');
  }
}

function areOneEnvironment(one: Stack, other: Stack): boolean {
  return [one, other].every(({ account, region }) => !Token.isUnresolved(account) && !Token.isUnresolved(region)) && mayBeOneEnvironment(one, other);
}

function mayBeOneEnvironment(one: Stack, other: Stack): boolean {
  const canBeEqual = (left: string, right: string) => Token.isUnresolved(left) || Token.isUnresolved(right) || left === right;
  return canBeEqual(one.account, other.account) && canBeEqual(one.region, other.region);
}

export function registerAudit(audit: IConstruct, { construct, resource }: ReferredCluster, clusterIdentifier: string): void {
  const stack = Stack.of(audit);
  AUDITS.set(resource ?? construct, audit);
  const known = IDENTIFIERS.get(stack.node.root) ?? new Map<string, Audited[]>();
  const name = clusterIdentifier.toLowerCase();
  IDENTIFIERS.set(stack.node.root, known.set(name, [...known.get(name) ?? [], { cluster: construct, stack }]));
}
