import { ResolvedApp } from '../../../src/compliance/resolved/resolved-app';
import { resourcesOf } from '../../../src/compliance/resolved/template-source';
import { AuditIndex } from '../../../src/compliance/subjects/audit-index';
import type { MetricFilter } from '../../../src/compliance/subjects/metric-filter';
import { metricKey } from '../../../src/compliance/subjects/metric-key';

function filterOf(properties: unknown): MetricFilter {
  const template = { Resources: { F: { Type: 'AWS::Logs::MetricFilter', Properties: properties } } };
  const app = new ResolvedApp({ templates: [{ path: 'T', environment: '', sections: template, resources: resourcesOf(template, 'T') }] });
  return new AuditIndex(app).metricFilter(app.ofType('AWS::Logs::MetricFilter')[0]);
}

const METRIC = { MetricNamespace: 'Audit', MetricName: 'Logins', MetricValue: '1' };
const KEY = metricKey('Audit', 'Logins');

test('a metric without dimensions has none', () => {
  expect(metricKey('Audit', 'Logins', [])).toBe(KEY);
  expect(metricKey('Audit', 'Logins', ['b', 'a'])).toBe(metricKey('Audit', 'Logins', ['a', 'b']));
});

test.each<[string, object, object[]]>([
  ['one', METRIC, [{ key: KEY, name: 'Logins', value: 1, defaultValue: undefined, unit: 'None' }]],
  ['several at once', { ...METRIC, MetricValue: '2.5' }, [{ key: KEY, name: 'Logins', value: 2.5, defaultValue: undefined, unit: 'None' }]],
  ['what the record says', { ...METRIC, MetricValue: '$.count' }, [{ key: KEY, name: 'Logins', value: 1, defaultValue: undefined, unit: 'None' }]],
  ['zero otherwise', { ...METRIC, DefaultValue: 0, Unit: 'Count' }, [{ key: KEY, name: 'Logins', value: 1, defaultValue: 0, unit: 'Count' }]],
  ['something odd otherwise', { ...METRIC, DefaultValue: 'x' }, [{ key: KEY, name: 'Logins', value: 1, defaultValue: undefined, unit: 'None' }]],
  ['nothing', { ...METRIC, MetricValue: '0' }, []],
  ['downwards', { ...METRIC, MetricValue: '-1' }, []],
  ['a metric without name', { ...METRIC, MetricName: undefined }, []],
  ['a metric without namespace', { ...METRIC, MetricNamespace: undefined },
    [{ key: metricKey(undefined, 'Logins'), name: 'Logins', value: 1, defaultValue: undefined, unit: 'None' }]],
  ['by dimensions', { ...METRIC, Dimensions: [{ Key: 'User', Value: '$user' }, 'x'] },
    [{ key: metricKey('Audit', 'Logins', ['User']), name: 'Logins', value: 1, defaultValue: undefined, unit: 'None' }]],
  ['by dimensions that are no list', { ...METRIC, Dimensions: 'User' }, [{ key: KEY, name: 'Logins', value: 1, defaultValue: undefined, unit: 'None' }]],
])('a filter counts %s', (_, transformation, expected) => {
  expect(filterOf({ MetricTransformations: [transformation, 'x'] }).metrics.values).toEqual([expected]);
});

test('system fields are dimensions of every metric', () => {
  const filter = filterOf({ EmitSystemFieldDimensions: ['@aws.region'], MetricTransformations: [{ ...METRIC, Dimensions: [{ Key: 'User', Value: '$user' }] }] });
  expect(filter.metrics.values.map(metrics => metrics.map(({ key }) => key))).toEqual([[metricKey('Audit', 'Logins', ['@aws.region', 'User'])]]);
});

test('a filter without metrics counts nothing', () => expect(filterOf(undefined).metrics.values).toEqual([[]]));

test.each<[string, unknown, string[], string | undefined]>([
  ['text', { FilterPattern: 'x' }, ['x'], undefined],
  ['everything', {}, [''], undefined],
  ['a number', { FilterPattern: 7 }, ['7'], undefined],
  ['records as they are', { FilterPattern: 'x', ApplyOnTransformedLogs: false }, ['x'], undefined],
  ['records as a transformer leaves them', { FilterPattern: 'x', ApplyOnTransformedLogs: 'True' }, [], 'the filter sees the records as a transformer leaves them'],
  ['records of one account', { FilterPattern: 'x', FieldSelectionCriteria: '@aws.account = 1' }, [],
    'the filter looks at some records only, by FieldSelectionCriteria @aws.account = 1'],
  ['what is not known', { FilterPattern: { Ref: 'AWS::AccountId' } }, [], 'it depends on AWS::AccountId'],
  ['what is no text', { FilterPattern: { a: 1 } }, [], 'it is not text'],
  ['text, whatever else is not known', { FilterPattern: 'x', LogGroupName: { 'Fn::GetAZs': '' } }, ['x'], undefined],
])('a filter looks at %s', (_, properties, values, unknown) => {
  const { pattern } = filterOf(properties);
  expect([pattern.values, pattern.unknown]).toEqual([values, unknown]);
});

test('metrics have the same name in whichever order their dimensions are', () => {
  expect(metricKey('a', 'b', ['y', 'x'])).toBe(metricKey('a', 'b', ['x', 'y']));
  expect(metricKey('a', 'b', ['x'])).not.toBe(metricKey('a', 'b'));
  expect(metricKey('a|b', 'c')).not.toBe(metricKey('a', 'b|c'));
});
