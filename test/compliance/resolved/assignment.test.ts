import { assignment } from '../../../src/compliance/resolved/assignment';
import { and, Choices, type Formula, not, or } from '../../../src/compliance/resolved/choice';

const choices = new Choices();
const STAGE = choices.of('Stage', ['dev', 'test', 'prod']);
const REGION = choices.of('AWS::Region');
const A = choices.either('A');
const B = choices.either('B');
const DEV = STAGE.is('dev');

test.each<[string, Formula, Formula, string | undefined]>([
  ['a value', DEV, true, 'Stage is dev'],
  ['one of the values that are left', not(DEV), true, 'Stage is test'],
  ['a value of many', REGION.is('here'), true, 'AWS::Region is here'],
  ['an empty value', REGION.is(''), true, 'AWS::Region is empty'],
  ['any value but one', not(REGION.is('here')), true, 'AWS::Region is not here'],
  ['any value but some', and(not(REGION.is('here')), not(REGION.is('there'))), true, 'AWS::Region is none of here, there'],
  ['several choices', and(DEV, A), true, 'Stage is dev and A is true'],
  ['what matters beside what is given', and(DEV, A), DEV, 'A is true'],
  ['what matters before what is given', and(DEV, A), A, 'Stage is dev'],
  ['what matters between what is given', and(and(DEV, A), B), and(DEV, B), 'A is true'],
  ['several choices without one that does not matter beside them', and(and(A, B), or(DEV, REGION.is('here'))), true, 'AWS::Region is here and A is true and B is true'],
  ['one of several ways', or(A, B), true, 'A is true'],
  ['one of several ways, where another is closed', or(A, B), not(A), 'A is true'],
  ['all of what never comes together', and(DEV, A), not(A), 'Stage is dev and A is true'],
  ['nothing where it always holds', true, true, undefined],
  ['nothing where it holds with what is given', or(A, DEV), DEV, undefined],
  ['nothing where it is what is given', and(DEV, A), and(A, DEV), undefined],
])('%s', (_, formula, given, expected) => {
  expect(assignment(formula, given)).toBe(expected);
});
