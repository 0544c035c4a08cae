import type { RE2JS } from 're2js';
import { FilterPatternSyntaxError } from './filter-pattern-syntax-error';

/**
 * Steps of a compiled expression, each of which a hostile record can make the match take at each of its characters.
 * Repetitions multiply them: `[ab]{1000}` has a thousand.
 */
const MAX_STEPS = 10_000;

/** A compiled regular expression of a filter pattern: unanchored, `.` does not match a newline, time linear in the record. */
export interface CompiledRegex {
  test(text: string): boolean;
}

/** Compiles `%…%`, which stands at `index` of the pattern. */
export function compileRegex(pattern: string, text: string, index: number): CompiledRegex {
  const expression = text.slice(1, -1);
  const failed = (at: number, reason: string) => new FilterPatternSyntaxError({
    pattern, index: index + 1 + at, reason, awsMessage: 'Failed to compile regular expression.',
  });
  const { RE2JS, RE2JSException } = engine();
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(expression);
  } catch (error) {
    if (error instanceof RE2JSException) {
      const [, problem, fragment] = /regexp: (.*): `([^]*)`$/.exec(error.message) ?? [undefined, error.message, ''];
      throw failed(fragment === '' ? expression.length : Math.max(0, expression.indexOf(fragment)), `not a valid regular expression: ${problem}`);
    }
    throw error;
  }
  if (compiled.programSize() > MAX_STEPS) {
    throw failed(0, `its repetitions make ${compiled.programSize()} steps of the regular expression, at most ${MAX_STEPS} are allowed`);
  }
  return compiled;
}

/** Loaded when the first regular expression comes, and not by an app that only imports the library. */
function engine(): typeof import('re2js') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('re2js');
}
