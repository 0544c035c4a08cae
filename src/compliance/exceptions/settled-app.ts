import { Acceptances, type Settled } from './acceptances';
import { today, type CalendarDay } from './calendar-day';
import type { Scope } from './scope';
import { type UnmatchedException, unmatchedExceptions } from './unmatched';
import { isOpen, type RuleOutcome } from '../evidence/rule-outcome';
import type { IsJudged } from '../judge';
import { judgeApp, type Judging, type PlacedApp } from '../judge-app';
import { EXCEPTION_RULE } from '../rules/exception-rule';
import { ruleId } from '../rules/rule-table';

/** What was found in an app, with what was decided about it. */
export interface SettledApp {
  readonly settled: readonly Settled[];
  readonly unmatched: readonly UnmatchedException[];
}

/** What of an app is judged, and on which day. */
export interface Settling<S extends Scope> {
  readonly isJudged: IsJudged;
  readonly judging: Judging;
  /** Today, if it is not given. */
  readonly evaluationDate?: CalendarDay;
  /** Where something may be accepted. */
  readonly scopes: readonly S[];
  /** Whether all was judged that could be accepted there. */
  readonly isLookedAt?: (scope: S) => boolean;
}

/** Judges first and looks for exceptions then: what follows from an accepted finding does not come up in its stead. */
export function settledApp<S extends Scope>(app: PlacedApp, { isJudged, judging, evaluationDate, scopes, isLookedAt }: Settling<S>): SettledApp {
  const acceptances = new Acceptances(evaluationDate ?? today());
  const settled = judgeApp(app, isJudged, judging).map(judged => acceptances.settle(judged));
  const id = ruleId(EXCEPTION_RULE);
  const level = judging.levels.has(id) ? judging.levels.get(id) : EXCEPTION_RULE.level;
  return { settled, unmatched: level === undefined ? [] : unmatchedExceptions(scopes, acceptances, level, isLookedAt) };
}

/** Whether nothing was found that nobody has accepted and that is an error. */
export function isCompliant(outcomes: readonly Pick<RuleOutcome, 'status' | 'level'>[], unmatched: readonly UnmatchedException[]): boolean {
  return !outcomes.some(outcome => isOpen(outcome) && outcome.level === 'error')
    && !unmatched.some(({ level, acceptance }) => level === 'error' && acceptance === undefined);
}
