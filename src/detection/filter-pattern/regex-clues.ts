import { isPlain } from './clue-automaton';

/** More spellings than this are no clue that is worth looking for. */
const MAX_SPELLINGS = 128;

/** How telling a character is in an audit record, about bits; what is not here is seldom there. */
const COMMON = new Map([...'\\\',=()` .'].map(sign => [sign, 2]));
const DIGIT_OR_LETTER = 4;
const SELDOM = 7;

const DIGITS = '0123456789';
const WHITE_SPACE = '\t\n\f\r ';

/** The characters that may stand in one place; `undefined` for too many to tell. */
type Place = ReadonlySet<string> | undefined;

/** Places in a row that every match has. */
interface Run {
  readonly places: Place[];
  /** Whether every match has a character before it that is not plain. */
  readonly isLate: boolean;
}

/** Texts of which every match of a regular expression contains one. */
export interface RegexClues {
  readonly clues: string[];
  /** Those that count only where they end at the first character that is not plain, or behind it. */
  readonly lateClues: string[];
}

/**
 * For each alternative of a regular expression the most telling text that every match of it contains, in all its spellings.
 *
 * There are no groups in filter patterns, so that an alternative is a row of characters and classes, each with its repetition.
 * `undefined` where an alternative has nothing to tell or is written in a way that is not known here.
 */
export function regexClues(expression: string): RegexClues | undefined {
  const clues: string[] = [];
  const lateClues: string[] = [];
  for (const alternative of alternativesOf(expression)) {
    const runs = runsOf(alternative);
    const best = runs?.flatMap(windowsOf).reduce<Window | undefined>((a, b) => a && a.bits >= b.bits ? a : b, undefined);
    if (!best) {
      return undefined;
    }
    (best.isLate ? lateClues : clues).push(...spellings(best.places));
  }
  return { clues, lateClues };
}

/** Every way to write the places. */
function spellings(places: readonly ReadonlySet<string>[]): string[] {
  return places.reduce<string[]>((texts, place) => texts.flatMap(text => [...place].map(sign => text + sign)), ['']);
}

interface Window {
  readonly places: readonly ReadonlySet<string>[];
  readonly bits: number;
  readonly isLate: boolean;
}

const isNeverPlain = (place: Place) => place !== undefined && [...place].every(sign => !isPlain(sign.charCodeAt(0)));

/** The longest rows of places that begin at each place and are not too many texts. */
function windowsOf(run: Run): Window[] {
  return run.places.flatMap((_, start) => {
    const places: ReadonlySet<string>[] = [];
    let [texts, bits] = [1, 0];
    for (const place of run.places.slice(start)) {
      if (!place || texts * place.size > MAX_SPELLINGS) {
        break;
      }
      texts *= place.size;
      bits += Math.min(...[...place].map(bitsOf)) - Math.log2(place.size);
      places.push(place);
    }
    const isLate = run.isLate || run.places.slice(0, start + places.length).some(isNeverPlain);
    return places.length > 0 ? [{ places, bits, isLate }] : [];
  });
}

function bitsOf(sign: string): number {
  return COMMON.get(sign) ?? (/[A-Za-z0-9]/.test(sign) ? DIGIT_OR_LETTER : SELDOM);
}

function alternativesOf(expression: string): string[] {
  const alternatives = [''];
  for (const [token] of expression.matchAll(/\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\]|[^]/g)) {
    if (token === '|') {
      alternatives.push('');
    } else {
      alternatives[alternatives.length - 1] += token;
    }
  }
  return alternatives;
}

const ATOM = /(\\x[0-9A-Fa-f]{2}|\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\]|[^])([*?]|\+|\{\d+(?:,\d*)?\})?\??/g;

/** The runs of an alternative; `undefined` where it holds something unknown. */
function runsOf(alternative: string): Run[] | undefined {
  const runs: Run[] = [{ places: [], isLate: false }];
  for (const [, atom, repetition] of alternative.matchAll(ATOM)) {
    if (atom === '^' || atom === '$') {
      continue;
    }
    const place = placeOf(atom);
    if (place === 'unknown') {
      return undefined;
    }
    const [least, most] = repetitionOf(repetition);
    if (least > MAX_SPELLINGS) {
      return undefined;
    }
    const run = runs[runs.length - 1];
    run.places.push(...Array.from({ length: least }, () => place));
    if (most !== least) {
      // What follows comes right behind the last of the repeated, if there has to be one.
      runs.push({ places: least > 0 ? [place] : [], isLate: run.isLate || run.places.some(isNeverPlain) });
    }
  }
  return runs;
}

function repetitionOf(repetition: string | undefined): [number, number] {
  switch (repetition) {
    case undefined: return [1, 1];
    case '*': return [0, Infinity];
    case '?': return [0, 1];
    case '+': return [1, Infinity];
  }
  const [least, most = least] = repetition.slice(1, -1).split(',');
  return [Number(least), most === '' ? Infinity : Number(most)];
}

function placeOf(atom: string): Place | 'unknown' {
  if (atom === '.') {
    return undefined;
  }
  return atom.startsWith('[') && atom.length > 1 ? classOf(atom) : signsOf(atom);
}

/** What one character or escape stands for. */
function signsOf(atom: string): Place | 'unknown' {
  if (!atom.startsWith('\\')) {
    return new Set([atom]);
  }
  const [, kind] = atom;
  switch (kind) {
    case 'x': return atom.length === 4 ? new Set([String.fromCharCode(parseInt(atom.slice(2), 16))]) : 'unknown';
    case 'd': return new Set(DIGITS);
    case 's': return new Set(WHITE_SPACE);
    case 'D': case 'S': case 'w': case 'W': return undefined;
    default: return /[A-Za-z0-9]/.test(kind) ? 'unknown' : new Set([kind]);
  }
}

function classOf(atom: string): Place | 'unknown' {
  const inner = atom.slice(1, -1);
  if (inner.startsWith('^')) {
    return undefined;
  }
  if (inner.includes('[') || inner.startsWith(']')) {
    return 'unknown';
  }
  const signs = new Set<string>();
  const parts = [...inner.matchAll(/\\x[0-9A-Fa-f]{2}|\\[^]|[^]/g)].map(([part]) => part);
  for (let index = 0; index < parts.length; index++) {
    if (parts[index + 1] === '-' && parts[index + 2] !== undefined) {
      // A range: of single characters, or not worth to be told.
      return undefined;
    }
    const some = signsOf(parts[index]);
    if (some === 'unknown' || some === undefined) {
      return some;
    }
    some.forEach(sign => signs.add(sign));
  }
  return signs;
}
