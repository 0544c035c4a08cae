import { REFERENCE } from '../../../src/compliance/resolved/intrinsics';
import { ResolvedApp } from '../../../src/compliance/resolved/resolved-app';
import { readable } from '../../../src/compliance/resolved/symbolic-text';
import { type AppSource, resourcesOf, type TemplateSource } from '../../../src/compliance/resolved/template-source';
import { text } from '../../../src/compliance/resolved/value';

/** What values of one template are in another. */

const NESTED = { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Given: { Ref: 'Open' } } } };
const subject = (value: unknown) => ({ Type: 'Custom::Subject', Properties: { Value: value } });

function template(path: string, sections: Record<string, unknown>, more: Partial<TemplateSource> = {}): TemplateSource {
  return { path, environment: 'here', sections, resources: resourcesOf(sections, path), ...more };
}

function valueIn(templates: TemplateSource[], more: Omit<AppSource, 'templates'> = {}): [(string | undefined)[], string | undefined] {
  const { values, unknown } = text(new ResolvedApp({ templates, ...more }).ofType('Custom::Subject')[0].property('Value'));
  return [values.map(value => value && readable(value)), unknown];
}

describe('a nested stack', () => {
  const nestedIn = (outer: TemplateSource, sections: Record<string, unknown>) =>
    template('Nested', sections, { stackName: 'inner', parent: { template: outer, resource: outer.resources.find(({ logicalId }) => logicalId === 'N')! } });
  const outerWith = (value: unknown, nested: object = NESTED) =>
    template('Outer', { Parameters: { Open: { Type: 'String' } }, Resources: { N: nested, S: subject(value) } }, { stackName: 'outer', region: 'eu-central-1' });

  test.each<[string, [(string | undefined)[], string | undefined]]>([
    ['Outputs.Known', [['k'], undefined]],
    ['Outputs.Handed', [['<parameter Open of Outer, which has no default>'], undefined]],
    ['Outputs.Missing', [[], 'there is no output Missing']],
    ['Known', [['<Outer/N.Known>'], undefined]],
  ])('gives %s to the stack around it', (attribute, expected) => {
    const outer = outerWith({ 'Fn::GetAtt': ['N', attribute] });
    const nested = nestedIn(outer, { Parameters: { Given: { Type: 'String' } }, Outputs: { Known: { Value: 'k' }, Handed: { Value: { Ref: 'Given' } } } });
    expect(valueIn([outer, nested])).toEqual(expected);
  });

  test('of another app gives what is only known at deployment', () => {
    expect(valueIn([outerWith({ 'Fn::GetAtt': ['N', 'Outputs.Known'] })])).toEqual([['<Outer/N.Outputs.Known>'], undefined]);
  });

  test.each<[string, unknown, [(string | undefined)[], string | undefined]]>([
    ['what is handed to it', { Ref: 'Given' }, [['<parameter Open of Outer, which has no default>'], undefined]],
    ['a default where nothing is handed to it', { Ref: 'Own' }, [['o'], undefined]],
    ['the region of the stack around it', { Ref: 'AWS::Region' }, [['eu-central-1'], undefined]],
    ['a name of which only its own stack knows', { Ref: 'AWS::StackName' }, [['<AWS::StackName of Nested>'], undefined]],
  ])('has %s', (_, value, expected) => {
    const outer = template('Outer', { Parameters: { Open: { Type: 'String' } }, Resources: { N: NESTED } }, { stackName: 'outer', region: 'eu-central-1' });
    const parameters = { Given: { Type: 'String' }, Own: { Type: 'String', Default: 'o' } };
    expect(valueIn([outer, nestedIn(outer, { Parameters: parameters, Resources: { S: subject(value) } })])).toEqual(expected);
  });
});

describe('an export', () => {
  const exporting = (path: string, name: unknown, value: unknown, more: Partial<TemplateSource> = {}, resources = {}) =>
    template(path, { Outputs: { Quiet: { Value: 'quiet' }, Text: 'text', Out: { Value: value, Export: { Name: name } } }, Resources: resources }, more);
  const importing = template('Importing', { Resources: { S: subject({ 'Fn::ImportValue': 'it' }) } });

  test('has its value in another stack', () => expect(valueIn([importing, exporting('E', 'it', 'v')])).toEqual([['v'], undefined]));

  test('of another name has not', () => {
    expect(valueIn([importing, exporting('E', 'that', 'v')])).toEqual([['<the export it, which no stack of the app has>'], undefined]);
  });

  test('of another environment has not', () => {
    expect(valueIn([importing, exporting('E', 'it', 'v', { environment: 'there' })])).toEqual([['<the export it, which no stack of the app has>'], undefined]);
  });

  test('may be of what is imported', () => {
    expect(valueIn([importing, exporting('E', 'it', { 'Fn::ImportValue': 'that' }), exporting('F', 'that', 'w')])).toEqual([['w'], undefined]);
  });

  test('of itself is nothing that can be known', () => {
    expect(valueIn([importing, exporting('E', 'it', { 'Fn::ImportValue': 'it' })])).toEqual([[], 'it refers to itself, or through too many others']);
  });
});

describe('a reference that names no logical id', () => {
  const refers = (attribute: string) => template('From', { Resources: { S: subject({ [REFERENCE]: ['it', attribute] }) } });
  const to = template('To', { Parameters: { P: { Type: 'String', Default: 'p' } }, Resources: { L: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/l' } } } });
  const [resource] = to.resources;

  test.each<[string, string, Omit<AppSource, 'templates'>, [(string | undefined)[], string | undefined]]>([
    ['leads to a resource', 'Ref', { referenced: () => ({ template: to, logicalId: () => 'L', resource }) }, [['/l'], undefined]],
    ['leads to an attribute', 'Arn', { referenced: () => ({ template: to, logicalId: () => 'L', resource }) }, [['<To/L.Arn>'], undefined]],
    ['leads to a parameter', 'Ref', { referenced: () => ({ template: to, logicalId: () => 'P' }) }, [['p'], undefined]],
    ['leads nowhere', 'Ref', { referenced: () => undefined }, [[], 'it refers to nothing']],
    ['leads out of the app', 'Ref', { referenced: () => ({ template: template('Else', {}), logicalId: () => 'P' }) }, [[], 'it refers to nothing']],
    ['leads anywhere, of which nobody knows', 'Ref', {}, [[], 'it refers to nothing']],
  ])('%s', (_, attribute, more, expected) => {
    expect(valueIn([refers(attribute), to], more)).toEqual(expected);
  });
});
