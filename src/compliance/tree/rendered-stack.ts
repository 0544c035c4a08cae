import { CfnElement, CfnResource, type Stack } from 'aws-cdk-lib';
import { IncludedResource, isSynthesised, RenderedResource, typeOf } from './rendered-resource';
import type { Renderer } from './renderer';
import { whereabouts } from './stacks';
import { type ResourceSource, resourcesOf, type TemplateSource } from '../resolved/template-source';
import { isMap, type Properties } from '../resolved/value';

/** The template that a stack will become. */
export class RenderedStack implements TemplateSource {
  public readonly path: string;
  public readonly stackName?: string;
  public readonly account?: string;
  public readonly region?: string;
  public readonly environment: string;
  private readonly ownResources = new Map<CfnElement, RenderedResource>();
  private readonly others: CfnElement[] = [];
  private all?: readonly ResourceSource[];
  private read?: { readonly sections: Properties; readonly resources: readonly ResourceSource[] };

  constructor(
    public readonly stack: Stack, private readonly renderer: Renderer, private readonly source: (stack: Stack) => RenderedStack | undefined,
  ) {
    this.path = stack.node.path;
    const { stackName, account, region, environment } = whereabouts(stack);
    this.stackName = stackName;
    this.account = account;
    this.region = region;
    this.environment = environment;
  }

  public add(element: CfnElement): void {
    if (CfnResource.isCfnResource(element)) {
      isSynthesised(element) && this.ownResources.set(element, new RenderedResource(element, typeOf(element), this));
    } else {
      this.others.push(element);
    }
  }

  public resourceOf(element: CfnElement): ResourceSource | undefined {
    return this.ownResources.get(element);
  }

  public get sections(): Properties {
    return this.rendered.sections;
  }

  public get resources(): readonly ResourceSource[] {
    return this.all ??= [...this.ownResources.values(), ...this.rendered.resources];
  }

  public get parent(): TemplateSource['parent'] {
    const { nestedStackResource: nested, nestedStackParent } = this.stack;
    const template = nestedStackParent && this.source(nestedStackParent);
    const resource = nested && template?.resourceOf(nested);
    return template && resource && { template, resource };
  }

  public get precededBy(): readonly TemplateSource[] {
    return this.stack.dependencies.flatMap(stack => this.source(stack) ?? []);
  }

  /** What is asked of one resource is soon asked of those like it: they are rendered together, which is cheaper. */
  public renderAlike(type: string): void {
    const alike = [...this.ownResources.values()].filter(resource => resource.type === type);
    const definitions = this.renderer.definitions(alike.map(({ construct }) => construct), this.stack);
    alike.forEach((resource, index) => { resource.known = { definition: definitions[index] }; });
  }

  /** Everything that is no resource of its own; some of it brings resources, too. */
  private get rendered() {
    return this.read ??= this.readOthers();
  }

  private readOthers() {
    const { templateOptions: { transforms = [] } } = this.stack;
    const sections: Record<string, Properties> = transforms.length > 0 ? { Transform: transforms as never } : {};
    const resources: ResourceSource[] = [];
    for (const element of this.others) {
      const rendered = this.renderer.sections(element);
      resources.push(...resourcesOf(rendered, this.path).map(source => new IncludedResource(source, element)));
      Object.entries(rendered).filter(([section]) => section !== 'Resources').forEach(([section, entries]) => {
        sections[section] = isMap(entries) ? { ...sections[section], ...entries } : entries as Properties;
      });
    }
    return { sections, resources };
  }
}
