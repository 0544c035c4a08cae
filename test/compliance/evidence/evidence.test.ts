import * as fc from 'fast-check';
import { evidence, outcome, REQUIREMENTS } from './outcomes';
import {
  controlsByStatus, countsByStatus, evidenceOf, resourcesByStatus, STATUSES, worstStatus,
} from '../../../src/compliance/evidence/evidence';
import { inNaturalOrder } from '../../../src/compliance/evidence/natural-order';
import type { RuleStatus } from '../../../src/compliance/evidence/rule-outcome';
import { ruleId, RULES } from '../../../src/compliance/rules/rule-table';

const [FIRST, SECOND] = RULES.map(ruleId);

test('outcomes are sorted by resource, rule, finding and place, in whatever order they come', () => {
  const sorted = [
    outcome('compliant', { constructPath: 'A' }),
    outcome('violated', { constructPath: 'B', findingId: `${FIRST}[a]` }),
    outcome('violated', { constructPath: 'B', findingId: `${FIRST}[b]` }),
    outcome('violated', { constructPath: 'B', findingId: `${FIRST}[b]`, locatedAt: 'A' }),
    outcome('violated', { constructPath: 'B', findingId: `${FIRST}[b]`, locatedAt: 'A', propertyPath: 'Properties.Y' }),
    outcome('violated', { constructPath: 'B', findingId: `${FIRST}[b]`, locatedAt: 'A', propertyPath: 'Properties.Y', message: 'x' }),
    outcome('compliant', { constructPath: 'B', ruleId: SECOND, findingId: SECOND }),
  ];
  fc.assert(fc.property(fc.shuffledSubarray(sorted, { minLength: sorted.length }), shuffled => {
    expect(evidence(...shuffled).outcomes).toMatchObject(sorted);
  }));
});

test('databases are in the order in which people count, and what is within a construct follows it', () => {
  const paths = ['App/web', 'App/web/Cluster', 'App/web-1/Cluster', 'App/web-2/Cluster', 'App/web-10/Cluster', 'App-1/web', 'B2', 'B10', 'B010', 'a', 'A'].reverse();
  const { resources } = evidence(...paths.map(constructPath => outcome('compliant', { constructPath })));
  const found = resources.map(({ constructPath }) => constructPath);
  expect(found.filter(path => path.startsWith('App/'))).toEqual(['App/web', 'App/web/Cluster', 'App/web-1/Cluster', 'App/web-2/Cluster', 'App/web-10/Cluster']);
  expect(found.indexOf('B2')).toBeLessThan(found.indexOf('B10'));
});

test('the order of names is one and the same, whatever they are', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'A', 'b', '1', '0', '-', '/', 'ä', '\u00ad') });
  fc.assert(fc.property(name, name, name, (one, other, third) => {
    expect(Math.sign(inNaturalOrder(one, other))).toBe(-Math.sign(inNaturalOrder(other, one)) + 0);
    expect(inNaturalOrder(one, other) === 0).toBe(one === other);
    const [first, second, last] = [one, other, third].sort(inNaturalOrder);
    expect([inNaturalOrder(first, second) <= 0, inNaturalOrder(second, last) <= 0, inNaturalOrder(first, last) <= 0]).toEqual([true, true, true]);
  }));
});

describe('how much is met', () => {
  const of = (...statuses: RuleStatus[]) => ({ 'violated': 0, 'cannot-tell': 0, 'acknowledged': 0, 'compliant': 0, 'not-applicable': 0, ...countBy(statuses) });
  const countBy = (statuses: RuleStatus[]) => Object.fromEntries(statuses.map(status => [status, statuses.filter(one => one === status).length]));

  test('a database counts as its most pressing outcome', () => {
    const { outcomes } = evidence(outcome('compliant'), outcome('violated', { ruleId: SECOND }), outcome('compliant', { constructPath: 'Other' }));
    expect(resourcesByStatus(outcomes)).toEqual(of('violated', 'compliant'));
  });

  test('a control counts as its most pressing outcome', () => {
    const { outcomes } = evidence(outcome('compliant', { controls: ['A', 'B', 'C'] }), outcome('acknowledged', { ruleId: SECOND, controls: ['B', 'C'] }),
      outcome('not-applicable', { ruleId: SECOND, controls: ['C', 'D'] }));
    expect(controlsByStatus(outcomes)).toEqual(of('compliant', 'acknowledged', 'acknowledged', 'not-applicable'));
  });

  test.each<RuleStatus>(['violated', 'acknowledged', 'cannot-tell'])('what follows from something %s is as good as that', status => {
    const { outcomes } = evidence(
      outcome(status, { controls: [] }),
      outcome('not-applicable', { ruleId: SECOND, consequenceOf: [FIRST], controls: ['A'] }),
      outcome('compliant', { constructPath: 'Other', controls: [] }),
      outcome('not-applicable', { constructPath: 'Other', ruleId: SECOND, controls: ['B'] }),
    );
    expect(controlsByStatus(outcomes)).toEqual(of(status, 'not-applicable'));
  });

  test('what follows from a rule that was left out is not applicable', () => {
    const { outcomes } = evidence(outcome('not-applicable', { consequenceOf: [SECOND], controls: ['A'] }));
    expect(controlsByStatus(outcomes)).toEqual(of('not-applicable'));
  });
});

test('a resource has all its outcomes', () => {
  const ofA = [outcome('compliant', { constructPath: 'A' }), outcome('violated', { constructPath: 'A', ruleId: SECOND, findingId: SECOND })];
  expect(evidence(ofA[0], outcome('compliant', { constructPath: 'B', clusterIdentifier: 'b' }), ofA[1]).resources).toMatchObject([
    { constructPath: 'A', outcomes: ofA },
    { constructPath: 'B', clusterIdentifier: 'b', outcomes: [{ status: 'compliant' }] },
  ]);
});

/** Without options for more. */
const ASKED_FOR = RULES.filter(({ isAskedFor }) => isAskedFor?.(REQUIREMENTS) !== false);

test('rules that options ask for are listed where they do', () => {
  const { rules } = evidenceOf([], { ...REQUIREMENTS, requiresArchive: true, requiresReview: true });
  expect(rules.map(({ id }) => id)).toEqual(RULES.map(ruleId));
});

test('every rule is listed, with or without outcomes, in the order of the table', () => {
  const { rules } = evidence(outcome('compliant'));
  expect(rules.map(({ id }) => id)).toEqual(ASKED_FOR.map(ruleId));
  expect(rules.map(({ outcomes }) => outcomes.length)).toEqual(ASKED_FOR.map(rule => ruleId(rule) === FIRST ? 1 : 0));
});

test('a rule that was left out is not listed, nor are controls that it alone serves', () => {
  const { rules, controls } = evidenceOf([], { ...REQUIREMENTS, rulesLeftOut: [FIRST] });
  expect(rules.map(({ id }) => id)).toEqual(ASKED_FOR.slice(1).map(ruleId));
  expect(controls.map(({ id }) => id)).not.toContain('Security Hub RDS.34');
});

test('a control has the rules that serve it and their outcomes', () => {
  const { controls } = evidence(outcome('compliant'), outcome('violated', { ruleId: SECOND, findingId: SECOND, controls: RULES[1].controls }));
  const control = controls.find(({ id }) => id === 'Security Hub RDS.34');
  expect(control?.rules.map(({ id }) => id)).toEqual([FIRST]);
  expect(control?.outcomes).toMatchObject([{ ruleId: FIRST }]);
});

test('controls are in the order in which people count', () => {
  const ids = evidence().controls.map(({ id }) => id);
  expect(ids.indexOf('NIST 800-53 r5 AU-2')).toBeLessThan(ids.indexOf('NIST 800-53 r5 AU-10'));
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(STATUSES.map((status, index) => [status, index] as const))('%s is more pressing than what follows', (status, index) => {
  expect(worstStatus(STATUSES.slice(index).reverse().map(one => outcome(one)))).toBe(status);
  expect(countsByStatus([outcome(status), outcome(status)])).toEqual(
    { 'violated': 0, 'cannot-tell': 0, 'acknowledged': 0, 'compliant': 0, 'not-applicable': 0, [status]: 2 });
});

test('no outcome, no status', () => {
  expect(worstStatus([])).toBeUndefined();
});
