import type { RuleDescription } from './rule';
import { EXCEPTIONS_REVIEWED } from '../controls';

/** The one rule that looks at what people have accepted, not at resources. */
export const EXCEPTION_RULE: RuleDescription = {
  id: 'AuditExceptions',
  level: 'warning',
  wants: 'Every exception and every acknowledgement accepts a finding',
  why: 'One that accepts nothing is misspelt, stands in the wrong place or is left over, and would hide what comes later.',
  fix: 'Remove it, or accept what the report shows, at the resource, the cluster or a construct around them.',
  controls: EXCEPTIONS_REVIEWED,
};
