import type { Scanner } from './scanner';

/** A test of a whole record. */
export type Condition<T> = (subject: T) => boolean;

/** Reads what is joined with `&&` and `||`; `&&` binds first, parentheses before it. */
export function parseCondition<T>(scanner: Scanner, parseAtom: () => Condition<T>): Condition<T> {
  const parseAll = (): Condition<T> => {
    const all = joined(scanner, '&&', () => {
      if (!scanner.takeIf('(')) {
        return parseAtom();
      }
      const inner = parseCondition(scanner, parseAtom);
      scanner.expect(')', 'the parenthesis is not closed');
      return inner;
    });
    return subject => all.every(condition => condition(subject));
  };
  const any = joined(scanner, '||', parseAll);
  return subject => any.some(condition => condition(subject));
}

function joined<T>(scanner: Scanner, operator: string, parseOne: () => Condition<T>): Condition<T>[] {
  const conditions = [parseOne()];
  while (scanner.takeIf(operator)) {
    conditions.push(parseOne());
  }
  return conditions;
}
