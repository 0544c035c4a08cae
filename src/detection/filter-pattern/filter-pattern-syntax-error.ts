/** How much of a pattern is shown around the offending character. */
const EXCERPT_LENGTH = 60;

/** What can be said of a pattern that CloudWatch Logs would refuse. */
export interface FilterPatternSyntaxErrorProps {
  readonly pattern: string;

  /** Where in the pattern the offending character is, counted from 0 in UTF-16 code units. */
  readonly index: number;

  /** What is wrong and what is allowed instead. */
  readonly reason: string;

  /** What the service answers. */
  readonly awsMessage: string;
}

/** A filter pattern that CloudWatch Logs would refuse; the message points at the offending character. */
export class FilterPatternSyntaxError extends Error {
  /** Where in the pattern the offending character is, counted from 0 in UTF-16 code units. */
  public readonly index: number;

  /** What the service answers. */
  public readonly awsMessage: string;

  public constructor(props: FilterPatternSyntaxErrorProps) {
    super(`${printable(props.reason)}\n${pointedAt(props.pattern, props.index)}`);
    this.name = 'FilterPatternSyntaxError';
    this.index = props.index;
    this.awsMessage = props.awsMessage;
  }
}

/** The error for a character that no token of the pattern may hold, in the token that it ends. */
export function invalidTerm(pattern: string, index: number, term: string, reason: string): FilterPatternSyntaxError {
  return new FilterPatternSyntaxError({ pattern, index, reason, awsMessage: `Invalid character(s) in term '${term}'` });
}

/** The error for tokens that are valid by themselves and not in this order. */
export function invalidPattern(pattern: string, index: number, reason: string): FilterPatternSyntaxError {
  return new FilterPatternSyntaxError({ pattern, index, reason, awsMessage: 'Invalid metric filter pattern' });
}

/** Two lines: the pattern around an index, and a caret under the character there. */
function pointedAt(pattern: string, index: number): string {
  const start = Math.max(0, Math.min(index - EXCERPT_LENGTH / 2, pattern.length - EXCERPT_LENGTH));
  const end = start + EXCERPT_LENGTH;
  const before = (start > 0 ? '…' : '') + printable(pattern.slice(start, index));
  const after = printable(pattern.slice(index, end)) + (end < pattern.length ? '…' : '');
  return `  ${before}${after}\n  ${' '.repeat([...before].length)}^`;
}

/** A line break or a tab would move the caret away from its character, half a character cannot be printed. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').replace(/\p{Cs}/gu, '\ufffd');
}
