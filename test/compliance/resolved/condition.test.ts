import { comparisons } from '../../../src/compliance/resolved/condition';
import { ResolvedApp } from '../../../src/compliance/resolved/resolved-app';
import { resourcesOf } from '../../../src/compliance/resolved/template-source';
import { auditedTemplate, cluster, logs, type Change } from '../audited-template';
import { idsOf, said } from '../judged-template';

const equals = (one: unknown, other: unknown) => ({ 'Fn::Equals': [one, other] });
const free = (...names: string[]): Change => t => names.forEach(name => { t.Parameters[name] = { Type: 'String' }; });

function idsAfter(...changes: Change[]): string[] {
  const template = auditedTemplate();
  changes.forEach(change => change(template));
  return idsOf(template);
}

describe('a parameter without default moves with the conditions on it', () => {
  const engine: Change = t => {
    t.Conditions.IsMysql = equals({ Ref: 'E' }, 'aurora-mysql');
    cluster(t).Engine = { Ref: 'E' };
    delete cluster(t).EngineVersion;
  };

  test.each<[string, string[], Change[]]>([
    ['a cluster that there is for one engine only', [], [free('E'), engine, t => { t.Resources.Cluster.Condition = 'IsMysql'; }]],
    ['a cluster that there is for other engines only, whose parameter group is one of Aurora MySQL', ['AuditLogExport'], [free('E'), engine, t => {
      t.Conditions.IsOther = { 'Fn::Not': [{ Condition: 'IsMysql' }] };
      t.Resources.Cluster.Condition = 'IsOther';
      cluster(t).EnableCloudwatchLogsExports = [];
    }]],
    ['no export of that engine', ['AuditLogExport'], [free('E'), engine, t => {
      cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['IsMysql', ['error'], ['postgresql']] };
    }]],
    ['an identifier where it is the right one', [], [free('A'), t => {
      t.Conditions.IsOrders = equals('orders', { Ref: 'A' });
      t.Resources.Cluster.Condition = 'IsOrders';
      cluster(t).DBClusterIdentifier = { Ref: 'A' };
    }]],
    ['an identifier where it is another one', ['AuditLogGroup'], [free('A'), t => {
      t.Conditions.IsInvoices = equals({ Ref: 'A' }, 'invoices');
      t.Resources.Cluster.Condition = 'IsInvoices';
      cluster(t).DBClusterIdentifier = { Ref: 'A' };
    }]],
    ['a key that may be left empty', ['AuditLogEncryption'], [free('Key'), t => {
      t.Conditions.NoKey = equals({ Ref: 'Key' }, '');
      logs(t).KmsKeyId = { Ref: 'Key' };
    }]],
    ['a key that is left out where it would be empty', [], [free('Key'), t => {
      t.Conditions.NoKey = equals({ Ref: 'Key' }, '');
      logs(t).KmsKeyId = { 'Fn::If': ['NoKey', 'key', { Ref: 'Key' }] };
    }]],
  ])('%s', (_, found, changes) => expect(idsAfter(...changes)).toEqual(found));
});

describe('a condition', () => {
  const exportsWhere = (condition: unknown): Change => t => {
    t.Conditions.C = condition;
    cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['C', ['audit'], ['error']] };
  };
  const REGION = { Ref: 'AWS::Region' };
  const chosen = { 'Fn::If': ['Here', 'a', 'b'] };
  const here: Change = t => { t.Conditions.Here = equals(REGION, 'eu-central-1'); };

  test.each<[string, unknown]>([
    ['that is true', true],
    ['that something is itself', equals(REGION, REGION)],
    ['that what is chosen is what is chosen in the same way', equals(chosen, chosen)],
    ['that one of two things is so that exclude each other', { 'Fn::Or': [{ Condition: 'Here' }, { 'Fn::Not': [{ Condition: 'Here' }] }] }],
    ['that not both are so', { 'Fn::Not': [{ 'Fn::And': [{ Condition: 'Here' }, { 'Fn::Not': [{ Condition: 'Here' }] }] }] }],
    ['that nothing is nothing', equals({ Ref: 'AWS::NoValue' }, '')],
  ])('%s always holds', (_, condition) => expect(idsAfter(here, exportsWhere(condition))).toEqual([]));

  test.each<[string, unknown]>([
    ['that is false', false],
    ['that is text', 'true'],
    ['of two functions', { ...equals('a', 'a'), 'Fn::Not': [true] }],
    ['of a function that gives no truth', { 'Fn::Join': ['', ['true']] }],
    ['that names no condition', { Condition: ['Here'] }],
    ['that is the opposite of no list', { 'Fn::Not': false }],
    ['that all of no list hold', { 'Fn::And': true }],
    ['that any of no list holds', { 'Fn::Or': true }],
    ['that compares no list', { 'Fn::Equals': 'aa' }],
    ['that refers to itself', { Condition: 'C' }],
    ['that nobody defines', { Condition: 'Nobody' }],
    ['that both are so', { 'Fn::And': [true, { Condition: 'Here' }] }],
    ['that what is chosen is one of it', equals(chosen, 'a')],
  ])('%s may not hold', (_, condition) => expect(idsAfter(here, exportsWhere(condition))).toEqual(['AuditLogExport']));
});

test('a condition that names another is that condition', () => {
  const found = idsAfter(t => {
    t.Conditions.Here = equals({ Ref: 'AWS::Region' }, 'eu-central-1');
    t.Conditions.Alias = { Condition: 'Here' };
    t.Resources.Cluster.Condition = 'Here';
    cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['Alias', ['audit'], ['error']] };
  });
  expect(found).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['a parameter', { Ref: 'P' }, 'P is not a'],
  ['an export', { 'Fn::ImportValue': 'x' }, 'the export x, which no stack of the app has is not a'],
  ['text of several parts', { 'Fn::Sub': '${P}-${Q}' }, '<parameter P of T, which has no default>-<parameter Q of T, which has no default> is not a-b'],
])('a finding says what %s would have to be', (_, one, where) => {
  const [{ message }] = said(t => {
    ['P', 'Q'].forEach(name => { t.Parameters[name] = { Type: 'String' }; });
    t.Conditions.C = equals(one, where.replace(/.* is not /, ''));
    cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['C', ['audit'], ['error']] };
  });
  expect(message).toContain(`(where ${where})`);
});

test('conditions are looked through for what they compare parameters with', () => {
  const found = comparisons({
    One: equals({ Ref: 'A' }, 'x'),
    Two: { 'Fn::Or': [equals('y', { Ref: 'A' }), { 'Fn::Not': [equals({ Ref: 'B' }, '')] }] },
    Three: equals({ Ref: 'A' }, { Ref: 'B' }),
    Four: { 'Fn::Equals': 'A' },
    Five: equals({ Ref: ['A'] }, 'z'),
    Six: equals({ 'Fn::GetAtt': ['A', 'B'] }, 'z'),
    Seven: null,
  });
  expect(Object.fromEntries([...found].map(([name, texts]) => [name, [...texts].sort()]))).toEqual({ A: ['x', 'y'], B: [''] });
  expect(comparisons(undefined).size).toBe(0);
});

describe('what cannot be known', () => {
  const UNKNOWN = { 'Fn::Select': [0, { Ref: 'L' }] };
  const conditional = (condition: string) => ({ Type: 'AWS::SNS::Topic', Condition: condition });
  const existences = (...templates: Record<string, any>[]) => new ResolvedApp({
    templates: templates.map((template, index) => ({
      path: `T${index}`, environment: '', sections: { Parameters: { L: { Type: 'CommaDelimitedList' } }, ...template }, resources: resourcesOf(template, `T${index}`),
    })),
  }).ofType('AWS::SNS::Topic').map(({ existence }) => existence);

  test('is the same whichever side of a comparison it is on', () => {
    const [one, other] = existences({
      Conditions: { A: equals(UNKNOWN, 'a'), B: equals('a', UNKNOWN) }, Resources: { X: conditional('A'), Y: conditional('B') },
    });
    expect(one).toBe(other);
    expect(typeof one).toBe('object');
  });

  test('of two parameters is the same whichever is named first, and not that of others', () => {
    const [a, b, c] = ['A', 'B', 'C'].map(name => ({ Ref: name }));
    const [one, other, third] = existences({
      Parameters: { A: { Type: 'String' }, B: { Type: 'String' }, C: { Type: 'String' } },
      Conditions: { A: equals(a, b), B: equals(b, a), C: equals(a, c) },
      Resources: { X: conditional('A'), Y: conditional('B'), Z: conditional('C') },
    });
    expect(one).toBe(other);
    expect(one).not.toBe(third);
    expect(typeof one).toBe('object');
  });

  test('is not the same for other values', () => {
    const [one, other] = existences({
      Conditions: { A: equals(UNKNOWN, 'a'), B: equals(UNKNOWN, 'b') }, Resources: { X: conditional('A'), Y: conditional('B') },
    });
    expect(one).not.toBe(other);
  });

  test('is not the same in another template', () => {
    const template = { Conditions: { A: equals(UNKNOWN, 'a') }, Resources: { X: conditional('A') } };
    const [one, other] = existences(template, template);
    expect(one).not.toBe(other);
  });
});
