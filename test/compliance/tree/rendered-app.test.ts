import { App, Aws, CfnCondition, CfnElement, CfnMapping, CfnOutput, CfnParameter, CfnResource, Fn, Lazy, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { REFERENCE } from '../../../src/compliance/resolved/intrinsics';
import type { ResourceSource } from '../../../src/compliance/resolved/template-source';
import { RenderedApp } from '../../../src/compliance/tree/rendered-app';

const topic = (scope: Construct, id: string, properties: object = {}) => new CfnResource(scope, id, { type: 'AWS::SNS::Topic', properties: properties as never });

/** Brings resources and outputs of its own. */
class Included extends CfnElement {
  constructor(scope: Construct, id: string, private readonly rendered: unknown) {
    super(scope, id);
  }

  public _toCloudFormation(): object {
    return this.rendered as object;
  }
}

class Broken extends CfnResource {
  public _toCloudFormation(): object {
    throw new Error('no way');
  }
}

function appOf(build: (stack: Stack) => unknown) {
  const stack = new Stack(new App(), 'Stack');
  build(stack);
  const app = new RenderedApp(stack.node.root);
  return { stack, app, template: app.templates[0] };
}

const resource = (resources: readonly ResourceSource[], id: string) => resources.find(({ logicalId }) => logicalId === id)!;

/** The properties of a resource as they are rendered. */
const propertiesOf = (properties: object, more: (stack: Stack) => unknown = () => undefined): unknown => {
  const { template } = appOf(stack => { more(stack); topic(stack, 'Subject', properties); });
  return (resource(template.resources, 'Subject').definition as { Properties: unknown }).Properties;
};

test('templates are those of all stacks, in the order of the tree, with what is known of where they go', () => {
  const app = new App();
  const one = new Stack(app, 'One', { env: { account: '111111111111', region: 'eu-central-1' }, stackName: 'first' });
  new NestedStack(one, 'Nested');
  new Stack(new Stage(app, 'Stage'), 'Two');
  new Stack(app, 'Last', { env: { region: 'eu-west-1' } });
  const told = new RenderedApp(app).templates
    .map(({ path, stackName, account, region, environment }) => [path, stackName, account, region, environment]);
  expect(told).toEqual([
    ['One', 'first', '111111111111', 'eu-central-1', '|111111111111|eu-central-1'],
    ['One/Nested', undefined, '111111111111', 'eu-central-1', '|111111111111|eu-central-1'],
    ['Stage/Two', 'Stage-Two', undefined, undefined, 'Stage||'],
    ['Last', 'Last', undefined, 'eu-west-1', '||eu-west-1'],
  ]);
  expect(one.node.children.map(({ node }) => node.id)).toEqual(['Nested', 'Nested.NestedStack']);
});

test('resources are in the order of the tree, which stays as it is', () => {
  const { stack, template } = appOf(scope => ['A', 'B', 'C'].forEach(id => topic(scope, id)));
  expect(template.resources.map(({ path, key, type, logicalId }) => [path, key, type, logicalId]))
    .toEqual(['A', 'B', 'C'].map(id => [`Stack/${id}`, `Stack/${id}`, 'AWS::SNS::Topic', id]));
  expect(stack.node.children.map(({ node }) => node.id)).toEqual(['A', 'B', 'C']);
});

test.each<[string, (resource: CfnResource) => void]>([
  ['overridden', one => one.addOverride('Type', 'AWS::SQS::Queue')],
  ['overridden by a token', one => one.addOverride('Type', Lazy.string({ produce: () => 'AWS::SQS::Queue' }))],
])('a type that is %s is what it becomes', (_, change) => {
  const { template: { resources: [one] } } = appOf(stack => change(topic(stack, 'A', { DisplayName: 'd' })));
  expect(one.type).toBe('AWS::SQS::Queue');
  expect(one.definition).toMatchObject({ Properties: { DisplayName: 'd' } });
});

test('what refers to a resource leads to it, in another stack as well', () => {
  const app = new App();
  const [one, other] = ['One', 'Other'].map(id => new Stack(app, id));
  const target = topic(one, 'Target');
  const parameter = new CfnParameter(one, 'Given');
  topic(other, 'Subject', { A: target.ref, B: target.getAtt('Arn'), C: `x-${target.ref}-y`, D: target.ref, E: parameter.valueAsString });
  const rendered = new RenderedApp(app);
  const { Properties: { A, B, C, D, E } } = resource(rendered.templates[1].resources, 'Subject').definition as any;
  expect([A[REFERENCE][1], B[REFERENCE][1]]).toEqual(['Ref', 'Arn']);
  expect([B[REFERENCE][0], D]).toEqual([A[REFERENCE][0], A]);
  expect(C).toEqual({ 'Fn::Join': ['', [{ 'Fn::Join': ['', ['x-', A]] }, '-y']] });
  const [found, given] = [A, E].map(({ [REFERENCE]: [key] }) => rendered.referenced(key)!);
  expect(found.template).toBe(rendered.templates[0]);
  expect([found.logicalId(), found.resource?.path]).toEqual(['Target', 'One/Target']);
  expect([given.logicalId(), given.resource]).toEqual(['Given', undefined]);
  expect(rendered.referenced(99)).toBeUndefined();
});

test.each<[string, object, unknown]>([
  ['pseudo parameters', { A: Aws.REGION, B: `x-${Aws.ACCOUNT_ID}` }, { A: { Ref: 'AWS::Region' }, B: { 'Fn::Join': ['', ['x-', { Ref: 'AWS::AccountId' }]] } }],
  ['text made of text', { A: `x-${Lazy.string({ produce: () => 'y' })}-z` }, { A: 'x-y-z' }],
  ['text made of a number', { A: `x-${Token.asString(7)}` }, { A: 'x-7' }],
  ['text of which a part is missing', { A: `x${Lazy.string({ produce: () => undefined })}`, B: `${Lazy.string({ produce: () => undefined })}x` }, { A: 'x', B: 'x' }],
  ['what is left out', { A: Lazy.any({ produce: () => undefined }), B: 1 }, { B: 1 }],
  ['functions', { A: Fn.join('-', ['a', Aws.REGION]) }, { A: { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] } }],
])('%s are rendered as at synthesis', (_, properties, expected) => {
  expect(propertiesOf(properties)).toEqual(expected);
});

test('a resource in text of Fn::Sub stays text', () => {
  const stack = new Stack(new App(), 'Stack');
  const target = topic(stack, 'Target');
  topic(stack, 'Subject', { A: { 'Fn::Sub': Lazy.uncachedString({ produce: () => `\${${stack.getLogicalId(target)}}` }) } });
  const { definition } = resource(new RenderedApp(stack.node.root).templates[0].resources, 'Subject');
  expect(definition).toMatchObject({ Properties: { A: { 'Fn::Sub': '${Target}' } } });
});

test('what cannot be rendered says why, and takes nothing else with it', () => {
  const { template: { resources } } = appOf(stack => {
    topic(stack, 'A');
    topic(stack, 'B', { X: Lazy.any({ produce: () => { throw new Error('no way'); } }) });
    new Broken(stack, 'C', { type: 'AWS::SQS::Queue' });
    new Included(stack, 'D', { Outputs: { O: Lazy.any({ produce: () => { throw new Error('no way'); } }) } });
  });
  const [a, b, c] = resources.map(({ definition }) => definition);
  expect(a).toEqual({ Type: 'AWS::SNS::Topic' });
  [b, c].forEach(one => expect((one as Error).message).toContain('no way'));
  expect(resources).toHaveLength(3);
});

describe('an element that is no resource', () => {
  const QUEUE = { Type: 'AWS::SQS::Queue' };

  test('may bring several, and more', () => {
    const { stack, app, template } = appOf(scope => {
      topic(scope, 'Own');
      new Included(scope, 'Old', { Resources: { Q: QUEUE, R: QUEUE }, Outputs: { O: { Value: 'o' } } });
      new CfnOutput(scope, 'P', { value: 'p' });
    });
    expect(template.resources.map(({ logicalId, type, definition }) => [logicalId, type, (definition as any).Type])).toEqual([
      ['Own', 'AWS::SNS::Topic', 'AWS::SNS::Topic'], ['Q', 'AWS::SQS::Queue', 'AWS::SQS::Queue'], ['R', 'AWS::SQS::Queue', 'AWS::SQS::Queue'],
    ]);
    expect(template.sections).toEqual({ Outputs: { O: { Value: 'o' }, P: { Value: 'p' } } });
    const placed = app.place(template, template.resources[1]);
    expect([placed.construct, placed.path, placed.logicalId]).toEqual([stack.node.findChild('Old'), 'Stack/Old', 'Q']);
  });

  test('adds to the sections of the template', () => {
    const { template: { sections } } = appOf(stack => {
      stack.templateOptions.transforms = ['Ours'];
      new CfnMapping(stack, 'M', { mapping: { a: { b: 'c' } } });
      new CfnParameter(stack, 'P');
      new CfnCondition(stack, 'C', { expression: Fn.conditionEquals('a', 'b') });
      new Included(stack, 'Old', { Rules: 'none', Conditions: { D: true } });
    });
    expect(sections).toEqual({
      Transform: ['Ours'],
      Mappings: { M: { a: { b: 'c' } } },
      Parameters: { P: { Type: 'String' } },
      Conditions: { C: { 'Fn::Equals': ['a', 'b'] }, D: true },
      Rules: 'none',
    });
  });

  test.each([undefined, 'text', []])('may be rendered to %j', rendered => {
    const { template } = appOf(stack => new Included(stack, 'Old', rendered));
    expect([template.resources, template.sections]).toEqual([[], {}]);
  });
});

test('an empty stack has no sections', () => {
  expect(appOf(() => undefined).template.sections).toEqual({});
});

test('a nested stack is in the resource that deploys it', () => {
  const { app } = appOf(stack => new NestedStack(stack, 'Nested'));
  const [outer, nested] = app.templates;
  expect(nested.parent?.template).toBe(outer);
  expect(nested.parent?.resource.type).toBe('AWS::CloudFormation::Stack');
  expect(outer.parent).toBeUndefined();
});

test('a stack is preceded by those that it depends on', () => {
  const app = new App();
  const [one, other] = ['One', 'Other'].map(id => new Stack(app, id));
  other.addStackDependency(one);
  const [first, second] = new RenderedApp(app).templates;
  expect([first.precededBy, second.precededBy]).toEqual([[], [first]]);
});

test('a resource is preceded by what the constructs around it depend on', () => {
  const app = new App();
  const [one, other] = ['One', 'Other'].map(id => new Stack(app, id));
  const group = new Construct(one, 'Group');
  const [a, b] = ['A', 'B'].map(id => topic(group, id));
  new CfnOutput(group, 'Output', { value: 'x' });
  const outside = new Construct(other, 'Outside');
  const c = topic(outside, 'C');
  outside.node.addDependency(group);
  const rendered = new RenderedApp(app);
  const sources = rendered.templates.flatMap(({ resources }) => resources);
  const before = ({ node }: Construct) => rendered.prerequisites(sources.find(({ path }) => path === node.path)!).map(({ path }) => path);
  expect(before(c)).toEqual([a, b].map(({ node }) => node.path));
  expect(before(a)).toEqual([]);
  expect(rendered.prerequisites({ type: 'X', logicalId: 'X', key: 'X', path: 'X', definition: {} })).toEqual([]);
});

test('a template as a whole is at its stack', () => {
  const { app, stack, template } = appOf(() => undefined);
  expect(app.place(template)).toEqual({ construct: stack, path: 'Stack', logicalId: '' });
});
