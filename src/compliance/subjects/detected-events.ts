import { EVENT_KINDS, HARMLESS_RECORDS } from './sample-records';
import { FilterPatternSyntaxError } from '../../detection/filter-pattern/filter-pattern-syntax-error';
import { parseFilterPattern } from '../../detection/filter-pattern/parse-filter-pattern';

const RECORDS = EVENT_KINDS.flatMap(({ records }) => records);

/** What filter patterns look for; clusters often have the same patterns, each is read once. */
export class DetectedEvents {
  private readonly byPattern = new Map<string, ReadonlySet<string>>();

  /** The sample records that a filter of this pattern is there for: none where it selects harmless records as well, or is refused by the service. */
  public of(pattern: string): ReadonlySet<string> {
    let selected = this.byPattern.get(pattern);
    if (selected === undefined) {
      selected = select(pattern);
      this.byPattern.set(pattern, selected);
    }
    return selected;
  }
}

function select(pattern: string): ReadonlySet<string> {
  try {
    const filter = parseFilterPattern(pattern);
    return new Set(HARMLESS_RECORDS.some(record => filter.matches(record)) ? [] : RECORDS.filter(record => filter.matches(record)));
  } catch (error) {
    if (error instanceof FilterPatternSyntaxError) {
      return new Set();
    }
    throw error;
  }
}
