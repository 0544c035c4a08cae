import { Choices } from './choice';
import type { Possible } from './possible';
import type { ResolvedResource } from './resolved-resource';
import { type AppLookup, ResolvedTemplate } from './resolved-template';
import type { AppSource, ResourceSource, TemplateSource } from './template-source';
import type { Value } from './value';

/** Templates that are deployed together: what they refer to in each other has its value. */
export class ResolvedApp implements AppLookup {
  public readonly choices = new Choices();
  private readonly templates: ReadonlyMap<TemplateSource, ResolvedTemplate>;
  private bySource?: ReadonlyMap<ResourceSource, ResolvedResource>;
  private readonly byType = new Map<string, ResolvedResource[]>();
  private readonly nestedBy = new Map<ResourceSource, ResolvedTemplate>();
  private exportsByName?: Map<string, () => Possible<Value>>;

  constructor(private readonly source: AppSource) {
    this.templates = new Map(source.templates.map(template => [template, new ResolvedTemplate(template, this)]));
    for (const template of this.templates.values()) {
      const { source: { parent }, resources } = template;
      parent && this.nestedBy.set(parent.resource, template);
      resources.forEach(resource => this.add(resource));
    }
  }

  public get allTemplates(): readonly ResolvedTemplate[] {
    return [...this.templates.values()];
  }

  public get types(): readonly string[] {
    return [...this.byType.keys()];
  }

  /** The resources of a type, in the order of the templates. */
  public ofType(type: string): readonly ResolvedResource[] {
    return this.byType.get(type) ?? [];
  }

  public template(source: TemplateSource): ResolvedTemplate {
    return this.templates.get(source)!;
  }

  public resource(source: ResourceSource): ResolvedResource {
    return this.resourcesBySource.get(source)!;
  }

  public referenced(key: unknown): { readonly template: ResolvedTemplate; readonly logicalId: string } | ResolvedResource | undefined {
    const found = this.source.referenced?.(key);
    const template = found && this.templates.get(found.template);
    if (found === undefined || template === undefined) {
      return undefined;
    }
    return found.resource === undefined ? { template, logicalId: found.logicalId() } : this.resourcesBySource.get(found.resource);
  }

  public nestedIn(nested: ResolvedResource): ResolvedTemplate | undefined {
    return this.nestedBy.get(nested.source);
  }

  /** What is declared to be there before a resource, outside of templates. */
  public prerequisites({ source }: ResolvedResource): readonly ResolvedResource[] {
    return (this.source.prerequisites?.(source) ?? []).flatMap(one => this.resourcesBySource.get(one) ?? []);
  }

  public exported(name: string, environment: string): Possible<Value> | undefined {
    this.exportsByName ??= this.collectExports();
    return this.exportsByName.get(`${environment}|${name}`)?.();
  }

  private get resourcesBySource(): ReadonlyMap<ResourceSource, ResolvedResource> {
    return this.bySource ??= new Map(this.allTemplates.flatMap(({ resources }) => resources.map(resource => [resource.source, resource] as const)));
  }

  private add(resource: ResolvedResource): void {
    const sameType = this.byType.get(resource.type);
    sameType ? sameType.push(resource) : this.byType.set(resource.type, [resource]);
  }

  /** A stack may export what it imports: values are evaluated when they are asked for, and once. */
  private collectExports(): Map<string, () => Possible<Value>> {
    const exported = new Map<string, () => Possible<Value>>();
    this.exportsByName = exported;
    for (const template of this.templates.values()) {
      for (const [names, evaluate] of template.exports()) {
        let value: Possible<Value> | undefined;
        names.values.forEach(name => exported.set(`${template.environment}|${name}`, () => value ??= evaluate()));
      }
    }
    return exported;
  }
}
