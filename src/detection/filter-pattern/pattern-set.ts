/* eslint-disable no-bitwise -- the sets of owners are the bits of a number */
import { type Clue, ClueAutomaton, MAX_OWNERS } from './clue-automaton';
import type { FilterPattern } from './filter-pattern';

/** Some of the patterns, as many as one automaton tells apart. */
interface Part {
  readonly first: number;
  readonly automaton: ClueAutomaton;
}

/** Many filter patterns that are asked of each record: one pass over the record tells which of them can select it. */
export class PatternSet {
  private readonly parts: readonly Part[];
  private readonly withoutClues: readonly number[];

  public constructor(private readonly patterns: readonly FilterPattern[]) {
    this.parts = Array.from({ length: Math.ceil(patterns.length / MAX_OWNERS) }, (_, index) => index * MAX_OWNERS)
      .map(first => ({ first, automaton: new ClueAutomaton(patterns.slice(first, first + MAX_OWNERS).map(cluesOf)) }));
    this.withoutClues = [...patterns.keys()].filter(index => patterns[index].clues === undefined);
  }

  /** The indexes of the patterns that select the record, in no order. */
  public matching(message: string): number[] {
    const selected = this.withoutClues.filter(index => this.patterns[index].matches(message));
    for (const { first, automaton } of this.parts) {
      for (let owners = automaton.scan(message); owners !== 0; owners &= owners - 1) {
        const index = first + 31 - Math.clz32(owners & -owners);
        if (this.patterns[index].cluesAreEnough || this.patterns[index].matches(message)) {
          selected.push(index);
        }
      }
    }
    return selected;
  }
}

function cluesOf({ clues = [], lateClues = [] }: FilterPattern): Clue[] {
  return [...clues.map(text => ({ text, isLate: false })), ...lateClues.map(text => ({ text, isLate: true }))];
}
