import { allOf, type Choices, type Formula, TooManyChoices } from './choice';
import { comparisons, conditionFormula } from './condition';
import { deployTimeValue, evaluateIntrinsic, findsInMap, type IntrinsicScope } from './intrinsics';
import { asDeclared, parameterValue } from './parameter';
import { Possible } from './possible';
import { ResolvedResource } from './resolved-resource';
import { onlyPart, withoutMarks } from './symbolic-text';
import type { ResourceSource, TemplateSource } from './template-source';
import { field, isMap, text, type Properties, type Value } from './value';

/** What lies outside of one template. */
export interface AppLookup {
  readonly choices: Choices;
  resource(source: ResourceSource): ResolvedResource;
  template(source: TemplateSource): ResolvedTemplate;
  referenced(key: unknown): { readonly template: ResolvedTemplate; readonly logicalId: string } | ResolvedResource | undefined;
  /** The value that a stack of the app exports; nothing where it comes from elsewhere. */
  exported(name: string, environment: string): Possible<Value> | undefined;
  /** The nested stack that a resource creates, where it is in the app. */
  nestedIn(nested: ResolvedResource): ResolvedTemplate | undefined;
}

/** Values can refer to each other in a circle; no honest template goes that deep. */
const MAX_DEPTH = 60;

/** Other transforms may change mappings, and what looks into them. */
const KEEPING_MAPPINGS = /^AWS::(LanguageExtensions$|Serverless-)/;

/** Gives the intrinsic functions of a template their values. */
export class ResolvedTemplate implements IntrinsicScope {
  public readonly resources: readonly ResolvedResource[];
  private readonly conditions = new Map<string, Formula>();
  private readonly beingEvaluated = new Set<string>();
  private byLogicalId?: Map<string, ResolvedResource>;
  private lookups?: Formula;
  private compared?: ReadonlyMap<string, ReadonlySet<string>>;
  private depth = 0;

  constructor(public readonly source: TemplateSource, private readonly app: AppLookup) {
    this.resources = source.resources.map(resource => new ResolvedResource(resource, this, app));
  }

  public get choices(): Choices {
    return this.app.choices;
  }

  public get path(): string {
    return this.source.path;
  }

  public get environment(): string {
    return this.source.environment;
  }

  /** The resource that deploys it, where it is nested. */
  public get parent(): ResolvedResource | undefined {
    return this.source.parent && this.app.resource(this.source.parent.resource);
  }

  /** The template that is deployed, with those nested in it. */
  public get outermost(): ResolvedTemplate {
    return this.parent?.template.outermost ?? this;
  }

  public get precededBy(): readonly ResolvedTemplate[] {
    return (this.source.precededBy ?? []).map(source => this.app.template(source));
  }

  public resource(logicalId: string): ResolvedResource | undefined {
    this.byLogicalId ??= new Map(this.resources.map(resource => [resource.logicalId, resource]));
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

  public condition(name: string): Formula {
    const known = this.conditions.get(name);
    if (known !== undefined) {
      return known;
    }
    const unknown = () => this.choices.either(`${this.path}?${name}`, `condition ${name}`);
    if (this.beingEvaluated.has(name)) {
      return unknown();
    }
    this.beingEvaluated.add(name);
    try {
      const formula = conditionFormula(this.section('Conditions', name), this, unknown);
      this.conditions.set(name, formula);
      return formula;
    } finally {
      this.beingEvaluated.delete(name);
    }
  }

  /**
   * The choices with which the template can be deployed: those that its mappings have keys for.
   *
   * It exempts resources of this template, so it holds what is certain only: lookups that no condition decides about, by what
   * the deployment is free to choose. Rules are not looked at, and where nothing could be deployed nothing is exempt.
   */
  public get deployable(): Formula {
    return this.lookups ??= this.allLookups() || true;
  }

  public ref(logicalId: string): Possible<Value> {
    if (logicalId.startsWith('AWS::')) {
      return this.pseudoParameter(logicalId);
    }
    const parameter = this.section('Parameters', logicalId);
    return isMap(parameter)
      ? this.parameter(logicalId, parameter)
      : this.resource(logicalId)?.ref() ?? Possible.unknown(`there is no ${logicalId} to refer to`);
  }

  public attribute(logicalId: string, name: string): Possible<Value> {
    return this.resource(logicalId)?.returnValue(name) ?? Possible.unknown(`there is no ${logicalId} to refer to`);
  }

  public reference(key: unknown, attribute: string): Possible<Value> {
    const target = this.app.referenced(key);
    if (target === undefined) {
      return Possible.unknown('it refers to nothing');
    }
    if (!('ref' in target)) {
      return target.template.ref(target.logicalId);
    }
    return attribute === 'Ref' ? target.ref() : target.returnValue(attribute);
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
    const { Outputs: outputs } = this.source.sections;
    return Object.values(isMap(outputs) ? outputs : {}).filter(isMap).filter(output => output.Export !== undefined)
      .map(output => [text(field(this.evaluate(output.Export), 'Name')), () => this.evaluate(output.Value)]);
  }

  private pseudoParameter(name: string): Possible<Value> {
    const { account, region, stackName } = this.outermost.source;
    const known = { 'AWS::AccountId': account, 'AWS::Region': region, 'AWS::StackName': this === this.outermost ? stackName : undefined }[name];
    if (name === 'AWS::NoValue' || known !== undefined) {
      return Possible.known({ raw: known, scope: this });
    }
    // A name that differs from stack to stack, or is the same everywhere.
    const isLowerCase = name === 'AWS::Region' || name === 'AWS::AccountId' || name === 'AWS::Partition' || name === 'AWS::URLSuffix';
    return deployTimeValue(/^AWS::Stack/.test(name) ? `${name} of ${this.path}` : name, this, { variable: name, ...isLowerCase ? { isLowerCase } : {} });
  }

  /** What the parent hands to a nested stack, or what it is of itself. */
  private parameter(name: string, definition: Properties): Possible<Value> {
    const given = this.parent ? field(this.parent.property('Parameters'), name) : Possible.known({ raw: undefined, scope: this });
    const own = () => parameterValue(name, definition, this.path, this.comparedWith(name), this);
    return given.flatMap(value => value.raw === undefined ? own() : Possible.known(value))
      .map(value => asDeclared(value, definition, this));
  }

  private comparedWith(parameter: string): readonly string[] {
    this.compared ??= comparisons(this.source.sections.Conditions);
    return [...this.compared.get(parameter) ?? []];
  }

  private allLookups(): Formula {
    const { Mappings: mappings, Transform: transforms = [] } = this.source.sections;
    if (Object.keys(mappings ?? {}).length === 0 || ![transforms].flat().every(name => KEEPING_MAPPINGS.test(String(name)))) {
      return true;
    }
    try {
      return allOf(this.resources.flatMap(({ definition }) =>
        definition instanceof Error || definition.Condition !== undefined ? [] : this.lookupsIn(definition.Properties)));
    } catch (error) {
      if (error instanceof TooManyChoices) {
        return true;
      }
      throw error;
    }
  }

  /** One that never finds anything says that a default is not meant to stay. */
  private lookupsIn(raw: unknown): Formula[] {
    if (typeof raw !== 'object' || raw === null || 'Fn::If' in raw) {
      return [];
    }
    const { 'Fn::FindInMap': lookup } = raw as Properties;
    return [
      ...Array.isArray(lookup) && lookup.slice(1, 3).every(key => this.isFree(key)) ? [findsInMap(lookup, this) || true] : [],
      ...Object.values(raw).flatMap(inner => this.lookupsIn(inner)),
    ];
  }

  /** Whether something is what the template says literally, or a parameter for which it says no value: a default may be overridden. */
  private isFree(key: unknown): boolean {
    if (!isMap(key) || typeof key.Ref !== 'string') {
      return typeof key === 'string';
    }
    const { certain, unknown } = text(this.evaluate(key));
    return certain !== undefined
      ? onlyPart(certain) !== undefined
      : unknown === undefined && this.parent === undefined && this.section('Parameters', key.Ref) !== undefined;
  }

  private section(name: string, logicalId: string): unknown {
    const found = this.source.sections[name];
    return isMap(found) && Object.hasOwn(found, logicalId) ? found[logicalId] : undefined;
  }
}
