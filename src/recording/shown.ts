import { inspect } from 'util';

/** A value of any kind, on one line, for an error message; never throws, not even on cycles. */
export function shown(value: unknown): string {
  return inspect(value, { depth: 0, breakLength: Infinity, maxStringLength: 200 });
}
