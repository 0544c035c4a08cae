import { auditedTemplate, findingsOf, type Change } from '../audited-template';
import { findingsIn } from '../judged-template';

/** What slips past checks that read templates literally: what is found, and a twin in the same style that is compliant. */
export type Bypass = [title: string, bypass: Change, found: string[], twin: Change];

export const WITH_CONDITION: Change = t => { t.Conditions.Production = { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] }; };

export const PARAMETER = (name: string, definition: object): Change => t => { t.Parameters[name] = { Type: 'String', ...definition }; };

export const MAPPING = (name: string, mapping: object): Change => t => { t.Mappings[name] = mapping; };

/** A parameter that has to be one of these. */
export const CHOICE = (name: string, ...values: string[]): Change => PARAMETER(name, { AllowedValues: values });

export const CONDITION = (name: string, condition: object): Change => t => { t.Conditions[name] = condition; };

export const all = (...changes: Change[]): Change => t => changes.forEach(change => change(t));

const findingsAfter = (change: Change) => {
  const template = auditedTemplate();
  change(template);
  return findingsIn(template);
};

export function describeBypasses(bypasses: readonly Bypass[]): void {
  describe.each([...bypasses])('%s', (_, bypass, found, twin) => {
    test('is found', () => expect(findingsAfter(bypass)).toEqual(found));
    test('has a compliant twin', () => expect(findingsAfter(twin)).toEqual([]));
  });

  // A mutant of what judges templates is found by the templates above, in a tenth of the time.
  if (process.env.STRYKER_MUTATOR_WORKER === undefined) {
    test.each([...bypasses])('%s is found in constructs as well', (_, bypass, found, twin) => {
      expect([bypass, twin].map(change => findingsOf(change))).toEqual([found, []]);
    });
  }
}
