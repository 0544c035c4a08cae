import { CfnResource, Stage } from 'aws-cdk-lib';
import { Dependable, type IConstruct, type IDependable } from 'constructs';
import { ReferenceGraph } from './reference-graph';

/** A cluster, and the scope of what watches over it. */
interface Watched {
  readonly cluster: CfnResource;
  readonly audit: IConstruct;
}

/** The audited clusters of an app or stage, which are synthesised together. */
const PLANS = new WeakMap<IConstruct, CreationPlan>();

/**
 * Makes the cluster wait for all of its audit that does not itself wait for the cluster.
 *
 * What a cluster waits for is deleted after it: where its deletion is refused, nothing stops watching.
 */
export function createAuditBefore(cluster: CfnResource, audit: IConstruct): void {
  const root = Stage.of(cluster) ?? cluster.node.root;
  const plan = PLANS.get(root) ?? new CreationPlan();
  PLANS.set(root, plan);
  cluster.node.addDependency(plan.add({ cluster, audit }));
}

/** Something to depend on that is asked for at synthesis, when everything is there. */
export function lateDependency(roots: () => IConstruct[]): IDependable {
  const dependable = {};
  Dependable.implement(dependable, { get dependencyRoots() { return roots(); } });
  return dependable;
}

/** Whoever depends on `construct` does not depend on what is below `excluded`. */
export function dependOnAllBut(construct: IConstruct, excluded: IConstruct): void {
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
  return audit.node.findAll().filter(CfnResource.isCfnResource).filter(resource => !graph.leadsTo(resource, cluster));
}
