import { metricName } from './metric-name';
import { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { field, items, literal, text, texts, type Value } from '../resolved/value';

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
  private readonly given: { pattern?: Possible<string>; metrics?: Possible<FilterMetric[]> } = {};

  constructor(public readonly resource: ResolvedResource) {}

  /** The pattern as it is applied to audit records. */
  public get pattern(): Possible<string> {
    return this.given.pattern ??= appliedPattern(this.resource);
  }

  /** The metrics that count something. */
  public get metrics(): Possible<FilterMetric[]> {
    return this.given.metrics ??= texts(this.resource.property('EmitSystemFieldDimensions')).flatMap(systemFields =>
      items(this.resource.property('MetricTransformations')).flatMap(transformations =>
        Possible.all((transformations ?? []).map(one => metric(one, systemFields ?? []))).map(found => found.filter(one => one !== undefined))));
  }
}

function appliedPattern(filter: ResolvedResource): Possible<string> {
  return Possible.all([
    literal(filter.property('FilterPattern')),
    ...['ApplyOnTransformedLogs', 'FieldSelectionCriteria'].map(property => text(filter.property(property))),
  ]).flatMap(([pattern, transformed, criteria]) => {
    if (transformed?.toLowerCase() === 'true') {
      return Possible.unknown('the filter sees the records as a transformer leaves them');
    }
    return criteria === undefined || criteria === ''
      ? Possible.known(pattern ?? '')
      : Possible.unknown(`the filter looks at some records only, by FieldSelectionCriteria ${criteria}`);
  });
}

function metric(transformation: Value, systemFields: readonly string[]): Possible<FilterMetric | undefined> {
  const of = (key: string) => text(field(Possible.known(transformation), key));
  const dimensions = items(field(Possible.known(transformation), 'Dimensions'))
    .flatMap(list => Possible.all((list ?? []).map(one => text(field(Possible.known(one), 'Key')))));
  return Possible.all([of('MetricNamespace'), of('MetricName'), of('MetricValue'), of('DefaultValue'), of('Unit')])
    .flatMap(([namespace, name, value, byDefault, unit]) => dimensions.map(keys => name === undefined || Number(value) <= 0 ? undefined : {
      name,
      key: metricName(namespace, name, [...systemFields, ...keys.filter(key => key !== undefined)]),
      // A value that is taken from the record is some number.
      value: Number.isNaN(Number(value)) ? 1 : Number(value),
      defaultValue: byDefault === undefined || Number.isNaN(Number(byDefault)) ? undefined : Number(byDefault),
      unit: unit ?? 'None',
    }));
}
