import type { AuditIndex } from './audit-index';
import { byEngine, byEngineVersion, byFamily, recognised, type Recognition } from './engine';
import { Subject } from './subject';
import { AUDIT_LOG, exportLogGroupName } from '../../recording/log-export';
import { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { lowerCased, readable } from '../resolved/symbolic-text';
import { literal, text, type Value } from '../resolved/value';

/** The cluster parameter group that a cluster uses. */
export type AttachedGroup =
  | { readonly kind: 'default'; readonly name?: string }
  | { readonly kind: 'custom'; readonly resource: ResolvedResource };

/** A DB cluster as its audit sees it. */
export class ClusterSubject extends Subject {
  private attached?: Possible<AttachedGroup>;
  private recognition?: Recognition;
  private logGroupName?: Possible<string>;
  private logGroups?: readonly ResolvedResource[];

  /** Whether this is Aurora MySQL. A secondary cluster of a global database, and a restored one, need not say so themselves. */
  public get engine(): Recognition {
    return this.recognition ??= this.recognise();
  }

  public get isServerlessV1(): boolean {
    const modes = literal(this.property('EngineMode'));
    return modes.unknown === undefined && modes.values.every(mode => mode === 'serverless');
  }

  /** The identifier, in the lower case in which RDS keeps it. */
  public get identifier(): Possible<string> {
    return this.resource.name.under(this.when);
  }

  public get parameterGroup(): Possible<AttachedGroup> {
    return this.attached ??= text(this.property('DBClusterParameterGroupName')).flatMap<AttachedGroup>(name => {
      if (name === undefined || name === '' || name.startsWith('default.')) {
        return Possible.known({ kind: 'default', name });
      }
      const groups = this.index.clusterParameterGroups.find(this.environment, lowerCased(name));
      return groups.length === 0
        ? Possible.unknown(`the parameter group ${readable(name)} is not in this app`)
        : Possible.oneOf(groups.map(({ resource, when }) => Possible.known<AttachedGroup>({ kind: 'custom', resource }).under(when)));
    }).under(this.when);
  }

  /** A parameter of the attached group; nothing where the group does not set it. */
  public parameter(name: string): Possible<Value> {
    return this.parameterGroup.flatMap(group => group.kind === 'custom'
      ? group.resource.property('Parameters', name)
      : Possible.known({ raw: undefined, scope: this.resource.template }));
  }

  /** The name of the log group that the audit records go to. */
  public get auditLogGroupName(): Possible<string> {
    return this.logGroupName ??= this.identifier.map(identifier => exportLogGroupName('*', AUDIT_LOG).replace('*', () => identifier));
  }

  /** The log groups of the app that bear this name. */
  public get auditLogGroups(): readonly ResolvedResource[] {
    return this.logGroups ??= [...new Set(
      this.auditLogGroupName.values.flatMap(name => this.index.logGroups.find(this.environment, name)).map(({ resource }) => resource))];
  }

  public get members(): readonly ResolvedResource[] {
    return this.identifier.values.flatMap(name => this.index.members.find(this.environment, name)).map(({ resource }) => resource);
  }

  private recognise(): Recognition {
    const answer = recognised(byEngine, text(this.property('Engine')))
      ?? recognised(byEngineVersion, text(this.property('EngineVersion')))
      ?? this.recogniseByOthers();
    return answer === undefined
      ? { unknown: literal(this.property('Engine')).unknown ?? 'it names no Engine' }
      : { isAuroraMysql: answer === 'aurora-mysql' };
  }

  /** What the cluster is made of or copies says which engine it is. */
  private recogniseByOthers(): 'aurora-mysql' | 'other' | undefined {
    const groupName = text(this.property('DBClusterParameterGroupName'));
    const candidates = [
      ...this.members.map(member => recognised(byEngine, text(member.property('Engine')))),
      ...this.parameterGroup.values.map(group => group.kind === 'custom' ? recognised(byFamily, text(group.resource.property('Family'))) : undefined),
      ...groupName.values.map(name => name?.startsWith('default.') ? byFamily(name) : undefined),
      ...this.copied('GlobalClusterIdentifier', this.index.globalClusters),
      ...this.copied('SourceDBClusterIdentifier', this.index.clusters),
      ...this.copied('ReplicationSourceIdentifier', this.index.clusters),
    ];
    return candidates.find(answer => answer !== undefined);
  }

  private copied(property: string, index: AuditIndex['clusters']): ('aurora-mysql' | 'other' | undefined)[] {
    return text(this.property(property)).values.filter(name => name !== undefined)
      .flatMap(name => index.find(this.environment, lowerCased(name)))
      .map(({ resource }) => recognised(byEngine, text(resource.property('Engine'))));
  }
}
