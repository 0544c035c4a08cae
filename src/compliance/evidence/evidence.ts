import type { RuleOutcome, RuleStatus } from './rule-outcome';
import type { Rule, RuleSettings } from '../rules/rule';
import { ruleId, RULES } from '../rules/rule-table';

/** Every status, the most pressing first. */
export const STATUSES: readonly RuleStatus[] = ['violated', 'cannot-tell', 'acknowledged', 'compliant', 'not-applicable'];

/** What the clusters were held against. */
export interface Requirements extends RuleSettings {
  readonly rulesLeftOut: readonly string[];
}

/** A resource with what was found about it. */
export interface ResourceEvidence extends Pick<RuleOutcome, 'constructPath' | 'stackName' | 'logicalId' | 'resourceType' | 'clusterIdentifier'> {
  readonly outcomes: readonly RuleOutcome[];
}

export interface RuleEvidence extends Pick<Rule, 'level' | 'wants' | 'why' | 'fix' | 'controls'> {
  readonly id: string;
  readonly outcomes: readonly RuleOutcome[];
}

export interface ControlEvidence {
  readonly id: string;
  readonly rules: readonly RuleEvidence[];
  readonly outcomes: readonly RuleOutcome[];
}

/** What every form of the evidence says: in an order that does not depend on the program that was judged. */
export interface Evidence {
  readonly requirements: Requirements;
  readonly outcomes: readonly RuleOutcome[];
  readonly resources: readonly ResourceEvidence[];
  /** The rules that were applied, whether they found something to judge or not. */
  readonly rules: readonly RuleEvidence[];
  readonly controls: readonly ControlEvidence[];
}

export function evidenceOf(outcomes: readonly RuleOutcome[], requirements: Requirements): Evidence {
  const sorted = [...outcomes].sort(byPlace);
  const byRule = groupedBy(sorted, outcome => outcome.ruleId);
  const rules = RULES.map(rule => ({ ...rule, id: ruleId(rule) })).filter(({ id }) => !requirements.rulesLeftOut.includes(id))
    .map(({ id, level, wants, why, fix, controls }) => ({ id, level, wants, why, fix, controls, outcomes: byRule.get(id) ?? [] }));
  return {
    requirements,
    outcomes: sorted,
    resources: [...groupedBy(sorted, ({ constructPath }) => constructPath).values()].map(toResource),
    rules,
    controls: [...new Set(rules.flatMap(({ controls }) => controls))].sort(NATURAL_ORDER.compare).map(id => {
      const serving = rules.filter(({ controls }) => controls.includes(id));
      return { id, rules: serving, outcomes: sorted.filter(outcome => outcome.controls.includes(id)) };
    }),
  };
}

/** How many outcomes there are of each status. */
export function countsByStatus(outcomes: readonly RuleOutcome[]): Record<RuleStatus, number> {
  const counts = { 'violated': 0, 'cannot-tell': 0, 'acknowledged': 0, 'compliant': 0, 'not-applicable': 0 };
  outcomes.forEach(({ status }) => counts[status]++);
  return counts;
}

/** The most pressing status of several outcomes. */
export function worstStatus(outcomes: readonly RuleOutcome[]): RuleStatus | undefined {
  return STATUSES.find(status => outcomes.some(outcome => outcome.status === status));
}

/** Groups in the order of their first members. */
export function groupedBy<T, K>(all: readonly T[], key: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    group ? group.push(one) : groups.set(key(one), [one]);
  }
  return groups;
}

function toResource(outcomes: readonly RuleOutcome[]): ResourceEvidence {
  const [{ constructPath, stackName, logicalId, resourceType, clusterIdentifier }] = outcomes;
  return { constructPath, stackName, logicalId, resourceType, clusterIdentifier, outcomes };
}

/** AU-2 before AU-10. */
const NATURAL_ORDER = new Intl.Collator('en', { numeric: true });

const RULE_ORDER = new Map(RULES.map((rule, index) => [ruleId(rule), index]));

function byPlace(one: RuleOutcome, other: RuleOutcome): number {
  return compare(one.constructPath, other.constructPath)
    || RULE_ORDER.get(one.ruleId)! - RULE_ORDER.get(other.ruleId)!
    || compare(one.findingId, other.findingId)
    || compare(one.locatedAt, other.locatedAt)
    || compare(one.propertyPath, other.propertyPath)
    || compare(one.message, other.message);
}

function compare(one = '', other = ''): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
