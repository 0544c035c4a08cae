import { closest } from 'fastest-levenshtein';

export const LOGGING = 'server_audit_logging';
export const EVENTS = 'server_audit_events';
export const INCLUDED_USERS = 'server_audit_incl_users';
export const EXCLUDED_USERS = 'server_audit_excl_users';
export const LOGS_UPLOAD = 'server_audit_logs_upload';

/** The option that decides each parameter. */
export const DECIDED_BY: Record<string, string> = {
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

/** Spellings that mean the same become equal. */
export function canonical(name: string, value: string): string {
  if (name === LOGGING || name === LOGS_UPLOAD) {
    return isOn(value) ? '1' : value.toUpperCase() === 'OFF' ? '0' : value;
  }
  return value.split(',').sort().join(',');
}
