import { ResolvedApp } from '../../../src/compliance/resolved/resolved-app';
import { partsOf, readable } from '../../../src/compliance/resolved/symbolic-text';
import { resourcesOf } from '../../../src/compliance/resolved/template-source';
import { text, texts } from '../../../src/compliance/resolved/value';

const TEMPLATE = {
  Parameters: {
    Given: { Type: 'String', Default: 'g' },
    Open: { Type: 'String' },
    OneOf: { Type: 'String', AllowedValues: ['x', 'y'] },
    DefaultOneOf: { Type: 'String', Default: 'y', AllowedValues: ['x', 'y', 'x'] },
    ByPattern: { Type: 'String', AllowedPattern: '^(x|y)$' },
    DefaultByPattern: { Type: 'String', Default: 'y', AllowedPattern: '^(x|y)$' },
    ListOf: { Type: 'CommaDelimitedList', Default: 'b', AllowedValues: ['a', 'b'] },
    ListOfNoDefault: { Type: 'CommaDelimitedList', AllowedValues: ['a', 'b'] },
    List: { Type: 'CommaDelimitedList', Default: 'a, b' },
    OpenList: { Type: 'List<String>' },
    LookedUp: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/path' },
  },
  Mappings: { Made: { 'Fn::Transform': { Name: 'AWS::Include' }, 'a': { b: 'c' } }, Map: { top: { second: 'deep', other: 'else' }, more: { second: 'far' } } },
  Resources: {
    Named: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/Logs' } },
    Database: { Type: 'AWS::RDS::DBCluster', Properties: { DBClusterIdentifier: 'ORDERS', Engine: 'aurora-mysql' } },
    Nameless: { Type: 'AWS::SNS::Topic' },
    Unnamed: { Type: 'AWS::RDS::DBCluster' },
    Blank: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '' } },
    Odd: { Type: 'Custom::Odd', Properties: { 'Fn::GetAZs': '' } },
  },
};

/** The property `Value` of a resource, the raw value, in a template with a few things to refer to. */
function propertyOf(raw: unknown) {
  const template = { ...TEMPLATE, Resources: { ...TEMPLATE.Resources, Subject: { Type: 'Custom::Subject', Properties: { Value: raw } } } };
  const app = new ResolvedApp({
    templates: [{
      path: 'Stack', stackName: 'Orders', region: 'eu-central-1', environment: '', sections: template, resources: resourcesOf(template, 'Stack'),
    }],
  });
  return app.ofType('Custom::Subject')[0].property('Value');
}

test.each<[string, unknown, (string | undefined)[]]>([
  ['text', 'abc', ['abc']],
  ['text that pretends to be known at deployment only', '\u0000a\u0000', ['\ufffda\ufffd']],
  ['a number', 7, ['7']],
  ['a flag', false, ['false']],
  ['a default', { Ref: 'Given' }, ['g']],
  ['a parameter without default', { Ref: 'Open' }, ['<parameter Open of Stack, which has no default>']],
  ['allowed values', { Ref: 'OneOf' }, ['x', 'y']],
  ['allowed values beside a default', { Ref: 'DefaultOneOf' }, ['x', 'y']],
  ['a pattern that lists values', { Ref: 'ByPattern' }, ['x', 'y']],
  ['a pattern that lists values beside a default', { Ref: 'DefaultByPattern' }, ['x', 'y']],
  ['a list of allowed values', { 'Fn::Join': ['+', { Ref: 'ListOf' }] }, ['b', 'a+b', 'a']],
  ['a list of allowed values without default', { 'Fn::Join': ['+', { Ref: 'ListOfNoDefault' }] }, ['a+b', 'a', 'b']],
  ['a parameter that is looked up', { Ref: 'LookedUp' }, ['<parameter LookedUp of Stack, which is looked up at deployment>']],
  ['no value', { Ref: 'AWS::NoValue' }, [undefined]],
  ['a known region', { Ref: 'AWS::Region' }, ['eu-central-1']],
  ['an unknown account', { Ref: 'AWS::AccountId' }, ['<AWS::AccountId>']],
  ['the name of the stack', { Ref: 'AWS::StackName' }, ['Orders']],
  ['the id of the stack', { Ref: 'AWS::StackId' }, ['<AWS::StackId of Stack>']],
  ['a named resource', { Ref: 'Named' }, ['/Logs']],
  ['a named cluster', { Ref: 'Database' }, ['orders']],
  ['a name by attribute', { 'Fn::GetAtt': ['Named', 'LogGroupName'] }, ['/Logs']],
  ['a name by attribute, in the lower case in which RDS keeps it', { 'Fn::GetAtt': ['Database', 'DBClusterIdentifier'] }, ['orders']],
  ['a name that is empty', { Ref: 'Blank' }, ['<Stack/Blank>']],
  ['an attribute of what is not known', { 'Fn::GetAtt': ['Odd', 'Value'] }, ['<Stack/Odd.Value>']],
  ['a property by attribute', { 'Fn::GetAtt': ['Database', 'Engine'] }, ['aurora-mysql']],
  ['the ARN of a named cluster', { 'Fn::GetAtt': 'Database.DBClusterArn' }, ['arn:<AWS::Partition>:rds:eu-central-1:<AWS::AccountId>:cluster:orders']],
  ['a resource without a name', { Ref: 'Nameless' }, ['<Stack/Nameless>']],
  ['an attribute', { 'Fn::GetAtt': ['Nameless', 'Arn'] }, ['<Stack/Nameless.Arn>']],
  ['an attribute in text', { 'Fn::GetAtt': 'Nameless.A.B' }, ['<Stack/Nameless.A.B>']],
  ['both branches', { 'Fn::If': ['C', 'a', { Ref: 'Given' }] }, ['a', 'g']],
  ['nested branches', { 'Fn::If': ['C', { 'Fn::If': ['C', 'a', 'never'] }, { 'Fn::If': ['D', 'b', 'c'] }] }, ['a', 'b', 'c']],
  ['joined text', { 'Fn::Join': ['-', ['a', { Ref: 'Given' }, { Ref: 'AWS::NoValue' }]] }, ['a-g']],
  ['a joined list', { 'Fn::Join': ['', { Ref: 'List' }] }, ['ab']],
  ['text joined by condition', { 'Fn::Join': ['-', [{ 'Fn::If': ['C', 'a', 'b'] }, { 'Fn::If': ['C', 'c', 'd'] }]] }, ['a-c', 'b-d']],
  ['substituted text', { 'Fn::Sub': '${Given}/${AWS::Region}/${!Literal}/${Nameless.Arn}/${ Named }' }, ['g/eu-central-1/${Literal}/<Stack/Nameless.Arn>//Logs']],
  ['text with variables', { 'Fn::Sub': ['${A}-${Given}', { A: { 'Fn::If': ['C', 'a', 'b'] } }] }, ['a-g', 'b-g']],
  ['a selected element', { 'Fn::Select': ['1', { 'Fn::Split': [',', 'a,b,c'] }] }, ['b']],
  ['an element among those that there are', { 'Fn::Select': [0, [{ Ref: 'AWS::NoValue' }, 'a']] }, ['a']],
  ['an element selected by number', { 'Fn::Select': [0, ['a', 'b']] }, ['a']],
  ['an entry of a mapping', { 'Fn::FindInMap': ['Map', 'top', 'second'] }, ['deep']],
  ['any entry of a mapping', { 'Fn::FindInMap': ['Map', { Ref: 'Open' }, 'second'] }, ['deep', 'far']],
  ['any second entry of a mapping', { 'Fn::FindInMap': ['Map', 'top', { Ref: 'Open' }] }, ['deep', 'else']],
  ['the default of a mapping', { 'Fn::FindInMap': ['Map', 'top', 'none', { DefaultValue: 'd' }] }, ['d']],
  ['the default of a mapping beside its entries', { 'Fn::FindInMap': ['Map', { Ref: 'Open' }, 'second', { DefaultValue: 'd' }] }, ['deep', 'far', 'd']],
  ['an export from elsewhere', { 'Fn::ImportValue': { 'Fn::Sub': '${Given}-x' } }, ['<the export g-x, which no stack of the app has>']],
])('%s is evaluated', (_, raw, expected) => {
  const { values, unknown } = text(propertyOf(raw));
  expect(unknown).toBeUndefined();
  expect(values.map(value => value && readable(value))).toEqual(expected);
});

test.each<[string, unknown, string]>([
  ['a function without an answer at synthesis', { 'Fn::Base64': 'x' }, 'Fn::Base64 is only evaluated at deployment'],
  ['a transform', { 'Fn::Transform': { Name: 'Macro' }, 'a': 1 }, 'Fn::Transform is only evaluated at deployment'],
  ['a reference to nothing', { Ref: 'Nobody' }, 'there is no Nobody to refer to'],
  ['an attribute of nothing', { 'Fn::GetAtt': ['Nobody', 'Arn'] }, 'there is no Nobody to refer to'],
  ['a reference that is no name', { Ref: ['Given'] }, 'Ref is malformed'],
  ['a join without list', { 'Fn::Join': ',' }, 'a list is missing'],
  ['a selection from nothing', { 'Fn::Select': [0, { Ref: 'AWS::NoValue' }] }, 'a list is missing'],
  ['a selection that is no list', { 'Fn::Select': { a: 1 } }, 'Fn::Select is malformed'],
  ['a mapping whose keys a transform makes', { 'Fn::FindInMap': ['Made', 'a', 'b'] }, 'the keys of the mapping are only known at deployment'],
  ['a branch without condition', { 'Fn::If': [] }, 'Fn::If is malformed'],
  ['a selection beyond the list', { 'Fn::Select': [5, ['a']] }, 'Fn::Select finds nothing at 5'],
  ['a split of what is only known at deployment', { 'Fn::Select': [0, { 'Fn::Split': [',', { Ref: 'Open' }] }] },
    'it depends on parameter Open of Stack, which has no default'],
  ['a mapping that is not there', { 'Fn::FindInMap': ['Nowhere', 'a', 'b'] }, 'Fn::FindInMap finds no such mapping'],
  ['a key that is not there', { 'Fn::FindInMap': ['Map', 'top', 'none'] }, 'Fn::FindInMap finds no key none'],
  ['a map where text belongs', { a: 1 }, '{"a":1} is not text'],
])('%s is unknown', (_, raw, reason) => {
  const { values, unknown } = text(propertyOf(raw));
  expect([values, unknown]).toEqual([[], reason]);
});

test.each<[string, unknown, object]>([
  ['an account', { Ref: 'AWS::AccountId' }, { isLowerCase: true, variable: 'AWS::AccountId' }],
  ['a partition', { Ref: 'AWS::Partition' }, { isLowerCase: true, variable: 'AWS::Partition' }],
  ['a domain', { Ref: 'AWS::URLSuffix' }, { isLowerCase: true, variable: 'AWS::URLSuffix' }],
  ['a stack', { Ref: 'AWS::StackId' }, { variable: 'AWS::StackId' }],
  ['a parameter', { Ref: 'Open' }, { variable: 'Open' }],
  ['an attribute', { 'Fn::GetAtt': ['Nameless', 'Arn'] }, { variable: 'Nameless.Arn' }],
  ['a resource', { Ref: 'Nameless' }, { isGenerated: true, stackName: 'Orders', variable: 'Nameless' }],
  ['a cluster, whose name RDS keeps in lower case', { Ref: 'Unnamed' }, { isGenerated: true, stackName: 'Orders', variable: 'Unnamed', isLowerCase: true }],
])('of %s is known what it is called, and what it cannot be', (_, raw, facts) => {
  const [{ name, ...known }] = partsOf(text(propertyOf(raw)).values[0]!);
  expect(known).toEqual(facts);
});

test('what was asked often is still known', () => {
  const value = propertyOf(Array.from({ length: 100 }, () => ({ Ref: 'Given' })));
  expect(texts(value).values).toEqual([Array(100).fill('g')]);
});

test.each<[string, unknown[]]>([
  ['text', ['a', 'a']], ['numbers', [1, 1]], ['flags', [true, true]],
])('the same %s in several branches is one value', (_, [one, other]) => {
  expect(propertyOf({ 'Fn::If': ['C', one, other] }).cases).toHaveLength(1);
});

test('a number and its text are two values', () => {
  expect(propertyOf({ 'Fn::If': ['C', 1, '1'] }).values.map(({ raw }) => raw)).toEqual([1, '1']);
});

test.each<[string, unknown[]]>([['null and its text', [null, 'null']], ['maps', [{ a: 1 }, { a: 2 }]], ['lists', [[1], [2]]]])('%s are two values', (_, [one, other]) => {
  expect(propertyOf({ 'Fn::If': ['C', one, other] }).cases).toHaveLength(2);
});

test.each<[string, unknown, string[] | undefined]>([
  ['a list', ['a', { Ref: 'Given' }, { Ref: 'AWS::NoValue' }], ['a', 'g']],
  ['a list parameter', { Ref: 'List' }, ['a', 'b']],
  ['split text', { 'Fn::Split': ['/', 'a/b'] }, ['a', 'b']],
  ['an element of which nothing is known', ['a', { 'Fn::GetAZs': '' }], ['a', '<Fn::GetAZs is only evaluated at deployment>']],
  ['nothing', { Ref: 'AWS::NoValue' }, undefined],
])('%s is a list', (_, raw, expected) => {
  expect(texts(propertyOf(raw)).values.map(list => list?.map(readable))).toEqual([expected]);
});

test.each<[string, unknown, string]>([
  ['a list parameter without default', { Ref: 'OpenList' }, 'it depends on parameter OpenList of Stack, which has no default'],
  ['a parameter that is no list', { Ref: 'Open' }, 'it depends on parameter Open of Stack, which has no default'],
  ['text', 'audit', '"audit" is not a list'],
])('%s is no list', (_, raw, reason) => {
  expect(texts(propertyOf(raw)).unknown).toBe(reason);
});
