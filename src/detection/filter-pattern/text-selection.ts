import { Token } from 'aws-cdk-lib';
import type { TextSelection } from './filter-pattern';
import { parseFilterPattern } from './parse-filter-pattern';

/**
 * What a valid pattern selects; absent where it splits records into fields, or is known at deployment only.
 *
 * Compiles no regular expression: that takes longer than all the rest of a synthesis.
 */
export function textSelection(pattern: string): TextSelection | undefined {
  if (Token.isUnresolved(pattern)) {
    return undefined;
  }
  return pattern.startsWith('%') ? { regex: pattern.slice(1, -1), anyOf: [], allOf: [], noneOf: [] } : parseFilterPattern(pattern).selection;
}
