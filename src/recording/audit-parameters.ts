import { Fn, Token } from 'aws-cdk-lib';
import { closest } from 'fastest-levenshtein';
import type { AuditEvent } from './audit-event';
import type { AuditedUsers } from './audited-users';

/** What the audit parameters are rendered from. */
export interface AuditSelection extends AuditedUsers {
  readonly auditEvents: AuditEvent[];
}

const PREFIX = 'server_audit_';
export const LOGGING = 'server_audit_logging';
export const EVENTS = 'server_audit_events';
export const INCLUDED_USERS = 'server_audit_incl_users';
export const EXCLUDED_USERS = 'server_audit_excl_users';
const LOGS_UPLOAD = 'server_audit_logs_upload';

/** The option that decides each parameter. */
const DECIDED_BY: Record<string, string> = {
  [LOGGING]: 'auditing is always on',
  [EVENTS]: 'use auditEvents',
  [INCLUDED_USERS]: 'use auditIncludedUsers',
  [EXCLUDED_USERS]: 'use auditExcludedUsers',
  [LOGS_UPLOAD]: 'the audit log export publishes the records already',
};

/** The audit parameters that Aurora MySQL has. */
export const AUDIT_PARAMETER_NAMES = Object.keys(DECIDED_BY);

/** What parameters elsewhere seen, and absent from Aurora MySQL, stand for. */
const MEANT: Record<string, string> = {
  server_audit_logs: `did you mean ${LOGGING}?`,
  server_audit_output_type: 'it belongs to the MariaDB audit plugin; in Aurora the audit log export decides where records go',
  server_audit_cw_upload: 'it is deprecated; the audit log export decides where records go',
  server_audit_mode: 'it cannot be set in Aurora MySQL',
  server_audit_query_log_limit: 'it cannot be set in Aurora MySQL',
};

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

/** What is wrong with an audit parameter's name, and which one was meant; nothing for names that exist or have nothing to do with audits. */
export function parameterNameMistake(name: string): string | undefined {
  if (!isAuditParameter(name) || Object.hasOwn(DECIDED_BY, name)) {
    return undefined;
  }
  const meant = Object.hasOwn(MEANT, name) ? MEANT[name] : `did you mean ${closest(name.toLowerCase(), AUDIT_PARAMETER_NAMES)}?`;
  return `${name} is not a parameter of Aurora MySQL; ${meant}`;
}

/** What a parameter begins with that is, or was meant to be, one of Advanced Auditing. */
export const AUDIT_PARAMETER = /^server[-_]?audit/i;

export function isAuditParameter(name: string): boolean {
  return AUDIT_PARAMETER.test(name);
}

/** The values of `server_audit_logging` that turn auditing on, in any case. */
export const ON = ['1', 'ON'];

export function isOn(value: string): boolean {
  return ON.includes(value.toUpperCase());
}

function checkParameterValue(name: string, value: unknown, audit: string | undefined): void {
  if (typeof value !== 'string' || Token.isUnresolved(value) || Token.isUnresolved(audit)) {
    return;
  }
  const wanted = audit ?? (name === LOGS_UPLOAD ? '0' : '');
  if (canonical(name, value) !== canonical(name, wanted)) {
    throw new Error(`parameters: ${name} '${value}' contradicts the audit options, which make it '${wanted}'; ${DECIDED_BY[name]}`);
  }
}

/** Spellings that mean the same become equal. */
export function canonical(name: string, value: string): string {
  if (name === LOGGING || name === LOGS_UPLOAD) {
    return isOn(value) ? '1' : value.toUpperCase() === 'OFF' ? '0' : value;
  }
  return value.split(',').sort().join(',');
}
