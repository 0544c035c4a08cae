import { ResolvedApp } from '../../../src/compliance/resolved/resolved-app';
import { onlyPart, readable } from '../../../src/compliance/resolved/symbolic-text';
import { resourcesOf } from '../../../src/compliance/resolved/template-source';
import { text, texts } from '../../../src/compliance/resolved/value';

/** What `Ref` gives for a parameter. */
function valueOf(definition: object, conditions: object = {}) {
  const template = {
    Parameters: { P: definition }, Conditions: conditions, Resources: { Subject: { Type: 'Custom::Subject', Properties: { Value: { Ref: 'P' } } } },
  };
  const app = new ResolvedApp({ templates: [{ path: 'T', environment: '', sections: template, resources: resourcesOf(template, 'T') }] });
  return app.ofType('Custom::Subject')[0].property('Value');
}

const OPEN = '<parameter P of T, which has no default>';

test.each<[string, object, string[]]>([
  ['without default', { Type: 'String' }, [OPEN]],
  ['with a default', { Type: 'String', Default: 'd' }, ['d']],
  ['with an empty default', { Type: 'String', Default: '' }, ['']],
  ['with allowed values', { Type: 'String', AllowedValues: ['a', 'b', 'a'] }, ['a', 'b']],
  ['with allowed numbers', { Type: 'Number', AllowedValues: [1, 2] }, ['1', '2']],
  ['with no allowed values', { Type: 'String', AllowedValues: [] }, [OPEN]],
  ['with allowed values that are no list', { Type: 'String', AllowedValues: 'a' }, [OPEN]],
  ['with a pattern that lists values', { Type: 'String', AllowedPattern: 'a|b' }, ['a', 'b']],
  ['with allowed values beside a pattern', { Type: 'String', AllowedValues: ['a'], AllowedPattern: 'a|b' }, ['a']],
  ['that is looked up', { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x', AllowedValues: ['/x'] }, ['<parameter P of T, which is looked up at deployment>']],
])('a parameter %s', (_, definition, expected) => {
  expect(text(valueOf(definition)).values.map(value => readable(value!))).toEqual(expected);
});

test.each<[string, object, unknown, string | undefined]>([
  ['with a default', { Type: 'CommaDelimitedList', Default: 'a, b' }, [['a', 'b']], undefined],
  ['with an empty default', { Type: 'List<String>', Default: '' }, [['']], undefined],
  ['without default', { Type: 'List<Number>' }, [], 'it depends on parameter P of T, which has no default'],
  ['with allowed values', { Type: 'CommaDelimitedList', AllowedValues: ['a', 'b'] }, [['a', 'b'], ['a'], ['b']], undefined],
  ['with allowed values and a default', { Type: 'CommaDelimitedList', AllowedValues: ['a', 'b'], Default: 'b' }, [['b'], ['a', 'b'], ['a']], undefined],
  ['with no allowed values', { Type: 'CommaDelimitedList', AllowedValues: [], Default: 'b' }, [['b']], undefined],
  ['with allowed values that are no list', { Type: 'CommaDelimitedList', AllowedValues: 'a', Default: 'b' }, [['b']], undefined],
  ['with a pattern', { Type: 'CommaDelimitedList', AllowedPattern: 'a|b', Default: 'b' }, [['b']], undefined],
])('a list %s', (_, definition, values, unknown) => {
  const found = texts(valueOf(definition));
  expect([found.values, found.unknown]).toEqual([values, unknown]);
});

test.each<[string, object, object]>([
  ['nothing', {}, {}],
  ['a least and a greatest number', { Type: 'Number', MinValue: 1, MaxValue: '9' }, { min: 1, max: 9 }],
  ['a least number', { Type: 'Number', MinValue: 0 }, { min: 0 }],
  ['no number', { Type: 'Number', MinValue: 'x', MaxValue: {} }, {}],
  ['that it is in small letters', { AllowedPattern: '[a-z]+' }, { isLowerCase: true }],
  ['not that it is in small letters', { AllowedPattern: '[A-Z]+' }, {}],
])('of a parameter %s is known', (_, definition, facts) => {
  const [value] = text(valueOf({ Type: 'String', ...definition })).values;
  expect(onlyPart(value!)).toEqual({ name: 'parameter P of T, which has no default', variable: 'P', ...facts });
});

test('a parameter that is compared with texts may be one of them, or anything else', () => {
  const conditions = { A: { 'Fn::Equals': [{ Ref: 'P' }, 'a'] }, B: { 'Fn::Equals': ['b', { Ref: 'P' }] } };
  expect(text(valueOf({ Type: 'String' }, conditions)).values.map(value => readable(value!)).sort()).toEqual([OPEN, 'a', 'b']);
  expect(text(valueOf({ Type: 'String', Default: 'd' }, conditions)).values).toEqual(['d']);
});
