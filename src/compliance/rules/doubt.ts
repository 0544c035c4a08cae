import { where, type Finding, type Judgement } from './rule';
import { and, butNot, type Formula } from '../resolved/choice';

/** Why what is missed may be there after all, and when. */
export interface Doubt {
  readonly when: Formula;
  readonly finding: Finding;
}

/**
 * Where something is missed: the first doubt that there is in a deployment, and where there is none, what is wrong.
 *
 * @param name of the findings that are doubts
 */
export function unlessInDoubt(missed: Formula, doubts: readonly Doubt[], name: string, wrong: (sure: Formula) => Finding): Judgement {
  let rest = missed;
  const doubtful = doubts.flatMap(({ when, finding }) => {
    const here = and(when, rest);
    rest = butNot(rest, when);
    return where(here, [{ ...finding, name }]);
  });
  return [...doubtful, ...rest === false ? [] : where(rest, [wrong(rest)])];
}
