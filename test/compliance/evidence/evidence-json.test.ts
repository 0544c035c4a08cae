import { readFileSync } from 'fs';
import { join } from 'path';
import Ajv2020 from 'ajv/dist/2020';
import * as fc from 'fast-check';
import { evidence, hostile, outcome, REQUIREMENTS, unmatchedException } from './outcomes';
import { type Evidence, evidenceOf, STATUSES } from '../../../src/compliance/evidence/evidence';
import { evidenceJson } from '../../../src/compliance/evidence/evidence-json';
import { ruleId, RULES } from '../../../src/compliance/rules/rule-table';

const SCHEMA = JSON.parse(readFileSync(join(__dirname, '../../../docs/evidence.schema.json'), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strictRequired: false }).compile(SCHEMA);

function valid(json: any): any {
  expect(validate(json) ? [] : validate.errors).toEqual([]);
  return json;
}

const renderedOf = (given: Evidence) => valid(JSON.parse(evidenceJson(given)));
const rendered = (...outcomes: Parameters<typeof evidence>) => renderedOf(evidence(...outcomes));

test.each(STATUSES)('an outcome that is %s is as the schema has it', status => {
  const { resources: [{ outcomes: [found], statuses }], summary } = rendered(outcome(status));
  expect(found.status).toBe(status);
  expect(statuses[status]).toBe(1);
  expect(summary).toEqual({ resources: 1, statuses });
});

test('an app without databases is as the schema has it', () => {
  expect(rendered()).toMatchObject({ schemaVersion: 1, $schema: SCHEMA.$id, summary: { resources: 0 }, resources: [] });
});

test('outcomes are counted by rule and by control', () => {
  const { rules, controls } = rendered(outcome('violated'), outcome('compliant', { constructPath: 'Other' }));
  const counts = { 'violated': 1, 'cannot-tell': 0, 'acknowledged': 0, 'compliant': 1, 'not-applicable': 0 };
  expect(rules[0]).toMatchObject({ id: 'AuroraMysqlAudit-AuditLogExport', statuses: counts });
  expect(controls.find(({ id }: any) => id === 'Security Hub RDS.34')).toEqual(
    { id: 'Security Hub RDS.34', rules: ['AuroraMysqlAudit-AuditLogExport'], statuses: counts, resources: counts });
});

test('what was required is said', () => {
  expect(rendered().requirements).toEqual(
    { requiredEvents: ['CONNECT', 'QUERY'], requiredRetentionDays: 365, allowedExcludedUsers: ['rdsadmin'], rulesLeftOut: [] });
});

test('what the evidence is of is said, as far as the caller says it', () => {
  const details = { title: 'Orders', environment: 'production', commit: '9f2c1d4', approver: 'Ana', date: '2027-01-31' };
  expect(renderedOf(evidenceOf([], REQUIREMENTS, details)).details).toEqual(details);
  expect(renderedOf(evidenceOf([], REQUIREMENTS, { date: '2027-01-31' })).details).toEqual({ date: '2027-01-31' });
  expect(rendered()).not.toHaveProperty('details');
});

test('a resource says how many controls it meets', () => {
  const { resources: [{ controls }] } = rendered(outcome('violated', { controls: ['A'] }), outcome('compliant', { controls: ['A', 'B', 'C'] }));
  expect(controls).toMatchObject({ violated: 1, compliant: 2 });
});

test('an outcome says on which line it is, and its acknowledgement who gave it, until when and on which line', () => {
  const source = { file: 'lib/stack.ts', line: 12 };
  const acknowledgement = { id: 'x', reason: 'accepted', constructPath: '', approvedBy: 'Ana', expires: '2027-06-30', source };
  expect(rendered(outcome('acknowledged', { source, acknowledgement })).resources[0].outcomes[0]).toMatchObject({ source, acknowledgement });
});

test('what follows from a finding names its rule', () => {
  const [cause, consequence] = RULES.map(ruleId);
  const { resources: [{ outcomes }] } = rendered(outcome('violated'), outcome('not-applicable', { ruleId: consequence, findingId: consequence, consequenceOf: [cause] }));
  expect(outcomes.map(({ consequenceOf }: any) => consequenceOf)).toEqual([undefined, [cause]]);
});

test('exceptions that accept nothing are told', () => {
  const source = { file: 'lib/stack.ts', line: 12 };
  const { unmatchedExceptions } = renderedOf(evidenceOf([], REQUIREMENTS, {}, [
    unmatchedException('b', { constructPath: 'web-10', id: undefined, acceptance: { reason: 'shared', construct: undefined as never } }),
    unmatchedException('a', { constructPath: 'web-2', approvedBy: 'Ana', expires: '2027-06-30', source }),
  ]));
  expect(unmatchedExceptions).toEqual([
    { id: 'a', level: 'warning', message: 'a', reason: 'a', approvedBy: 'Ana', expires: '2027-06-30', constructPath: 'web-2', source, isAccepted: false },
    { level: 'warning', message: 'b', reason: 'b', constructPath: 'web-10', isAccepted: true },
  ]);
});

test('every text survives', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), text => {
    const { resources: [{ constructPath, outcomes: [{ message, acknowledgement }] }] } = rendered(hostile(text));
    expect([constructPath, message, acknowledgement.reason]).toEqual([text, text, text]);
  }));
});

test.each<[string, (json: any) => void]>([
  ['an acknowledged outcome without acknowledgement', json => delete json.resources[0].outcomes[0].acknowledgement],
  ['an unknown status', json => json.resources[0].outcomes[0].status = 'fine'],
  ['a field that nobody documented', json => json.resources[0].when = 'now'],
  ['a day that is none', json => json.details = { date: 'today' }],
  ['another version', json => json.schemaVersion = 2],
])('the schema refuses %s', (_, change) => {
  const json = rendered(outcome('acknowledged'));
  change(json);
  expect(validate(json)).toBe(false);
});
