/** Enough to know a statement by; the rest is not looked at. */
const LOOKED_AT = 1000;

/**
 * String literals as they stand in a record: every quote and every backslash of the statement has a backslash before it, so that an escaped
 * character of the literal begins with two.
 */
const LITERALS = /\\'(?:[^'\\]|\\\\(?:\\\\|\\'|[^'\\])|\\[^'\\])*\\'|"[^"]*"/g;

/** A statement of a record without its literals and numbers, so that those of one kind are alike. */
export function statementShape(statement: string): string {
  return statement.slice(0, LOOKED_AT)
    .replace(LITERALS, '?')
    .replace(/\b(?:0x[0-9A-Fa-f]+|\d+)\b/g, 'N')
    .replace(/\s+/g, ' ')
    .trim();
}
