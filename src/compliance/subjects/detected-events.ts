import { EVENT_KINDS, type EventKind, HARMLESS_RECORDS } from './sample-records';
import { FilterPatternSyntaxError } from '../../detection/filter-pattern/filter-pattern-syntax-error';
import { parseFilterPattern } from '../../detection/filter-pattern/parse-filter-pattern';

const RECORDS = EVENT_KINDS.flatMap(({ records }) => records);

/** What a filter pattern looks for. */
export interface Detected {
  /** The sample records that the filter is there for: none where it selects harmless records as well. */
  readonly records: ReadonlySet<string>;
  /** The kinds of which it selects every sample record. */
  readonly kinds: ReadonlySet<EventKind>;
  /** Why CloudWatch Logs refuses the pattern, if it does. */
  readonly refused?: string;
}

/** What filter patterns look for; clusters often have the same patterns, each is read once. */
export class DetectedEvents {
  private readonly byPattern = new Map<string, Detected>();

  public of(pattern: string): Detected {
    let detected = this.byPattern.get(pattern);
    if (detected === undefined) {
      detected = detect(pattern);
      this.byPattern.set(pattern, detected);
    }
    return detected;
  }
}

function detect(pattern: string): Detected {
  try {
    const filter = parseFilterPattern(pattern);
    const records = new Set(HARMLESS_RECORDS.some(record => filter.matches(record)) ? [] : RECORDS.filter(record => filter.matches(record)));
    return { records, kinds: new Set(EVENT_KINDS.filter(kind => kind.records.every(record => records.has(record)))) };
  } catch (error) {
    if (error instanceof FilterPatternSyntaxError) {
      return { records: new Set(), kinds: new Set(), refused: error.message };
    }
    throw error;
  }
}
