import { Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The constructs of which all stacks are judged: what stands elsewhere may accept findings that were not looked for. */
export function judgedConstructs(construct: IConstruct, isJudged: (outermostStack: Stack) => boolean, within?: Stack): IConstruct[] {
  // A stage may stand in a stack, that of a pipeline, and has stacks of its own.
  const stack = Stage.isStage(construct) ? undefined : within ?? (Stack.isStack(construct) ? construct : undefined);
  const judged = stack === undefined ? stacksBelow(construct).every(isJudged) : isJudged(stack);
  return [...(judged ? [construct] : []), ...construct.node.children.flatMap(child => judgedConstructs(child, isJudged, stack))];
}

function stacksBelow(construct: IConstruct): Stack[] {
  return construct.node.children.flatMap(child => Stack.isStack(child) ? [child] : stacksBelow(child));
}
