import { Token } from 'aws-cdk-lib';
import type { FilterPattern } from './filter-pattern';
import { parseFilterPattern } from './parse-filter-pattern';

/**
 * The terms or the regular expression that a valid pattern consists of; neither where it splits records into fields, or is known at deployment only.
 *
 * Compiles no regular expression, which would take longer than the rest of a synthesis.
 */
export function patternContent(pattern: string): Pick<FilterPattern, 'terms' | 'expression'> {
  if (Token.isUnresolved(pattern)) {
    return {};
  }
  return pattern.startsWith('%') ? { expression: pattern.slice(1, -1) } : parseFilterPattern(pattern);
}
