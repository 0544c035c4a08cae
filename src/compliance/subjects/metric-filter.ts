import { metricName } from './audit-index';
import { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { field, items, literal, text, type Value } from '../resolved/value';

/** A metric that a filter writes. */
export interface FilterMetric {
  readonly key: string;
  readonly name: string;
}

/** The pattern of a filter as it is applied to audit records. */
export function pattern(filter: ResolvedResource): Possible<string> {
  return literal(filter.property('FilterPattern')).flatMap(given =>
    text(filter.property('ApplyOnTransformedLogs')).flatMap(transformed =>
      text(filter.property('FieldSelectionCriteria')).flatMap(criteria => {
        if (transformed === 'true') {
          return Possible.unknown('the filter sees the records as a transformer leaves them');
        }
        return criteria === undefined || criteria === ''
          ? Possible.known(given ?? '')
          : Possible.unknown(`the filter looks at some records only, by FieldSelectionCriteria ${criteria}`);
      })));
}

/** The metrics that count something. */
export function metrics(filter: ResolvedResource): Possible<FilterMetric[]> {
  return items(filter.property('MetricTransformations')).flatMap(transformations =>
    Possible.all((transformations ?? []).map(metric)).map(found => found.filter(one => one !== undefined)));
}

function metric(transformation: Value): Possible<FilterMetric | undefined> {
  const of = (key: string) => text(field(Possible.known(transformation), key));
  const dimensions = items(field(Possible.known(transformation), 'Dimensions'))
    .flatMap(list => Possible.all((list ?? []).map(one => text(field(Possible.known(one), 'Key')))));
  return Possible.all([of('MetricNamespace'), of('MetricName'), of('MetricValue')]).flatMap(([namespace, name, value]) =>
    dimensions.map(keys => name === undefined || Number(value) === 0
      ? undefined
      : { name, key: metricName(namespace, name, keys.filter(key => key !== undefined)) }));
}
