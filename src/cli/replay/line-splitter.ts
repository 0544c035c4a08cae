import { isAscii, isUtf8 } from 'buffer';

/** The rest of longer lines is left out: an event of CloudWatch Logs has at most 1 MiB. */
export const MAX_LINE_BYTES = 2 ** 20;

const LINE_FEED = 10;

/** What a text had that no whole log has. */
export interface TextFaults {
  /** Lines of more than 1 MiB, of which the beginning was read. */
  cutLines: number;
  /** Lines that are no UTF-8, read with U+FFFD in place of what is not. */
  brokenCharacters: number;
}

/** Makes lines of bytes that come bit by bit, in bounded memory. */
export class LineSplitter {
  /** Parts of a line whose end has not come yet. */
  private begun: Buffer[] = [];
  private begunBytes = 0;

  public constructor(private readonly faults: TextFaults, private readonly onLine: (line: string) => void) {}

  public push(chunk: Buffer): void {
    const encoding = isAscii(chunk) ? 'latin1' : 'utf8';
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      if (this.begunBytes === 0 && end - start <= MAX_LINE_BYTES) {
        this.onLine(this.text(chunk, start, end, encoding));
      } else {
        this.keep(chunk.subarray(start, end));
        this.finish();
      }
      start = end + 1;
    }
    if (start < chunk.length) {
      this.keep(chunk.subarray(start));
    }
  }

  /** The last line need not have an end. */
  public end(): void {
    if (this.begunBytes > 0) {
      this.finish();
    }
  }

  private keep(part: Buffer): void {
    const room = MAX_LINE_BYTES - Math.min(this.begunBytes, MAX_LINE_BYTES);
    if (room > 0) {
      // The chunk that the part is of may be used again.
      this.begun.push(Buffer.from(part.subarray(0, room)));
    }
    this.begunBytes += part.length;
  }

  private finish(): void {
    const line = Buffer.concat(this.begun);
    if (this.begunBytes > MAX_LINE_BYTES) {
      this.faults.cutLines++;
    }
    this.begun = [];
    this.begunBytes = 0;
    this.onLine(this.text(line, 0, line.length, 'utf8'));
  }

  private text(bytes: Buffer, start: number, end: number, encoding: 'latin1' | 'utf8'): string {
    const text = bytes.toString(encoding, start, end);
    if (encoding === 'utf8' && text.includes('\uFFFD') && !isUtf8(bytes.subarray(start, end))) {
      this.faults.brokenCharacters++;
    }
    return text;
  }
}
