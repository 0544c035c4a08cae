import { CfnResource, Stage, Token, type CfnElement, type Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { deployTimeValue, evaluateIntrinsic, type IntrinsicScope } from './intrinsics';
import { type Assumptions, Possible } from './possible';
import { deployTime, withoutMarks } from './symbolic-text';
import { field, isMap, text, type Properties, type Value } from './value';

/** What a resource answers to a reference. */
export interface Referable {
  /** The conditions under which it exists. */
  readonly existence: Assumptions;
  ref(): Possible<Value>;
  returnValue(attribute: string): Possible<Value>;
  property(...path: string[]): Possible<Value>;
}

/** What lies outside of one template. */
export interface AppLookup {
  render(element: CfnElement): any;
  /** The definition of a resource, or an error that says why it cannot be rendered. */
  definition(resource: CfnResource): unknown;
  target(index: unknown): IConstruct | undefined;
  template(stack: Stack): ResolvedTemplate;
  resource(construct: CfnResource): Referable;
  /** The value that a stack of the app exports; nothing where it comes from elsewhere. */
  exported(name: string, environment: string): Possible<Value> | undefined;
  /** The output of the nested stack that a resource creates, where that stack is in the app. */
  nestedOutput(nested: CfnResource, logicalId: string): Possible<Value> | undefined;
}

/** Values can refer to each other in a circle; no honest template goes that deep. */
const MAX_DEPTH = 60;

const LIST_TYPE = /^(CommaDelimitedList|List<)/;

/** A stack as the template it will become: gives its intrinsic functions their values. */
export class ResolvedTemplate implements IntrinsicScope {
  /** What is no resource. */
  private readonly elements: CfnElement[] = [];
  private readonly resources = new Map<string, CfnResource[]>();
  private byLogicalId?: Map<string, CfnResource>;
  private sections?: Properties;
  private depth = 0;
  /** Account and region of one stage: within it a name means the same resource. */
  public readonly environment: string;
  /** The stack that is deployed, with the stacks nested in it. */
  public readonly outermostStack: Stack;

  constructor(public readonly stack: Stack, private readonly app: AppLookup) {
    this.outermostStack = outermost(stack);
    const { account, region } = this.outermostStack;
    this.environment = [Stage.of(stack)?.node.path, ...[account, region].map(part => Token.isUnresolved(part) ? '' : part)].join('|');
  }

  public add(element: CfnElement): void {
    this.elements.push(element);
  }

  public addResource(resource: CfnResource, type: string): void {
    const alike = this.resources.get(type);
    alike ? alike.push(resource) : this.resources.set(type, [resource]);
  }

  public ofType(type: string): readonly CfnResource[] {
    return this.resources.get(type) ?? [];
  }

  public get stackName(): string {
    const { stackName } = this.stack;
    return Token.isUnresolved(stackName) ? this.stack.node.path : stackName;
  }

  public logicalId(element: CfnElement): string {
    return String(this.stack.resolve(element.logicalId));
  }

  public resource(logicalId: string): CfnResource | undefined {
    this.byLogicalId ??= new Map([...this.resources.values()].flat().map(resource => [this.logicalId(resource), resource]));
    return this.byLogicalId.get(logicalId);
  }

  public evaluate(raw: unknown): Possible<Value> {
    if (typeof raw !== 'object' || raw === null) {
      return Possible.known({ raw: typeof raw === 'string' ? withoutMarks(raw) : raw, scope: this });
    }
    if (this.depth >= MAX_DEPTH) {
      return Possible.unknown('it refers to itself, or through too many others');
    }
    this.depth++;
    try {
      return evaluateIntrinsic(raw, this) ?? Possible.known({ raw, scope: this });
    } finally {
      this.depth--;
    }
  }

  /** @param negatedBy the conditions on the way, which may negate each other in a circle */
  public condition(name: string, branch: boolean, negatedBy: readonly string[] = []): Assumptions {
    const definition = this.section('Conditions', name);
    const negated = isMap(definition) && Array.isArray(definition['Fn::Not']) ? definition['Fn::Not'][0] : undefined;
    return isMap(negated) && typeof negated.Condition === 'string' && ![name, ...negatedBy].includes(negated.Condition)
      ? this.condition(negated.Condition, !branch, [name, ...negatedBy])
      : { [`${this.stack.node.path}#${name}`]: branch };
  }

  public ref(logicalId: string): Possible<Value> {
    if (logicalId.startsWith('AWS::')) {
      return this.pseudoParameter(logicalId);
    }
    const parameter = this.section('Parameters', logicalId);
    if (isMap(parameter)) {
      return this.parameter(logicalId, parameter);
    }
    const resource = this.resource(logicalId);
    return resource ? this.app.resource(resource).ref() : Possible.unknown(`there is no ${logicalId} to refer to`);
  }

  public attribute(logicalId: string, name: string): Possible<Value> {
    const resource = this.resource(logicalId);
    return resource ? this.app.resource(resource).returnValue(name) : Possible.unknown(`there is no ${logicalId} to refer to`);
  }

  public reference(index: unknown, attribute: string): Possible<Value> {
    const target = this.app.target(index) as CfnElement;
    if (!CfnResource.isCfnResource(target)) {
      const template = this.app.template(target.stack);
      return template.ref(template.logicalId(target));
    }
    const resource = this.app.resource(target);
    return attribute === 'Ref' ? resource.ref() : resource.returnValue(attribute);
  }

  public mapping(name: string): unknown {
    return this.section('Mappings', name);
  }

  public importValue(name: string): Possible<Value> {
    return this.app.exported(name, this.environment) ?? deployTimeValue(`the export ${name}, which no stack of the app has`, this);
  }

  /** The value of an output, for those who know its logical id. */
  public output(logicalId: string): Possible<Value> {
    const output = this.section('Outputs', logicalId);
    return isMap(output) ? this.evaluate(output.Value) : Possible.unknown(`there is no output ${logicalId}`);
  }

  /** The outputs that are exported, by the names of the exports. */
  public exports(): [Possible<string | undefined>, () => Possible<Value>][] {
    const outputs = Object.values(isMap(this.all.Outputs) ? this.all.Outputs : {}).filter(isMap);
    return outputs.filter(output => output.Export !== undefined)
      .map(output => [text(field(this.evaluate(output.Export), 'Name')), () => this.evaluate(output.Value)]);
  }

  private pseudoParameter(name: string): Possible<Value> {
    const { account, region } = this.outermostStack;
    const known = { 'AWS::AccountId': account, 'AWS::Region': region, 'AWS::StackName': this.stack.stackName }[name];
    if (name === 'AWS::NoValue') {
      return Possible.known({ raw: undefined, scope: this });
    }
    if (known !== undefined && !Token.isUnresolved(known)) {
      return Possible.known({ raw: known, scope: this });
    }
    // A name that differs from stack to stack, or is the same everywhere.
    return deployTimeValue(/^AWS::Stack/.test(name) ? `${name} of ${this.stack.node.path}` : name, this);
  }

  /** What the parent hands to a nested stack, the default, or what is allowed. */
  private parameter(name: string, definition: Properties): Possible<Value> {
    const { nestedStackResource: nested } = this.stack;
    const type = String(definition.Type);
    const given = nested ? field(this.app.resource(nested).property('Parameters'), name) : Possible.known({ raw: undefined, scope: this });
    return given.flatMap(value => value.raw === undefined ? this.ownValue(name, type, definition) : Possible.known(value))
      .map(value => LIST_TYPE.test(type) && typeof value.raw === 'string' ? { raw: split(value.raw), scope: this } : value);
  }

  private ownValue(name: string, type: string, { Default: byDefault, AllowedValues: allowed }: Properties): Possible<Value> {
    // The default of such a parameter is where to look, not what is found there.
    const isLookedUp = type.startsWith('AWS::SSM::Parameter::Value<');
    if (byDefault !== undefined && !isLookedUp) {
      return Possible.known({ raw: byDefault, scope: this });
    }
    if (Array.isArray(allowed) && allowed.length > 0 && !isLookedUp) {
      return Possible.oneOf(allowed.map(raw => Possible.known({ raw, scope: this })));
    }
    const described = `parameter ${name} of ${this.stack.node.path}${isLookedUp ? ', which is looked up at deployment' : ', which has no default'}`;
    return LIST_TYPE.test(type) ? Possible.unknown(`it depends on ${described}`) : Possible.known({ raw: deployTime(described), scope: this });
  }

  private section(name: string, logicalId: string): unknown {
    const found = this.all[name];
    return isMap(found) && Object.hasOwn(found, logicalId) ? found[logicalId] : undefined;
  }

  /** Everything of the template but its resources. */
  private get all(): Properties {
    return this.sections ??= this.elements.map(element => rendered(this.app, element))
      .reduce<Record<string, Properties>>((merged, sections) => {
        for (const [section, entries] of Object.entries(sections)) {
          merged[section] = Object.assign(merged[section] ?? {}, entries);
        }
        return merged;
      }, {});
  }
}

function rendered(app: AppLookup, element: CfnElement): Record<string, Properties> {
  try {
    const sections = app.render(element);
    return isMap(sections) ? sections as Record<string, Properties> : {};
  } catch {
    return {};
  }
}

function split(list: string): string[] {
  return list.split(',').map(element => element.trim());
}

function outermost(stack: Stack): Stack {
  return stack.nestedStackParent ? outermost(stack.nestedStackParent) : stack;
}
