import { metricKey } from '../../../src/compliance/subjects/metric-key';
import { isInsightsQuery, watchingBy } from '../../../src/compliance/subjects/watched-metrics';

const METRIC = { Namespace: 'Audit', MetricName: 'Logins' };
const KEY = metricKey('Audit', 'Logins');

test.each<[string, object, object[]]>([
  ['nothing', {}, []],
  ['one metric', { ...METRIC, Statistic: 'Sum', Period: 300 }, [{ key: KEY, statistic: 'Sum', period: 300, dimensions: [] }]],
  ['numbers as text', { ...METRIC, Statistic: 'Sum', Period: '300', Unit: 'Count' }, [{ key: KEY, statistic: 'Sum', period: 300, dimensions: [], unit: 'Count' }]],
  ['no statistic and no period', METRIC, [{ key: KEY, statistic: 'Average', period: 60, dimensions: [] }]],
  ['a period that is no number', { ...METRIC, Period: 'x' }, [{ key: KEY, statistic: 'Average', period: 60, dimensions: [] }]],
  ['a percentile', { ...METRIC, ExtendedStatistic: 'p99', Statistic: 'Sum', Period: 60 }, [{ key: KEY, statistic: 'p99', period: 60, dimensions: [] }]],
  ['no namespace', { MetricName: 'Logins' }, [{ key: metricKey(undefined, 'Logins'), statistic: 'Average', period: 60, dimensions: [] }]],
  ['dimensions', { ...METRIC, Dimensions: [{ Name: 'B', Value: 1 }, { Name: 'A', Value: 'a' }, 'x'] },
    [{ key: metricKey('Audit', 'Logins', ['A', 'B']), statistic: 'Average', period: 60, dimensions: [{ name: 'B', value: '1' }, { name: 'A', value: 'a' }] }]],
  ['dimensions that are no list', { ...METRIC, Dimensions: 'x' }, [{ key: KEY, statistic: 'Average', period: 60, dimensions: [] }]],
  ['queries', { Metrics: [{ Id: 'm1', AccountId: 7, MetricStat: { Metric: METRIC, Stat: 'Sum', Period: 300, Unit: 'None' } }, { Id: 'e1', Expression: 'm1 * 2' }, 'x'] },
    [{ key: KEY, statistic: 'Sum', period: 300, dimensions: [], unit: 'None', id: 'm1', account: '7' }]],
  ['queries of nothing', { Metrics: [{ Id: 'm1', MetricStat: 'x' }, { Id: 'm2', MetricStat: { Metric: 'x' } }, { Id: 'm3', MetricStat: { Metric: {} } }, { Id: 'm4' }] }, []],
  ['queries that are no list', { Metrics: { Id: 'm1', MetricStat: { Metric: METRIC } } }, []],
])('%s is watched', (_, given, expected) => {
  expect(watchingBy(given as never).metrics).toEqual(expected);
});

test.each<[string, string | undefined, string, string[]]>([
  ['SELECT SUM(Logins) FROM Audit', 'Sum', 'Audit', []],
  ['SELECT AVG(Logins) FROM Audit', 'Average', 'Audit', []],
  ['SELECT COUNT(Logins) FROM Audit', 'SampleCount', 'Audit', []],
  ['SELECT MAX(Logins) FROM Audit', 'Maximum', 'Audit', []],
  ['select min( Logins ) from Audit', 'Minimum', 'Audit', []],
  ['  SELECT  SUM("Logins")  FROM  "Audit"', 'Sum', 'Audit', []],
  ['SELECT SUM(Logins) FROM SCHEMA("Audit")', 'Sum', 'Audit', []],
  ['SELECT SUM(Logins) FROM SCHEMA( Audit )', 'Sum', 'Audit', []],
  ['SELECT SUM(Logins) FROM SCHEMA("Audit", Cluster, "User")', 'Sum', 'Audit', ['Cluster', 'User']],
  ['SELECT SUM(Logins) FROM Audit GROUP BY Cluster', 'Sum', 'Audit', []],
  ['SELECT SUM(Logins)\nFROM Audit\nORDER BY SUM() DESC', 'Sum', 'Audit', []],
  ["SELECT SUM(Logins) FROM Audit WHERE Cluster = 'orders'", undefined, '', []],
  ["SELECT SUM(Logins) FROM SCHEMA(Audit, Cluster)\nWHERE\nCluster = 'orders'", undefined, '', []],
  ['SELECT MEDIAN(Logins) FROM Audit', undefined, '', []],
  ['(SELECT SUM(Logins) FROM Audit)', undefined, '', []],
  ['SUM(METRICS())', undefined, '', []],
])('%j watches %s', (Expression, statistic, namespace, keys) => {
  expect(watchingBy({ Metrics: [{ Id: 'q1', Expression, Period: 300 }] }).metrics).toEqual(statistic === undefined ? [] : [
    { key: metricKey(namespace, 'Logins', keys), statistic, period: 300, dimensions: [], id: 'q1' },
  ]);
});

test.each([['SELECT SUM(a) FROM b', true], [' select\nx', true], ['m1 + SELECT x', false], ['SELECTED', false]])('%j asks Metrics Insights: %p', (expression, expected) => {
  expect(isInsightsQuery(expression)).toBe(expected);
});
