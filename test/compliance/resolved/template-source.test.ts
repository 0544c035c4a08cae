import { resourcesOf } from '../../../src/compliance/resolved/template-source';

const described = (template: unknown, ...more: Parameters<typeof resourcesOf> extends [unknown, ...infer Rest] ? Rest : never) =>
  resourcesOf(template, ...more).map(({ logicalId, type, key, path, definition }) => ({ logicalId, type, key, path, definition }));

test('resources have types, keys and paths', () => {
  const topic = { Type: 'AWS::SNS::Topic' };
  expect(described({ Resources: { Topic: topic } }, 'T')).toEqual([{ logicalId: 'Topic', type: 'AWS::SNS::Topic', key: 'T/Topic', path: 'T/Topic', definition: topic }]);
  expect(described({ Resources: { Topic: topic } }, 'T', id => `App/${id}`)).toMatchObject([{ key: 'T/Topic', path: 'App/Topic' }]);
});

test.each<[string, unknown, string]>([
  ['Topic', 'no map', 'undefined'],
  ['Topic', {}, 'undefined'],
  ['Fn::ForEach::Topics', 'no loop', 'Fn::ForEach'],
  ['Fn::ForEach::Topics::More', 'no loop', 'Fn::ForEach'],
  ['Fn::Transform', { Name: 'AWS::Include' }, 'Fn::Transform'],
])('%s that is %j is of the type %s', (logicalId, definition, type) => {
  expect(described({ Resources: { [logicalId]: definition } }, 'T')).toMatchObject([{ logicalId, type }]);
});

test.each([undefined, null, 'text', {}, { Resources: 'text' }, { Resources: null }])('there are none in %j', template => {
  expect(described(template, 'T')).toEqual([]);
});
