import type { FilterPattern } from './filter-pattern';
import { FilterPatternSyntaxError } from './filter-pattern-syntax-error';
import { compileRegex } from './regex';
import { regexClues } from './regex-clues';
import { REGEX, Scanner } from './scanner';

/** One regular expression between two `%`, and nothing else. */
export function parseRegexPattern(pattern: string): FilterPattern {
  if (!pattern.endsWith('%')) {
    throw new FilterPatternSyntaxError({
      pattern,
      index: pattern.length,
      reason: 'a pattern that starts with % is a regular expression and ends with %',
      awsMessage: 'If a filter pattern starts with \'%\' it must end with \'%\'',
    });
  }
  const scanner = new Scanner(pattern, [REGEX]);
  const token = scanner.take();
  scanner.expectEnd('a regular expression stands alone');
  const regex = compileRegex(pattern, token.text, token.index);
  const expression = token.text.slice(1, -1);
  return { kind: 'regex', regexCount: 1, uncertainTerms: [], expression, clues: regexClues(expression), matches: message => regex.test(message) };
}
