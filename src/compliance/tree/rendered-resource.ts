import { type CfnElement, type CfnResource, Token } from 'aws-cdk-lib';
import type { ResourceSource } from '../resolved/template-source';

/** A resource that is rendered when it is asked for. */
export class RenderedResource implements ResourceSource {
  public known?: { readonly definition: unknown };
  private id?: string;

  constructor(public readonly construct: CfnElement, public readonly type: string, private readonly template: RendersAlike) {}

  public get logicalId(): string {
    return this.id ??= logicalIdOf(this.construct);
  }

  public get path(): string {
    return this.construct.node.path;
  }

  public get key(): string {
    return this.path;
  }

  public get definition(): unknown {
    if (this.known === undefined) {
      this.template.renderAlike(this.type);
    }
    return this.known!.definition;
  }
}

/** A resource of an element that brings several. */
export class IncludedResource extends RenderedResource {
  constructor(source: ResourceSource, element: CfnElement) {
    super(element, source.type, undefined as never);
    this.known = { definition: source.definition };
    Object.defineProperty(this, 'logicalId', { value: source.logicalId });
  }
}

/** Renders all resources of a type at once. */
interface RendersAlike {
  renderAlike(type: string): void;
}

export function logicalIdOf(element: CfnElement): string {
  return String(element.stack.resolve(element.logicalId));
}

/** Resources can decide not to be part of the template; there is no public way to ask. */
export function isSynthesised(resource: CfnResource): boolean {
  return (resource as unknown as { shouldSynthesize?(): boolean }).shouldSynthesize?.() !== false;
}

/** The type in the template: an override can change it. The overrides have no public accessor. */
export function typeOf(resource: CfnResource): string {
  const { rawOverrides } = resource as unknown as { readonly rawOverrides?: { readonly Type?: unknown } };
  const type = rawOverrides?.Type ?? resource.cfnResourceType;
  return String(Token.isUnresolved(type) ? resource.stack.resolve(type) : type);
}
