import * as fc from 'fast-check';
import { evidence, outcome, REQUIREMENTS } from './outcomes';
import { countsByStatus, evidenceOf, STATUSES, worstStatus } from '../../../src/compliance/evidence/evidence';
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
    expect(evidence(...shuffled).outcomes).toEqual(sorted);
  }));
});

test('a resource has all its outcomes', () => {
  const ofA = [outcome('compliant', { constructPath: 'A' }), outcome('violated', { constructPath: 'A', ruleId: SECOND, findingId: SECOND })];
  expect(evidence(ofA[0], outcome('compliant', { constructPath: 'B', clusterIdentifier: 'b' }), ofA[1]).resources).toMatchObject([
    { constructPath: 'A', outcomes: ofA },
    { constructPath: 'B', clusterIdentifier: 'b', outcomes: [{ status: 'compliant' }] },
  ]);
});

test('every rule is listed, with or without outcomes, in the order of the table', () => {
  const { rules } = evidence(outcome('compliant'));
  expect(rules.map(({ id }) => id)).toEqual(RULES.map(ruleId));
  expect(rules.map(({ outcomes }) => outcomes.length)).toEqual(RULES.map(rule => ruleId(rule) === FIRST ? 1 : 0));
});

test('a rule that was left out is not listed, nor are controls that it alone serves', () => {
  const { rules, controls } = evidenceOf([], { ...REQUIREMENTS, rulesLeftOut: [FIRST] });
  expect(rules.map(({ id }) => id)).toEqual(RULES.slice(1).map(ruleId));
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
