import type { AuditIndex } from './audit-index';
import type { Engine } from './engine';
import type { NamedResource } from './name-index';
import { Subject } from './subject';
import { isDefaultGroup } from '../../recording/aurora-mysql';
import { IDENTIFIER_METADATA } from '../../recording/identifier-metadata';
import { AUDIT_LOG, exportLogGroupName } from '../../recording/log-export';
import { and, anyOf, type Formula, not } from '../resolved/choice';
import { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { isLiteral, lowerCased, onlyPart, readable } from '../resolved/symbolic-text';
import { isMap, isText, text, type Value } from '../resolved/value';

/** The cluster parameter group that a cluster uses. */
export type AttachedGroup =
  | { readonly kind: 'default'; readonly name?: string }
  | { readonly kind: 'custom'; readonly resource: ResolvedResource };

/** A DB cluster as its audit sees it, in the deployments in which it is, or may be, Aurora MySQL. */
export class ClusterSubject extends Subject {
  /** The engine of a cluster that exists. */
  public static engine(resource: ResolvedResource, index: AuditIndex): Possible<Engine> {
    return index.engine(resource).under(resource.existence);
  }

  private attached?: Possible<AttachedGroup>;
  private logGroupName?: Possible<string>;
  private logGroups?: readonly NamedResource[];

  constructor(resource: ResolvedResource, index: AuditIndex, private readonly judgedWhen: Formula) {
    super(resource, index);
  }

  public override get when(): Formula {
    return this.judgedWhen;
  }

  public get isServerlessV1(): Formula {
    return and(isText(text(this.property('EngineMode')), mode => mode?.toLowerCase() === 'serverless'), this.when);
  }

  /** The identifier, in the lower case in which RDS keeps it. */
  public get identifier(): Possible<string> {
    return this.resource.name.under(this.when);
  }

  public get parameterGroup(): Possible<AttachedGroup> {
    return this.attached ??= text(this.property('DBClusterParameterGroupName')).flatMap<AttachedGroup>(name => {
      if (name === undefined || name === '' || isDefaultGroup(name)) {
        return Possible.known({ kind: 'default', name });
      }
      const found = this.index.clusterParameterGroups.find(this.environment, lowerCased(name));
      const groups = found.map(({ resource, when }) => Possible.known<AttachedGroup>({ kind: 'custom', resource }).under(when));
      const nowhere = not(anyOf(found.map(({ when }) => when)));
      return groups.length === 1 && nowhere === false ? groups[0] : Possible.oneOf([
        ...groups, Possible.unknown<AttachedGroup>(`the parameter group ${readable(name)} is not in this app`).under(nowhere),
      ]);
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
    return this.logGroupName ??= this.identifier.map(identifier => exportLogGroupName('*', AUDIT_LOG).replace('*', () => this.told(identifier) ?? identifier));
  }

  /** What CloudFormation made up is known where somebody who saw it says so. */
  private told(identifier: string): string | undefined {
    const { definition } = this.resource;
    const { [IDENTIFIER_METADATA]: told } = !(definition instanceof Error) && isMap(definition.Metadata) ? definition.Metadata : {};
    return onlyPart(identifier)?.isGenerated && typeof told === 'string' && isLiteral(told) ? lowerCased(told) : undefined;
  }

  /** The log groups of the app that bear this name, each with when it is the one. */
  public get auditLogGroups(): readonly NamedResource[] {
    return this.logGroups ??= this.auditLogGroupName.known.flatMap(({ value, when }) => this.index.logGroups.find(this.environment, value)
      .map(group => ({ resource: group.resource, when: and(group.when, when) }))).filter(({ when }) => when !== false);
  }

  public get members(): readonly ResolvedResource[] {
    return this.identifier.values.flatMap(name => this.index.members.find(this.environment, name)).map(({ resource }) => resource);
  }
}
