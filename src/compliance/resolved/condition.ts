import { allOf, anyOf, type Formula, not } from './choice';
import { equality, type IntrinsicScope } from './intrinsics';
import { isMap, type Properties } from './value';

/** What a condition says, by its content; where that cannot be known it is a choice of its own. */
export function conditionFormula(raw: unknown, scope: IntrinsicScope, unknown: () => Formula): Formula {
  if (typeof raw === 'boolean') {
    return raw;
  }
  if (!isMap(raw) || Object.keys(raw).length !== 1) {
    return unknown();
  }
  const [[name, argument]] = Object.entries(raw);
  const parts = () => (argument as unknown[]).map(part => conditionFormula(part, scope, unknown));
  switch (name) {
    case 'Condition':
      return typeof argument === 'string' ? scope.condition(argument) : unknown();
    case 'Fn::Not':
      return Array.isArray(argument) ? not(conditionFormula(argument[0], scope, unknown)) : unknown();
    case 'Fn::And':
      return Array.isArray(argument) ? allOf(parts()) : unknown();
    case 'Fn::Or':
      return Array.isArray(argument) ? anyOf(parts()) : unknown();
    case 'Fn::Equals':
      return Array.isArray(argument) ? equality(argument[0], argument[1], scope) : unknown();
    default:
      return unknown();
  }
}

/** The texts with which conditions compare what they refer to, by its name. */
export function comparisons(conditions: unknown): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const open: unknown[] = [conditions];
  while (open.length > 0) {
    const raw = open.pop();
    if (typeof raw === 'object' && raw !== null) {
      open.push(...Object.values(raw));
      const { 'Fn::Equals': sides } = raw as Properties;
      const [one, other] = Array.isArray(sides) ? sides : [];
      [[one, other], [other, one]].forEach(([reference, text]) => {
        if (isMap(reference) && typeof reference.Ref === 'string' && typeof text === 'string') {
          found.set(reference.Ref, (found.get(reference.Ref) ?? new Set()).add(text));
        }
      });
    }
  }
  return found;
}
