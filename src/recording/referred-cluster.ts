import { Reference, Tokenization } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct, type IConstruct } from 'constructs';
import { isOfClass } from '../app/of-class';
import { shown } from '../app/shown';

/** What a reference to a cluster stands for. */
export interface ReferredCluster {
  /** The construct that people know: the L2 of a resource, if it has one. */
  readonly construct: IConstruct;
  /** The resource; none where the cluster is imported. */
  readonly resource?: rds.CfnDBCluster;
  /** What the reference calls the cluster: a token of a resource, anything of an imported cluster. */
  readonly reference?: string;
}

/** Follows a reference to the resource in this app, if there is one: L2, L1, or imported by a token that leads to either. */
export function referredCluster(given: unknown): ReferredCluster {
  if (!isClusterRef(given)) {
    throw new Error('cluster: must be an rds.DatabaseCluster, an rds.CfnDBCluster or another reference to a cluster '
      + `(rds.IDBClusterRef), got: ${shown(given)}`);
  }
  const resource = resourceOf(given);
  if (resource !== undefined) {
    return { construct: clusterAround(resource) ?? resource, resource };
  }
  return { construct: given, reference: given.dbClusterRef.dbClusterIdentifier };
}

/** Whether a construct refers to a cluster of RDS, as L2s, L1s and imported clusters do. Those of DocumentDB and Neptune have a reference of the same name, with less in it. */
export function isClusterRef(construct: unknown): construct is rds.IDBClusterRef {
  const ref: unknown = Construct.isConstruct(construct) ? (construct as Partial<rds.IDBClusterRef>).dbClusterRef : undefined;
  return typeof ref === 'object' && ref !== null && 'dbClusterIdentifier' in ref && 'dbClusterArn' in ref;
}

/** The resource that a text is the reference to, and nothing beside it. */
export function referredResource(text: unknown): IConstruct | undefined {
  if (typeof text !== 'string') {
    return undefined;
  }
  const { tokens, length } = Tokenization.reverseString(text);
  const [token] = tokens;
  return length === 1 && Reference.isReference(token) ? token.target : undefined;
}

function resourceOf(given: rds.IDBClusterRef): rds.CfnDBCluster | undefined {
  return [given, given.node.defaultChild, referredResource(given.dbClusterRef.dbClusterIdentifier)]
    .find((candidate): candidate is rds.CfnDBCluster => isOfClass(candidate, rds.CfnDBCluster));
}

function clusterAround(resource: rds.CfnDBCluster): IConstruct | undefined {
  const { scope } = resource.node;
  return isClusterRef(scope) && scope.node.defaultChild === resource ? scope : undefined;
}
