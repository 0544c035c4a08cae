import { type CfnResource, Reference, Token, Tokenization } from 'aws-cdk-lib';
import { deployTimeValue } from './intrinsics';
import { ALWAYS, type Assumptions, both, Possible } from './possible';
import type { AppLookup, Referable, ResolvedTemplate } from './resolved-template';
import { deployTime, lowerCased } from './symbolic-text';
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

/** A resource as it will stand in its template. */
export class ResolvedResource implements Referable {
  private named?: Possible<string>;
  private constructPath?: string;
  private exists?: Assumptions;
  private properties?: Possible<Value>;

  constructor(
    public readonly construct: CfnResource,
    public readonly type: string,
    public readonly template: ResolvedTemplate,
    private readonly app: AppLookup,
  ) {}

  public get path(): string {
    return this.constructPath ??= this.construct.node.path;
  }

  public get logicalId(): string {
    return this.template.logicalId(this.construct);
  }

  /** The conditions under which the resource exists: its own, and those of the nested stack that it is in. */
  public get existence(): Assumptions {
    return this.exists ??= this.conditions();
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
    return this.name.map(raw => ({ raw, scope: this.template }));
  }

  public returnValue(attribute: string): Possible<Value> {
    if (NAMED_BY[this.type]?.property === attribute) {
      return this.ref();
    }
    const output = attribute.startsWith('Outputs.') ? this.app.nestedOutput(this.construct, attribute.slice('Outputs.'.length)) : undefined;
    return output ?? deployTimeValue(`${this.path}.${attribute}`, this.template);
  }

  /** Everything of the resource, as it is in the template. */
  public get definition(): Properties | Error {
    const definition = this.app.definition(this.construct);
    return definition instanceof Error || isMap(definition) ? definition : {};
  }

  /** Whether the property is set beyond doubt, without rendering the resource. */
  public isGiven(property: string): boolean {
    const { [property]: given, rawOverrides } = this.construct as unknown as Record<string, unknown>;
    return typeof given === 'string' && given !== '' && isMap(rawOverrides) && Object.keys(rawOverrides).length === 0
      && (!Token.isUnresolved(given) || Reference.isReference(Tokenization.reverse(given, { failConcat: false })));
  }

  private conditions(): Assumptions {
    const [name] = text(this.attribute('Condition')).values;
    const own = name === undefined ? ALWAYS : this.template.condition(name, true);
    const { nestedStackResource } = this.template.stack;
    return nestedStackResource ? both(own, this.app.resource(nestedStackResource).existence) ?? own : own;
  }

  private physicalName(): Possible<string> {
    const made = deployTime(this.path);
    const namedBy = NAMED_BY[this.type];
    if (namedBy === undefined) {
      return Possible.known(made);
    }
    return text(this.property(namedBy.property))
      .map(name => name === undefined || name === '' ? made : namedBy.inLowerCase ? lowerCased(name) : name);
  }
}
