import { CfnElement, CfnResource, Stack } from 'aws-cdk-lib';
import { Dependable, type IConstruct } from 'constructs';
import type { ConstructPlace } from './place';
import { logicalIdOf, RenderedResource } from './rendered-resource';
import { RenderedStack } from './rendered-stack';
import { Renderer } from './renderer';
import type { AppSource, ResourceSource, TemplateSource } from '../resolved/template-source';

/**
 * The templates that an app will become, without synthesis.
 *
 * One walk over the construct tree; a resource is rendered when something of it is asked for. References lead to the
 * resources themselves: then it does not matter in which stack they are, nor that exports and parameters are not made yet.
 */
export class RenderedApp implements AppSource {
  private readonly stacks = new Map<Stack, RenderedStack>();
  private readonly renderer = new Renderer();

  constructor(root: IConstruct) {
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (Stack.isStack(node)) {
        this.stack(node);
      }
      if (CfnElement.isCfnElement(node)) {
        this.stack(node.stack).add(node);
      }
      open.push(...node.node.children.reverse());
    }
  }

  public get templates(): readonly TemplateSource[] {
    return [...this.stacks.values()];
  }

  public place(template: TemplateSource, resource?: ResourceSource): ConstructPlace {
    const { stack } = template as RenderedStack;
    const construct = resource instanceof RenderedResource ? resource.construct : stack;
    return { construct, path: construct.node.path, logicalId: resource?.logicalId ?? '' };
  }

  public referenced(key: unknown): { template: TemplateSource; logicalId: () => string; resource?: ResourceSource } | undefined {
    const target = this.renderer.target(Number(key));
    // Templates from elsewhere can hold whatever they like.
    const template = target !== undefined && CfnElement.isCfnElement(target) ? this.stacks.get(target.stack) : undefined;
    return template && { template, logicalId: () => logicalIdOf(target as CfnElement), resource: template.resourceOf(target as CfnElement) };
  }

  /** What constructs are declared to depend on becomes part of templates at synthesis only. */
  public prerequisites(resource: ResourceSource): readonly ResourceSource[] {
    return resource instanceof RenderedResource
      ? resource.construct.node.scopes.flatMap(scope => scope.node.dependencies)
        .flatMap(dependency => Dependable.of(dependency).dependencyRoots).flatMap(root => root.node.findAll())
        .flatMap(construct => CfnResource.isCfnResource(construct) ? this.stacks.get(construct.stack)?.resourceOf(construct) ?? [] : [])
      : [];
  }

  private stack(stack: Stack): RenderedStack {
    let found = this.stacks.get(stack);
    if (found === undefined) {
      found = new RenderedStack(stack, this.renderer, other => this.stacks.get(other));
      this.stacks.set(stack, found);
    }
    return found;
  }
}
