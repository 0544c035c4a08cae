import type { EvidenceDetails } from './evidence-details';
import { inNaturalOrder } from './natural-order';
import type { RuleOutcome, RuleStatus } from './rule-outcome';
import type { UnmatchedException } from '../exceptions/unmatched';
import type { RuleDescription, RuleSettings } from '../rules/rule';
import { ruleId, RULES } from '../rules/rule-table';

/** Every status, the most pressing first. */
export const STATUSES: readonly RuleStatus[] = ['violated', 'cannot-tell', 'acknowledged', 'compliant', 'not-applicable'];

/** What the clusters were held against. */
export interface Requirements extends RuleSettings {
  readonly rulesLeftOut: readonly string[];
}

/** An outcome with what it means for the control: what follows from a finding is as good as the finding. */
export interface EvidenceOutcome extends RuleOutcome {
  readonly standing: RuleStatus;
}

/** A resource with what was found about it. */
export interface ResourceEvidence extends Pick<RuleOutcome, 'constructPath' | 'stackName' | 'logicalId' | 'resourceType' | 'clusterIdentifier' | 'archives' | 'reviews'> {
  readonly outcomes: readonly EvidenceOutcome[];
}

export interface RuleEvidence extends Pick<RuleDescription, 'level' | 'wants' | 'why' | 'fix' | 'controls'> {
  readonly id: string;
  readonly outcomes: readonly EvidenceOutcome[];
}

export interface ControlEvidence {
  readonly id: string;
  readonly rules: readonly RuleEvidence[];
  readonly outcomes: readonly EvidenceOutcome[];
}

/** What every form of the evidence says: in an order that does not depend on the program that was judged. */
export interface Evidence {
  readonly details: EvidenceDetails;
  readonly requirements: Requirements;
  readonly outcomes: readonly EvidenceOutcome[];
  readonly resources: readonly ResourceEvidence[];
  /** The rules that were applied, whether they found something to judge or not. */
  readonly rules: readonly RuleEvidence[];
  readonly controls: readonly ControlEvidence[];
  /** What was accepted without there being anything to accept. */
  readonly unmatched: readonly UnmatchedException[];
}

export function evidenceOf(
  outcomes: readonly RuleOutcome[], requirements: Requirements, details: EvidenceDetails = {}, unmatched: readonly UnmatchedException[] = [],
): Evidence {
  const sorted = withStandings(inOrder(outcomes));
  const byRule = groupedBy(sorted, outcome => outcome.ruleId);
  const rules = RULES.filter(({ isAskedFor }) => isAskedFor?.(requirements) !== false)
    .map(rule => ({ ...rule, id: ruleId(rule) })).filter(({ id }) => !requirements.rulesLeftOut.includes(id))
    .map(({ id, level, wants, why, fix, controls }) => ({ id, level, wants, why, fix, controls, outcomes: byRule.get(id) ?? [] }));
  return {
    details,
    requirements,
    outcomes: sorted,
    resources: [...groupedBy(sorted, ({ constructPath }) => constructPath).values()].map(toResource),
    rules,
    controls: [...new Set(rules.flatMap(({ controls }) => controls))].sort(inNaturalOrder).map(id => {
      const serving = rules.filter(({ controls }) => controls.includes(id));
      return { id, rules: serving, outcomes: sorted.filter(outcome => outcome.controls.includes(id)) };
    }),
    unmatched: [...unmatched].sort((one, other) => inNaturalOrder(one.constructPath, other.constructPath) || inNaturalOrder(one.id, other.id)),
  };
}

/** How many outcomes there are of each status. */
export function countsByStatus(outcomes: readonly Pick<RuleOutcome, 'status'>[]): Record<RuleStatus, number> {
  const counts = { 'violated': 0, 'cannot-tell': 0, 'acknowledged': 0, 'compliant': 0, 'not-applicable': 0 };
  outcomes.forEach(({ status }) => counts[status]++);
  return counts;
}

/** The most pressing status of several outcomes. */
export function worstStatus(outcomes: readonly Pick<RuleOutcome, 'status'>[]): RuleStatus | undefined {
  return STATUSES.find(status => outcomes.some(outcome => outcome.status === status));
}

/** How many resources there are of each status, when each counts as its most pressing outcome. */
export function resourcesByStatus(outcomes: readonly EvidenceOutcome[]): Record<RuleStatus, number> {
  return countedByWorst(groupedBy(outcomes, ({ constructPath }) => constructPath).values());
}

/** How many controls there are of each status, when each counts as its most pressing outcome. */
export function controlsByStatus(outcomes: readonly EvidenceOutcome[]): Record<RuleStatus, number> {
  const byControl = groupedBy(outcomes.flatMap(outcome => outcome.controls.map(control => ({ control, outcome }))), ({ control }) => control);
  return countedByWorst([...byControl.values()].map(group => group.map(({ outcome }) => outcome)));
}

/** How several outcomes stand together. */
export function standingTogether(outcomes: readonly EvidenceOutcome[]): RuleStatus {
  return worstStatus(outcomes.map(({ standing }) => ({ status: standing }))) ?? 'not-applicable';
}

function countedByWorst(groups: Iterable<readonly EvidenceOutcome[]>): Record<RuleStatus, number> {
  return countsByStatus([...groups].map(group => ({ status: standingTogether(group) })));
}

function withStandings(outcomes: readonly RuleOutcome[]): EvidenceOutcome[] {
  const key = (constructPath: string, id: string) => `${id} ${constructPath}`;
  const causes = groupedBy(outcomes, ({ constructPath, ruleId: id }) => key(constructPath, id));
  return outcomes.map(outcome => {
    const { status, consequenceOf = [], constructPath } = outcome;
    return { ...outcome, standing: worstStatus(consequenceOf.flatMap(id => causes.get(key(constructPath, id)) ?? [])) ?? status };
  });
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

function toResource(outcomes: readonly EvidenceOutcome[]): ResourceEvidence {
  const [{ constructPath, stackName, logicalId, resourceType, clusterIdentifier, archives, reviews }] = outcomes;
  return { constructPath, stackName, logicalId, resourceType, clusterIdentifier, archives, reviews, outcomes };
}

const RULE_ORDER = new Map(RULES.map((rule, index) => [ruleId(rule), index]));

/** By resource, rule, finding and place. */
function inOrder(outcomes: readonly RuleOutcome[]): RuleOutcome[] {
  // There are many outcomes of each resource: the order of resources is found once.
  const places = new Map([...new Set(outcomes.map(({ constructPath }) => constructPath))].sort(inNaturalOrder).map((path, index) => [path, index]));
  return [...outcomes].sort((one, other) => places.get(one.constructPath)! - places.get(other.constructPath)!
    || RULE_ORDER.get(one.ruleId)! - RULE_ORDER.get(other.ruleId)!
    || inNaturalOrder(one.findingId, other.findingId)
    || inNaturalOrder(one.locatedAt, other.locatedAt)
    || inNaturalOrder(one.propertyPath, other.propertyPath)
    || inNaturalOrder(one.message, other.message));
}
