import { invalidPattern } from './filter-pattern-syntax-error';
import { compileRegex } from './regex';
import { QUOTED, REGEX, type Scanner, type Token, type TokenRule } from './scanner';
import { unquoted } from './text-pattern';

const MAX_REGEXES = 2;

const NUMBER: TokenRule = {
  kind: 'number',
  whole: /[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y,
  begun: /[+-]/y,
  allowed: 'a number is an integer or a decimal, with or without a sign and an exponent',
};

const WORD: TokenRule = {
  kind: 'word',
  whole: /[\p{L}\p{M}\p{N}_.*]+/yu,
  begun: /[\p{L}\p{M}\p{N}_.*]+/yu,
  allowed: 'values of other characters than letters, digits, _ . and * need double quotes',
};

const BLANK: TokenRule = { kind: 'blank', whole: /\s+/y, begun: /\s+/y, allowed: '' };

/** Tokens that space-delimited and JSON patterns share. A number comes first: what reads as one is one. */
export const COMPARISON_RULES: readonly TokenRule[] = [NUMBER, WORD, QUOTED, REGEX, BLANK];

const NUMERIC: Record<string, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
};
const OPERATORS = Object.keys(NUMERIC);

/** A test of one value, whether a field of a line or a property of an object. */
export type Comparison = (value: string) => boolean;

/** Reads comparisons such as `= 4*` or `>= 500`, and counts their regular expressions. */
export class ComparisonReader {
  public regexCount = 0;

  public constructor(private readonly scanner: Scanner) {}

  public read(): Comparison {
    const operator = this.scanner.takeIf(...OPERATORS) ?? this.scanner.unexpected(`one of ${OPERATORS.join(' ')} is needed here`);
    const token = this.scanner.take();
    if (token.kind === 'number') {
      return compareNumber(operator.text, Number(token.text));
    }
    if (operator.text !== '=' && operator.text !== '!=') {
      this.scanner.unexpected(`a number follows ${operator.text}`, token);
    }
    const equal = this.equality(token);
    return operator.text === '=' ? equal : value => !equal(value);
  }

  private equality(token: Token): Comparison {
    switch (token.kind) {
      case 'word': return compareText(token.text);
      case 'quoted': return compareText(unquoted(token.text));
      case 'regex': return this.compareRegex(token);
      default: return this.scanner.unexpected('a number, a word, a quoted text or a regular expression is needed here', token);
    }
  }

  private compareRegex(token: Token): Comparison {
    this.regexCount++;
    if (this.regexCount > MAX_REGEXES) {
      throw invalidPattern(this.scanner.pattern, token.index, `at most ${MAX_REGEXES} regular expressions are allowed in a pattern`);
    }
    const regex = compileRegex(this.scanner.pattern, token.text, token.index);
    return value => regex.test(value);
  }
}

function compareNumber(operator: string, literal: number): Comparison {
  return value => {
    const number = numberOf(value);
    return number === undefined ? operator === '!=' : NUMERIC[operator](number, literal);
  };
}

/** No digit can be taken by two repetitions: on a long row of digits that would be slow. */
function numberOf(value: string): number | undefined {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(value) ? Number(value) : undefined;
}

/** `*` stands for any text at the two ends, and for itself between them. */
function compareText(literal: string): Comparison {
  if (/^\*+$/.test(literal)) {
    return () => true;
  }
  const open = literal.startsWith('*');
  const openEnded = literal.endsWith('*');
  const text = literal.slice(open ? 1 : 0, openEnded ? -1 : undefined);
  if (open && openEnded) {
    return value => value.includes(text);
  }
  if (open) {
    return value => value.endsWith(text);
  }
  return openEnded ? value => value.startsWith(text) : value => value === text;
}
