import type { Io, Output } from './command';
import { visible } from '../app/shown';

const STYLES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], cyan: [36, 39] } as const;

export type Style = keyof typeof STYLES;

/** Gives text a style, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** Colours for a stream that is a terminal and wants them; none for files, pipes and `NO_COLOR`. */
export function paintFor(stream: Output, { NO_COLOR: noColor, TERM: term }: Io['env']): Paint {
  const isPainted = stream.isTTY === true && !noColor && term !== 'dumb';
  return (style, text) => isPainted ? `\x1b[${STYLES[style][0]}m${text}\x1b[${STYLES[style][1]}m` : text;
}

/** What the runners of GitHub, Azure and others take for a command in the output of a job: `::error::` that begins a line, `##[error]` anywhere. */
const COMMANDS_OF_CI = /(?<=^\s*):(?=:)|#(?=#\w*\[)/gm;

/** Text of others on one line: what a terminal or a runner would obey or hide is written out, control characters, line ends and directions alike. */
export function printable(text: string): string {
  return printableLines(text).replace(/[\n\t]/g, character => character === '\n' ? '\\n' : '\\t');
}

/** The same of text that may have several lines. */
export function printableLines(text: string): string {
  return visible(text).replace(COMMANDS_OF_CI, escape);
}

/** JSON that says the same, and holds nothing that a terminal would obey or hide; `JSON.stringify` leaves much of it as it is. */
export function printableJson(json: string): string {
  return json.replace(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, escape);
}

/** As JSON has it, for each of its UTF-16 code units. */
function escape(characters: string): string {
  return Array.from({ length: characters.length }, (_, index) => `\\u${characters.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}

/** Writes all of it before it goes on; a reader that has gone away, `| head`, is no error. */
export function write(stream: Output, text: string): Promise<void> {
  return new Promise((resolve, reject) => stream.write(text, error =>
    error && (error as NodeJS.ErrnoException).code !== 'EPIPE' && (error as NodeJS.ErrnoException).code !== 'ERR_STREAM_DESTROYED' ? reject(error) : resolve()));
}

/** How often a line of progress is written at most, in milliseconds. */
const INTERVAL = 100;

const ERASE_LINE = '\r\x1b[K';

/** One line on a terminal that is written over and over, and gone in the end; nothing where there is no terminal. */
export class Progress {
  private lastTime = -Infinity;
  private isShown = false;

  constructor(private readonly stream: Output, private readonly now: () => number = () => performance.now()) {}

  /** @param text what is being done, on one line */
  public show(text: () => string): void {
    const time = this.now();
    if (this.stream.isTTY !== true || time - this.lastTime < INTERVAL) {
      return;
    }
    this.lastTime = time;
    this.isShown = true;
    this.stream.write(ERASE_LINE + printable(text()).slice(0, (this.stream.columns ?? 80) - 1));
  }

  public clear(): void {
    if (this.isShown) {
      this.stream.write(ERASE_LINE);
      this.isShown = false;
    }
  }
}
