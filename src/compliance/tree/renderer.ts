import {
  type CfnElement, DefaultTokenResolver, type IPostProcessor, type IResolvable, type IResolveContext, Reference, type Stack, Token, Tokenization,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { REFERENCE } from '../resolved/intrinsics';
import { isMap, type Properties } from '../resolved/value';

/** Renders elements before synthesis, and remembers what they refer to. */
export class Renderer {
  private readonly targets: IConstruct[] = [];
  private readonly indices = new Map<IConstruct, number>();
  private readonly resolver = new ReferenceKeeper(target => this.indexOf(target));

  /** The sections of a template that an element adds to; none where it cannot be rendered. */
  public sections(element: CfnElement): Properties {
    try {
      const rendered: unknown = this.resolve(element._toCloudFormation(), element);
      return isMap(rendered) ? rendered : {};
    } catch {
      return {};
    }
  }

  /** The definitions of resources of one stack; nothing where one is not synthesised, or why one cannot be rendered. */
  public definitions(resources: readonly CfnElement[], stack: Stack): unknown[] {
    try {
      const definitions = this.resolve({ ...resources.map(definitionOf) }, stack);
      return resources.map((_, index) => definitions[index]);
    } catch (error) {
      return resources.length === 1 ? [error] : resources.flatMap(resource => this.definitions([resource], stack));
    }
  }

  public target(index: number): IConstruct | undefined {
    return this.targets[index];
  }

  private resolve(raw: unknown, scope: IConstruct): any {
    return Tokenization.resolve(raw, { scope, resolver: this.resolver, preparing: false });
  }

  private indexOf(target: IConstruct): number {
    let index = this.indices.get(target);
    if (index === undefined) {
      index = this.targets.push(target) - 1;
      this.indices.set(target, index);
    }
    return index;
  }
}

/** Without the logical id, which takes long to resolve. */
function definitionOf(resource: CfnElement): unknown {
  const { Resources: resources = {} } = resource._toCloudFormation() as { readonly Resources?: object };
  return Object.values(resources)[0];
}

class ReferenceKeeper extends DefaultTokenResolver {
  constructor(private readonly indexOf: (target: IConstruct) => number) {
    super({ join: concatenated });
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    if (!Reference.isReference(token) || token.displayName.startsWith('AWS::')) {
      return super.resolveToken(token, context, postProcessor);
    }
    // Inside of Fn::Sub a reference is plain text, `${LogicalId}`.
    return typeof token.resolve(context) === 'string'
      ? super.resolveToken(token, context, postProcessor)
      : { [REFERENCE]: [this.indexOf(token.target), token.displayName] };
  }
}

function concatenated(left: any, right: any): any {
  if (left === undefined || right === undefined) {
    return left ?? right;
  }
  return isText(left) && isText(right) ? `${left}${right}` : { 'Fn::Join': ['', [left, right]] };
}

function isText(value: unknown): boolean {
  return typeof value !== 'object' && !Token.isUnresolved(value);
}
