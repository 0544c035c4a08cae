import { ALARMS_REACH_SOMEONE, RECORDS_WATCHED } from '../controls';
import { cannotTell, judgeEach, violated, where, type Finding, type Judgement, type Location, type Rule, type Verdict } from './rule';
import { and, anyOf, butNot, type Formula } from '../resolved/choice';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { isLiteral, readable } from '../resolved/symbolic-text';
import { text, unknownWhen } from '../resolved/value';
import { alarmFlaw } from '../subjects/alarm-effect';
import type { ClusterSubject } from '../subjects/cluster-subject';
import type { FilterMetric } from '../subjects/metric-filter';
import type { NamedResource } from '../subjects/name-index';
import { EVENT_KINDS, type EventKind } from '../subjects/sample-records';

const IDENTIFIER = { property: 'Properties.DBClusterIdentifier' };

/** Where there is no log group of the app, and no filter on one from elsewhere, the log group is the matter. */
function judgeFilters(cluster: ClusterSubject, name: string, when: Formula): Judgement {
  const around = aroundLogGroup(cluster, name);
  const watched = and(when, anyOf(Object.values(around).flat().map(one => one.when)));
  return watched === false ? [] : EVENT_KINDS.flatMap(kind => judgeKind(cluster, name, watched, kind, around));
}

type AroundLogGroup = Readonly<Record<'filters' | 'groups' | 'candidates', readonly NamedResource[]>>;

/** What the app has of a log group and of filters on it; filters that may be on it, unless its name is unknown anyway. */
function aroundLogGroup({ index, environment }: ClusterSubject, name: string): AroundLogGroup {
  const filters = index.metricFilters.find(environment, name);
  const groups = index.logGroups.find(environment, name);
  const isNamed = isLiteral(name) || filters.length > 0 || groups.length > 0;
  return { filters, groups, candidates: isNamed ? index.metricFilters.candidates(environment, name) : [] };
}

function judgeKind(
  { index }: ClusterSubject, name: string, when: Formula, kind: EventKind,
  { filters, groups, candidates }: AroundLogGroup,
): Judgement {
  const selections = filters.flatMap(filter => index.selections(filter.resource)
    .map(({ when: counts, ...detected }) => ({ ...detected, resource: filter.resource, when: and(filter.when, counts) })));
  const missingRecords = kind.records
    .map(record => ({ record, when: butNot(when, anyOf(selections.filter(({ records }) => records.has(record)).map(one => one.when))) }))
    .filter(missing => missing.when !== false);
  if (missingRecords.length === 0) {
    return [];
  }
  const anywhere = anyOf(missingRecords.map(missing => missing.when));
  const doubts = [
    ...filters.flatMap(filter => doubtsOf(index.metricFilter(filter.resource), filter)),
    ...candidates.map(({ resource, when: exists }) => ({
      when: exists, finding: cannotTell('which log group it looks at is only known at deployment', { resource, property: 'Properties.LogGroupName' }),
    })),
  ].map(doubt => ({ ...doubt, when: and(doubt.when, anywhere) })).filter(doubt => doubt.when !== false);
  const sure = butNot(anywhere, anyOf(doubts.map(doubt => doubt.when)));
  const refused = selections.find(selection => selection.refused !== undefined && and(selection.when, sure) !== false);
  const filter = refused ?? filters[0];
  const seen = filter === undefined ? '' : refused === undefined ? `; not selected: ${missingRecords[0].record}`
    : `; CloudWatch Logs refuses the pattern of ${refused.resource.path}: ${refused.refused}`;
  return [
    ...doubtful(doubts, `unknown:${kind.name}`),
    ...where(sure, [violated(`no metric filter on ${readable(name)} looks for ${kind.described}${seen}`,
      filter === undefined ? groupAt(groups) : { resource: filter.resource, property: 'Properties.FilterPattern' },
      { name: kind.name, fix: filterFix(kind) })]),
  ];
}

function groupAt([group]: readonly NamedResource[]): Location {
  return group === undefined ? IDENTIFIER : { resource: group.resource, property: 'Properties.LogGroupName' };
}

interface Doubt {
  readonly when: Formula;
  readonly finding: Finding;
}

/** In each deployment the first doubt that there is. */
function doubtful(doubts: readonly Doubt[], name: string): Judgement {
  return doubts.flatMap(({ when, finding }, index) =>
    where(butNot(when, anyOf(doubts.slice(0, index).map(earlier => earlier.when))), [{ ...finding, name }]));
}

/** What cannot be known about what a filter looks for. */
function doubtsOf({ pattern, metrics }: ReturnType<ClusterSubject['index']['metricFilter']>, { resource, when }: NamedResource) {
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
  const perMinute = index.selections(filter).some(({ records }) => records.size > 0) ? RARE_PER_MINUTE : ANY_PER_MINUTE;
  const effects = alarms.map(({ resource: alarm, when: exists }) => ({ alarm, effect: alarmFlaw(alarm, metric, perMinute).under(exists) }));
  const silent = butNot(when, anyOf(effects.map(({ effect }) => effect.holds(flaw => flaw === undefined))));
  if (silent === false) {
    return [];
  }
  const candidates = index.alarms.candidates(environment, metric.key);
  const doubts = [
    ...effects.flatMap(({ alarm, effect }) => effect.unknowns.map(one => ({
      when: one.when, finding: cannotTell(one.unknown, { resource: alarm, property: 'Properties.AlarmActions' }),
    }))),
    ...candidates.map(({ resource, when: exists }) => ({
      when: exists, finding: cannotTell('which metric the alarm watches is only known at deployment', { resource, property: 'Properties.MetricName' }),
    })),
  ].map(doubt => ({ ...doubt, when: and(doubt.when, silent) })).filter(doubt => doubt.when !== false);
  const sure = butNot(silent, anyOf(doubts.map(doubt => doubt.when)));
  return [
    ...doubtful(doubts, `unknown:${metric.name}`),
    ...where(sure, [flawed(cluster, filter, metric, effects, sure)]),
  ];
}

function flawed(
  { index }: ClusterSubject, filter: ResolvedResource, { name }: FilterMetric,
  effects: readonly { alarm: ResolvedResource; effect: ReturnType<typeof alarmFlaw> }[], when: Formula,
) {
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
      const isWatched = unknown !== undefined || values.some(name => Object.values(aroundLogGroup(cluster, name)).flat().length > 0);
      return isWatched
        ? judgeEach(cluster.auditLogGroupName, IDENTIFIER, (name, when) => judgeFilters(cluster, name, when))
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
