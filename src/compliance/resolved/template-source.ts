import { expandLoops } from './loops';
import { isMap, type Properties } from './value';

/** A resource as it stands in a template. */
export interface ResourceSource {
  readonly type: string;
  readonly logicalId: string;
  /** Tells it from all others of the app, in text that refers to it. */
  readonly key: string;
  /** Where a person finds it: the path of a construct, or a template and the logical id. */
  readonly path: string;
  /** What the template says of it, or an error that says why that cannot be rendered. */
  readonly definition: unknown;
}

/** A template that will be deployed, and what is known of where. */
export interface TemplateSource {
  /** Tells it from others: the path of a stack, or a file. */
  readonly path: string;
  readonly stackName?: string;
  readonly account?: string;
  readonly region?: string;
  /** Within it a name means the same resource: account and region of one stage. */
  readonly environment: string;
  readonly resources: readonly ResourceSource[];
  /** Everything else: parameters, mappings, conditions, outputs. */
  readonly sections: Properties;
  /** The resource that deploys it as a nested stack, and the template in which that is. */
  readonly parent?: { readonly template: TemplateSource; readonly resource: ResourceSource };
  /** The templates that are deployed before it. */
  readonly precededBy?: readonly TemplateSource[];
}

/** All templates that are deployed together. */
export interface AppSource {
  readonly templates: readonly TemplateSource[];
  /** What a reference leads to that names no logical id. */
  referenced?(key: unknown): { readonly template: TemplateSource; readonly logicalId: () => string; readonly resource?: ResourceSource } | undefined;
  /** What has to be there before a resource, beside what its definition says. */
  prerequisites?(resource: ResourceSource): readonly ResourceSource[];
}

/** Reads the resources of a template as it was written: loops are gone through, where what they go through is known. */
export function resourcesOf(template: unknown, templatePath: string, pathOf = (logicalId: string) => `${templatePath}/${logicalId}`): ResourceSource[] {
  const resources = isMap(template) ? template.Resources : undefined;
  const definitions = isMap(resources) ? expandLoops(resources, template as Properties) : {};
  return Object.keys(definitions).map(logicalId => new WrittenResource(logicalId, definitions[logicalId], templatePath, pathOf));
}

class WrittenResource implements ResourceSource {
  public readonly type: string;

  constructor(
    public readonly logicalId: string, public readonly definition: unknown, private readonly templatePath: string,
    private readonly pathOf: (logicalId: string) => string,
  ) {
    this.type = logicalId.startsWith('Fn::') ? logicalId.split('::').slice(0, 2).join('::') : String(isMap(definition) ? definition.Type : undefined);
  }

  public get key(): string {
    return `${this.templatePath}/${this.logicalId}`;
  }

  public get path(): string {
    return this.pathOf(this.logicalId);
  }
}
