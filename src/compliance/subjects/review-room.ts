import { arnKey, arnKeys, MACHINE } from './archive';
import type { ClusterSubject } from './cluster-subject';
import { asksLogGroup, type ScheduleFlaw } from './review';
import { type Schedule, startsElsewhere } from './schedule';
import { storesOf } from './store';
import { and, anyOf, type Formula } from '../resolved/choice';
import type { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { isLiteral } from '../resolved/symbolic-text';
import { text } from '../resolved/value';

const MACHINES = [['AWS::StepFunctions::StateMachine', 'StateMachineName'], ['AWS::Serverless::StateMachine', 'Name']] as const;

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

/** A schedule of which it is not known whether it starts such a machine. */
export interface Doubtful {
  readonly schedule: ResolvedResource;
  readonly property: string;
  readonly reason: string;
  readonly when: Formula;
}

/** What may ask the log group of a cluster. */
export interface Room {
  readonly machines: readonly Asking[];
  readonly starts: readonly Start[];
  readonly doubtful: readonly Doubtful[];
}

/** The state machines around a cluster that may ask its log group, and what starts them. */
export function reviewRoomOf({ index, environment }: ClusterSubject, logGroupName: string): Room {
  const { app } = index;
  const machines = MACHINES.flatMap(([type, nameProperty]) => app.ofType(type)
    .filter(({ template }) => template.environment === environment)
    .map(machine => ({ machine, keys: new Set(arnKeys(machine, nameProperty).flatMap(({ values }) => values).filter(key => key !== undefined)) })));
  const schedules = index.schedules(environment);
  const all = new Set(machines.flatMap(({ keys }) => [...keys]));
  return {
    machines: machines.map(({ machine }) => ({ machine, asks: asksLogGroup(machine, logGroupName).under(machine.existence) })),
    starts: machines.flatMap(({ machine, keys }) => schedules.flatMap(schedule => startOf(schedule, machine, keys, logGroupName))),
    doubtful: schedules.flatMap(schedule => startsElsewhere(schedule, app, all)
      .map(found => ({ ...found, schedule: schedule.resource, property: schedule.property }))),
  };
}

function startOf({ resource, target, input, flaw }: Schedule, machine: ResolvedResource, keys: ReadonlySet<string>, logGroupName: string): Start[] {
  const leads = target.holds(arn => arn !== undefined && keys.has(arnKey(arn, MACHINE) ?? ''));
  const when = and(leads, and(resource.existence, machine.existence));
  return when === false ? [] : [{
    machine, schedule: resource, flaw: flaw.under(when), asks: input.flatMap(handed => asksLogGroup(machine, logGroupName, handed)).under(when),
  }];
}

/** A bucket that all records of a cluster get into, in some deployments at least. */
export interface FoundArchive {
  readonly bucket: ResolvedResource;
  /** As far as they are known. */
  readonly lockMode?: string;
  readonly lockDays?: number;
}

export function archivesOf(cluster: ClusterSubject): FoundArchive[] {
  const buckets = cluster.auditLogGroupName.known.flatMap(({ value: name, when }) => storesOf(cluster, name, when)).map(({ bucket }) => bucket);
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
  const starts = cluster.auditLogGroupName.values.flatMap(name => reviewRoomOf(cluster, name).starts);
  return [...new Set(starts.filter(start => startsReview(start) !== false).map(({ schedule }) => schedule))];
}

/** When a schedule starts a review, again and again. */
export function startsReview({ asks, flaw }: Start): Formula {
  return and(asks.holds(yes => yes), flaw.holds(found => found === undefined));
}

/** When what is started asks the log group, or a machine does that nothing starts. */
export function isAsked({ machines, starts }: Room): Formula {
  return anyOf([...machines, ...starts].map(({ asks }) => asks.holds(yes => yes)));
}

function known(resource: ResolvedResource, ...path: string[]): string | undefined {
  const value = text(resource.property(...path)).certain;
  return value !== undefined && isLiteral(value) ? value : undefined;
}
