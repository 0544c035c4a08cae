import type { Case } from '../../lab/case';
import { DISGUISES, type Disguise } from '../../lab/disguises';
import { CASES, SHORT } from '../../lab/statements';
import { corpus } from '../corpus/records';

const HARMLESS = ['benign', 'benign-lookalike'];
const isHarmless = ({ labels }: Case) => labels.every(label => HARMLESS.includes(label));
const traits = (all: readonly Case[]) => [...new Set(all.flatMap(({ labels, flags }) => [labels.join(), ...flags]))].sort();

test('items have names of their own, and none of the recorded corpus', () => {
  const names = CASES.map(({ item }) => item);
  expect(new Set(names).size).toBe(names.length);
  const recorded = new Set(corpus().map(({ item }) => item));
  expect(names.filter(name => recorded.has(name))).toEqual([]);
});

test('there are hundreds of attacks and of harmless statements', () => {
  expect(CASES.filter(each => !isHarmless(each)).length).toBeGreaterThan(700);
  expect(CASES.filter(isHarmless).length).toBeGreaterThan(200);
});

test('the short form shows every set of labels and every disguise', () => {
  expect(traits(SHORT)).toEqual(traits(CASES));
  expect(SHORT.length).toBeLessThan(CASES.length / 5);
});

const GRANT = 'GRANT SELECT ON a.* TO \'Ann  Lee\'@\'%\'';

test.each([
  ['lower', 'grant select on a.* to \'Ann  Lee\'@\'%\''],
  ['mixed', 'gRaNt sElEcT oN a.* tO \'Ann  Lee\'@\'%\''],
  ['inline', 'GRANT/**/SELECT/**/ON/**/a.*/**/TO/**/\'Ann  Lee\'@\'%\''],
  ['exec', '/*!50000 GRANT SELECT ON a.* TO \'Ann  Lee\'@\'%\' */'],
  ['exec-word', '/*!40101 GRANT*/ SELECT ON a.* TO \'Ann  Lee\'@\'%\''],
  ['dash', '-- Metabase:: userID: 7 queryType: native\nGRANT SELECT ON a.* TO \'Ann  Lee\'@\'%\''],
] as const)('the disguise %s changes keywords and space, not names', (name, expected) => {
  expect(DISGUISES[name].apply(GRANT)).toEqual([expected]);
});

test('a dynamic statement is one literal', () => {
  const { apply }: Disguise = DISGUISES.immediate;
  expect(apply(GRANT)).toEqual([{ sql: 'EXECUTE IMMEDIATE \'GRANT SELECT ON a.* TO \'\'Ann  Lee\'\'@\'\'%\'\'\'', labels: ['wrapper'] }]);
});

test('the disguise of a procedure makes the procedure it calls', () => {
  expect(DISGUISES.procedure.setup('DROP TABLE t')).toEqual(['CREATE OR REPLACE PROCEDURE ops.nightly() SQL SECURITY INVOKER BEGIN DROP TABLE t; END']);
  expect(DISGUISES.procedure.apply()).toEqual([{ sql: 'CALL ops.nightly()', labels: ['wrapper'] }]);
});
