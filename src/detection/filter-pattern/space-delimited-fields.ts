const BLANKS = /\s*/y;
const WORD = /\S*/y;

/** Divides a line at white space. `"…"` and `[…]` are one field; the last of at most `limit` fields takes the rest of the line. */
export function splitFields(line: string, limit: number = Infinity): string[] {
  const fields: string[] = [];
  const closings = new Map([['"', '"'], ['[', ']']]);
  let index = endOf(BLANKS, line, 0);
  while (index < line.length) {
    const close = indexOfClosing(line, index, closings);
    const end = close > 0 ? close + 1 : endOf(WORD, line, index);
    const next = endOf(BLANKS, line, end);
    if (fields.length + 1 === limit && next < line.length) {
      return [...fields, line.slice(index).trimEnd()];
    }
    fields.push(close > 0 ? line.slice(index + 1, close) : line.slice(index, end));
    index = next;
  }
  return fields;
}

/** Where a field that is quoted or in brackets ends, 0 for others. What nothing closes any more is not looked for again: that would be slow. */
function indexOfClosing(line: string, index: number, closings: Map<string, string>): number {
  const closing = closings.get(line[index]);
  const close = closing === undefined ? -1 : line.indexOf(closing, index + 1);
  if (close < 0) {
    closings.delete(line[index]);
  }
  return Math.max(close, 0);
}

function endOf(what: RegExp, line: string, index: number): number {
  what.lastIndex = index;
  what.test(line);
  return what.lastIndex;
}
