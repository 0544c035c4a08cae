import { closest } from 'fastest-levenshtein';
import { type Acceptance, namespaced } from './acceptance';
import type { Acceptances } from './acceptances';
import type { Scope } from './scope';
import { sourceOfTrace, type SourceLocation } from '../evidence/source-location';
import { EXCEPTION_RULE } from '../rules/exception-rule';
import type { RuleLevel } from '../rules/rule';
import { ruleId, RULE_IDS } from '../rules/rule-table';

/** An exception or an acknowledgement that accepts nothing. */
export interface UnmatchedException {
  readonly ruleId: string;
  readonly findingId: string;
  readonly level: RuleLevel;
  readonly message: string;
  readonly fix: string;
  /** What it was meant to accept, in the form of the report; every rule where it is absent. */
  readonly id?: string;
  readonly reason: string;
  readonly approvedBy?: string;
  readonly expires?: string;
  /** Where it stands; empty for the app. */
  readonly constructPath: string;
  readonly source?: SourceLocation;
  /** Where somebody accepts that it accepts nothing. */
  readonly acceptance?: Acceptance;
}

const RULE_ID = ruleId(EXCEPTION_RULE);
const FINDING_ID = `${RULE_ID}[unmatched]`;

/** What was accepted at one of the scopes and is not to be found there, or not any more; only where findings were looked for. */
export function unmatchedExceptions<S extends Scope>(
  scopes: readonly S[], acceptances: Acceptances, level: RuleLevel, isLookedAt: (scope: S) => boolean = () => true,
): UnmatchedException[] {
  return scopes.flatMap(scope => acceptances.unmatchedAt(scope).filter(({ id }) => id !== RULE_ID && id !== FINDING_ID && isLookedAt(scope)))
    .map(one => ({ ...unmatched(one, level), acceptance: acceptances.ofThis(one.construct, [FINDING_ID, RULE_ID]) }));
}

function unmatched({ id, reason, approvedBy, expires, construct, trace }: Acceptance, level: RuleLevel): UnmatchedException {
  return {
    ruleId: RULE_ID,
    findingId: FINDING_ID,
    level,
    message: `what is accepted at ${construct.node.path || 'the app'}${id === undefined ? '' : ` as ${id}`} matches nothing: ${whyNothing(id)}`,
    fix: EXCEPTION_RULE.fix,
    ...(id === undefined ? {} : { id: namespaced(id) }),
    reason,
    approvedBy,
    expires,
    constructPath: construct.node.path,
    source: sourceOfTrace(trace),
  };
}

function whyNothing(id = RULE_ID): string {
  const rule = id.replace(/\[.*/, '');
  return RULE_IDS.includes(rule) ? 'there is no such finding' : `there is no rule ${rule}; did you mean ${closest(rule, RULE_IDS)}?`;
}
