import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { isWhollyJudged } from '../../../src/compliance/exceptions/wholly-judged';

/** An app with a stack, and a pipeline whose stage has two. */
function constructs(): Record<string, Construct> {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const nested = new NestedStack(stack, 'Nested');
  const pipeline = new Stack(app, 'Pipeline');
  const stage = new Stage(pipeline, 'Stage');
  const [one, other] = ['One', 'Other'].map(id => new Stack(stage, id));
  const [within, group] = [new Construct(nested, 'Within'), new Construct(one, 'Group')];
  return { app, stack, within, pipeline, stage, group, other, empty: new Construct(app, 'Empty') };
}

test.each<[string, string[], boolean]>([
  ['app', ['Stack', 'Pipeline'], true],
  ['app', ['Stack'], false],
  ['stack', ['Stack'], true],
  ['stack', ['Pipeline'], false],
  ['within', ['Stack'], true],
  ['within', ['Stack/Nested'], false],
  ['pipeline', ['Pipeline'], true],
  ['pipeline', ['Pipeline/Stage/One', 'Pipeline/Stage/Other'], false],
  ['stage', ['Pipeline/Stage/One', 'Pipeline/Stage/Other'], true],
  ['stage', ['Pipeline', 'Pipeline/Stage/One'], false],
  ['group', ['Pipeline/Stage/One'], true],
  ['group', ['Pipeline', 'Pipeline/Stage/Other'], false],
  ['other', ['Pipeline/Stage/Other'], true],
  ['empty', [], true],
])('%s where %j are judged: %p', (id, judged, expected) => {
  expect(isWhollyJudged(constructs()[id], ({ node }) => judged.includes(node.path))).toBe(expected);
});
