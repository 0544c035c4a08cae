import { metricKey } from './metric-key';
import type { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { deepProperties, isMap, type Properties } from '../resolved/value';

/** A metric that an alarm watches, and what it sees of it. */
export interface WatchedMetric {
  readonly key: string;
  /** The query of which it is part, where there are several. */
  readonly id?: string;
  readonly statistic: string;
  /** Seconds. */
  readonly period: number;
  readonly unit?: string;
  readonly account?: string;
  /** The only values of dimensions of which it sees data. */
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
}

/** What an alarm watches. */
export interface Watching {
  readonly metrics: readonly WatchedMetric[];
  /** Where it watches more than one metric by itself: metrics and expressions. */
  readonly queries: readonly Properties[];
}

const WATCHING = ['Namespace', 'MetricName', 'Dimensions', 'Statistic', 'ExtendedStatistic', 'Period', 'Unit', 'Metrics'];

export function watching(alarm: ResolvedResource): Possible<Watching> {
  return deepProperties(alarm.property(), WATCHING).map(watchingBy);
}

/** What properties of an alarm watch. */
export function watchingBy(alarm: Properties): Watching {
  const queries: Properties[] = Array.isArray(alarm.Metrics) ? alarm.Metrics.filter(isMap) : [];
  return { queries, metrics: [...watched(alarm, alarm, alarm.ExtendedStatistic ?? alarm.Statistic), ...queries.flatMap(watchedByQuery)] };
}

function watchedByQuery(query: Properties): WatchedMetric[] {
  const { MetricStat: stat, Expression: expression, Id: id, AccountId: account } = query;
  const more = { id: String(id), ...account === undefined ? {} : { account: String(account) } };
  if (isMap(stat) && isMap(stat.Metric)) {
    return watched(stat.Metric, stat, stat.Stat).map(metric => ({ ...metric, ...more }));
  }
  return typeof expression === 'string' ? selected(expression, query.Period).map(metric => ({ ...metric, ...more })) : [];
}

function watched(metric: Properties, { Period: period, Unit: unit }: Properties, statistic: unknown): WatchedMetric[] {
  const { Namespace: namespace, MetricName: name, Dimensions: dimensions } = metric;
  const seen = (Array.isArray(dimensions) ? dimensions : []).filter(isMap).map(one => ({ name: String(one.Name), value: String(one.Value) }));
  return name === undefined ? [] : [{
    key: metricKey(namespace === undefined ? undefined : String(namespace), String(name), seen.map(one => one.name)),
    statistic: String(statistic ?? 'Average'),
    period: secondsOf(period),
    dimensions: seen,
    ...unit === undefined ? {} : { unit: String(unit) },
  }];
}

/** `SELECT SUM(FailedLogins) FROM "Audit"`, or `FROM SCHEMA("Audit", Dimension)`; one that asks for values of dimensions sees no other metric. */
const INSIGHTS = /^\s*SELECT\s+(AVG|COUNT|MAX|MIN|SUM)\(\s*"?([^")]+?)"?\s*\)\s+FROM\s+(?:SCHEMA\(\s*"?([^",)]+?)"?\s*((?:,[^)]*)?)\)|"?([^"\s]+)"?)(\s+WHERE\s.*)?/is;

const STATISTICS: Readonly<Record<string, string>> = { AVG: 'Average', COUNT: 'SampleCount', MAX: 'Maximum', MIN: 'Minimum', SUM: 'Sum' };

function selected(expression: string, period: unknown): WatchedMetric[] {
  const [, statistic, name, schema, dimensions = '', namespace, where] = INSIGHTS.exec(expression) ?? [];
  const keys = dimensions.split(',').map(key => key.replace(/["\s]/g, '')).filter(key => key !== '');
  return statistic === undefined || where !== undefined ? [] : [{
    key: metricKey(schema ?? namespace, name, keys), statistic: STATISTICS[statistic.toUpperCase()], period: secondsOf(period), dimensions: [],
  }];
}

/** Whether an expression is a query of Metrics Insights, not arithmetic. */
export function isInsightsQuery(expression: string): boolean {
  return /^\s*SELECT\s/i.test(expression);
}

function secondsOf(period: unknown): number {
  return Number.isNaN(Number(period)) ? 60 : Number(period);
}
