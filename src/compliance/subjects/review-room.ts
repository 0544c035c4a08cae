import { machineKeys } from './audit-index';
import type { ClusterSubject } from './cluster-subject';
import { asksLogGroup, type ScheduleFlaw, startsRegularly } from './review';
import { and } from '../resolved/choice';
import type { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { isLiteral } from '../resolved/symbolic-text';
import { text } from '../resolved/value';

/** A state machine, and whether it asks a log group. */
export interface Asking {
  readonly machine: ResolvedResource;
  readonly asks: Possible<boolean>;
}

/** A schedule that starts such a machine. */
export interface Start extends Asking {
  readonly schedule: ResolvedResource;
  readonly flaw: Possible<ScheduleFlaw | undefined>;
}

/** The state machines around a cluster that may ask its log group. */
export function askingMachines({ index, environment }: ClusterSubject, logGroupName: string): Asking[] {
  return index.app.ofType('AWS::StepFunctions::StateMachine').filter(({ template }) => template.environment === environment)
    .map(machine => ({ machine, asks: asksLogGroup(machine, logGroupName).under(machine.existence) }));
}

export function startsOf({ index, environment }: ClusterSubject, asking: readonly Asking[]): Start[] {
  return asking.flatMap(one => machineKeys(one.machine).flatMap(({ values }) => values)
    .flatMap(key => key === undefined ? [] : index.schedules.find(environment, key))
    .map(({ resource: schedule, when }) => ({ ...one, schedule, flaw: startsRegularly(schedule).under(when) })));
}

/** A bucket that all records of a cluster get into, in some deployments at least. */
export interface FoundArchive {
  readonly bucket: ResolvedResource;
  /** As far as they are known. */
  readonly lockMode?: string;
  readonly lockDays?: number;
}

export function archivesOf(cluster: ClusterSubject): FoundArchive[] {
  const { index, environment } = cluster;
  const buckets = cluster.auditLogGroupName.values.flatMap(name => index.subscriptionFilters.find(environment, name))
    .flatMap(({ resource }) => index.archiving(resource).values.flatMap(found => 'bucket' in found ? [found.bucket] : []));
  return [...new Set(buckets)].map(bucket => {
    if (known(bucket, 'ObjectLockEnabled')?.toLowerCase() !== 'true') {
      return { bucket };
    }
    const [mode, days, years] = ['Mode', 'Days', 'Years'].map(name => known(bucket, 'ObjectLockConfiguration', 'Rule', 'DefaultRetention', name));
    const lockDays = days === undefined ? Number(years) * 365 : Number(days);
    return { bucket, ...mode === undefined ? {} : { lockMode: mode }, ...Number.isNaN(lockDays) ? {} : { lockDays } };
  });
}

/** The schedules that start a review of a cluster, in some deployments at least. */
export function reviewsOf(cluster: ClusterSubject): ResolvedResource[] {
  const starts = cluster.auditLogGroupName.values.flatMap(name => startsOf(cluster, askingMachines(cluster, name)));
  return [...new Set(starts.filter(({ asks, flaw }) => and(asks.holds(yes => yes), flaw.holds(found => found === undefined)) !== false).map(({ schedule }) => schedule))];
}

function known(resource: ResolvedResource, ...path: string[]): string | undefined {
  const value = text(resource.property(...path)).certain;
  return value !== undefined && isLiteral(value) ? value : undefined;
}
