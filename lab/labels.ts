import type { AuditLine } from './audit-log';
import type { Case, Label, LabelledStatement, Step } from './case';

function statements(step: Step): readonly (string | LabelledStatement)[] {
  if (typeof step === 'string' || 'sql' in step) {
    return [step];
  }
  return 'batch' in step ? step.batch : [];
}

/** The plugin cuts white space and semicolons at both ends, and long statements. */
function same(logged: string, sent: string): boolean {
  const trimmed = (sql: string) => sql.trim().replace(/;$/, '').trim();
  return trimmed(logged).slice(0, 900) === trimmed(sent).slice(0, 900);
}

/** What one line is evidence of, being left by a case. */
export function labelsOf({ text, fields }: AuditLine, origin: Case): readonly Label[] {
  if (!fields) {
    const kind: Label = /^\d{8} [\d:]{8},.*,\d+,\d+,[A-Z_]+,/.test(text) ? 'log-forgery' : 'log-forgery-fragment';
    return /FAILED_CONNECT,,,\d+$/.test(text) ? [kind, 'failed-login'] : [kind];
  }
  switch (fields.operation) {
    case 'CONNECT': return ['login'];
    case 'DISCONNECT': return ['disconnect'];
    case 'CHANGEUSER': return fields.retcode ? ['failed-login'] : ['login'];
    case 'FAILED_CONNECT': return origin.labels.includes('tcp-probe') || origin.labels.includes('failed-login') ? origin.labels : ['failed-login'];
    case 'QUERY': {
      if (origin.steps.some(step => typeof step === 'object' && 'dump' in step)) {
        return fields.statement?.includes('SQL_NO_CACHE') ? origin.labels : ['wrapper'];
      }
      const step = origin.steps.flatMap(statements).find(each => typeof each !== 'string' && same(fields.statement ?? '', each.sql));
      return typeof step === 'object' ? step.labels : origin.labels;
    }
    case 'DROP': return ['table-event', 'schema-drop'];
    default: return ['table-event'];
  }
}
