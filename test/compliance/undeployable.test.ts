import { auditedTemplate, type Template } from './audited-template';
import { judge } from '../../src/compliance/judge';
import { judgingBy } from '../../src/compliance/judging';
import { ResolvedApp } from '../../src/compliance/resolved/resolved-app';
import { resourcesOf, type TemplateSource } from '../../src/compliance/resolved/template-source';

/** What keeps a template from being deployed exempts a cluster only where that is certain, and only those of that template. */

const CLUSTER = { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-mysql' } };

function source(path: string, template: object, parent?: TemplateSource['parent']): TemplateSource {
  return { path, stackName: path, environment: '', sections: template as never, resources: resourcesOf(template, path), parent };
}

/** The clusters for which something is found. */
function foundIn(...templates: TemplateSource[]): string[] {
  const results = judge(new ResolvedApp({ templates }), () => true, judgingBy({}));
  return [...new Set(results.flatMap(({ subject, finding }) => finding === undefined ? [] : subject.resource?.key ?? []))];
}

const bucketNamed = (name: unknown, more: object = {}) => ({ Type: 'AWS::S3::Bucket', Properties: { BucketName: name }, ...more });
const inMap = (top: unknown) => ({ 'Fn::FindInMap': ['M', top, 'v'] });
const REGION = { Ref: 'AWS::Region' };
const ELSEWHERE = { 'Fn::Not': [{ 'Fn::Equals': [REGION, 'us-east-1'] }] };
const US = { M: { 'us-east-1': { v: 'x' } } };

const rule = (assert: unknown, condition?: unknown) => ({ R: { Assertions: [{ Assert: assert }], RuleCondition: condition } });

test.each<[string, object]>([
  ['a property that is null', { Mappings: US, Resources: { B: bucketNamed(null), D: bucketNamed(inMap('zz')) } }],
  ['a mapping that lacks the key', { Mappings: US, Resources: { B: bucketNamed(inMap('zz')) } }],
  ['a default that is no key of the mapping', {
    Parameters: { P: { Type: 'String', Default: 'none' } }, Mappings: US, Resources: { B: bucketNamed(inMap({ Ref: 'P' })) },
  }],
  ['a rule of CloudFormation\'s own documentation', {
    Parameters: { Vpc: { Type: 'AWS::EC2::VPC::Id' } }, Rules: rule({ 'Fn::Contains': [{ 'Fn::RefAll': 'AWS::EC2::VPC::Id' }, { Ref: 'Vpc' }] }),
  }],
  ['a rule about a list without default', {
    Parameters: { L: { Type: 'CommaDelimitedList' } }, Rules: rule({ 'Fn::Contains': [{ Ref: 'L' }, 'x'] }),
  }],
  ['a rule that something has to be given', {
    Parameters: { E: { Type: 'String', Default: '' } }, Rules: rule({ 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'E' }, ''] }] }),
  }],
  ['a rule that is not understood, negated', { Rules: rule({ 'Fn::Not': [{ 'Fn::EachMemberIn': [['a'], ['b']] }] }) }],
  ['mappings that have no region in common', {
    Mappings: { ...US, N: { 'eu-central-1': { v: 'y' } } }, Resources: { B: bucketNamed(inMap(REGION)), C: bucketNamed({ 'Fn::FindInMap': ['N', REGION, 'v'] }) },
  }],
])('%s exempts no cluster', (_, template: { Resources?: object }) => {
  expect(foundIn(source('T', { ...template, Resources: { ...template.Resources, C: CLUSTER } }))).toEqual(['T/C']);
});

test.each<[string, object]>([
  ['a lookup that a condition decides about', {
    Parameters: { E: { Type: 'String', Default: '' } },
    Conditions: { IsEmpty: { 'Fn::Equals': [{ Ref: 'E' }, ''] } },
    Resources: { B: bucketNamed({ 'Fn::If': ['IsEmpty', inMap(REGION), 'x'] }) },
  }],
  ['a lookup of a resource with a condition', {
    Parameters: { E: { Type: 'String', Default: '' } },
    Conditions: { IsEmpty: { 'Fn::Equals': [{ Ref: 'E' }, ''] } },
    Resources: { B: bucketNamed(inMap(REGION), { Condition: 'IsEmpty' }) },
  }],
  ['a lookup with a default', { Resources: { B: bucketNamed({ 'Fn::FindInMap': ['M', REGION, 'v', { DefaultValue: 'x' }] }) } }],
  ['a lookup outside of properties', { Resources: { B: bucketNamed('x', { Metadata: inMap(REGION) }) } }],
  ['a mapping that a transform adds to', { Mappings: { M: { 'Fn::Transform': { Name: 'AWS::Include' }, ...US.M } }, Resources: { B: bucketNamed(inMap(REGION)) } }],
  ['a mapping of which a transform makes entries', { Mappings: { M: { ...US.M, x: { 'Fn::Transform': { Name: 'M' } } } }, Resources: { B: bucketNamed(inMap(REGION)) } }],
  ['a template that a macro changes', { Transform: ['AWS::LanguageExtensions', 'Ours'], Resources: { B: bucketNamed(inMap(REGION)) } }],
  ['a template that is completed by another file', { Transform: { Name: 'AWS::Include' }, Resources: { B: bucketNamed(inMap(REGION)) } }],
  ['a key that is put together', {
    Parameters: { E: { Type: 'String', Default: 'none' } },
    Conditions: { Elsewhere: ELSEWHERE },
    Resources: { B: bucketNamed(inMap({ 'Fn::If': ['Elsewhere', { Ref: 'E' }, 'us-east-1'] })) },
  }],
  ['a rule', { Rules: rule({ 'Fn::Equals': [REGION, 'us-east-1'] }), Resources: {} }],
  ['a rule with a condition that is not understood', {
    Rules: rule({ 'Fn::Equals': [REGION, 'us-east-1'] }, { 'Fn::EachMemberEquals': [['a'], 'a'] }), Resources: {},
  }],
])('%s does not exempt a cluster in other regions', (_, { Resources: resources, Conditions: conditions, ...template }: any) => {
  expect(foundIn(source('T', {
    Mappings: US, ...template, Conditions: { ...conditions, Elsewhere: ELSEWHERE }, Resources: { ...resources, C: { ...CLUSTER, Condition: 'Elsewhere' } },
  }))).toEqual(['T/C']);
});

test('a cluster that would be in regions only which its own template cannot be deployed to is none', () => {
  expect(foundIn(source('T', {
    Transform: ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'],
    Mappings: US,
    Conditions: { Elsewhere: ELSEWHERE },
    Resources: { B: bucketNamed(inMap(REGION)), C: { ...CLUSTER, Condition: 'Elsewhere' } },
  }))).toEqual([]);
});

test('a parameter that has to be one of some values narrows them to the keys of a mapping', () => {
  const cluster = { ...CLUSTER, Condition: 'IsC' };
  const template = (allowed: string[]) => source('T', {
    Parameters: { P: { Type: 'String', AllowedValues: allowed } },
    Mappings: { M: { a: { v: 'x' }, b: { v: 'y' } } },
    Conditions: { IsC: { 'Fn::Equals': [{ Ref: 'P' }, 'c'] } },
    Resources: { B: bucketNamed(inMap({ Ref: 'P' })), C: cluster },
  });
  expect([['a', 'c'], ['c']].map(allowed => foundIn(template(allowed)))).toEqual([[], ['T/C']]);
});

test('what keeps one template from being deployed says nothing of another', () => {
  const other = source('A', {
    Mappings: US, Rules: rule({ 'Fn::Equals': [REGION, 'us-east-1'] }), Resources: { B: bucketNamed(inMap(REGION)), D: bucketNamed(inMap('zz')) },
  });
  const cluster = source('B', { Conditions: { Elsewhere: ELSEWHERE }, Resources: { C: { ...CLUSTER, Condition: 'Elsewhere' } } });
  expect(foundIn(other, cluster)).toEqual(['B/C']);
});

describe('nested stacks', () => {
  const STACK = { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { P: { 'Fn::If': ['Elsewhere', { Ref: 'E' }, 'us-east-1'] } } } };
  const outer = (resources: object, sections: object = {}) => source('Outer', {
    Parameters: { E: { Type: 'String', Default: 'none' } }, Mappings: US, Conditions: { Elsewhere: ELSEWHERE, ...sections }, Resources: { ...resources, N: STACK },
  });
  const nestedIn = (parent: TemplateSource, template: object) =>
    source('Nested', template, { template: parent, resource: parent.resources.find(({ logicalId }) => logicalId === 'N')! });

  test('cannot be deployed where the stack around them cannot', () => {
    const parent = outer({ B: bucketNamed(inMap(REGION)) });
    expect(foundIn(parent, nestedIn(parent, { Conditions: { Elsewhere: ELSEWHERE }, Resources: { C: { ...CLUSTER, Condition: 'Elsewhere' } } }))).toEqual([]);
  });

  test('say nothing of the stack around them', () => {
    const parent = outer({ C: { ...CLUSTER, Condition: 'Elsewhere' } });
    expect(foundIn(parent, nestedIn(parent, { Mappings: US, Resources: { B: bucketNamed(inMap(REGION)) } }))).toEqual(['Outer/C']);
  });

  test('are not exempt by a default that they are handed', () => {
    const parent = outer({});
    expect(foundIn(parent, nestedIn(parent, {
      Parameters: { P: { Type: 'String', AllowedValues: ['none', 'us-east-1'] } },
      Mappings: US,
      Conditions: { Elsewhere: ELSEWHERE },
      Resources: { B: bucketNamed(inMap({ Ref: 'P' })), C: { ...CLUSTER, Condition: 'Elsewhere' } },
    }))).toEqual(['Nested/C']);
  });
});

test('an alarm by region is asked for in the regions of its mapping only', () => {
  const template: Template = auditedTemplate();
  template.Mappings.M = { 'us-east-1': { v: 1 }, 'eu-central-1': { v: 1 } };
  template.Resources.FailedLoginsAlarm.Properties.Threshold = inMap(REGION);
  expect(foundIn(source('T', template))).toEqual([]);
});

test('of a mapping that a transform adds to, no value is known', () => {
  const template: Template = auditedTemplate();
  template.Mappings.M = { 'us-east-1': { v: 1 }, 'Fn::Transform': { Name: 'AWS::Include' } };
  template.Resources.FailedLoginsAlarm.Properties.Threshold = inMap(REGION);
  expect(foundIn(source('T', template))).toEqual(['T/Cluster']);
});
