import { ALARMS_REACH_SOMEONE, RECORDS_WATCHED } from '../controls';
import { type Doubt, unlessInDoubt } from './doubt';
import { cannotTell, IDENTIFIER_AT, judgeEach, violated, type Finding, type Judgement, type Location, type Rule, type Verdict } from './rule';
import { and, anyOf, butNot, type Formula } from '../resolved/choice';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { isLiteral, readable } from '../resolved/symbolic-text';
import { text, unknownWhen } from '../resolved/value';
import { alarmFlaw } from '../subjects/alarm-effect';
import type { ClusterSubject } from '../subjects/cluster-subject';
import type { FilterMetric, MetricFilter, Selection } from '../subjects/metric-filter';
import type { NamedResource } from '../subjects/name-index';
import { EVENT_KINDS, type EventKind } from '../subjects/sample-records';

/** What the app has of a log group and of filters on it; filters that may be on it, unless its name is unknown anyway. */
interface AroundLogGroup {
  readonly filters: readonly NamedResource[];
  readonly groups: readonly NamedResource[];
  readonly candidates: readonly NamedResource[];
}

function aroundLogGroup({ index, environment }: ClusterSubject, name: string): AroundLogGroup {
  const filters = index.metricFilters.find(environment, name);
  const groups = index.logGroups.find(environment, name);
  const isNamed = isLiteral(name) || filters.length > 0 || groups.length > 0;
  return { filters, groups, candidates: isNamed ? index.metricFilters.candidates(environment, name) : [] };
}

function isKnownOf({ filters, groups, candidates }: AroundLogGroup): boolean {
  return filters.length > 0 || groups.length > 0 || candidates.length > 0;
}

/** Where there is no log group of the app, and no filter on one from elsewhere, the log group is the matter. */
function judgeFilters(cluster: ClusterSubject, name: string, when: Formula): Judgement {
  const around = aroundLogGroup(cluster, name);
  const watched = and(when, anyOf([...around.filters, ...around.groups, ...around.candidates].map(one => one.when)));
  if (watched === false) {
    return [];
  }
  const selections = around.filters.flatMap(({ resource, when: exists }) => cluster.index.metricFilter(resource).selections
    .map(({ when: counts, detected }) => ({ filter: resource, detected, when: and(exists, counts) })));
  return EVENT_KINDS.flatMap(kind => judgeKind(cluster, name, watched, kind, around, selections));
}

function judgeKind(
  { index }: ClusterSubject, name: string, when: Formula, kind: EventKind,
  { filters, groups, candidates }: AroundLogGroup, selections: readonly (Selection & { readonly filter: ResolvedResource })[],
): Judgement {
  // Mostly there is one filter for all records of the kind.
  const open = butNot(when, anyOf(selections.filter(({ detected }) => detected.kinds.has(kind)).map(one => one.when)));
  const missing = open === false ? [] : kind.records
    .map(record => ({ record, when: butNot(open, anyOf(selections.filter(({ detected }) => detected.records.has(record)).map(one => one.when))) }))
    .filter(one => one.when !== false);
  if (missing.length === 0) {
    return [];
  }
  const doubts = [
    ...filters.flatMap(filter => doubtsOf(index.metricFilter(filter.resource), filter)),
    ...candidates.map(({ resource, when: exists }) => ({
      when: exists, finding: cannotTell('which log group it looks at is only known at deployment', { resource, property: 'Properties.LogGroupName' }),
    })),
  ];
  return unlessInDoubt(anyOf(missing.map(one => one.when)), doubts, `unknown:${kind.name}`, sure => {
    const refused = selections.find(selection => selection.detected.refused !== undefined && and(selection.when, sure) !== false);
    const filter = refused?.filter ?? filters[0]?.resource;
    const seen = filter === undefined ? '' : refused === undefined ? `; not selected: ${missing[0].record}`
      : `; CloudWatch Logs refuses the pattern of ${refused.filter.path}: ${refused.detected.refused}`;
    return violated(`no metric filter on ${readable(name)} looks for ${kind.described}${seen}`,
      filter === undefined ? groupAt(groups) : { resource: filter, property: 'Properties.FilterPattern' },
      { name: kind.name, fix: filterFix(kind) });
  });
}

function groupAt([group]: readonly NamedResource[]): Location {
  return group === undefined ? IDENTIFIER_AT : { resource: group.resource, property: 'Properties.LogGroupName' };
}

/** What cannot be known about what a filter looks for. */
function doubtsOf({ pattern, metrics }: MetricFilter, { resource, when }: NamedResource): Doubt[] {
  return ([['FilterPattern', pattern], ['MetricTransformations', metrics]] as const).flatMap(([property, possible]) =>
    possible.unknown === undefined ? [] : [{
      when: and(when, unknownWhen(possible)), finding: cannotTell(possible.unknown, { resource, property: `Properties.${property}` }),
    }]);
}

function filterFix({ name, filterPattern }: EventKind): string {
  return `CDK: new logs.MetricFilter(this, '${name}', { logGroup: auditLogs, filterPattern: logs.FilterPattern.literal('${filterPattern}'), `
    + `metricNamespace: 'Audit', metricName: '${name}' })\n`
    + `CloudFormation: in an AWS::Logs::MetricFilter LogGroupName: !Ref AuditLogs, FilterPattern: '${filterPattern}', `
    + `MetricTransformations: [{ MetricNamespace: Audit, MetricName: ${name}, MetricValue: '1' }]`;
}

/** Judges every metric that a filter writes. */
function judgeFilter(cluster: ClusterSubject, filter: ResolvedResource, when: Formula): Judgement {
  const at = { resource: filter, property: 'Properties.MetricTransformations' };
  return judgeEach(cluster.index.metricFilter(filter).metrics.under(when), at, (written, writtenWhen) =>
    written.flatMap(metric => judgeMetric(cluster, filter, metric, writtenWhen)));
}

/** More records than that do not come: of failed logins and changes of privileges, and of anything. */
const RARE_PER_MINUTE = 1_000;
const ANY_PER_MINUTE = 1_000_000;

function judgeMetric(cluster: ClusterSubject, filter: ResolvedResource, metric: FilterMetric, when: Formula): Judgement {
  const { index, environment } = cluster;
  const alarms = index.alarms.find(environment, metric.key).filter(alarm => and(alarm.when, when) !== false);
  const perMinute = index.metricFilter(filter).selections.some(({ detected }) => detected.records.size > 0) ? RARE_PER_MINUTE : ANY_PER_MINUTE;
  const effects = alarms.map(({ resource: alarm, when: exists }) =>
    ({ alarm, effect: alarmFlaw(alarm, index.watching(alarm), metric, perMinute).under(exists) }));
  const silent = butNot(when, anyOf(effects.map(({ effect }) => effect.holds(flaw => flaw === undefined))));
  if (silent === false) {
    return [];
  }
  const doubts = [
    ...effects.flatMap(({ alarm, effect }) => effect.unknowns.map(one => ({
      when: one.when, finding: cannotTell(one.unknown, { resource: alarm, property: 'Properties.AlarmActions' }),
    }))),
    ...index.alarms.candidates(environment, metric.key).map(({ resource, when: exists }) => ({
      when: exists, finding: cannotTell('which metric the alarm watches is only known at deployment', { resource, property: 'Properties.MetricName' }),
    })),
  ];
  return unlessInDoubt(silent, doubts, `unknown:${metric.name}`, sure => flawed(cluster, filter, metric, effects, sure));
}

function flawed(
  { index }: ClusterSubject, filter: ResolvedResource, { name }: FilterMetric,
  effects: readonly { alarm: ResolvedResource; effect: ReturnType<typeof alarmFlaw> }[], when: Formula,
): Finding {
  for (const { alarm, effect } of effects) {
    const found = effect.known.find(one => one.value !== undefined && and(one.when, when) !== false)?.value;
    if (found !== undefined) {
      const composite = found.property === 'Properties.AlarmActions' && index.app.ofType('AWS::CloudWatch::CompositeAlarm').some(one => mentions(one, alarm))
        ? '; a composite alarm that acts for it does not count, as for CloudWatch.15: it needs an action of its own' : '';
      return violated(`the alarm on ${readable(name)} ${found.flaw}${composite}`, { resource: alarm, property: found.property }, { name });
    }
  }
  const [some] = effects;
  return some === undefined
    ? violated(`no alarm watches the metric ${readable(name)} of this filter`, { resource: filter, property: 'Properties.MetricTransformations' }, { name })
    : violated(`the alarm on ${readable(name)} exists in some deployments only`, { resource: some.alarm, property: 'Condition' }, { name });
}

function mentions(composite: ResolvedResource, alarm: ResolvedResource): boolean {
  const rules = text(composite.property('AlarmRule')).values.join();
  return rules.includes(alarm.key) || text(alarm.property('AlarmName')).values.some(name => name !== undefined && rules.includes(name));
}

export const DETECTION_RULES: readonly Rule<ClusterSubject>[] = [
  {
    id: 'AuditMetricFilters',
    level: 'error',
    wants: 'Metric filters on the audit log group look for failed logins and for changes of privileges',
    why: 'Records that nobody looks at only tell afterwards what happened.',
    fix: EVENT_KINDS.map(filterFix).join('\n'),
    controls: RECORDS_WATCHED,
    looksAt: 'DBClusterIdentifier',
    judge: (cluster): Verdict => {
      const { values, unknown } = cluster.auditLogGroupName;
      const isWatched = unknown !== undefined || values.some(name => isKnownOf(aroundLogGroup(cluster, name)));
      return isWatched
        ? judgeEach(cluster.auditLogGroupName, IDENTIFIER_AT, (name, when) => judgeFilters(cluster, name, when))
        : { notApplicable: 'no audit log group in this app', consequenceOf: 'AuditLogGroup' };
    },
  },
  {
    id: 'AuditAlarms',
    level: 'error',
    wants: 'Every metric filter of the audit log group has an alarm that goes off when the filter counts something, and acts',
    why: 'A metric that reaches nobody alarms nobody.',
    fix: "CDK: new cloudwatch.Alarm(this, 'Alarm', { metric: filter.metric({ statistic: 'sum' }), threshold: 1, evaluationPeriods: 1 })"
      + '.addAlarmAction(new actions.SnsAction(topic))\n'
      + 'CloudFormation: in an AWS::CloudWatch::Alarm the Namespace and MetricName of the filter, Statistic: Sum, Period: 300, Threshold: 1, '
      + 'EvaluationPeriods: 1, ComparisonOperator: GreaterThanOrEqualToThreshold, AlarmActions: [!Ref Topic]',
    controls: ALARMS_REACH_SOMEONE,
    looksAt: 'DBClusterIdentifier',
    judge: (cluster): Verdict => {
      const filters = cluster.auditLogGroupName.known.flatMap(({ value, when }) => cluster.index.metricFilters.find(cluster.environment, value)
        .map(filter => ({ resource: filter.resource, when: and(filter.when, when) })));
      return filters.length === 0
        ? { notApplicable: 'no metric filter on the audit log group', consequenceOf: 'AuditMetricFilters' }
        : filters.flatMap(({ resource, when }) => judgeFilter(cluster, resource, when));
    },
  },
];
