import { Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Whether all stacks of a construct are judged: what stands elsewhere may accept findings that were not looked for. */
export function isWhollyJudged(construct: IConstruct, isJudged: (outermostStack: Stack) => boolean): boolean {
  const { scopes } = construct.node;
  // A stage may stand in a stack, that of a pipeline, and has stacks of its own.
  const stack = scopes.slice(scopes.map(Stage.isStage).lastIndexOf(true) + 1).find(scope => Stack.isStack(scope));
  return stack === undefined ? stacksBelow(construct).every(isJudged) : isJudged(stack);
}

function stacksBelow(construct: IConstruct): Stack[] {
  return construct.node.children.flatMap(child => Stack.isStack(child) ? [child] : stacksBelow(child));
}
