import { COMPARISON_RULES, ComparisonReader } from './comparison';
import { type Condition, parseCondition } from './condition';
import type { FilterPattern } from './filter-pattern';
import { FilterPatternSyntaxError, invalidTerm } from './filter-pattern-syntax-error';
import { Scanner, type Token, type TokenRule } from './scanner';
import { splitFields } from './space-delimited-fields';

const SIGN: TokenRule = {
  kind: 'sign',
  whole: /\.{3}|&&|\|\||[!<>]=|[=<>()[\],]/y,
  begun: /[&|!]/y,
  allowed: 'fields are joined with commas, conditions with && and ||, and compared with = != < > <= >=',
};

const ELLIPSIS = '...';

/** One field between two commas. */
interface Field {
  /** What it is called; blank ones and the ellipsis are not called anything. */
  readonly name?: string;
  readonly ellipsis: boolean;
  readonly condition: Condition<string>;
}

const BLANK_FIELD: Field = { ellipsis: false, condition: () => true };

/**
 * Fields of a line that is divided by white space. Without an ellipsis the last field takes the rest of the line;
 * with one, the fields after it are counted from the end.
 */
export function parseSpaceDelimitedPattern(pattern: string): FilterPattern {
  const scanner = new Scanner(pattern, [SIGN, ...COMPARISON_RULES]);
  const comparisons = new ComparisonReader(scanner);
  const fields = parseFields(scanner, comparisons);
  const ellipsis = fields.findIndex(field => field.ellipsis);
  return {
    kind: 'space-delimited',
    uncertainTerms: [],
    regexCount: comparisons.regexCount,
    matches: ellipsis < 0
      ? message => allHold(fields, splitFields(message, fields.length))
      : message => {
        const values = splitFields(message);
        const [first, last] = [fields.slice(0, ellipsis), fields.slice(ellipsis + 1)];
        return values.length >= first.length + last.length
          && allHold(first, values.slice(0, first.length))
          && allHold(last, values.slice(values.length - last.length));
      },
  };
}

function allHold(fields: readonly Field[], values: readonly string[]): boolean {
  return fields.length === values.length && fields.every((field, index) => field.condition(values[index]));
}

function parseFields(scanner: Scanner, comparisons: ComparisonReader): Field[] {
  scanner.expect('[', 'a space-delimited pattern starts with [');
  const fields: Field[] = [];
  do {
    const { next } = scanner;
    const field = parseField(scanner, comparisons);
    const name = field.ellipsis ? ELLIPSIS : field.name;
    if (fields.some(other => other.ellipsis && field.ellipsis || field.name !== undefined && other.name === field.name)) {
      throw new FilterPatternSyntaxError({
        pattern: scanner.pattern,
        index: next.index,
        reason: `${name} is there twice: each field has a name of its own, and ${ELLIPSIS} stands once`,
        awsMessage: `Duplicate field '${name}'`,
      });
    }
    fields.push(field);
  } while (scanner.takeIf(','));
  scanner.expect(']', 'fields are divided by commas, and ] closes the pattern');
  scanner.expectEnd('nothing follows the closing ]');
  return fields;
}

function parseField(scanner: Scanner, comparisons: ComparisonReader): Field {
  if (scanner.isAt(',', ']')) {
    return BLANK_FIELD;
  }
  if (scanner.takeIf(ELLIPSIS)) {
    return { ...BLANK_FIELD, ellipsis: true };
  }
  let first: Token | undefined;
  const condition = parseCondition<string>(scanner, () => {
    const variable = parseName(scanner);
    if (first && first.text !== variable.text) {
      throw new FilterPatternSyntaxError({
        pattern: scanner.pattern,
        index: variable.index,
        reason: `the conditions of one field are about that field, ${first.text}: those on ${variable.text} stand at ${variable.text}`,
        awsMessage: `Multiple variables used in a single filter. Var1 : ${first.text}, Var2 : ${variable.text}`,
      });
    }
    const isNameOnly = !first && scanner.isAt(',', ']');
    first = variable;
    return isNameOnly ? BLANK_FIELD.condition : comparisons.read();
  });
  return { name: first?.text, ellipsis: false, condition };
}

function parseName(scanner: Scanner): Token {
  const token = scanner.take();
  if (token.kind !== 'word' && token.kind !== 'number') {
    scanner.unexpected('the name of a field is needed here', token);
  }
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(token.text)) {
    throw invalidTerm(scanner.pattern, token.index, token.text,
      `${token.text} is not the name of a field: names are letters, digits and _, not beginning with a digit`);
  }
  return token;
}
