import { CfnResource, Stack, Stage } from 'aws-cdk-lib';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as rds from 'aws-cdk-lib/aws-rds';
import { Dependable, type IConstruct, type IDependable } from 'constructs';
import type { AuditedCluster } from './audited-cluster';
import { ReferenceGraph } from '../app/reference-graph';

/** A cluster, and the scope of what watches over it. */
interface Watched {
  readonly cluster: CfnResource;
  readonly audit: IConstruct;
}

/** The audited clusters of an app or stage, which are synthesised together. */
const PLANS = new WeakMap<IConstruct, CreationPlan>();

/** What is made before what: log groups and all that can be of the audit before the cluster. */
export function orderCreation(audit: IConstruct, { construct, resource }: AuditedCluster, logGroups: { [logType: string]: logs.ILogGroup }): void {
  if (resource === undefined) {
    return;
  }
  // Of a group only: a subscription filter below it may lead back to the cluster.
  resource.node.addDependency(...Object.values(logGroups).flatMap(({ node }) => node.defaultChild ?? []));
  createAuditBefore(resource, audit);
  if (audit.node.scopes.includes(construct)) {
    dependOnAllBut(construct, audit);
  }
  Object.assign((construct as Partial<rds.DatabaseCluster>).cloudwatchLogGroups ?? {}, logGroups);
}

/** What has to be there before records can be expected: the instances, or the cluster where this app makes none. */
export function recordsComeAfter({ resource, instances }: AuditedCluster): IDependable[] {
  return resource === undefined ? [] : [lateDependency(() => {
    const found = instances();
    return found.length > 0 ? found : [resource];
  })];
}

/**
 * Makes the cluster wait for all of its audit that does not itself wait for the cluster.
 *
 * What a cluster waits for is deleted after it: where its deletion is refused, nothing stops watching.
 */
function createAuditBefore(cluster: CfnResource, audit: IConstruct): void {
  const root = rootOf(cluster);
  const plan = PLANS.get(root) ?? new CreationPlan();
  PLANS.set(root, plan);
  cluster.node.addDependency(plan.add({ cluster, audit }));
}

/** Makes the cluster of an audit wait for more than the audit, as far as it is in the stack of the cluster: what another stack makes comes later. */
export function alsoCreateBefore(audit: IConstruct, more: IConstruct): void {
  const cluster = PLANS.get(rootOf(audit))?.clusterOf(audit);
  if (cluster !== undefined) {
    createAuditBefore(cluster, more);
  }
}

/** Stages are synthesised one by one. */
function rootOf(construct: IConstruct): IConstruct {
  return Stage.of(construct) ?? construct.node.root;
}

/** Something to depend on that is asked for at synthesis, when everything is there. */
export function lateDependency(roots: () => IConstruct[]): IDependable {
  const dependable = {};
  Dependable.implement(dependable, { get dependencyRoots() { return roots(); } });
  return dependable;
}

/** Whoever depends on `construct` does not depend on what is below `excluded`. */
function dependOnAllBut(construct: IConstruct, excluded: IConstruct): void {
  Dependable.implement(construct, {
    get dependencyRoots() {
      return construct.node.findAll().filter(each => CfnResource.isCfnResource(each) && !each.node.scopes.includes(excluded));
    },
  });
}

/**
 * Which resources of an audit come before which cluster. What one cluster waits for can lead to another one, whose own
 * waiting then must not lead back: so the clusters are decided upon one after the other, each knowing those before.
 */
class CreationPlan {
  private readonly watched: Watched[] = [];
  private decided?: Map<Watched, CfnResource[]>;

  public add(watched: Watched): IDependable {
    this.watched.push(watched);
    this.decided = undefined;
    return lateDependency(() => this.decisions().get(watched) ?? []);
  }

  public clusterOf(audit: IConstruct): CfnResource | undefined {
    return this.watched.find(each => each.audit === audit)?.cluster;
  }

  private decisions(): Map<Watched, CfnResource[]> {
    if (this.decided === undefined) {
      this.decided = new Map();
      const graph = new ReferenceGraph();
      for (const watched of this.watched) {
        this.decided.set(watched, creatableBefore(watched, graph));
      }
    }
    return this.decided;
  }
}

function creatableBefore({ cluster, audit }: Watched, graph: ReferenceGraph): CfnResource[] {
  const resources = audit.node.findAll().filter(CfnResource.isCfnResource).filter(resource => outermostStack(resource) === outermostStack(cluster));
  return resources.filter(resource => !graph.leadsTo(resource, cluster));
}

function outermostStack(construct: IConstruct): Stack {
  const stack = Stack.of(construct);
  return stack.nestedStackParent ? outermostStack(stack.nestedStackParent) : stack;
}
