import { and, type Formula } from './choice';
import { deployTimeValue } from './intrinsics';
import { Possible } from './possible';
import type { AppLookup, ResolvedTemplate } from './resolved-template';
import { deployTime, lowerCased } from './symbolic-text';
import type { ResourceSource } from './template-source';
import { field, isMap, text, type Properties, type Value } from './value';

/** The property that names a resource, where `Ref` gives that name. RDS keeps names in lower case. */
const NAMED_BY: Readonly<Record<string, { readonly property: string; readonly inLowerCase: boolean }>> = {
  'AWS::Logs::LogGroup': { property: 'LogGroupName', inLowerCase: false },
  'AWS::RDS::DBCluster': { property: 'DBClusterIdentifier', inLowerCase: true },
  'AWS::RDS::DBClusterParameterGroup': { property: 'DBClusterParameterGroupName', inLowerCase: true },
  'AWS::RDS::DBInstance': { property: 'DBInstanceIdentifier', inLowerCase: true },
  'AWS::RDS::DBParameterGroup': { property: 'DBParameterGroupName', inLowerCase: true },
  'AWS::RDS::GlobalCluster': { property: 'GlobalClusterIdentifier', inLowerCase: true },
};

/** The attributes that are the ARN of what has this name. */
const ARNS: Readonly<Record<string, { readonly attribute: string; readonly kind: string }>> = {
  'AWS::RDS::DBCluster': { attribute: 'DBClusterArn', kind: 'cluster' },
  'AWS::RDS::DBInstance': { attribute: 'DBInstanceArn', kind: 'db' },
};

/** A resource as it will stand in its template. */
export class ResolvedResource {
  private named?: Possible<string>;
  private referred?: Possible<Value>;
  private exists?: Formula;
  private properties?: Possible<Value>;

  constructor(public readonly source: ResourceSource, public readonly template: ResolvedTemplate, private readonly app: AppLookup) {}

  public get type(): string {
    return this.source.type;
  }

  public get path(): string {
    return this.source.path;
  }

  public get key(): string {
    return this.source.key;
  }

  public get logicalId(): string {
    return this.source.logicalId;
  }

  /** Everything of the resource, as it is in the template. */
  public get definition(): Properties | Error {
    const { definition } = this.source;
    return definition instanceof Error || isMap(definition) ? definition : {};
  }

  /** When the resource exists: by its own condition, that of the nested stack that it is in, and where its template can be deployed. */
  public get existence(): Formula {
    return this.exists ??= and(and(this.ownCondition, this.template.parent?.existence ?? true), this.template.deployable);
  }

  public get ownCondition(): Formula {
    const { definition } = this;
    const name = definition instanceof Error ? undefined : definition.Condition;
    return typeof name === 'string' ? this.template.condition(name) : true;
  }

  /** An attribute beside the properties: `DeletionPolicy`, `DependsOn`. */
  public attribute(name: string): Possible<Value> {
    const { definition } = this;
    return definition instanceof Error
      ? Possible.unknown(`the resource cannot be rendered: ${definition.message}`)
      : this.template.evaluate(definition[name]);
  }

  public property(...path: string[]): Possible<Value> {
    return path.reduce(field, this.properties ??= this.attribute('Properties'));
  }

  /** The physical name, which `Ref` gives; a name of its own where CloudFormation makes one up. */
  public get name(): Possible<string> {
    return this.named ??= this.physicalName();
  }

  public ref(): Possible<Value> {
    return this.referred ??= this.name.map(raw => ({ raw, scope: this.template }));
  }

  public returnValue(attribute: string): Possible<Value> {
    if (NAMED_BY[this.type]?.property === attribute) {
      return this.ref();
    }
    const arn = ARNS[this.type];
    if (arn?.attribute === attribute) {
      return Possible.all([text(this.template.evaluate({ 'Fn::Sub': 'arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:' })), this.name])
        .map(([prefix, name]) => ({ raw: `${prefix}${arn.kind}:${name}`, scope: this.template }));
    }
    const output = attribute.startsWith('Outputs.') ? this.app.nestedIn(this)?.output(attribute.slice('Outputs.'.length)) : undefined;
    return output ?? this.property(attribute).flatMap(given => given.raw === undefined ? this.unknownAttribute(attribute) : Possible.known(given))
      .recoverWith(() => this.unknownAttribute(attribute));
  }

  private unknownAttribute(attribute: string): Possible<Value> {
    return deployTimeValue(`${this.key}.${attribute}`, this.template, { variable: `${this.logicalId}.${attribute}` });
  }

  private physicalName(): Possible<string> {
    const namedBy = NAMED_BY[this.type];
    const given = namedBy === undefined ? Possible.known(undefined) : text(this.property(namedBy.property));
    return given.map(name => name === undefined || name === '' ? this.madeUpName(namedBy?.inLowerCase) : namedBy.inLowerCase ? lowerCased(name) : name);
  }

  private madeUpName(isLowerCase?: boolean): string {
    const { stackName } = this.template.outermost.source;
    return deployTime(this.key, { isGenerated: true, stackName, variable: this.logicalId, isLowerCase: isLowerCase || undefined });
  }
}
