import { ResolvedApp } from '../../../src/compliance/resolved/resolved-app';
import { resourcesOf } from '../../../src/compliance/resolved/template-source';
import { text } from '../../../src/compliance/resolved/value';
import { AuditIndex } from '../../../src/compliance/subjects/audit-index';

const REGION = { Ref: 'AWS::Region' };

function template(environment: string, names: Record<string, unknown>, never: string[] = []) {
  const sections = {
    Parameters: { Open: { Type: 'String' } },
    Conditions: { Europe: { 'Fn::Equals': [REGION, 'eu-central-1'] }, Never: { 'Fn::Equals': ['a', 'b'] } },
    Resources: {
      Made: { Type: 'AWS::RDS::DBCluster' },
      ...Object.fromEntries(Object.entries(names).map(([id, name]) =>
        [id, { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: name }, ...never.includes(id) ? { Condition: 'Never' } : {} }])),
    },
  };
  return { path: environment, stackName: 'orders', environment, sections, resources: resourcesOf(sections, environment) };
}

const app = () => new ResolvedApp({
  templates: [
    template('here', {
      Plain: 'a',
      Twin: 'a',
      Gone: 'a',
      Either: { 'Fn::If': ['Europe', 'b', 'c'] },
      Symbolic: { 'Fn::Sub': 'x-${Open}' },
      Nameless: undefined,
      Unknown: { 'Fn::GetAZs': '' },
      Copied: '/orders-made-1a2b3c4d5e6f/',
      OfMade: { 'Fn::Sub': '/${Made}/' },
    }, ['Gone']),
    template('there', { Plain: 'a' }),
  ],
});
/** A new one each time: what it has read it keeps. */
const index = () => new AuditIndex(app()).logGroups;

const ids = (found: readonly { readonly resource: { readonly key: string } }[]) => found.map(({ resource }) => resource.key);
const nameOf = (id: string) => text(app().ofType('AWS::Logs::LogGroup').find(({ logicalId }) => logicalId === id)!.property('LogGroupName')).values[0]!;

test('finds all resources of a name that ever exist, where they are', () => {
  expect(ids(index().find('here', 'a'))).toEqual(['here/Plain', 'here/Twin']);
  expect(ids(index().find('there', 'a'))).toEqual(['there/Plain']);
  expect(ids(index().findAnywhere('a'))).toEqual(['here/Plain', 'here/Twin', 'there/Plain']);
  expect(ids(index().findAnywhere('nobody'))).toEqual([]);
  expect(index().find('nowhere', 'a')).toEqual([]);
});

test('finds a resource by each of its names, and when it has that', () => {
  const [[one], [other]] = ['b', 'c'].map(name => index().find('here', name));
  expect([one, other].map(({ resource }) => resource.logicalId)).toEqual(['Either', 'Either']);
  expect(one.when).not.toBe(other.when);
  expect(typeof one.when).toBe('object');
  expect(index().find('here', 'a').map(({ when }) => when)).toEqual([true, true]);
});

test.each<[string, () => string, string[]]>([
  ['a literal name may be that of what is only known at deployment', () => 'x-y', ['here/Unknown', 'here/Symbolic']],
  ['a literal name is not another', () => 'b', ['here/Unknown']],
  ['a name of a parameter may be that of anybody', () => nameOf('Symbolic'), ['here/Unknown']],
  ['a name that was made up may have been copied', () => nameOf('OfMade'), ['here/Unknown', 'here/Copied']],
  ['a copied name may be one that was made up', () => '/orders-made-1a2b3c4d5e6f/', ['here/Unknown', 'here/OfMade']],
])('%s', (_, name, expected) => {
  expect(ids(index().candidates('here', name()))).toEqual(expected);
});

test('nowhere are candidates', () => {
  expect(index().candidates('nowhere', 'x')).toEqual([]);
  expect(ids(index().candidates('there', nameOf('Symbolic')))).toEqual([]);
});
