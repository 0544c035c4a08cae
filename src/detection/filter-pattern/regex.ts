import { FilterPatternSyntaxError } from './filter-pattern-syntax-error';

/**
 * Steps of a compiled expression; at each character of a hostile record a match can take them all.
 * Repetitions multiply them: `[ab]{1000}` has a thousand. The service's own limit is not documented.
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
  const compiled = compile(expression, ({ message }) => {
    const [, problem = message, fragment = ''] = /regexp: (.*): `([^]*)`$/.exec(message) ?? [];
    const at = fragment === '' ? expression.length : Math.max(0, expression.indexOf(fragment));
    return failed(at, `not a valid regular expression: ${problem}`);
  });
  if (compiled.programSize() > MAX_STEPS) {
    throw failed(0, `its repetitions make ${compiled.programSize()} steps of the regular expression, at most ${MAX_STEPS} are allowed`);
  }
  return compiled;
}

function compile(expression: string, failed: (error: Error) => Error) {
  const { RE2JS } = engine();
  try {
    return RE2JS.compile(expression);
  } catch (error) {
    throw failed(error as Error);
  }
}

/** Loaded when the first regular expression comes, and not by an app that only imports the library. */
function engine(): typeof import('re2js') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('re2js');
}
