import type { FilterPattern } from './filter-pattern';
import { FilterPatternSyntaxError } from './filter-pattern-syntax-error';
import { parseJsonPattern } from './json-pattern';
import { parseRegexPattern } from './regex-pattern';
import { parseSpaceDelimitedPattern } from './space-delimited-pattern';
import { parseTextPattern } from './text-pattern';

/** The longest pattern that CloudWatch Logs takes, in characters. */
const MAX_LENGTH = 1024;

/** What a pattern begins with decides how it is read. */
const PARSERS: [RegExp, (pattern: string) => FilterPattern][] = [
  [/^%/, parseRegexPattern],
  [/^\s*\[/, parseSpaceDelimitedPattern],
  [/^\s*\{/, parseJsonPattern],
  [/^/, parseTextPattern],
];

/**
 * Reads a filter pattern as the service does.
 *
 * @throws FilterPatternSyntaxError where the service would refuse the pattern
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parseFilterPattern(pattern: string): FilterPattern {
  if (pattern.length > MAX_LENGTH) {
    throw new FilterPatternSyntaxError({
      pattern,
      index: MAX_LENGTH,
      reason: `a filter pattern has at most ${MAX_LENGTH} characters, got: ${pattern.length}`,
      awsMessage: '1 validation error detected: Value at \'filterPattern\' failed to satisfy constraint: '
        + `Member must have length less than or equal to ${MAX_LENGTH}`,
    });
  }
  const [, parse] = PARSERS.find(([beginning]) => beginning.test(pattern))!;
  return parse(pattern);
}
