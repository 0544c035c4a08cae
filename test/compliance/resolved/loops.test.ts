import { expandLoops, writtenInLoops } from '../../../src/compliance/resolved/loops';
import { idsOf } from '../judged-template';

const LOOP = ['Name', ['A', 'b-1'], { 'Db${Name}': { Type: 'T', Name: { Ref: 'Name' }, Text: ['${Name}-x', '&{Name}'], Count: 7 } }];

test('a loop makes a resource for each value', () => {
  expect(expandLoops({ 'Fn::ForEach::Databases': LOOP, 'Else': { Type: 'U' } }, {})).toEqual({
    'DbA': { Type: 'T', Name: 'A', Text: ['A-x', 'A'], Count: 7 },
    'Dbb-1': { Type: 'T', Name: 'b-1', Text: ['b-1-x', 'b1'], Count: 7 },
    'Else': { Type: 'U' },
  });
});

test('loops within loops are gone through', () => {
  const inner = { 'Fn::ForEach::Inner': ['I', ['1', '2'], { '${O}${I}': { Type: '${O}/${I}' } }] };
  expect(Object.keys(expandLoops({ 'Fn::ForEach::Outer': ['O', ['x', 'y'], inner] }, {}))).toEqual(['x1', 'x2', 'y1', 'y2']);
});

test('a loop goes through the default of a parameter', () => {
  const template = { Parameters: { Teams: { Type: 'CommaDelimitedList', Default: 'a, b' } } };
  expect(Object.keys(expandLoops({ 'Fn::ForEach::X': ['T', { Ref: 'Teams' }, { 'Db${T}': {} }] }, template))).toEqual(['Dba', 'Dbb']);
});

test.each<[string, unknown]>([
  ['through something that is not known', ['T', { Ref: 'Teams' }, { 'Db${T}': {} }]],
  ['through maps', ['T', [{ a: 1 }], { 'Db${T}': {} }]],
  ['through a parameter without default', ['T', { Ref: 'Bare' }, { 'Db${T}': {} }]],
  ['through a default that is no text', ['T', { Ref: 'Number' }, { 'Db${T}': {} }]],
  ['through what is no parameter', ['T', { Ref: ['Teams'] }, { 'Db${T}': {} }]],
  ['through text', ['T', 'Teams', { 'Db${T}': {} }]],
  ['whose body is a list', ['T', ['a'], [{ 'Db${T}': {} }]]],
  ['without a body', ['T', ['a']]],
  ['without a name', [7, ['a'], {}]],
  ['that is no list', 'x'],
  ['with too many turns', ['T', Array.from({ length: 1001 }, (_, index) => index), { 'Db${T}': {} }]],
])('a loop %s stays', (_, loop) => {
  expect(expandLoops({ 'Fn::ForEach::X': loop }, { Parameters: { Bare: {}, Number: { Default: 7 } } })).toEqual({ 'Fn::ForEach::X': loop });
});

test('what a transform brings among the resources is not seen', () => {
  expect(idsOf({ Resources: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://bucket/key' } } } })).toEqual(['UnseenChanges[unknown:Type]']);
});

test.each<[string, object, string[]]>([
  ['of clusters', { Type: 'AWS::RDS::DBCluster' }, ['UnseenChanges[unknown:Type]']],
  ['of buckets', { Type: 'AWS::S3::Bucket' }, []],
])('a loop through something unknown is told, where it is one %s', (_, body, found) => {
  expect(idsOf({ Resources: { 'Fn::ForEach::X': ['T', { Ref: 'Teams' }, { 'R${T}': body }] } })).toEqual(found);
});

test('a loop of a thousand turns is gone through', () => {
  const turns = Array.from({ length: 1000 }, (_, index) => index);
  expect(Object.keys(expandLoops({ 'Fn::ForEach::X': ['T', turns, { 'Db${T}': null }] }, {}))).toHaveLength(1000);
});

test('what is no loop stays as it is', () => {
  const map = { A: { Type: 'T' } };
  expect(expandLoops(map, {})).toBe(map);
  expect(expandLoops({ 'A': ['T', ['a'], { B: 1 }], 'Fn::ForEach::X': ['T', ['a'], { 'D${T}': 1 }] }, {})).toEqual({ A: ['T', ['a'], { B: 1 }], Da: 1 });
});

test('what refers to something else keeps it', () => {
  expect(expandLoops({ 'Fn::ForEach::X': ['T', ['a'], { D: { Ref: 'Other', Name: '${U}${T}${T}', Null: null } }] }, {}))
    .toEqual({ D: { Ref: 'Other', Name: '${U}aa', Null: null } });
});

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));

test('loops within loops make no more than a thousand resources together', () => {
  // GIVEN
  const inner = { 'Fn::ForEach::B': ['B', numbers(100), { 'Fn::ForEach::C': ['C', numbers(100), { '${A}x${B}x${C}': {} }] }] };

  // WHEN
  const made = Object.keys(expandLoops({ 'Fn::ForEach::A': ['A', numbers(100), inner] }, {}));

  // THEN
  expect(made.length).toBeLessThanOrEqual(1_002);
  expect(made.some(name => name.startsWith('Fn::ForEach::'))).toBe(true);
});

test.each<[string, unknown[]]>([
  ['long text in many places', ['T', ['x'.repeat(100_000)], { D: '${T}'.repeat(100_000) }]],
  ['a long body many times', ['T', numbers(1_000), { 'D${T}': 'x'.repeat(10_000) }]],
  ['long text in place of many references', ['T', ['x'.repeat(100_000)], { D: Array.from({ length: 100 }, () => ({ Ref: 'T' })) }]],
])('a loop that puts %s stays', (_, loop) => {
  expect(expandLoops({ 'Fn::ForEach::X': loop }, {})).toEqual({ 'Fn::ForEach::X': loop });
});

test('a value stands as it is, whatever it would mean in a replacement', () => {
  expect(expandLoops({ 'Fn::ForEach::X': ['T', ["$&$'"], { D: '${T}' }] }, {})).toEqual({ D: "$&$'" });
});

test('it is known where what a loop makes is written', () => {
  // GIVEN
  const body = { 'Db${T}': {}, 'Fn::ForEach::Y': ['U', [1, 2], { 'Log${T}${U}': {} }] };

  // THEN
  expect([...writtenInLoops({ 'Else': {}, 'Fn::ForEach::X': ['T', ['a'], body], 'Fn::ForEach::Z': 'x' }, {})]).toEqual([
    ['Dba', ['Fn::ForEach::X', '2', 'Db${T}']], ['Loga1', ['Fn::ForEach::X', '2', 'Fn::ForEach::Y']], ['Loga2', ['Fn::ForEach::X', '2', 'Fn::ForEach::Y']],
  ]);
});
