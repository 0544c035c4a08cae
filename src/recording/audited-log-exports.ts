import { Token } from 'aws-cdk-lib';
import { AUDIT_LOG, LOG_TYPES } from './log-export';
import { shown } from '../app/shown';

/**
 * Everything Security Hub's RDS.9 asks of MySQL; members of an Aurora cluster export through the cluster. `general` and `slowquery` stay empty until the engine writes them.
 */
const DEFAULT_EXPORTS = [AUDIT_LOG, 'error', 'general', 'slowquery'];

/** The log types to export: those asked for, or the default ones, and always the audit log. */
export function auditedLogExports(requested?: string[]): string[] {
  if (requested === undefined) {
    return DEFAULT_EXPORTS;
  }
  if (Token.isUnresolved(requested) || !Array.isArray(requested) || requested.some(type => Token.isUnresolved(type))) {
    throw new Error('cloudwatchLogsExports: must be a literal list, '
      + `got: ${Token.isUnresolved(requested) || Array.isArray(requested) ? 'a token' : shown(requested)}; each exported log gets its log group first`);
  }
  const unknown = requested.find(type => !LOG_TYPES.includes(type));
  if (unknown !== undefined || requested.includes(undefined as never)) {
    throw new Error(`cloudwatchLogsExports: must hold only ${LOG_TYPES.join(', ')}, got: ${shown(unknown)}`);
  }
  return [...new Set([AUDIT_LOG, ...requested])];
}
