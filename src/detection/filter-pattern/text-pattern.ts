import type { FilterPattern } from './filter-pattern';
import { QUOTED, Scanner, type Token, type TokenRule } from './scanner';

const BARE: TokenRule = {
  kind: 'word',
  whole: /[\p{L}\p{M}\p{N}_.]+/yu,
  begun: /[\p{L}\p{M}\p{N}_.]+/yu,
  allowed: 'terms of other characters than letters, digits, _ and . need double quotes, a regular expression stands alone',
};

const PREFIX: TokenRule = { kind: 'prefix', whole: /[-?]/y, begun: /[-?]/y, allowed: '' };

/** White space separates terms; a quoted term needs it on both sides. */
const SPACE: TokenRule = { kind: 'space', whole: /\s+/y, begun: /\s+/y, allowed: '' };

const RULES = [BARE, QUOTED, PREFIX, SPACE];

interface Terms {
  readonly required: string[];
  readonly excluded: string[];
  readonly alternatives: string[];
  /** Quoted terms with a backslash before another character than `"` and `\`, of which no answer of the service is known. */
  readonly uncertainTerms: string[];
}

/** Terms, which are substrings: all the plain ones, none with `-`, or any of those with `?` where there are no others. */
export function parseTextPattern(pattern: string): FilterPattern {
  const { required, excluded, alternatives, uncertainTerms } = parseTerms(new Scanner(pattern, RULES));
  const onlyAlternatives = alternatives.length > 0 && required.length === 0 && excluded.length === 0;
  return {
    kind: 'text',
    regexCount: 0,
    uncertainTerms,
    terms: onlyAlternatives ? { all: [], none: [], any: alternatives } : { all: required, none: excluded, any: [] },
    clues: onlyAlternatives ? alternatives : longest(required),
    cluesAreEnough: onlyAlternatives,
    matches: message => onlyAlternatives
      ? alternatives.some(term => message.includes(term))
      : required.every(term => message.includes(term)) && !excluded.some(term => message.includes(term)),
  };
}

/** One of the terms that are all needed is enough of a clue; where there are none, records are selected by what they lack. */
function longest(required: string[]): string[] | undefined {
  return required.length === 0 ? undefined : [required.reduce((a, b) => b.length > a.length ? b : a)];
}

function parseTerms(scanner: Scanner): Terms {
  const terms: Terms = { required: [], excluded: [], alternatives: [], uncertainTerms: [] };
  const termOf = (token: Token) => {
    if (token.kind === 'quoted' && /\\[^"\\]/.test(token.text.replace(/\\["\\]/g, ''))) {
      terms.uncertainTerms.push(token.text);
    }
    return token.kind === 'quoted' ? unquoted(token.text) : token.text;
  };
  let separated = true;
  while (scanner.next.kind !== 'end') {
    const token = scanner.take();
    if (token.kind === 'space') {
      separated = true;
    } else if (token.kind === 'prefix') {
      const kind = token.text === '-' ? terms.excluded : terms.alternatives;
      if (scanner.next.kind !== 'word' && scanner.next.kind !== 'quoted') {
        scanner.unexpected(`a term follows ${token.text} without a space`);
      }
      kind.push(termOf(scanner.take()));
      separated = false;
    } else {
      if (!separated) {
        scanner.unexpected('a space, - or ? stands between two terms', token);
      }
      terms.required.push(termOf(token));
      separated = false;
    }
  }
  return terms;
}

/** What a quoted term stands for. */
export function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(["\\])/g, '$1');
}
