import { findingsOf, type Change } from '../audited-template';

/** What slips past checks that read templates literally: what is found, and a twin in the same style that is compliant. */
export type Bypass = [title: string, bypass: Change, found: string[], twin: Change];

export const WITH_CONDITION: Change = t => { t.Conditions.Production = { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] }; };

export const PARAMETER = (name: string, definition: object): Change => t => { t.Parameters[name] = { Type: 'String', ...definition }; };

export const MAPPING = (name: string, mapping: object): Change => t => { t.Mappings[name] = mapping; };

/** A parameter that has to be one of these. */
export const CHOICE = (name: string, ...values: string[]): Change => PARAMETER(name, { AllowedValues: values });

export const CONDITION = (name: string, condition: object): Change => t => { t.Conditions[name] = condition; };

export const all = (...changes: Change[]): Change => t => changes.forEach(change => change(t));

export function describeBypasses(bypasses: readonly Bypass[]): void {
  describe.each([...bypasses])('%s', (_, bypass, found, twin) => {
    test('is found', () => expect(findingsOf(bypass)).toEqual(found));
    test('has a compliant twin', () => expect(findingsOf(twin)).toEqual([]));
  });
}
