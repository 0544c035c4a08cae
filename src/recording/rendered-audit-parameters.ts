import { Fn, Token } from 'aws-cdk-lib';
import type { AuditEvent } from './audit-event';
import { canonical, DECIDED_BY, EVENTS, EXCLUDED_USERS, INCLUDED_USERS, LOGGING, LOGS_UPLOAD, parameterNameMistake } from './audit-parameters';
import type { AuditedUsers } from './audited-users';

/** What the audit parameters are rendered from. */
export interface AuditSelection extends AuditedUsers {
  readonly auditEvents: AuditEvent[];
}

const PREFIX = 'server_audit_';

/**
 * The parameters of a DB cluster parameter group that turn Advanced Auditing on.
 *
 * `1` rather than `ON`: some compliance checkers accept nothing else.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Auditing.html
 */
export function renderAuditParameters(selection: AuditSelection): Record<string, string> {
  const { auditEvents, auditIncludedUsers, auditExcludedUsers } = selection;
  return {
    [LOGGING]: '1',
    [EVENTS]: auditEvents.map(event => event.eventName).join(','),
    ...(auditIncludedUsers ? { [INCLUDED_USERS]: Fn.join(',', auditIncludedUsers) } : {}),
    ...(auditExcludedUsers ? { [EXCLUDED_USERS]: Fn.join(',', auditExcludedUsers) } : {}),
  };
}

/**
 * The audit parameters that have to be added to `existing` ones.
 *
 * Refuses an existing `server_audit_*` that is unknown or says something else; lets a token be,
 * because it cannot be judged.
 */
export function missingAuditParameters(existing: Record<string, unknown>, audit: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(existing)) {
    checkParameterName(name);
    if (name.startsWith(PREFIX)) {
      checkParameterValue(name, value, audit[name]);
    }
  }
  return Object.fromEntries(Object.entries(audit).filter(([name]) => !(name in existing)));
}

function checkParameterName(name: string): void {
  const mistake = parameterNameMistake(name);
  if (mistake !== undefined) {
    throw new Error(`parameters: ${mistake}`);
  }
}

function checkParameterValue(name: string, given: unknown, audit: string | undefined): void {
  const value = literalParameter(given);
  if (value === undefined || Token.isUnresolved(value) || Token.isUnresolved(audit)) {
    return;
  }
  const wanted = audit ?? (name === LOGS_UPLOAD ? '0' : '');
  if (canonical(name, value) !== canonical(name, wanted)) {
    throw new Error(`parameters: ${name} '${value}' contradicts the audit options, which make it '${wanted}'; ${DECIDED_BY[name]}`);
  }
}

/** A value as RDS takes it: templates write numbers and booleans, too. Nothing of what only deployment knows. */
export function literalParameter(value: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value) || Array.isArray(value) ? String(value) : undefined;
}
