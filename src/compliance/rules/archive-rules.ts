import { ARCHIVE_LOCKED, RECORDS_ARCHIVED } from '../controls';
import { type Doubt, unlessInDoubt } from './doubt';
import { cannotTell, IDENTIFIER_AT, judgeEach, violated, where, type Finding, type Judgement, type Rule, type RuleSettings, type Verdict } from './rule';
import { and, anyOf, butNot, type Formula } from '../resolved/choice';
import { onlyPart, readable } from '../resolved/symbolic-text';
import { deep, isMap, type Properties, text, whyUnknown } from '../resolved/value';
import type { Archiving } from '../subjects/archive';
import type { ClusterSubject } from '../subjects/cluster-subject';
import { concernOf } from '../subjects/lifecycle-concern';
import { type Store, storesOf, waysOf } from '../subjects/store';

const DAYS_A_YEAR = 365;

const LOCK_FIX = (days: number) => `CDK: new AuditArchive(this, 'Archive', { audits: [cluster.audit], objectLockRetention: Duration.days(${days}) })\n`
  + 'CloudFormation: in the bucket ObjectLockEnabled: true, VersioningConfiguration: { Status: Enabled }, '
  + `ObjectLockConfiguration: { ObjectLockEnabled: Enabled, Rule: { DefaultRetention: { Mode: GOVERNANCE, Days: ${days} } } }`;

/** Whether the records get into a bucket, in every deployment. */
function judgeArchive(cluster: ClusterSubject, name: string, when: Formula): Judgement {
  const { index, environment } = cluster;
  const ways = waysOf(cluster, name);
  const missing = butNot(when, anyOf(ways.map(({ way }) => way.holds(found => 'bucket' in found))));
  if (missing === false) {
    return [];
  }
  const doubts: Doubt[] = [
    ...ways.flatMap(({ filter, way, property }) => way.unknowns.map(one => ({
      when: one.when, finding: cannotTell(one.unknown, { resource: filter, property }),
    }))),
    ...index.subscriptionFilters.candidates(environment, name).map(({ resource, when: exists }) => ({
      when: exists, finding: cannotTell('which log group it is of is only known at deployment', { resource, property: 'Properties.LogGroupName' }),
    })),
  ];
  return unlessInDoubt(missing, doubts, 'unknown:archive', sure => notArchived(name, ways.map(({ way }) => way.known), sure));
}

function notArchived(name: string, ways: readonly (readonly { readonly when: Formula; readonly value: Archiving }[])[], when: Formula): Finding {
  const [flaw] = ways.flat().flatMap(({ value, when: found }) => 'flaw' in value && and(found, when) !== false ? [value] : []);
  return flaw === undefined
    ? violated(`the records of ${readable(name)} are not archived: no subscription filter takes them to a bucket`, IDENTIFIER_AT)
    : violated(`the records of ${readable(name)} are not archived: ${flaw.resource.path} ${flaw.flaw}`, { resource: flaw.resource, property: flaw.property });
}

/** What a rule says of the buckets that have all records of a cluster; where one of them is as all the rules want it, others are copies. */
function ofArchive(cluster: ClusterSubject, settings: RuleSettings, judge: JudgeBucket): Verdict {
  const stores = cluster.auditLogGroupName.known.flatMap(({ value: name, when }) => storesOf(cluster, name, when));
  const faultsOf = (store: Store) => [judgeLock, judgeExpiration].flatMap(one => one(store, settings)).map(({ when }) => when);
  const evidence = anyOf(stores.map(store => butNot(store.when, anyOf(faultsOf(store)))));
  return stores.length === 0
    ? { notApplicable: 'no bucket of this app has the records', consequenceOf: 'AuditLogArchive' }
    : stores.flatMap(store => where(butNot(store.when, evidence), judge(store, settings)));
}

type JudgeBucket = (store: Store, settings: RuleSettings) => Judgement;

function judgeLock({ bucket, when }: Store, { requiredArchiveDays }: RuleSettings): Judgement {
  const fix = LOCK_FIX(requiredArchiveDays);
  const enabledAt = { resource: bucket, property: 'Properties.ObjectLockEnabled' };
  const retentionAt = { resource: bucket, property: 'Properties.ObjectLockConfiguration' };
  const versionsAt = { resource: bucket, property: 'Properties.VersioningConfiguration' };
  const known = (value: string | undefined) => value === undefined ? undefined : whyUnknown(value);
  return judgeEach(text(bucket.property('ObjectLockEnabled').under(when)), enabledAt, (enabled, enabledWhen) => {
    const reason = known(enabled);
    if (reason !== undefined) {
      return [cannotTell(reason, enabledAt)];
    }
    if (enabled?.toLowerCase() !== 'true') {
      return [violated('the bucket of the archive has no Object Lock: what can be deleted is no evidence', enabledAt, { fix })];
    }
    const retention = deep(bucket.property('ObjectLockConfiguration', 'Rule', 'DefaultRetention').under(enabledWhen));
    return [
      ...judgeEach(text(bucket.property('VersioningConfiguration', 'Status').under(enabledWhen)), versionsAt, status =>
        status === 'Suspended' ? [violated('the bucket of the archive keeps no versions, without which nothing is locked', versionsAt, { fix })] : []),
      ...judgeEach(retention, retentionAt, given => {
        const { Mode: mode, Days: days, Years: years } = isMap(given) ? given : {} as Properties;
        if (mode === undefined || (days === undefined && years === undefined)) {
          return [violated('the bucket of the archive locks nothing: it has no default retention', retentionAt, { fix })];
        }
        return judgeNumber(String(days ?? years), days === undefined ? DAYS_A_YEAR : 1, found => found >= requiredArchiveDays,
          found => violated(`objects are locked for ${found} days, required: ${requiredArchiveDays}`, retentionAt, { fix }),
          unknown => cannotTell(unknown, retentionAt));
      }),
    ];
  });
}

/** Judges a number of days, or what the bounds of a parameter say of it. */
function judgeNumber(
  given: string, unit: number, isEnough: (days: number) => boolean, wrong: (days: number) => Finding, open: (reason: string) => Finding,
): Judgement {
  const reason = whyUnknown(given);
  if (reason === undefined) {
    return isEnough(Number(given) * unit) ? [] : [wrong(Number(given) * unit)];
  }
  const { min, max } = onlyPart(given) ?? {};
  return min !== undefined && isEnough(min * unit) ? [] : [max !== undefined && !isEnough(max * unit) ? wrong(max * unit) : open(reason)];
}

function judgeExpiration({ bucket, prefix, when }: Store, { requiredArchiveDays }: RuleSettings): Judgement {
  const at = { resource: bucket, property: 'Properties.LifecycleConfiguration' };
  return judgeEach(deep(bucket.property('LifecycleConfiguration', 'Rules').under(when)), at, rules => (Array.isArray(rules) ? rules : []).filter(isMap).flatMap(rule => {
    const { ExpirationInDays: days, ExpirationDate: date } = rule;
    const concern = concernOf(rule, prefix);
    const early = (what: string) => concern === 'certain'
      ? violated(`a lifecycle rule lets records expire ${what}, required: after ${requiredArchiveDays} days`, at)
      : cannotTell(`a lifecycle rule lets some objects expire ${what}, which may be records`, at);
    return concern === 'none' ? []
      : date !== undefined ? [early(`on ${readable(String(date))}`)]
        : days === undefined ? []
          : judgeNumber(String(days), 1, found => found >= requiredArchiveDays, found => early(`after ${found} days`), reason => cannotTell(reason, at));
  }));
}

export const ARCHIVE_RULES: readonly Rule<ClusterSubject>[] = [
  {
    id: 'AuditLogArchive',
    level: 'error',
    wants: 'With `requireArchive`: every record of the audit log group goes to a bucket, through a subscription filter and a delivery stream',
    why: 'Whoever may delete a log group deletes the only copy of the records; auditors ask for years.',
    fix: "CDK: new AuditArchive(this, 'Archive', { audits: [cluster.audit] })\n"
      + "CloudFormation: an AWS::Logs::SubscriptionFilter with LogGroupName: !Ref AuditLogs, FilterPattern: '', DestinationArn: !GetAtt Stream.Arn; "
      + 'in the AWS::KinesisFirehose::DeliveryStream ExtendedS3DestinationConfiguration: { BucketARN: !GetAtt Archive.Arn, … }',
    controls: RECORDS_ARCHIVED,
    looksAt: 'DBClusterIdentifier',
    isAskedFor: ({ requiresArchive }) => requiresArchive,
    judge: cluster => judgeEach(cluster.auditLogGroupName, IDENTIFIER_AT, (name, when) => judgeArchive(cluster, name, when)),
  },
  {
    id: 'AuditArchiveLock',
    level: 'error',
    wants: 'With `requireArchive`: the bucket of the archive has versions and Object Lock with a default retention that is long enough',
    why: 'Evidence is what nobody could have changed or deleted.',
    fix: LOCK_FIX(DAYS_A_YEAR),
    controls: ARCHIVE_LOCKED,
    looksAt: 'DBClusterIdentifier',
    isAskedFor: ({ requiresArchive }) => requiresArchive,
    judge: (cluster, settings) => ofArchive(cluster, settings, judgeLock),
  },
  {
    id: 'AuditArchiveExpiration',
    level: 'error',
    wants: 'With `requireArchive`: no lifecycle rule of the bucket lets records expire before they have to be kept no longer',
    why: 'A lifecycle rule hides locked objects behind delete markers, and deletes them on the day on which their lock ends.',
    fix: "CDK: new AuditArchive(this, 'Archive', { audits: [cluster.audit] }) expires nothing; CloudFormation: in the rules of LifecycleConfiguration leave out "
      + 'ExpirationInDays and ExpirationDate, or set ExpirationInDays to what is required',
    controls: ARCHIVE_LOCKED,
    looksAt: 'DBClusterIdentifier',
    isAskedFor: ({ requiresArchive }) => requiresArchive,
    judge: (cluster, settings) => ofArchive(cluster, settings, judgeExpiration),
  },
];
