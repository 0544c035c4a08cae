import { FilterPatternSyntaxError } from '../../../src/detection/filter-pattern/filter-pattern-syntax-error';
import { parseFilterPattern } from '../../../src/detection/filter-pattern/parse-filter-pattern';

/** What TestMetricFilter would answer: the messages that are selected, or its error. */
export function answer(pattern: string, messages: readonly string[]): string[] | string {
  const parsed = parsedOrRefused(pattern);
  return parsed instanceof FilterPatternSyntaxError ? parsed.awsMessage : messages.filter(message => parsed.matches(message));
}

/** The error of a pattern that is refused. */
export function refusal(pattern: string): FilterPatternSyntaxError {
  const parsed = parsedOrRefused(pattern);
  if (!(parsed instanceof FilterPatternSyntaxError)) {
    throw new Error(`${pattern} is accepted`);
  }
  return parsed;
}

function parsedOrRefused(pattern: string) {
  try {
    return parseFilterPattern(pattern);
  } catch (error) {
    if (error instanceof FilterPatternSyntaxError) {
      return error;
    }
    throw error;
  }
}
