import type { FilterMetric } from './metric-filter';
import { metricMath, NotEvaluated } from './metric-math';
import { isInsightsQuery, type WatchedMetric, type Watching } from './watched-metrics';
import { anyOf } from '../resolved/choice';
import { Possible, truth } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { deployTimeParts, isLiteral, onlyPart, readable } from '../resolved/symbolic-text';
import { deepProperties, isMap, possibleElements, type Properties, text, unknownWhen } from '../resolved/value';

/** Why an alarm does not tell of what a filter counts. */
export interface Flaw {
  readonly flaw: string;
  readonly property: string;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/** The properties that say when an alarm goes off, and what it does then. */
const ACTING = [
  'ActionsEnabled', 'ComparisonOperator', 'Threshold', 'ThresholdMetricId', 'EvaluationPeriods', 'DatapointsToAlarm', 'TreatMissingData',
];

/**
 * What keeps an alarm from telling somebody that a filter counts something, and nothing else; nothing where it does.
 *
 * @param perMinute more records than that do not come
 */
export function alarmFlaw(alarm: ResolvedResource, watched: Possible<Watching>, metric: FilterMetric, perMinute: number): Possible<Flaw | undefined> {
  return hasAction(alarm).flatMap(acts => watched.flatMap(watching => deepProperties(alarm.property(), ACTING).flatMap(given => {
    if (String(given.ActionsEnabled).toLowerCase() === 'false') {
      return has('has its actions disabled', 'ActionsEnabled');
    }
    if (!acts) {
      return has('has no action', 'AlarmActions');
    }
    const seen = watching.metrics.find(({ key }) => key === metric.key);
    if (seen === undefined) {
      return has('watches another metric', 'MetricName');
    }
    return elsewhere(alarm, seen) ?? whateverIsGiven(given, values => flaw(values, metric, seen, watching, perMinute));
  })));
}

/** The flaw, where it is the same whatever is given for what is only known at deployment. */
function whateverIsGiven(given: Properties, judged: (values: Properties) => Possible<Flaw | undefined>): Possible<Flaw | undefined> {
  const unknown = ACTING.find(name => typeof given[name] === 'string' && !isLiteral(given[name]));
  if (unknown === undefined) {
    return judged(given);
  }
  const bounds = unknown === 'Threshold' ? boundsOf(String(given.Threshold)) : undefined;
  if (bounds === undefined) {
    return Possible.unknown(`${unknown} depends on ${deployTimeParts(given[unknown] as string).join(' and ')}`);
  }
  const [least, greatest] = bounds.map(Threshold => judged({ ...given, Threshold }));
  const isKnown = [least, greatest].every(verdict => verdict.unknown === undefined);
  const agree = isKnown && (least.certain === undefined) === (greatest.certain === undefined);
  return agree ? greatest : Possible.unknown(`Threshold may be anything from ${bounds.join(' to ')}`);
}

/** An action may be anything but nothing: what it is need not be known. */
function hasAction(alarm: ResolvedResource): Possible<boolean> {
  const actions = possibleElements(alarm.property('AlarmActions'));
  return truth(anyOf(actions.map(action => action.holds(({ raw }) => raw !== undefined && raw !== null && raw !== ''))),
    anyOf(actions.map(unknownWhen)), actions.find(({ unknown }) => unknown !== undefined)?.unknown ?? '');
}

function has(flawed: string, property: string): Possible<Flaw | undefined> {
  return Possible.known<Flaw | undefined>({ flaw: flawed, property: `Properties.${property}` });
}

/** The least and the greatest number that text may be which is only known at deployment. */
function boundsOf(value: string): [number, number] | undefined {
  const { min, max } = onlyPart(value) ?? {};
  return min === undefined || max === undefined ? undefined : [min, max];
}

/** What CloudWatch Logs writes into dimensions by itself. */
const SYSTEM_FIELDS: Readonly<Record<string, string>> = { '@aws.account': 'AWS::AccountId', '@aws.region': 'AWS::Region' };

/** What makes an alarm look where the filter does not write; nothing where it looks at all that the filter writes. */
function elsewhere(alarm: ResolvedResource, { account, dimensions }: WatchedMetric): Possible<Flaw | undefined> | undefined {
  const places = [
    ...account === undefined ? [] : [{ pseudo: 'AWS::AccountId', value: account, property: 'Metrics' }],
    ...dimensions.flatMap(({ name, value }) => Object.hasOwn(SYSTEM_FIELDS, name) ? [{ pseudo: SYSTEM_FIELDS[name], value, property: 'Dimensions' }] : []),
  ];
  for (const { pseudo, value, property } of places) {
    const { certain: here = '' } = text(alarm.template.evaluate({ Ref: pseudo }));
    if (value !== here) {
      return isLiteral(value) && isLiteral(here)
        ? has(`looks at ${pseudo} ${value}, the filter writes in ${here}: it can never go off`, property)
        : Possible.unknown(`it looks at ${pseudo} ${readable(value)}, and whether that is where the filter writes, is only known at deployment`);
    }
  }
  const [one] = dimensions.filter(({ name }) => !Object.hasOwn(SYSTEM_FIELDS, name));
  return one && has(`only sees records whose ${one.name} is ${readable(one.value)}`, 'Dimensions');
}

function flaw(
  given: Properties, metric: FilterMetric, seen: WatchedMetric, watching: Watching, perMinute: number,
): Possible<Flaw | undefined> {
  const within = seen.id === undefined ? 'Period' : 'Metrics';
  if (seen.unit !== undefined && seen.unit !== metric.unit) {
    return has(`only sees data of unit ${seen.unit}, the filter writes ${metric.unit}: it can never go off`, seen.id === undefined ? 'Unit' : 'Metrics');
  }
  const [periods, needed] = [Number(given.EvaluationPeriods ?? 1), Number(given.DatapointsToAlarm ?? given.EvaluationPeriods ?? 1)];
  if (needed > periods) {
    return has(`needs ${needed} of ${periods} periods: it can never go off`, 'DatapointsToAlarm');
  }
  if (!(seen.period > 0) || (seen.period > 30 && seen.period % 60 !== 0)) {
    return has(`has a period of ${seen.period} seconds, which CloudWatch refuses`, within);
  }
  if (periods * seen.period > (seen.period < HOUR ? DAY : 7 * DAY)) {
    return has(`looks at ${periods} periods of ${seen.period} seconds, more than CloudWatch allows`, 'EvaluationPeriods');
  }
  // Metric filters write once a minute.
  if (needed > Math.ceil(periods * seen.period / 60)) {
    return has(`needs data in ${needed} periods of ${seen.period} seconds, metric filters write once a minute: it can never go off`, within);
  }
  return bandFlaw(given, watching) ?? reaction(given, metric, seen, watching, perMinute);
}

/** A band of more standard deviations than that is left by nothing. */
const WIDEST_BAND = 10;

/** Why an alarm does not compare with a band of what it compares; nothing where it does, or compares with a number. */
function bandFlaw(given: Properties, watching: Watching): Possible<Flaw | undefined> | undefined {
  const { ThresholdMetricId: id } = given;
  if (id === undefined) {
    return undefined;
  }
  const band = watching.queries.find(query => query.Id === id)?.Expression;
  const [, of, width = 2] = /^\s*ANOMALY_DETECTION_BAND\(\s*(\w+)\s*(?:,\s*(\d+(?:\.\d+)?)\s*)?\)\s*$/.exec(String(band)) ?? [];
  if (typeof band === 'string' && of === undefined) {
    return Possible.unknown(`the expression ${readable(band)} is not evaluated`);
  }
  if (of === undefined || of !== comparedIn(given, watching)?.Id) {
    return has(`compares with ${String(id)}, which is no band of what it compares`, 'ThresholdMetricId');
  }
  return Number(width) > WIDEST_BAND ? has(`compares with a band of ${width} standard deviations, which nothing leaves`, 'Metrics') : undefined;
}

/** The query whose data the alarm compares. */
function comparedIn(given: Properties, { queries }: Watching): Properties | undefined {
  return queries.find(query => String(query.ReturnData ?? true).toLowerCase() !== 'false' && query.Id !== given.ThresholdMetricId);
}

/** Enough for any threshold that a number of records can pass at all. */
const ANY_NUMBER = 1e12;

/** Plays a period with many records, and one with none of them. */
function reaction(
  given: Properties, metric: FilterMetric, seen: WatchedMetric, watching: Watching, perMinute: number,
): Possible<Flaw | undefined> {
  const operator = typeof given.ComparisonOperator === 'string' ? given.ComparisonOperator : '(no ComparisonOperator)';
  const read = () => `${seen.statistic} ${operator}${given.Threshold === undefined ? '' : ` ${String(given.Threshold)}`}`;
  try {
    const many = perMinute * Math.max(seen.period / 60, 1);
    const [quiet, busy, busiest] = [0, many, ANY_NUMBER].map(records => returned(given, metric, seen, watching, records));
    const isBand = given.ThresholdMetricId !== undefined;
    const breaches = (value: number) => isBand ? /Upper/.test(operator) && value > 0 : isBreaching(value, operator, Number(given.Threshold));
    const at = seen.id === undefined ? 'ComparisonOperator' : 'Metrics';
    if (busy === undefined || !breaches(busy)) {
      if (busiest !== undefined && breaches(busiest)) {
        return has(`only goes off for more than ${many} records within ${seen.period} seconds (${read()})`, seen.id === undefined ? 'Threshold' : 'Metrics');
      }
      return has(seen.statistic === 'Sum' || seen.id !== undefined
        ? `can never go off for what the filter counts (${read()})`
        : `can never go off: each record counts ${metric.value}, and so does their ${seen.statistic} (${read()})`, at);
    }
    const idle = quiet ?? (String(given.TreatMissingData) === 'breaching' ? Infinity : undefined);
    if (idle !== undefined && (quiet === undefined || breaches(quiet))) {
      return has(`goes off when nothing happens (${quiet === undefined ? 'TreatMissingData breaching' : read()})`, quiet === undefined ? 'TreatMissingData' : at);
    }
    return Possible.known(undefined);
  } catch (error) {
    if (error instanceof NotEvaluated) {
      return Possible.unknown(error.message);
    }
    throw error;
  }
}

function isBreaching(value: number, operator: string, threshold: number): boolean {
  switch (operator) {
    case 'GreaterThanThreshold': return value > threshold;
    case 'GreaterThanOrEqualToThreshold': return value >= threshold;
    case 'LessThanThreshold': return value < threshold;
    case 'LessThanOrEqualToThreshold': return value <= threshold;
    default: return false;
  }
}

/** What the alarm compares, where so many records were counted in a period. */
function returned(
  given: Properties, metric: FilterMetric, seen: WatchedMetric, watching: Watching, records: number,
): number | undefined {
  if (seen.id === undefined) {
    return observed(seen, metric, records);
  }
  const { queries } = watching;
  const compared = comparedIn(given, watching);
  const metrics = queries.filter(query => isMap(query.MetricStat)).map(({ Id: id }) => String(id));
  const data = new Map(queries.map(query => [String(query.Id), () => ofQuery(query)]));
  let depth = 0;
  const ofQuery = (query: Properties): number | undefined => {
    const one = watching.metrics.find(({ id }) => id === query.Id);
    if (one !== undefined || typeof query.Expression !== 'string' || isInsightsQuery(query.Expression)) {
      // Of other metrics the same is assumed as of a filter that counts nothing.
      return one?.key === metric.key ? observed(one, metric, records) : metric.defaultValue;
    }
    depth++;
    if (depth > queries.length * 4) {
      throw new NotEvaluated(`the expression ${query.Expression} refers to itself`);
    }
    return metricMath(query.Expression, data, metrics, seen.period);
  };
  return compared && ofQuery(compared);
}

/** What the statistic is where so many records were counted, each with its value. */
function observed({ statistic, period }: WatchedMetric, { value, defaultValue }: FilterMetric, records: number): number | undefined {
  // Where other records arrive as well, the default is written for the minutes in which none of these does.
  const otherMinutes = defaultValue === undefined ? 0 : Math.max(period / 60 - (records > 0 ? 1 : 0), 0);
  const samples = records + otherMinutes;
  const sum = records * value + otherMinutes * (defaultValue ?? 0);
  if (samples === 0) {
    return undefined;
  }
  switch (statistic.toLowerCase()) {
    case 'sum': return sum;
    case 'samplecount': case 'n': return samples;
    case 'maximum': case 'max': return records > 0 ? Math.max(value, defaultValue ?? value) : defaultValue;
    case 'minimum': case 'min': return records > 0 && otherMinutes === 0 ? value : Math.min(defaultValue ?? value, records > 0 ? value : Infinity);
    // Averages and percentiles of one record among minutes without: seldom more than one comes.
    default: return records > 0 ? (value + otherMinutes * (defaultValue ?? 0)) / (1 + otherMinutes) : defaultValue;
  }
}
