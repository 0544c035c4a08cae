import { isAbsolute, join } from 'path';
import type { Duration } from 'aws-cdk-lib';
import { closest } from 'fastest-levenshtein';
import { StructuredFile } from './structured-file';
import { shown } from '../../app/shown';
import type { AuditRuleLevel } from '../../compliance/audit-rule-level';
import type { AuroraMysqlAuditChecksProps } from '../../compliance/aurora-mysql-audit-checks-props';
import { checkedDetails, type EvidenceDetails } from '../../compliance/evidence/evidence-details';
import { checkedDay } from '../../compliance/exceptions/calendar-day';
import { EXCEPTION_METADATA_TYPE, recordedException } from '../../compliance/exceptions/recorded-exception';
import type { Scope } from '../../compliance/exceptions/scope';
import type { Judging } from '../../compliance/judge-app';
import { judgingBy } from '../../compliance/judging';
import { isMap, type Properties } from '../../compliance/resolved/value';
import { ALL_AUDIT_EVENTS, type AuditEvent } from '../../recording/audit-event';
import { CommandError } from '../command';

/** What a configuration file can say: the properties of the pack that have a meaning without an app, and exceptions. */
const KEYS = [
  'requiredEvents', 'requiredRetention', 'warnOfInfiniteRetention', 'allowedExcludedUsers', 'requireArchive', 'requiredArchiveRetention',
  'requireReview', 'unknownLevel', 'ruleLevels', 'evaluationDate',
  'evidenceTitle', 'evidenceEnvironment', 'evidenceCommit', 'evidenceApprover', 'exceptions',
];

const EXCEPTION_KEYS = ['rules', 'reason', 'approvedBy', 'expires', 'within'];

/** By name, in the order of names. */
const EVENTS: Readonly<Record<string, AuditEvent>> = Object.fromEntries(
  ALL_AUDIT_EVENTS.map(event => [event.eventName, event] as const).sort(([one], [other]) => one < other ? -1 : 1),
);

type Metadata = Scope['node']['metadata'];

export interface CheckConfig {
  readonly judging: Judging;
  readonly details: EvidenceDetails;
  readonly evaluationDate?: string;
  /** What is accepted, by the path within which it is. */
  readonly accepted: ReadonlyMap<string, Metadata>;
}

/** What a configuration file says, or what holds without one. */
export function checkConfig(file: string | undefined, cwd: string): CheckConfig {
  if (file === undefined) {
    return configOf({});
  }
  const path = isAbsolute(file) ? file : join(cwd, file);
  const read = StructuredFile.read(path, file);
  try {
    return configOf(read.value, (...keys) => {
      const { line, column } = read.locate(keys);
      return [`${keys.join('.')} (${path}:${line}:${column})`];
    });
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError(`${file}: ${(error as Error).message}`);
  }
}

/** @param traceOf where something stands, as a stack trace has it */
function configOf(value: unknown, traceOf: (...keys: string[]) => string[] = () => []): CheckConfig {
  const { $schema: _, exceptions = [], requiredEvents, requiredRetention, requiredArchiveRetention, unknownLevel, ruleLevels, ...rest } = checkedMap('the configuration', value, [...KEYS, '$schema']);
  const props = {
    ...rest,
    ...requiredEvents === undefined ? {} : { requiredEvents: eventsOf(requiredEvents) },
    requiredRetention,
    requiredArchiveRetention: requiredArchiveRetention === undefined ? undefined : daysOf(requiredArchiveRetention),
    ruleLevels: ruleLevels === undefined ? undefined : levelsOf(ruleLevels),
  } as AuroraMysqlAuditChecksProps;
  if (unknownLevel !== undefined && unknownLevel !== 'error' && unknownLevel !== 'warning') {
    throw new Error(`unknownLevel: must be 'error' or 'warning', got: ${shown(unknownLevel)}`);
  }
  if (!Array.isArray(exceptions)) {
    throw new Error(`exceptions: must be a list, got: ${shown(exceptions)}`);
  }
  const { evaluationDate } = props;
  return {
    judging: { ...judgingBy({ ...props, unknownLevel: unknownLevel as AuditRuleLevel | undefined }), keepsEvidence: true },
    details: checkedDetails(props),
    evaluationDate: evaluationDate === undefined ? undefined : checkedDay('evaluationDate', evaluationDate),
    accepted: byPath(exceptions.map((one, index) => exceptionOf(one, index, traceOf('exceptions', String(index))))),
  };
}

function checkedMap(place: string, value: unknown, keys: readonly string[]): Properties {
  if (!isMap(value)) {
    throw new Error(`${place}: must be a map of ${keys.join(', ')}, got: ${shown(value)}`);
  }
  const unknown = Object.keys(value).find(key => !keys.includes(key));
  if (unknown !== undefined) {
    throw new Error(`${unknown}: is nothing that ${place} can say; did you mean ${closest(unknown, keys)}? Allowed: ${keys.join(', ')}`);
  }
  return value;
}

function eventsOf(names: unknown): AuditEvent[] {
  if (!Array.isArray(names)) {
    throw new Error(`requiredEvents: must be a list of ${Object.keys(EVENTS).join(', ')}, got: ${shown(names)}`);
  }
  return names.map(name => {
    if (typeof name !== 'string' || !Object.hasOwn(EVENTS, name)) {
      throw new Error(`requiredEvents: must hold ${Object.keys(EVENTS).join(', ')}, got: ${shown(name)}`);
    }
    return EVENTS[name];
  });
}

/** A number of days, as retentions of log groups are given. The command line does without aws-cdk-lib. */
function daysOf(days: unknown): Duration {
  if (typeof days !== 'number') {
    throw new Error(`requiredArchiveRetention: must be a number of days, got: ${shown(days)}`);
  }
  return { toDays: () => days, isUnresolved: () => false } as unknown as Duration;
}

/** YAML takes `off` for a boolean. */
function levelsOf(levels: unknown): unknown {
  if (!isMap(levels)) {
    return levels;
  }
  return Object.fromEntries(Object.entries(levels).map(([id, level]) => {
    const named = level === false ? 'off' : level;
    if (named !== 'error' && named !== 'warning' && named !== 'off') {
      throw new Error(`ruleLevels: the level of '${id}' must be 'error', 'warning' or 'off', got: ${shown(level)}`);
    }
    return [id, named];
  }));
}

function exceptionOf(value: unknown, index: number, trace: string[]): [string, Metadata[number]] {
  const place = `exceptions[${index}]`;
  try {
    const { within = '', ...options } = checkedMap('an exception', value, EXCEPTION_KEYS);
    if (typeof within !== 'string') {
      throw new Error(`within: must be a template, a stack or a resource of one, as findings name it, got: ${shown(within)}`);
    }
    return [within.replace(/^(\.?\/)+|\/+$/g, ''), { type: EXCEPTION_METADATA_TYPE, data: recordedException(place, options as never), trace }];
  } catch (error) {
    throw new Error(`${place}: ${(error as Error).message}`, { cause: error });
  }
}

function byPath(exceptions: readonly [string, Metadata[number]][]): ReadonlyMap<string, Metadata> {
  const found = new Map<string, Metadata[number][]>();
  exceptions.forEach(([path, metadata]) => found.set(path, [...found.get(path) ?? [], metadata]));
  return found;
}
