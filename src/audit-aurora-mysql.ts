import { Annotations, CfnResource, Mixin } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct, IConstruct } from 'constructs';
import type { AuditAuroraMysqlOptions } from './audit-aurora-mysql-options';
import { AuroraMysqlAudit } from './aurora-mysql-audit';
import { auditOf } from './recording/audited-clusters';
import { type ClusterEngine, engineOf } from './recording/cluster-engine';
import { isClusterRef, type ReferredCluster, referredCluster } from './recording/referred-cluster';
import { renderedResource } from './recording/rendered-resource';
import { shown } from './recording/shown';

/** The id of the audit below its cluster. A contract: log groups have it in their logical ids. */
const AUDIT_ID = 'Audit';

/** Options that no two clusters can share. */
const OF_ONE_CLUSTER = ['deployedClusterIdentifier', 'auditLogGroup', 'logGroups'] as const;

/**
 * A mixin that audits the Aurora MySQL clusters of a construct: of one cluster, of a stack, of a whole app.
 *
 * It makes an `AuroraMysqlAudit` named `Audit` below each `rds.DatabaseCluster`, `rds.DatabaseClusterFromSnapshot` and
 * `rds.CfnDBCluster` that has none yet. Clusters of other engines are not concerned. An Aurora MySQL cluster that cannot be audited gets an error that says why,
 * and so fails the deployment without hiding those of other clusters; one of which the engine cannot be told, and an imported one, which is audited where
 * somebody means it by an `AuroraMysqlAudit`, get a warning, `cdk-audited-aurora-mysql:notAudited`.
 *
 * Mixins are applied at once: call it after the last cluster is made. A cluster that is made later is missed; `AuroraMysqlAuditChecks`
 * finds it at synthesis.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/mixins.html
 *
 * @example
 * declare const cluster: rds.DatabaseCluster;
 * declare const app: App;
 *
 * cluster.with(new AuditAuroraMysql({ deployedClusterIdentifier: 'orders-databaseb269d8bb-1x2y3z' }));
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
      Annotations.of(shownAs).addWarningV2('cdk-audited-aurora-mysql:notAudited', `${shownAs.node.path} is not audited: ${why}`);
    } else {
      this.audit(cluster);
    }
  }

  /** One that cannot be audited does not keep others from it. */
  private audit({ construct: scope, resource }: ReferredCluster): void {
    const hasAudit = scope.node.tryFindChild(AUDIT_ID) !== undefined;
    try {
      this.checkOptions(scope);
      new AuroraMysqlAudit(scope as Construct, AUDIT_ID, { ...this.options, cluster: resource as rds.CfnDBCluster });
    } catch (error) {
      if (!hasAudit) {
        scope.node.tryRemoveChild(AUDIT_ID);
      }
      Annotations.of(scope).addError(`${scope.node.path} is not audited: ${(error as Error).message}`);
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

function engineOfReferred({ construct, resource }: ReferredCluster): ClusterEngine {
  if (resource) {
    return engineOf(resource);
  }
  if (CfnResource.isCfnResource(construct)) {
    const { Engine: engine, EngineVersion: engineVersion } = renderedResource(construct).Properties ?? {};
    return engineOf({ engine, engineVersion } as rds.CfnDBCluster);
  }
  return engineOf({ engine: (construct as rds.IDatabaseCluster).engine?.engineType } as rds.CfnDBCluster);
}

/** Why something that may be a cluster of Aurora MySQL is none for the mixin. */
function whyNot({ construct, resource }: ReferredCluster, engine: ClusterEngine): string | undefined {
  if (resource === undefined) {
    return CfnResource.isCfnResource(construct) ? 'a generic CfnResource has no properties to set; make it an rds.CfnDBCluster'
      : 'it is imported, and may be so in several stacks; audit it where you mean it, by new AuroraMysqlAudit(stack, \'Audit\', { cluster })';
  }
  return engine === 'unknown' ? 'its engine cannot be told; if it is Aurora MySQL, audit it by new AuroraMysqlAudit(stack, \'Audit\', { cluster })' : undefined;
}
