import { closest } from 'fastest-levenshtein';
import type { AuditExceptionOptions } from './audit-exception-options';
import { checkedDay } from './calendar-day';
import { shown } from '../../app/shown';
import { PACK_NAME, RULE_IDS } from '../rules/rule-table';

/** Under which exceptions are kept at the construct. */
export const EXCEPTION_METADATA_TYPE = 'cdk-audited-aurora-mysql:exception';

/** An exception as it is kept. */
export interface RecordedException extends Omit<AuditExceptionOptions, 'rules'> {
  /** Without the name of the pack and the colons; every rule where it is absent. */
  readonly rules?: readonly string[];
}

/**
 * What was accepted, or an error that names the property, what was given and what is allowed.
 *
 * @param place what an error names where there are no options at all
 * @param isKnown whether text is known, and not made at deployment
 */
export function recordedException(place: string, options: AuditExceptionOptions, isKnown: (text: string) => boolean = () => true): RecordedException {
  if (typeof options !== 'object' || options === null) {
    throw new Error(`${place}: must be given options, got: ${shown(options)}`);
  }
  const { rules, reason, approvedBy, expires } = options;
  return {
    ...(rules === undefined ? {} : { rules: checkedIds(rules) }),
    reason: checkedText('reason', 'must say why', reason, isKnown),
    ...(approvedBy === undefined ? {} : { approvedBy: checkedText('approvedBy', 'must name somebody', approvedBy, isKnown) }),
    ...(expires === undefined ? {} : { expires: checkedDay('expires', expires) }),
  };
}

function checkedText(prop: string, wanted: string, text: string, isKnown: (text: string) => boolean): string {
  if (typeof text !== 'string' || text.trim() === '' || !isKnown(text)) {
    throw new Error(`${prop}: ${wanted}, in text that is known at synthesis, got: ${shown(text)}`);
  }
  return text.trim();
}

function checkedIds(ids: readonly string[]): string[] {
  if (!Array.isArray(ids) || ids.length === 0) {
    throw new Error(`rules: must be a list of at least one id, or be left out to accept every finding, got: ${shown(ids)}`);
  }
  return ids.map(given => {
    const id = typeof given === 'string' ? given.replace(`${PACK_NAME}::`, '') : given;
    const [, rule] = /^([^[\]]+)(?:\[[^[\]]+\])?$/.exec(id) ?? [];
    if (!RULE_IDS.includes(rule)) {
      throw new Error(`rules: must hold ids of rules or of their findings, got: ${shown(given)}${typeof id === 'string' ? `; did you mean '${closest(id, RULE_IDS)}'?` : ''}`);
    }
    return id;
  });
}
