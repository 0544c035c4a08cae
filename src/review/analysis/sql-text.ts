/** Characters that end a line for some reader, or are none to look at. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/** A text as a literal of SQL, on one line. */
export function literal(text: string): string {
  const quoted = text.replace(/'/g, '\'\'');
  return text.search(CONTROL) < 0 ? `'${quoted}'` : `U&'${quoted.replace(/\\/g, '\\\\').replace(CONTROL, escaped)}'`;
}

/** Texts as an array of SQL. */
export function arrayOf(texts: readonly string[]): string {
  return `ARRAY[${texts.map(literal).join(', ')}]`;
}

function escaped(character: string): string {
  return `\\${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
