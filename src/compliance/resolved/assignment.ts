import { and, butNot, type Choice, type Formula } from './choice';

/** One choice made: a value, or any but some. */
interface Made {
  readonly formula: Formula;
  readonly described: string;
}

/**
 * The choices of a deployment in which `formula` holds, as a person reads them; nothing where it holds wherever `given` does.
 *
 * Only choices that matter are named: without any of them it might not hold.
 */
export function assignment(formula: Formula, given: Formula): string | undefined {
  if (butNot(given, formula) === false) {
    return undefined;
  }
  let made = path(formula);
  for (const one of [...made]) {
    const others = made.filter(another => another !== one);
    const held = others.reduce((all, { formula: holds }) => and(all, holds), given);
    if (held !== false && butNot(held, formula) === false) {
      made = others;
    }
  }
  return made.map(({ described }) => described).join(' and ') || undefined;
}

/** A way through the decisions to where the formula holds. */
function path(formula: Formula): Made[] {
  const made: Made[] = [];
  let current = formula;
  while (typeof current !== 'boolean') {
    const { choice, branches, otherwise } = current;
    const [value, next] = [...branches].find(([, branch]) => branch !== false) ?? [undefined, otherwise];
    const unnamed = choice.domain?.find(one => !branches.has(one));
    made.push(value === undefined && unnamed === undefined ? other(choice, [...branches.keys()]) : named(choice, value ?? unnamed!));
    current = next;
  }
  return made;
}

function named(choice: Choice, value: string): Made {
  return { formula: choice.is(value), described: `${choice.label} is ${value === '' ? 'empty' : value}` };
}

function other(choice: Choice, values: readonly string[]): Made {
  return {
    formula: choice.decide(values, value => value === undefined),
    described: `${choice.label} is ${values.length === 1 ? `not ${values[0]}` : `none of ${values.join(', ')}`}`,
  };
}
