/** A text as a literal of SQL. */
export function literal(text: string): string {
  return `'${text.replace(/'/g, '\'\'')}'`;
}

/** Texts as an array of SQL. */
export function arrayOf(texts: readonly string[]): string {
  return `ARRAY[${texts.map(literal).join(', ')}]`;
}
