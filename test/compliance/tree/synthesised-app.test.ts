import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { basename, join } from 'path';
import { App, CfnElement, CfnOutput, CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { isWithin } from '../../../src/compliance/tree/stacks';
import { SynthesisedApp } from '../../../src/compliance/tree/synthesised-app';

const topic = (scope: Construct, id: string) => new CfnResource(scope, id, { type: 'AWS::SNS::Topic' });

/** Brings a resource of its own. */
class Included extends CfnElement {
  public _toCloudFormation(): object {
    return { Resources: { Brought: { Type: 'AWS::SQS::Queue' } } };
  }
}

/** Cannot be rendered a second time. */
class Broken extends Included {
  public isBroken = false;

  public override _toCloudFormation(): object {
    if (this.isBroken) {
      throw new Error('only once');
    }
    return super._toCloudFormation();
  }
}

let outdir: string;
beforeEach(() => { outdir = mkdtempSync(join(tmpdir(), 'synthesised-')); });
afterEach(() => rmSync(outdir, { recursive: true }));

/** The templates of an app that was synthesised, handed over in the opposite order. */
function synthesised(build: (app: App) => void, afterwards: () => void = () => undefined) {
  const app = new App({ outdir, analyticsReporting: false });
  build(app);
  app.synth();
  afterwards();
  const stackTemplates = app.node.findAll().filter(node => Stack.isStack(node)).filter(stack => stack.nestedStackParent === undefined)
    .map(stack => ({ stackConstructPath: stack.node.path, templatePath: join(Stage.of(stack)!.outdir, stack.templateFile) })).reverse();
  return { app, read: new SynthesisedApp({ stackTemplates, appConstruct: app } as never) };
}

const paths = ({ templates }: SynthesisedApp) => templates.map(({ path }) => path);

test('templates are in the order of the tree, whatever they are handed over in', () => {
  const { read } = synthesised(app => {
    const first = new Stack(app, 'First');
    new Stack(first, 'Inner');
    new Stack(new Stage(app, 'Stage'), 'Staged');
    ['B', 'A'].forEach(id => new Stack(app, id));
  });
  expect(paths(read)).toEqual(['First', 'First/Inner', 'Stage/Staged', 'B', 'A']);
});

test('a template has its resources, each at its construct, and all else', () => {
  const { app, read } = synthesised(app_ => {
    const stack = new Stack(app_, 'Stack', { stackName: 'orders' });
    topic(stack, 'Topic');
    topic(stack, 'Renamed').overrideLogicalId('Other');
    new Included(stack, 'Old');
    new CfnOutput(stack, 'Output', { value: 'o' });
  });
  const [template] = read.templates;
  expect([template.path, template.stackName, template.environment]).toEqual(['Stack', 'orders', '||']);
  expect(template.resources.map(({ logicalId, type, path, key }) => [logicalId, type, path, key])).toEqual([
    ['Topic', 'AWS::SNS::Topic', 'Stack/Topic', 'Stack/Topic'],
    ['Other', 'AWS::SNS::Topic', 'Stack/Renamed', 'Stack/Other'],
    ['Brought', 'AWS::SQS::Queue', 'Stack/Old', 'Stack/Brought'],
  ]);
  expect(template.sections).not.toHaveProperty('Resources');
  expect(template.sections.Outputs).toEqual({ Output: { Value: 'o' } });
  const place = read.place(template, template.resources[1]);
  expect([place.construct, place.path, place.logicalId, basename(place.templatePath!)])
    .toEqual([app.node.findChild('Stack').node.findChild('Renamed'), 'Stack/Renamed', 'Other', 'Stack.template.json']);
  expect(read.place(template)).toMatchObject({ construct: app.node.findChild('Stack'), path: 'Stack', logicalId: '' });
});

test('resources that no construct has any more are at their stack', () => {
  let broken: Broken;
  const { read } = synthesised(app => {
    const stack = new Stack(app, 'Stack');
    broken = new Broken(stack, 'Broken');
    topic(stack, 'Topic');
  }, () => { broken.isBroken = true; });
  expect(read.templates[0].resources.map(({ logicalId, path }) => [logicalId, path])).toEqual([['Brought', 'Stack'], ['Topic', 'Stack/Topic']]);
});

test('nested stacks are read with the stack that deploys them, each in its resource', () => {
  const { read } = synthesised(app => {
    const outer = new Stack(app, 'Outer', { env: { region: 'eu-central-1' } });
    const nested = new NestedStack(outer, 'Nested');
    topic(nested, 'Topic');
    topic(new NestedStack(nested, 'Inner'), 'Topic');
    new CfnResource(outer, 'ByUrl', { type: 'AWS::CloudFormation::Stack', properties: { TemplateURL: 'https://example.com/t.json' } });
    topic(outer, 'Topic');
  });
  expect(paths(read)).toEqual(['Outer', 'Outer/Nested', 'Outer/Nested/Inner']);
  const [outer, nested, inner] = read.templates;
  expect([outer.parent, nested.parent?.template, inner.parent?.template]).toEqual([undefined, outer, nested]);
  expect([nested, inner].map(({ parent }) => parent?.resource.type)).toEqual(Array(2).fill('AWS::CloudFormation::Stack'));
  expect(nested.parent?.resource).not.toBe(inner.parent?.resource);
  expect([nested.region, nested.environment]).toEqual(['eu-central-1', '||eu-central-1']);
  expect(read.place(inner, inner.resources[0])).toMatchObject({ path: 'Outer/Nested/Inner/Topic', logicalId: 'Topic' });
  expect(read.place(outer, outer.resources.find(({ logicalId }) => logicalId === 'Topic'))).toMatchObject({ path: 'Outer/Topic' });
});

test('a stack is preceded by those that it depends on', () => {
  const { read } = synthesised(app => {
    const [one, other] = ['One', 'Other'].map(id => new Stack(app, id));
    new Stack(app, 'Third');
    one.addStackDependency(other);
  });
  const [one, other, third] = read.templates;
  expect([one, other, third].map(({ precededBy }) => precededBy)).toEqual([[other], [], []]);
});

test('what is handed over and is no stack of the app is left out', () => {
  const app = new App();
  topic(new Stack(app, 'Stack'), 'Topic');
  const templatePath = join(outdir, 'Stack.template.json');
  writeFileSync(templatePath, '[]');
  const read = new SynthesisedApp({
    appConstruct: app,
    stackTemplates: ['Stack/Topic', 'Nowhere/Stack', 'Stack'].map(stackConstructPath => ({ stackConstructPath, templatePath })),
  } as never);
  expect(read.templates).toMatchObject([{ path: 'Stack', resources: [], sections: {} }]);
});

test('a construct is within itself and what is around it', () => {
  const app = new App();
  const [one, other] = ['One', 'Other'].map(id => new Stack(app, id));
  const inner = topic(one, 'Topic');
  expect([inner, one, app].map(ancestor => isWithin(inner, ancestor))).toEqual([true, true, true]);
  expect([isWithin(inner, other), isWithin(one, inner), isWithin(app, one)]).toEqual([false, false, false]);
});
