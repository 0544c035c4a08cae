import type { Duration } from 'aws-cdk-lib';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { closest } from 'fastest-levenshtein';
import { AuditRuleLevel } from './audit-rule-level';
import type { AuroraMysqlAuditChecksProps } from './aurora-mysql-audit-checks-props';
import { AuditEvidenceFormat } from './evidence/audit-evidence-format';
import type { Judging } from './judge-app';
import { shown } from '../app/shown';
import { wholeDays } from '../app/whole-days';
import { AuditEvent } from '../recording/audit-event';
import { SERVICE_USER } from '../recording/audit-record';
import { RETENTION_DAYS } from '../recording/retention-days';
import type { RuleLevel } from './rules/rule';
import { RULE_IDS } from './rules/rule-table';

/** One year. */
const DEFAULT_RETENTION_DAYS = 365;

/** The longest of logs.RetentionDays but for ever, which is no retention that a lock can have. */
const LONGEST_RETENTION_DAYS = 3653;

/** The limit of S3. */
const MOST_LOCK_DAYS = 36_500;

/** Refuses what are no properties, before anybody reads them. */
export function checkedProps(props: AuroraMysqlAuditChecksProps = {}): AuroraMysqlAuditChecksProps {
  if (typeof props !== 'object' || props === null || Array.isArray(props)) {
    throw new Error(`AuroraMysqlAuditChecks: must have properties or none, got: ${shown(props)}`);
  }
  return props;
}

/** How the rules are applied, or an error that names the property, what was given and what is allowed. */
export function judgingBy(props: AuroraMysqlAuditChecksProps): Judging {
  const requiredRetentionDays = checkedRetention(props.requiredRetention);
  const requiresArchive = checkedFlag('requireArchive', props.requireArchive);
  return {
    requiredEvents: checkedEvents(props.requiredEvents),
    requiredRetentionDays,
    warnsOfInfiniteRetention: checkedFlag('warnOfInfiniteRetention', props.warnOfInfiniteRetention),
    allowedExcludedUsers: checkedUsers(props.allowedExcludedUsers),
    requiresArchive,
    requiredArchiveDays: checkedArchiveDays(props.requiredArchiveRetention, requiresArchive)
      ?? Math.min(requiredRetentionDays, LONGEST_RETENTION_DAYS),
    requiresReview: checkedFlag('requireReview', props.requireReview),
    unknownLevel: checkedUnknownLevel(props.unknownLevel),
    levels: checkedLevels(props.ruleLevels),
    keepsEvidence: checkedFormats(props.evidenceFormats).length > 0,
  };
}

export function checkedFormats(formats: AuditEvidenceFormat[] = []): readonly AuditEvidenceFormat[] {
  const known = Object.values(AuditEvidenceFormat);
  if (!Array.isArray(formats)) {
    throw new Error(`evidenceFormats: must be a list of AuditEvidenceFormat, got: ${shown(formats)}`);
  }
  formats.forEach((format, index) => {
    if (!known.includes(format)) {
      throw new Error(`evidenceFormats: must hold AuditEvidenceFormat (${known.join(', ')}), got: ${shown(format)}`);
    }
    if (formats.indexOf(format) !== index) {
      throw new Error(`evidenceFormats: must hold each format once, got ${shown(format)} again`);
    }
  });
  return formats;
}

function checkedEvents(events: AuditEvent[] = [AuditEvent.CONNECT, AuditEvent.QUERY]): string[] {
  if (!Array.isArray(events) || events.length === 0) {
    throw new Error(`requiredEvents: must be a list of at least one AuditEvent, got: ${shown(events)}`);
  }
  const index = events.findIndex(event => !(event instanceof AuditEvent));
  if (index !== -1) {
    throw new Error(`requiredEvents: must hold AuditEvent, got: ${shown(events[index])}`);
  }
  return events.map(event => event.eventName);
}

function checkedRetention(retention: logs.RetentionDays = DEFAULT_RETENTION_DAYS): number {
  if (!RETENTION_DAYS.includes(retention)) {
    throw new Error(`requiredRetention: must be one of logs.RetentionDays (${RETENTION_DAYS.join(', ')} days), got: ${shown(retention)}`);
  }
  return retention;
}

function checkedArchiveDays(retention: Duration | undefined, requiresArchive: boolean): number | undefined {
  if (retention === undefined) {
    return undefined;
  }
  if (!requiresArchive) {
    throw new Error('requiredArchiveRetention: must be given with requireArchive: true alone');
  }
  return wholeDays('requiredArchiveRetention', retention, MOST_LOCK_DAYS);
}

export function checkedFlag(prop: string, flag = false): boolean {
  if (typeof flag !== 'boolean') {
    throw new Error(`${prop}: must be true or false, got: ${shown(flag)}`);
  }
  return flag;
}

function checkedUsers(users: string[] = [SERVICE_USER]): string[] {
  if (!Array.isArray(users)) {
    throw new Error(`allowedExcludedUsers: must be a list of user names, got: ${shown(users)}`);
  }
  const index = users.findIndex(user => typeof user !== 'string' || !/^[^\s,]+$/.test(user));
  if (index !== -1) {
    throw new Error(`allowedExcludedUsers: must hold user names without spaces and commas, got: ${shown(users[index])}`);
  }
  return users;
}

/** OFF would let through what may be wrong, of every rule. */
function checkedUnknownLevel(level = AuditRuleLevel.ERROR): RuleLevel {
  if (level !== AuditRuleLevel.ERROR && level !== AuditRuleLevel.WARNING) {
    throw new Error(`unknownLevel: must be AuditRuleLevel.ERROR or AuditRuleLevel.WARNING, got: ${shown(level)}`);
  }
  return level;
}

function checkedLevels(levels: { [ruleId: string]: AuditRuleLevel } = {}): Map<string, RuleLevel | undefined> {
  if (typeof levels !== 'object' || levels === null || Array.isArray(levels) || levels instanceof Map) {
    throw new Error(`ruleLevels: must be a map of rule ids to AuditRuleLevel, got: ${shown(levels)}`);
  }
  return new Map(Object.entries(levels).map(([id, level]) => {
    if (!RULE_IDS.includes(id)) {
      throw new Error(`ruleLevels: there is no rule ${shown(id)}; did you mean '${closest(id, RULE_IDS)}'?`);
    }
    if (!Object.values(AuditRuleLevel).includes(level)) {
      throw new Error(`ruleLevels: the level of '${id}' must be AuditRuleLevel.ERROR, WARNING or OFF, got: ${shown(level)}`);
    }
    return [id, level === AuditRuleLevel.OFF ? undefined : level as RuleLevel];
  }));
}
