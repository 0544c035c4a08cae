import {
  type CfnElement, type CfnResource, type Stack, DefaultTokenResolver, type IPostProcessor,
  type IResolvable, type IResolveContext, Reference, Token, Tokenization,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The intrinsic function that a reference between constructs becomes: `[index of the construct, attribute]`. */
export const REFERENCE = 'Fn::$Reference';

/**
 * Renders elements as they will stand in the template, except that references lead to the constructs themselves:
 * then it does not matter in which stack of the app they are, nor whether exports and parameters were made for them.
 */
export class TemplateRenderer {
  private readonly targets: IConstruct[] = [];
  private readonly indices = new Map<IConstruct, number>();
  private readonly resolver = new ReferenceKeeper(target => this.indexOf(target));

  /** The sections of a template that an element adds to. */
  public render(element: CfnElement): any {
    return this.resolve(element._toCloudFormation(), element);
  }

  /** The definitions of resources of one stack, without their logical ids; nothing where one is not synthesised, or why one cannot be rendered. */
  public renderDefinitions(resources: readonly CfnResource[], stack: Stack): unknown[] {
    try {
      const definitions = this.resolve({ ...resources.map(definition) }, stack);
      return resources.map((_, index) => definitions[index]);
    } catch (error) {
      return resources.length === 1 ? [error] : resources.flatMap(resource => this.renderDefinitions([resource], stack));
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
function definition(resource: CfnResource): unknown {
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
