/** Characters by their codes, from the first to the last of each range. */
type Range = readonly [number, number];

const MAX_CODE = 0x10ffff;

/** What RE2 means by these, which is ASCII alone; the engines of Athena may mean more. */
const CLASSES: Record<string, readonly Range[]> = {
  d: [[0x30, 0x39]],
  s: [[0x09, 0x0a], [0x0c, 0x0d], [0x20, 0x20]],
  w: [[0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]],
};

const CONTROLS: Record<string, number> = { t: 0x09, n: 0x0a, v: 0x0b, f: 0x0c, r: 0x0d };

/** A part of an expression: an escape, a class, or a sign that stays as it is. */
const PART = /\\x[0-9A-Fa-f]{2}|\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\]|[^]/g;
const CLASS_PART = /\\x[0-9A-Fa-f]{2}|\\[^]|[^]/g;

/**
 * The regular expression of a filter pattern in a spelling that backtracking engines understand as RE2 does: every class is written out,
 * so that `\w` is ASCII whatever the engine takes for a letter. `undefined` where it holds something that is not known here.
 */
export function portableRegex(expression: string): string | undefined {
  const parts = [...expression.matchAll(PART)].map(([part]) => portable(part));
  return parts.includes(undefined) ? undefined : parts.join('');
}

function portable(part: string): string | undefined {
  if (part.startsWith('[') && part.length > 1) {
    const ranges = rangesOfClass(part);
    return ranges && written(ranges);
  }
  if (!part.startsWith('\\')) {
    // RE2 takes a dot for anything but a line feed, and $ for the end of the text.
    return part === '.' ? '[^\\n]' : part === '$' ? '\\z' : part;
  }
  const ranges = rangesOfEscape(part);
  return ranges && written(ranges);
}

function rangesOfClass(part: string): readonly Range[] | undefined {
  const negated = part.startsWith('[^');
  const parts = [...part.slice(negated ? 2 : 1, -1).matchAll(CLASS_PART)].map(([each]) => each);
  const ranges: Range[] = [];
  for (let index = 0; index < parts.length; index++) {
    const some = parts[index].startsWith('\\') ? rangesOfEscape(parts[index]) : [single(parts[index])];
    if (some === undefined || parts[index] === '[') {
      return undefined;
    }
    const last = parts[index + 2];
    if (parts[index + 1] === '-' && last !== undefined) {
      const end = last.startsWith('\\') ? rangesOfEscape(last) : [single(last)];
      if (end?.length !== 1 || some.length !== 1) {
        return undefined;
      }
      ranges.push([some[0][0], end[0][1]]);
      index += 2;
    } else {
      ranges.push(...some);
    }
  }
  return negated ? complement(ranges) : merged(ranges);
}

function rangesOfEscape(part: string): readonly Range[] | undefined {
  const kind = part[1];
  if (kind === 'x') {
    const code = parseInt(part.slice(2), 16);
    return part.length === 4 ? [[code, code]] : undefined;
  }
  if (CONTROLS[kind] !== undefined) {
    return [[CONTROLS[kind], CONTROLS[kind]]];
  }
  const known = CLASSES[kind.toLowerCase()];
  if (known !== undefined) {
    return kind === kind.toLowerCase() ? known : complement(known);
  }
  return /[A-Za-z0-9]/.test(kind) ? undefined : [single(kind)];
}

function single(character: string): Range {
  return [character.codePointAt(0)!, character.codePointAt(0)!];
}

function merged(ranges: readonly Range[]): Range[] {
  return [...ranges].sort(([a], [b]) => a - b).reduce<Range[]>((all, [first, last]) => {
    const before = all[all.length - 1];
    return before !== undefined && first <= before[1] + 1
      ? [...all.slice(0, -1), [before[0], Math.max(before[1], last)]]
      : [...all, [first, last]];
  }, []);
}

function complement(ranges: readonly Range[]): Range[] {
  const edges = merged(ranges).flatMap(([first, last]) => [first - 1, last + 1]);
  const all = [0, ...edges, MAX_CODE];
  return Array.from({ length: all.length / 2 }, (_, index): Range => [all[2 * index], all[2 * index + 1]]).filter(([first, last]) => first <= last);
}

/** One sign, or a class of ranges. */
function written(ranges: readonly Range[]): string {
  const [[first, last] = [1, 0]] = ranges;
  if (ranges.length === 1 && first === last) {
    return sign(first);
  }
  return `[${ranges.map(([from, to]) => from === to ? sign(from) : `${sign(from)}-${sign(to)}`).join('')}]`;
}

/** Letters and digits as they are, all else by its code. */
function sign(code: number): string {
  const text = String.fromCodePoint(code);
  if (/[A-Za-z0-9_,=<> ]/.test(text)) {
    return text;
  }
  return code <= 0xff && code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\x{${code.toString(16)}}`;
}
