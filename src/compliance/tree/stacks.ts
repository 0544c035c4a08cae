import { Stack, Stage, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { TemplateSource } from '../resolved/template-source';

/** What a template needs to know of its stack. */
export function whereabouts(stack: Stack): Pick<TemplateSource, 'stackName' | 'account' | 'region' | 'environment'> {
  const { account, region } = outermost(stack);
  const [knownAccount, knownRegion, stackName] = [account, region, stack.stackName].map(value => Token.isUnresolved(value) ? undefined : value);
  return {
    stackName, account: knownAccount, region: knownRegion, environment: [Stage.of(stack)?.node.path, knownAccount ?? '', knownRegion ?? ''].join('|'),
  };
}

export function outermost(stack: Stack): Stack {
  return stack.nestedStackParent ? outermost(stack.nestedStackParent) : stack;
}

/** All stacks below a construct, nested ones and those of stages included, in the order of the tree. */
export function stacksIn(root: IConstruct): Stack[] {
  const stacks: Stack[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (Stack.isStack(node)) {
      stacks.push(node);
    }
    open.push(...node.node.children.slice().reverse());
  }
  return stacks;
}

/** Whether `construct` is `ancestor` or lies within it. */
export function isWithin(construct: IConstruct, ancestor: IConstruct): boolean {
  let scope: IConstruct | undefined = construct;
  while (scope !== undefined && scope !== ancestor) {
    scope = scope.node.scope;
  }
  return scope === ancestor;
}
