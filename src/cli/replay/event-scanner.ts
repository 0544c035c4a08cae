import type { TextFaults } from './line-splitter';

/** Of an event of 1 MiB, even if each of its bytes is an escape of six. */
const MAX_EVENT_BYTES = 8 * 2 ** 20;
const MAX_DEPTH = 100;

const [QUOTE, BACKSLASH, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT, SPACE] = [...'"\\[]{} '].map(sign => sign.charCodeAt(0));

/** What JSON had that no answer of CloudWatch Logs has. */
export interface EventFaults extends TextFaults {
  /** Events that cannot be read as JSON, or are longer than any event can be. */
  brokenEvents: number;
}

/**
 * Finds the messages of log events in JSON that comes bit by bit, in bounded memory, however many events one document has.
 *
 * Events are the objects in any array of the document, `{"logEvents": [{"message": "…"}]}`, as subscriptions deliver them one document after the other, and
 * `{"events": […]}` and `{"results": [[…]]}`, as the AWS CLI prints them; or the members of a document that is an array, as `--query` leaves it, be they objects or the messages themselves.
 */
export class EventScanner {
  /** The brackets around the present place, from the outside. */
  private readonly brackets: number[] = [];
  private inString = false;
  private isEscaped = false;

  /** How deep the event is that has begun. */
  private eventDepth?: number;
  /** Parts of an event whose end has not come yet. */
  private begun: Buffer[] = [];
  private begunBytes = 0;

  public constructor(private readonly faults: EventFaults, private readonly onMessage: (message: string) => void) {}

  public push(chunk: Buffer): void {
    let start = 0;
    for (let index = 0; index < chunk.length; index++) {
      if (this.inString) {
        index = this.endOfString(chunk, index);
      } else {
        if (this.eventDepth === undefined && this.begins(chunk[index])) {
          this.eventDepth = this.brackets.length;
          start = index;
        }
        this.step(chunk[index]);
      }
      if (this.eventDepth === this.brackets.length && !this.inString) {
        this.finish(chunk.subarray(start, index + 1));
      }
    }
    if (this.eventDepth !== undefined) {
      this.keep(chunk.subarray(start));
    }
  }

  /** A document that does not end was cut off. */
  public end(): void {
    if (this.brackets.length > 0) {
      throw new Error('the JSON in it is not complete');
    }
  }

  private begins(byte: number): boolean {
    const { length, [length - 1]: innermost } = this.brackets;
    return innermost === OPEN_ARRAY && (byte === OPEN_OBJECT || byte === QUOTE && length === 1);
  }

  /** The place of the quote that ends the string, or of the last byte there is. */
  private endOfString(chunk: Buffer, from: number): number {
    for (let index = from; index < chunk.length; index++) {
      const byte = chunk[index];
      if (this.isEscaped || byte === BACKSLASH) {
        this.isEscaped = !this.isEscaped;
      } else if (byte === QUOTE) {
        this.inString = false;
        return index;
      }
    }
    return chunk.length - 1;
  }

  private step(byte: number): void {
    if (this.brackets.length === 0 && byte !== OPEN_OBJECT && byte !== OPEN_ARRAY && byte > SPACE) {
      throw new Error('what follows the JSON in it is no JSON of log events');
    }
    if (byte === QUOTE) {
      this.inString = true;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (this.brackets.push(byte) > MAX_DEPTH) {
        throw new Error('the JSON in it is nested too deeply to be log events');
      }
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      this.brackets.pop();
    }
  }

  private keep(part: Buffer): void {
    this.begunBytes += part.length;
    if (this.begunBytes <= MAX_EVENT_BYTES) {
      // The chunk that the part is of may be used again.
      this.begun.push(Buffer.from(part));
    }
  }

  private finish(rest: Buffer): void {
    const bytes = this.begunBytes + rest.length;
    const event = bytes <= MAX_EVENT_BYTES ? parsed(this.begunBytes > 0 ? Buffer.concat([...this.begun, rest]) : rest) : undefined;
    this.eventDepth = undefined;
    this.begun = [];
    this.begunBytes = 0;
    if (event === undefined) {
      this.faults.brokenEvents++;
      return;
    }
    const message = messageOf(event);
    // Other objects in a list are what was searched.
    if (typeof message === 'string') {
      if (message.includes('\uFFFD')) {
        this.faults.brokenCharacters++;
      }
      this.onMessage(message);
    }
  }
}

/** The message of an event, or the row's `@message` of an answer of Logs Insights. */
function messageOf(event: unknown): unknown {
  if (typeof event !== 'object' || event === null) {
    return event;
  }
  const { message, field, value } = event as Record<string, unknown>;
  return message ?? (field === '@message' ? value : undefined);
}

function parsed(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'));
  } catch {
    return undefined;
  }
}
