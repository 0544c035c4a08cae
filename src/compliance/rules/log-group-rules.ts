import { ANY_AUDIT_LOG_GROUP, groupFix, identifierFix, ORDER_FIX, settingFix } from './log-group-fixes';
import { cannotTell, IDENTIFIER_AT, judgeEach, violated, where, type Finding, type Judgement, type Location, type Rule, type RuleSettings, type Verdict } from './rule';
import { shown } from '../../app/shown';
import { AUDIT_LOG, exportLogGroupName } from '../../recording/log-export';
import { INFINITE_RETENTION, retentionName } from '../../recording/retention-days';
import { RECORDS_ENCRYPTED, RECORDS_KEPT, RECORDS_SAFE, RECORDS_WATCHED } from '../controls';
import { and, anyOf, butNot, type Formula } from '../resolved/choice';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { lowerCased, onlyPart, partsOf, readable } from '../resolved/symbolic-text';
import { literal, text, whyUnknown } from '../resolved/value';
import type { ClusterSubject } from '../subjects/cluster-subject';
import { creationOrder } from '../subjects/creation-order';
import type { NamedResource } from '../subjects/name-index';
import { suggestedIdentifier } from '../subjects/suggested-identifier';

function judgeExistence(cluster: ClusterSubject, name: string, when: Formula): Judgement {
  const { index, environment } = cluster;
  const groups = index.logGroups.find(environment, name);
  const missing = butNot(when, anyOf(groups.map(group => group.when)));
  return [
    ...where(missing, judgeAbsence(cluster, name, groups, missing)),
    ...groups.flatMap(group => where(and(group.when, when), [
      ...judgeSpelling(name), ...judgeOrder(cluster, group.resource), ...judgeCompetition(cluster, name),
    ])),
  ];
}

function judgeAbsence(cluster: ClusterSubject, name: string, groups: readonly NamedResource[], missing: Formula): Judgement {
  if (missing === false) {
    return [];
  }
  const { index, environment } = cluster;
  if (groups.length > 0) {
    const [{ resource }] = groups;
    const at = { resource, property: typeof resource.ownCondition === 'boolean' ? 'Properties.LogGroupName' : 'Condition' };
    return [violated(`the log group ${readable(name)} exists in some deployments only, the cluster in others as well`, at, { fix: groupFix(name) })];
  }
  const [misspelt] = index.logGroupsInAnyCase.find(environment, lowerCased(name)).filter(group => and(group.when, missing) !== false);
  if (misspelt) {
    const [given] = text(misspelt.resource.property('LogGroupName')).values;
    return [violated(`the cluster writes to ${readable(name)}, in lower case; the log group is named ${readable(given ?? '')}`,
      { resource: misspelt.resource, property: 'Properties.LogGroupName' },
      { fix: settingFix(`logGroupName: '${readable(name)}'`, `LogGroupName: ${readable(name)}`) })];
  }
  const candidates = index.logGroups.candidates(environment, name);
  const doubtful = and(missing, anyOf(candidates.map(candidate => candidate.when)));
  return [
    ...where(doubtful, doubtful === false ? [] : [cannotTell(
      `the cluster writes to ${readable(name)}, and the name of ${candidates[0].resource.path} is only known at deployment`, IDENTIFIER_AT)]),
    ...where(butNot(missing, doubtful), [judgeNothing(cluster, name)]),
  ];
}

function judgeNothing(cluster: ClusterSubject, name: string): Finding {
  const { index, environment } = cluster;
  const [retention] = index.retentionResources.find(environment, name);
  const isWatched = index.metricFilters.find(environment, name).length > 0;
  const lacks = `RDS makes one that never expires and has no key${isWatched ? '' : ', and nothing watches it'}`
    + (retention ? `; ${retention.resource.path} only sets a retention afterwards` : '');
  if (!partsOf(name).some(({ isGenerated }) => isGenerated)) {
    return violated(`no log group in the app is named ${readable(name)}: ${lacks}`, IDENTIFIER_AT, { fix: groupFix(name) });
  }
  const identifier = suggestedIdentifier(cluster);
  return violated(`the cluster has no identifier, CloudFormation makes one up: no log group of the app can be that of its audit log. ${lacks}`,
    IDENTIFIER_AT, { fix: identifierFix(identifier, exportLogGroupName(identifier, AUDIT_LOG)) });
}

/** RDS puts the identifier into lower case, the name of the log group stays as it is. */
function judgeSpelling(name: string): Finding[] {
  const parts = partsOf(name).filter(({ isLowerCase }) => !isLowerCase).map(part => part.name);
  return parts.length === 0 ? [] : [
    cannotTell(`RDS puts the identifier into lower case, and it depends on ${parts.join(' and ')}, which may hold upper case`, IDENTIFIER_AT),
  ];
}

/** A warning: it ends in a deployment that fails, not in one without records. */
function judgeOrder({ index, resource: cluster }: ClusterSubject, group: ResolvedResource): Finding[] {
  const order = creationOrder(index.app, group, cluster);
  return order === 'not later' ? [] : [violated(
    order === 'later' ? 'the log group is created after the cluster: where RDS has made one of that name by then, the deployment fails'
      : 'the log group is in a stack of its own, and nothing makes that stack come before the cluster',
    { resource: group, property: 'Properties.LogGroupName' }, { name: 'created-late', fix: ORDER_FIX, level: 'warning' })];
}

function judgeCompetition({ index, environment }: ClusterSubject, name: string): Finding[] {
  const doubtful = index.retentionResources.candidates(environment, name).flatMap(({ resource, when }) => where(when, [cannotTell(
    `the custom resource ${resource.path} sets a retention, and of which log group is only known at deployment`,
    { resource, property: 'Properties.LogGroupName' }, { level: 'warning' })]));
  const certain = index.retentionResources.find(environment, name).flatMap(({ resource, when }) => where(when, [violated(
    `the custom resource ${resource.path} sets the retention of the same log group`, { resource, property: 'Properties.RetentionInDays' },
    { name: 'retention-custom-resource', fix: 'Remove cloudwatchLogsRetention from the cluster, and set the retention of the log group' })]));
  return [...certain, ...doubtful];
}

/** Judges the audit log groups of the cluster that the app defines. */
function ofAuditLogGroups(cluster: ClusterSubject, judge: (group: ResolvedResource, when: Formula) => Judgement): Verdict {
  const { auditLogGroups } = cluster;
  return auditLogGroups.length === 0
    ? { notApplicable: 'no audit log group in this app', consequenceOf: 'AuditLogGroup' }
    : auditLogGroups.flatMap(({ resource, when }) => where(when, judge(resource, when)));
}

type Judge = (value: string | undefined, at: Location, settings: RuleSettings) => readonly Finding[];

/** Judges one setting of a log group. */
function ofSetting(setting: string, judge: Judge, settled: (value: string, settings: RuleSettings) => boolean | undefined = () => undefined) {
  return (cluster: ClusterSubject, settings: RuleSettings) => ofAuditLogGroups(cluster, (group, when) => {
    const at = { resource: group, property: `Properties.${setting}` };
    return judgeEach(text(group.property(setting).under(when)), at, found => {
      const reason = found === undefined ? undefined : whyUnknown(found);
      const isRight = reason === undefined ? undefined : settled(found!, settings);
      if (reason !== undefined && isRight === undefined) {
        return [cannotTell(reason, at)];
      }
      return isRight ? [] : judge(found, at, settings);
    });
  });
}

function judgeRetention(value: string | undefined, at: Location, { requiredRetentionDays, warnsOfInfiniteRetention }: RuleSettings): Finding[] {
  if (value === undefined) {
    return warnsOfInfiniteRetention
      ? [violated('the records never expire, which costs more every year', at, { name: 'never-expires', level: 'warning' })]
      : [];
  }
  const { max } = onlyPart(value) ?? {};
  const kept = max === undefined ? `${shown(Number(value))} days` : `${max} days at most`;
  return Number(value) >= requiredRetentionDays ? [] : [
    violated(`the records are kept for ${kept}, required: ${requiredRetentionDays}`, at, {
      fix: settingFix(`retention: logs.RetentionDays.${retentionName(requiredRetentionDays)}`,
        requiredRetentionDays === INFINITE_RETENTION ? 'remove RetentionInDays' : `RetentionInDays: ${requiredRetentionDays}`),
    }),
  ];
}

/** What the bounds of a parameter say already: long enough, too short, or neither. */
function isKeptLongEnough(value: string, { requiredRetentionDays }: RuleSettings): boolean | undefined {
  const { min, max } = onlyPart(value) ?? {};
  return min !== undefined && min >= requiredRetentionDays ? true : max !== undefined && max < requiredRetentionDays ? false : undefined;
}

export const STANDARD = 'STANDARD';

/** What becomes of the records, by the attribute that decides it, and with what they are kept. */
export const REMOVALS: readonly [attribute: string, how: string, keeping: readonly string[]][] = [
  ['DeletionPolicy', 'is deleted with the stack', ['Retain', 'RetainExceptOnCreate']],
  ['UpdateReplacePolicy', 'is deleted when an update replaces it', ['Retain']],
];

export const LOG_GROUP_RULES: readonly Rule<ClusterSubject>[] = [
  {
    id: 'AuditLogGroup',
    level: 'error',
    wants: `The app defines the log group \`${ANY_AUDIT_LOG_GROUP}\`, which exists before the cluster`,
    why: 'Otherwise RDS makes a log group that never expires, has no key and is deleted by whoever likes to; '
      + 'one that comes later fails the deployment where the name is taken by then.',
    fix: groupFix(ANY_AUDIT_LOG_GROUP),
    controls: RECORDS_SAFE,
    looksAt: 'DBClusterIdentifier',
    judge: cluster => judgeEach(cluster.auditLogGroupName, IDENTIFIER_AT, (name, when) => judgeExistence(cluster, name, when)),
  },
  {
    id: 'AuditLogRetention',
    level: 'error',
    wants: 'The audit log group keeps its records as long as required',
    why: 'Intrusions are often found months later; CloudWatch.16 and PCI DSS ask for a year.',
    fix: settingFix('retention: logs.RetentionDays.ONE_YEAR', 'RetentionInDays: 365'),
    controls: RECORDS_KEPT,
    looksAt: 'DBClusterIdentifier',
    judge: ofSetting('RetentionInDays', judgeRetention, isKeptLongEnough),
  },
  {
    id: 'AuditLogEncryption',
    level: 'error',
    wants: 'The audit log group is encrypted with a KMS key',
    why: 'Audit records hold the values of statements; a key of your own decides who can read them.',
    fix: settingFix("encryptionKey: new kms.Key(this, 'AuditKey', { enableKeyRotation: true })", 'KmsKeyId: !GetAtt AuditKey.Arn'),
    controls: RECORDS_ENCRYPTED,
    looksAt: 'DBClusterIdentifier',
    judge: cluster => ofAuditLogGroups(cluster, (group, when) => {
      const at = { resource: group, property: 'Properties.KmsKeyId' };
      return judgeEach(text(group.property('KmsKeyId').under(when)), at, key =>
        key === undefined || key === '' ? [violated('the log group has no KMS key', at)] : []);
    }),
  },
  {
    id: 'AuditLogRemoval',
    level: 'error',
    wants: 'The audit log group is kept when the stack is deleted, and when an update replaces it',
    why: 'Whoever can delete or change the stack could delete the evidence with it.',
    fix: settingFix('removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE', 'DeletionPolicy: RetainExceptOnCreate, UpdateReplacePolicy: Retain'),
    controls: RECORDS_SAFE,
    looksAt: 'DBClusterIdentifier',
    judge: cluster => ofAuditLogGroups(cluster, (group, when) => REMOVALS.flatMap(([attribute, how, keeping]) => {
      const at = { resource: group, property: attribute };
      const policy = literal(group.attribute(attribute).under(when));
      return judgeEach(policy, at, (found = 'Delete') => keeping.includes(found) ? [] : [
        violated(`the log group ${how}: ${attribute} is ${policy.values.includes(undefined) && found === 'Delete' ? 'not set' : shown(found)}`, at, { cause: 'removal' }),
      ]);
    })),
  },
  {
    id: 'AuditLogClass',
    level: 'error',
    wants: 'The audit log group is of class STANDARD',
    why: 'Metric filters and subscription filters do not work on other classes: nothing raises an alarm.',
    fix: settingFix('logGroupClass: logs.LogGroupClass.STANDARD', 'LogGroupClass: STANDARD'),
    controls: RECORDS_WATCHED,
    looksAt: 'DBClusterIdentifier',
    judge: ofSetting('LogGroupClass', (logGroupClass = STANDARD, at) => logGroupClass === STANDARD ? [] : [
      violated(`the class of the log group is ${shown(logGroupClass)}`, at),
    ]),
  },
];
