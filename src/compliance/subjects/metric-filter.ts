import type { Detected, DetectedEvents } from './detected-events';
import { metricKey } from './metric-key';
import { and, type Formula } from '../resolved/choice';
import { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { deepProperties, isMap, type Properties, whyUnknown } from '../resolved/value';

/** A metric that a filter writes. */
export interface FilterMetric {
  readonly key: string;
  readonly name: string;
  /** What one record adds. */
  readonly value: number;
  /** What is written for minutes in which other records arrive. */
  readonly defaultValue?: number;
  readonly unit: string;
}

/** A metric filter as the rules see it. */
export class MetricFilter {
  /** The pattern as it is applied to audit records. */
  public readonly pattern: Possible<string>;
  /** The metrics that count something. */
  public readonly metrics: Possible<FilterMetric[]>;
  /** What it counts because it looks for it, for each way in which it may be deployed. */
  public readonly selections: readonly Selection[];

  constructor(resource: ResolvedResource, detectedEvents: DetectedEvents) {
    this.pattern = appliedPattern(resource);
    this.metrics = writtenMetrics(resource);
    const counts = this.metrics.holds(metrics => metrics.length > 0);
    this.selections = this.pattern.known.map(({ value, when }) => ({ detected: detectedEvents.of(value), when: and(when, counts) }));
  }
}

/** What a filter looks for, and when. */
export interface Selection {
  readonly detected: Detected;
  readonly when: Formula;
}

const WRITTEN = ['EmitSystemFieldDimensions', 'MetricTransformations'];
const APPLIED = ['FilterPattern', 'ApplyOnTransformedLogs', 'FieldSelectionCriteria'];

/** What a filter looks for, if it sees the records as they are. */
export function appliedPattern(filter: ResolvedResource): Possible<string> {
  return deepProperties(filter.property(), APPLIED).flatMap(({ FilterPattern: pattern = '', ApplyOnTransformedLogs: transformed, FieldSelectionCriteria: criteria = '' }) => {
    if (String(transformed).toLowerCase() === 'true') {
      return Possible.unknown('the filter sees the records as a transformer leaves them');
    }
    if (criteria !== '') {
      return Possible.unknown(`the filter looks at some records only, by FieldSelectionCriteria ${String(criteria)}`);
    }
    const reason = typeof pattern === 'object' ? 'it is not text' : whyUnknown(String(pattern));
    return reason === undefined ? Possible.known(String(pattern)) : Possible.unknown(reason);
  });
}

function writtenMetrics(filter: ResolvedResource): Possible<FilterMetric[]> {
  return deepProperties(filter.property(), WRITTEN)
    .flatMap(({ EmitSystemFieldDimensions: systemFields, MetricTransformations: transformations = [] }) => Array.isArray(transformations)
      ? Possible.known(transformations.filter(isMap).flatMap(one => metric(one, names(systemFields))))
      : Possible.unknown('MetricTransformations is not a list'));
}

function metric(transformation: Properties, systemFields: readonly string[]): FilterMetric[] {
  const { MetricNamespace: namespace, MetricName: name, MetricValue: value, DefaultValue: byDefault, Unit: unit = 'None', Dimensions: dimensions } = transformation;
  const keys = (Array.isArray(dimensions) ? dimensions : []).filter(isMap).map(({ Key: key }) => String(key));
  return name === undefined || Number(value) <= 0 ? [] : [{
    name: String(name),
    key: metricKey(namespace === undefined ? undefined : String(namespace), String(name), [...systemFields, ...keys]),
    // A value that is taken from the record is some number.
    value: Number.isNaN(Number(value)) ? 1 : Number(value),
    defaultValue: Number.isNaN(Number(byDefault)) ? undefined : Number(byDefault),
    unit: String(unit),
  }];
}

function names(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : [];
}
