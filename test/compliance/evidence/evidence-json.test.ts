import { readFileSync } from 'fs';
import { join } from 'path';
import Ajv2020 from 'ajv/dist/2020';
import * as fc from 'fast-check';
import { evidence, hostile, outcome } from './outcomes';
import { STATUSES } from '../../../src/compliance/evidence/evidence';
import { evidenceJson } from '../../../src/compliance/evidence/evidence-json';

const SCHEMA = JSON.parse(readFileSync(join(__dirname, '../../../docs/evidence.schema.json'), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strictRequired: false }).compile(SCHEMA);

function valid(json: any): any {
  expect(validate(json) ? [] : validate.errors).toEqual([]);
  return json;
}

const rendered = (...outcomes: Parameters<typeof evidence>) => valid(JSON.parse(evidenceJson(evidence(...outcomes))));

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
  ['another version', json => json.schemaVersion = 2],
])('the schema refuses %s', (_, change) => {
  const json = rendered(outcome('acknowledged'));
  change(json);
  expect(validate(json)).toBe(false);
});
