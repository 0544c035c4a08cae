import { invalidPattern, invalidTerm } from './filter-pattern-syntax-error';

/** One kind of token of a filter pattern, as two sticky regular expressions. */
export interface TokenRule {
  readonly kind: string;

  /** A complete token. */
  readonly whole: RegExp;

  /** Everything that may still become one; the longest beginning decides which characters the service complains about. */
  readonly begun: RegExp;

  /** What the token is made of, for an error. */
  readonly allowed: string;
}

/** How much of a token an error shows. */
const SHOWN_LENGTH = 40;

export interface Token {
  readonly kind: string;
  readonly text: string;
  readonly index: number;
}

/** The characters of a regular expression: everything else is refused before the expression is looked at. */
const REGEX_ALPHABET = '[A-Za-z0-9:_#=@/;,\\-^$?\\[\\]{}|\\\\*+.]';

export const REGEX: TokenRule = {
  kind: 'regex',
  whole: new RegExp(`%${REGEX_ALPHABET}+%`, 'y'),
  begun: new RegExp(`%${REGEX_ALPHABET}*`, 'y'),
  allowed: 'between its two % a regular expression has letters, digits, : _ # = @ / ; , - and the operators ^ $ ? [ ] { } | \\ * + ., '
    + 'other characters are written as \\xhh',
};

export const QUOTED: TokenRule = {
  kind: 'quoted',
  whole: /"(?:[^"\\]|\\[^])+"/y,
  begun: /"(?:[^"\\]|\\[^])*\\?/y,
  allowed: 'a quoted term is at least one character between two ", with \\" and \\\\ for these two themselves',
};

/** The tokens of a pattern, one after the other. */
export class Scanner {
  private readonly tokens: Token[];
  private position = 0;

  public constructor(public readonly pattern: string, rules: readonly TokenRule[]) {
    this.tokens = tokensOf(pattern, rules);
  }

  public get next(): Token {
    return this.tokens[this.position];
  }

  public take(): Token {
    const token = this.next;
    this.position = Math.min(this.position + 1, this.tokens.length - 1);
    return token;
  }

  /** Takes the next token if it is one of these signs. */
  public takeIf(...signs: string[]): Token | undefined {
    return this.isAt(...signs) ? this.take() : undefined;
  }

  public isAt(...signs: string[]): boolean {
    return this.next.kind === 'sign' && signs.includes(this.next.text);
  }

  public expect(sign: string, reason: string): void {
    if (!this.takeIf(sign)) {
      this.unexpected(reason);
    }
  }

  public expectEnd(reason: string): void {
    if (this.next.kind !== 'end') {
      this.unexpected(reason);
    }
  }

  public unexpected(reason: string, token: Token = this.next): never {
    const problem = token.kind === 'end' ? 'it ends too early' : `unexpected ${token.text.slice(0, SHOWN_LENGTH)}`;
    throw invalidPattern(this.pattern, token.index, `${problem}: ${reason}`);
  }
}

function tokensOf(pattern: string, rules: readonly TokenRule[]): Token[] {
  const tokens: Token[] = [];
  let index = 0;
  while (index < pattern.length) {
    const [longest] = candidates(pattern, index, rules, 'whole');
    if (!longest) {
      throw unrecognized(pattern, index, rules);
    }
    if (longest.rule.kind !== 'blank') {
      tokens.push({ kind: longest.rule.kind, text: longest.text, index });
    }
    index += longest.text.length;
  }
  return [...tokens, { kind: 'end', text: '', index: pattern.length }];
}

/** What the service reports: the longest beginning of a token, and the character that cannot continue it. */
function unrecognized(pattern: string, start: number, rules: readonly TokenRule[]): Error {
  const [longest] = candidates(pattern, start, rules, 'begun');
  const index = start + (longest?.text.length ?? 0);
  const [offender = ''] = pattern.slice(index);
  const reason = longest?.rule.allowed ?? rules.map(rule => rule.allowed).filter(allowed => allowed !== '').join('; ');
  const problem = offender === '' ? 'it ends too early' : `${JSON.stringify(offender)} is not allowed here`;
  return invalidTerm(pattern, index, pattern.slice(start, index) + offender, `${problem}: ${reason}`);
}

function candidates(pattern: string, index: number, rules: readonly TokenRule[], side: 'whole' | 'begun') {
  return rules
    .map(rule => {
      rule[side].lastIndex = index;
      return { rule, text: rule[side].exec(pattern)?.[0] ?? '' };
    })
    .filter(({ text }) => text !== '')
    .sort((a, b) => b.text.length - a.text.length);
}
