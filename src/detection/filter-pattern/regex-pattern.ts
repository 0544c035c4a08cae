import type { FilterPattern } from './filter-pattern';
import { FilterPatternSyntaxError, invalidTerm } from './filter-pattern-syntax-error';
import { compileRegex } from './regex';
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
  if (scanner.next.kind !== 'end') {
    const { index, text } = scanner.next;
    throw invalidTerm(pattern, index, text, 'a regular expression cannot be combined with anything else');
  }
  const regex = compileRegex(pattern, token.text, token.index);
  return { kind: 'regex', regexCount: 1, matches: message => regex.test(message) };
}
