import { COMPARISON_RULES, ComparisonReader } from './comparison';
import { type Condition, parseCondition } from './condition';
import type { FilterPattern } from './filter-pattern';
import { invalidPattern } from './filter-pattern-syntax-error';
import { type JsonSelector, parseSelector, SELECTOR } from './json-selector';
import { Scanner, type TokenRule } from './scanner';

const SIGN: TokenRule = {
  kind: 'sign',
  whole: /&&|\|\||[!<>]=|[=<>(){}]/y,
  begun: /[&|!]/y,
  allowed: 'conditions are joined with && and ||, and compared with = != < > <= >=',
};

const MAX_WILDCARDS_PER_SELECTOR = 1;
const MAX_WILDCARDS = 3;

/** Conditions that are words, and what they ask of the values a selector points at. */
const STATES: Record<string, (values: unknown[]) => boolean> = {
  'IS NULL': values => values.includes(null),
  'IS TRUE': values => values.includes(true),
  'IS FALSE': values => values.includes(false),
  'NOT EXISTS': values => values.length === 0,
};

/** Conditions on the properties of a record that is a JSON object; no other record matches. */
export function parseJsonPattern(pattern: string): FilterPattern {
  const scanner = new Scanner(pattern, [SIGN, SELECTOR, ...COMPARISON_RULES]);
  const comparisons = new ComparisonReader(scanner);
  let wildcards = 0;
  scanner.expect('{', 'a JSON pattern starts with {');
  const condition = parseCondition<unknown>(scanner, () => {
    const { selector, index } = readSelector(scanner);
    wildcards += selector.wildcards;
    if (selector.wildcards > MAX_WILDCARDS_PER_SELECTOR || wildcards > MAX_WILDCARDS) {
      throw invalidPattern(pattern, index,
        `at most ${MAX_WILDCARDS_PER_SELECTOR} wildcard is allowed in a selector, at most ${MAX_WILDCARDS} in a pattern`);
    }
    return scanner.next.kind === 'word' ? readState(scanner, selector) : readComparison(comparisons, selector);
  });
  scanner.expect('}', 'conditions are joined with && and ||, and } closes the pattern');
  scanner.expectEnd('nothing follows the closing }');
  return {
    kind: 'json',
    uncertainTerms: [],
    regexCount: comparisons.regexCount,
    matches: message => {
      const root = parseObject(message);
      return root !== undefined && condition(root);
    },
  };
}

function readSelector(scanner: Scanner): { selector: JsonSelector; index: number } {
  const token = scanner.take();
  return token.kind === 'selector'
    ? { selector: parseSelector(token.text), index: token.index }
    : scanner.unexpected('a condition starts with a selector such as $.eventName', token);
}

function readState(scanner: Scanner, selector: JsonSelector): Condition<unknown> {
  const first = scanner.take();
  const state = STATES[`${first.text} ${scanner.take().text}`];
  return state
    ? root => state(selector.select(root))
    : scanner.unexpected(`a comparison or one of ${Object.keys(STATES).join(', ')} follows a selector`, first);
}

/** Only values can be compared: nothing is known of what is null, an object, an array or not there, not even that it differs. */
function readComparison(comparisons: ComparisonReader, selector: JsonSelector): Condition<unknown> {
  const compare = comparisons.read();
  return root => selector.select(root).some(value => isScalar(value) && compare(String(value)));
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function parseObject(message: string): object | undefined {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
