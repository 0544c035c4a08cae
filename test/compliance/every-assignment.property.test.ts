import * as fc from 'fast-check';
import type { Template } from './audited-template';
import { PARAMETERS, templateOf, variation } from './chosen-template';
import { idsOf } from './judged-template';

/**
 * The verdict on a template with choices is that on each assignment by itself, with all choices substituted: the oracle
 * enumerates them, and an evaluator of its own takes the place of conditions, mappings and parameters.
 */
type Assigned = Record<string, string>;

const ASSIGNMENTS = Object.entries(PARAMETERS).reduce<Assigned[]>(
  (all, [name, values]) => all.flatMap(one => values.map(value => ({ ...one, [name]: value }))), [{}]);

function isTrue(formula: any, { Conditions: conditions }: Template, assigned: Assigned): boolean {
  const [[name, argument]] = Object.entries<any>(formula);
  const value = (raw: any) => raw.Ref ? assigned[raw.Ref] : raw;
  switch (name) {
    case 'Condition': return isTrue(conditions[argument], { Conditions: conditions } as Template, assigned);
    case 'Fn::Not': return !isTrue(argument[0], { Conditions: conditions } as Template, assigned);
    case 'Fn::And': return argument.every((one: unknown) => isTrue(one, { Conditions: conditions } as Template, assigned));
    case 'Fn::Or': return argument.some((one: unknown) => isTrue(one, { Conditions: conditions } as Template, assigned));
    default: return value(argument[0]) === value(argument[1]);
  }
}

const GONE = Symbol('no value');

function substituted(raw: any, template: Template, assigned: Assigned): any {
  if (typeof raw !== 'object' || raw === null) {
    return raw;
  }
  if (raw.Ref === 'AWS::NoValue') {
    return GONE;
  }
  if (raw['Fn::If']) {
    const [name, yes, no] = raw['Fn::If'];
    return substituted(isTrue(template.Conditions[name], template, assigned) ? yes : no, template, assigned);
  }
  if (raw['Fn::FindInMap']) {
    const [name, { Ref: key }, second] = raw['Fn::FindInMap'];
    return template.Mappings[name][assigned[key]][second];
  }
  if (Array.isArray(raw)) {
    return raw.map(one => substituted(one, template, assigned)).filter(one => one !== GONE);
  }
  return Object.fromEntries(Object.entries(raw).map(([key, one]) => [key, substituted(one, template, assigned)]).filter(([, one]) => one !== GONE));
}

function inAssignment(template: Template, assigned: Assigned): object {
  const there = Object.entries(template.Resources)
    .filter(([, { Condition: name }]) => name === undefined || isTrue(template.Conditions[name], template, assigned));
  return { Resources: Object.fromEntries(there.map(([id, { Condition: _, ...resource }]) => [id, substituted(resource, template, assigned)])) };
}

test('the verdict is that on every assignment by itself', () => {
  let compliant = 0;
  fc.assert(fc.property(variation, varied => {
    const template = templateOf(varied);
    const each = [...new Set(ASSIGNMENTS.flatMap(assigned => idsOf(inAssignment(template, assigned))))].sort();
    compliant += each.length === 0 ? 1 : 0;
    expect(idsOf(template)).toEqual(each);
  }), { numRuns: 400 });
  // Otherwise the templates would show one side only.
  expect(compliant).toBeGreaterThan(20);
});
