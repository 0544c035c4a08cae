import { Annotations, CfnResource, Mixin } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct, IConstruct } from 'constructs';
import { renderedResource } from './app/rendered-resource';
import { shown } from './app/shown';
import type { AuditAuroraMysqlOptions } from './audit-aurora-mysql-options';
import { AuroraMysqlAudit } from './aurora-mysql-audit';
import { auditOf } from './recording/audit-register';
import { type ClusterEngine, engineOf, engineOfL2 } from './recording/cluster-engine';
import { isClusterRef, type ReferredCluster, referredCluster } from './recording/referred-cluster';

/** Options that no two clusters can share. */
const OF_ONE_CLUSTER = ['deployedClusterIdentifier', 'auditLogGroup', 'logGroups'] as const;

/**
 * A mixin that audits the Aurora MySQL clusters of a construct: of one cluster, of a stack, of a whole app.
 *
 * It makes an `AuroraMysqlAudit` for each cluster that has none yet: `Audit` below an `rds.DatabaseCluster` or `rds.DatabaseClusterFromSnapshot`,
 * `<id of the cluster>Audit` beside an `rds.CfnDBCluster`. Clusters of other engines are not concerned.
 *
 * An Aurora MySQL cluster that cannot be audited stays as it is and gets an error that says why, which fails the deployment. A cluster whose engine
 * cannot be told, and an imported one, which is audited where somebody means it by an `AuroraMysqlAudit`, get a warning,
 * `cdk-audited-aurora-mysql:notAudited`. Both are said at synthesis, and not of a cluster that something else has audited by then.
 *
 * Mixins are applied at once: call it after the last cluster is made. A cluster that is made later is missed; `AuroraMysqlAuditChecks`
 * finds it at synthesis.
 *
 * @example
 * import { App, Mixins } from 'aws-cdk-lib';
 * import * as rds from 'aws-cdk-lib/aws-rds';
 * import { AuditAuroraMysql } from 'cdk-audited-aurora-mysql';
 *
 * declare const cluster: rds.DatabaseCluster;
 * declare const app: App;
 *
 * Mixins.of(cluster).apply(new AuditAuroraMysql({ deployedClusterIdentifier: 'orders-databaseb269d8bb-1x2y3z' }));
 * Mixins.of(app).apply(new AuditAuroraMysql());
 */
export class AuditAuroraMysql extends Mixin {
  /** What it was applied to: an L2 and its resource are one cluster. */
  private readonly visited = new WeakSet<IConstruct>();
  private first?: IConstruct;

  /**
   * @param options of each audit; `deployedClusterIdentifier`, `auditLogGroup` and `logGroups` are those of one cluster
   */
  constructor(private readonly options: AuditAuroraMysqlOptions = {}) {
    super();
    if (typeof options !== 'object' || options === null || Array.isArray(options)) {
      throw new Error(`options: must be those of an audit, got: ${shown(options)}`);
    }
  }

  /**
   * Whether a construct is a cluster.
   *
   * @param construct any construct
   */
  public supports(construct: IConstruct): boolean {
    return isClusterRef(construct) || rds.CfnDBCluster.isCfnDBCluster(construct);
  }

  /**
   * Audits a cluster, or says why it is not audited.
   *
   * @param construct the cluster
   */
  public applyTo(construct: IConstruct): void {
    const cluster = isClusterRef(construct) ? referredCluster(construct) : { construct };
    const { construct: shownAs, resource = shownAs } = cluster;
    const engine = engineOfReferred(cluster);
    if (engine === 'other' || auditOf(cluster) || this.visited.has(resource)) {
      return;
    }
    this.visited.add(resource);
    const why = whyNot(cluster, engine);
    if (why !== undefined) {
      unlessAudited(cluster, text => Annotations.of(shownAs).addWarningV2('cdk-audited-aurora-mysql:notAudited', text), why);
    } else {
      this.audit(cluster);
    }
  }

  /** One that cannot be audited does not keep others from it. */
  private audit(cluster: ReferredCluster): void {
    const { construct, resource } = cluster;
    const { scope, id } = placeFor(construct, resource!);
    const isTaken = scope.node.tryFindChild(id) !== undefined;
    try {
      this.checkOptions(construct);
      new AuroraMysqlAudit(scope, id, { ...this.options, cluster: resource! });
    } catch (error) {
      if (!isTaken) {
        scope.node.tryRemoveChild(id);
      }
      unlessAudited(cluster, text => Annotations.of(construct).addError(text), (error as Error).message);
    }
  }

  private checkOptions(cluster: IConstruct): void {
    this.first ??= cluster;
    const prop = OF_ONE_CLUSTER.find(name => this.options[name] !== undefined);
    if (prop !== undefined && this.first !== cluster) {
      throw new Error(`${prop}: is that of one cluster, and the mixin was applied to ${this.first.node.path} before; audit each with a mixin of its own`);
    }
  }
}

/** Says at synthesis why a cluster is not audited: what comes after the mixin may have audited it. */
function unlessAudited(cluster: ReferredCluster, say: (text: string) => void, why: string): void {
  const { node } = cluster.construct;
  let isSaid = false;
  node.addValidation({
    validate: () => {
      if (!isSaid && auditOf(cluster) === undefined) {
        say(`${node.path} is not audited: ${why}`);
        isSaid = true;
      }
      return [];
    },
  });
}

/** Where the audit goes: below an L2, beside an L1. A contract: log groups have it in their logical ids. */
function placeFor(construct: IConstruct, resource: rds.CfnDBCluster): { readonly scope: Construct; readonly id: string } {
  return construct === resource ? { scope: resource.node.scope as Construct, id: `${resource.node.id}Audit` } : { scope: construct as Construct, id: 'Audit' };
}

function engineOfReferred(cluster: ReferredCluster): ClusterEngine {
  const { construct, resource } = cluster;
  if (resource) {
    return engineOf(resource);
  }
  const { Engine: engine, EngineVersion: engineVersion } = CfnResource.isCfnResource(construct) ? renderedResource(construct).Properties ?? {} : {};
  return engineOf({ engine: engine ?? engineOfL2(cluster)?.engineType, engineVersion });
}

/** Why something that may be a cluster of Aurora MySQL is none for the mixin. */
function whyNot({ construct, resource }: ReferredCluster, engine: ClusterEngine): string | undefined {
  if (resource === undefined) {
    return CfnResource.isCfnResource(construct) ? 'a generic CfnResource has no properties to set; make it an rds.CfnDBCluster'
      : 'it is imported, and may be so in several stacks; audit it where you mean it, by new AuroraMysqlAudit(stack, \'Audit\', { cluster })';
  }
  return engine === 'unknown' ? 'its engine cannot be told; if it is Aurora MySQL, audit it by new AuroraMysqlAudit(stack, \'Audit\', { cluster })' : undefined;
}
