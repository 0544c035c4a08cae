import { ALARMS_REACH_SOMEONE, RECORDS_WATCHED } from '../controls';
import { cannotTell, judgeEach, together, violated, type Finding, type Judgement, type Rule } from './rule';
import { type Assumptions, both, covers, Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { readable } from '../resolved/symbolic-text';
import { literal, texts } from '../resolved/value';
import type { ClusterSubject } from '../subjects/cluster-subject';
import type { FilterMetric } from '../subjects/metric-filter';
import type { NamedResource } from '../subjects/name-index';
import { EVENT_KINDS, type EventKind } from '../subjects/sample-records';

const IDENTIFIER = { property: 'Properties.DBClusterIdentifier' };

function judgeFilters(cluster: ClusterSubject, name: string, when: Assumptions): Finding[] {
  const filters = cluster.index.metricFilters.find(cluster.environment, name);
  const selections = filters.flatMap(filter => selectionsBy(cluster, filter));
  return EVENT_KINDS.flatMap(kind => judgeKind(cluster, name, when, kind, filters, selections));
}

function filterFix({ name, filterPattern }: EventKind): string {
  return `CDK: new logs.MetricFilter(this, '${name}', { logGroup: auditLogs, filterPattern: logs.FilterPattern.literal('${filterPattern}'), `
    + `metricNamespace: 'Audit', metricName: '${name}' })\n`
    + `CloudFormation: in an AWS::Logs::MetricFilter LogGroupName: !Ref AuditLogs, FilterPattern: '${filterPattern}', `
    + `MetricTransformations: [{ MetricNamespace: Audit, MetricName: ${name}, MetricValue: '1' }]`;
}

function judgeKind(
  { index, environment }: ClusterSubject, name: string, when: Assumptions, kind: EventKind,
  filters: readonly NamedResource[], selections: readonly Selection[],
): Finding[] {
  const missing = kind.records.find(record =>
    !covers(selections.filter(({ records }) => records.has(record)).map(selection => selection.when), when));
  if (missing === undefined) {
    return [];
  }
  for (const { resource } of filters) {
    const { pattern, metrics } = index.metricFilter(resource);
    for (const [property, possible] of [['FilterPattern', pattern], ['MetricTransformations', metrics]] as const) {
      if (possible.unknown !== undefined) {
        return [{ ...cannotTell(possible.unknown, { resource, property: `Properties.${property}` }), name: `unknown:${kind.name}` }];
      }
    }
  }
  const candidate = index.metricFilters.candidate(environment, name);
  if (candidate) {
    const at = { resource: candidate, property: 'Properties.LogGroupName' };
    return [{ ...cannotTell('which log group it looks at is only known at deployment', at), name: `unknown:${kind.name}` }];
  }
  return [violated(`no metric filter on ${readable(name)} looks for ${kind.described}; not selected: ${missing}`,
    filters.length === 0 ? IDENTIFIER : { resource: filters[0].resource, property: 'Properties.FilterPattern' },
    { name: kind.name, fix: filterFix(kind) })];
}

/** The sample records that a filter counts because it looks for them, in one case. */
interface Selection {
  readonly when: Assumptions;
  readonly records: ReadonlySet<string>;
}

function selectionsBy({ index }: ClusterSubject, { resource, when }: NamedResource): Selection[] {
  const { pattern, metrics } = index.metricFilter(resource);
  const counts = metrics.values.every(found => found.length > 0);
  return pattern.under(when).cases.flatMap(one => 'unknown' in one || !counts ? [] : [{ when: one.when, records: index.detectedEvents.of(one.value) }]);
}

/** Judges every metric that a filter writes. */
function judgeFilter(cluster: ClusterSubject, filter: ResolvedResource): Judgement {
  const at = { resource: filter, property: 'Properties.MetricTransformations' };
  return judgeEach(cluster.index.metricFilter(filter).metrics, at, (written, when) =>
    written.flatMap(metric => judgeMetric(cluster, filter, metric, when)));
}

function judgeMetric(cluster: ClusterSubject, filter: ResolvedResource, metric: FilterMetric, when: Assumptions): Finding[] {
  const { index, environment } = cluster;
  const alarms = index.alarms.find(environment, metric.key);
  const effects = alarms.map(alarm => ({ alarm: alarm.resource, effect: effectOf(alarm.resource).under(alarm.when) }));
  const effective = effects.flatMap(({ effect }) => effect.cases).flatMap(one => 'unknown' in one || one.value !== undefined ? [] : [one.when]);
  if (covers(effective, [filter.existence, cluster.when].reduce((all, more) => both(all, more) ?? all, when))) {
    return [];
  }
  for (const { alarm, effect } of effects) {
    const [flaw] = effect.values.filter(value => value !== undefined);
    const at = { resource: alarm, property: flaw?.property ?? 'Properties.AlarmActions' };
    if (effect.unknown !== undefined) {
      return [{ ...cannotTell(effect.unknown, at), name: `unknown:${metric.name}` }];
    }
    return [violated(`the alarm on ${readable(metric.name)} ${flaw?.flaw ?? 'exists under a condition only'}`, at, { name: metric.name })];
  }
  const candidate = index.alarms.candidate(environment, metric.key);
  if (candidate) {
    const at = { resource: candidate, property: 'Properties.MetricName' };
    return [{ ...cannotTell('which metric the alarm watches is only known at deployment', at), name: `unknown:${metric.name}` }];
  }
  return [violated(`no alarm watches the metric ${readable(metric.name)} of this filter`,
    { resource: filter, property: 'Properties.MetricTransformations' }, { name: metric.name })];
}

/** Why an alarm reaches nobody, if it does not. */
function effectOf(alarm: ResolvedResource): Possible<{ readonly flaw: string; readonly property: string } | undefined> {
  const actions = texts(alarm.property('AlarmActions'));
  return literal(alarm.property('ActionsEnabled')).flatMap(enabled => enabled?.toLowerCase() === 'false'
    ? Possible.known({ flaw: 'has its actions disabled', property: 'Properties.ActionsEnabled' })
    : actions.map(list => list?.some(action => action !== '') ? undefined : { flaw: 'has no action', property: 'Properties.AlarmActions' }));
}

export const DETECTION_RULES: readonly Rule<ClusterSubject>[] = [
  {
    id: 'AuditMetricFilters',
    level: 'error',
    wants: 'Metric filters on the audit log group look for failed logins and for changes of privileges',
    why: 'Records that nobody looks at only tell afterwards what happened.',
    fix: EVENT_KINDS.map(filterFix).join('\n'),
    controls: RECORDS_WATCHED,
    judge: cluster => judgeEach(cluster.auditLogGroupName, IDENTIFIER, (name, when) => judgeFilters(cluster, name, when)),
  },
  {
    id: 'AuditAlarms',
    level: 'error',
    wants: 'Every metric filter of the audit log group has an alarm that acts',
    why: 'A metric that reaches nobody alarms nobody.',
    fix: "CDK: new cloudwatch.Alarm(this, 'Alarm', { metric: filter.metric({ statistic: 'sum' }), threshold: 1, evaluationPeriods: 1 })"
      + '.addAlarmAction(new actions.SnsAction(topic))\n'
      + 'CloudFormation: AWS::CloudWatch::Alarm with the Namespace and MetricName of the filter, AlarmActions: [!Ref <topic>], ActionsEnabled: true',
    controls: ALARMS_REACH_SOMEONE,
    judge: cluster => {
      const filters = new Set(cluster.auditLogGroupName.values
        .flatMap(name => cluster.index.metricFilters.find(cluster.environment, name)).map(({ resource }) => resource));
      return filters.size === 0
        ? { notApplicable: 'no metric filter on the audit log group' }
        : together(...[...filters].map(filter => judgeFilter(cluster, filter)));
    },
  },
];
