import { inspect } from 'util';
import type { IConstruct } from 'constructs';

/** What constructs know each other by, whichever copy of the package they come from; the command line loads none. */
const CONSTRUCT = Symbol.for('constructs.Construct');

/** A value of any kind, on one line, for an error message; never throws, not even on cycles. */
export function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null && CONSTRUCT in value) {
    return `the construct ${(value as unknown as IConstruct).node.path}`;
  }
  return inspect(value, { depth: 0, breakLength: Infinity, maxStringLength: 200 });
}

/** Text with what nobody sees made visible: it cannot be made to read backwards, or as two, nor command a terminal. Line ends and tabs stay. */
export function visible(text: string): string {
  return text.replace(/[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/gu, character => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}
