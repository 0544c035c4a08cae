import { EventScanner, type EventFaults } from './event-scanner';
import { LineSplitter } from './line-splitter';
import { isControlMessage, recordIn } from './log-record';

/** Enough to tell JSON from lines, white space included. */
const HEAD_BYTES = 256;
const UTF_16_LE = Buffer.from([0xff, 0xfe]);
const UTF_8 = Buffer.from([0xef, 0xbb, 0xbf]);

/** What an audit record of Aurora begins with is a digit. */
const JSON_OF_EVENTS = /^\s*(?:\{\s*"|\[\s*[{"])/;

interface Reader {
  push(bytes: Buffer): void;
  end(): void;
}

/** Finds audit records in the text of a log, lines or JSON, that comes bit by bit. */
export class LogText {
  private head = Buffer.alloc(0);
  private reader?: Reader;

  public constructor(private readonly faults: EventFaults, private readonly onRecord: (record: string) => void) {}

  public push(bytes: Buffer): void {
    if (this.reader) {
      this.reader.push(bytes);
      return;
    }
    this.head = Buffer.concat([this.head, bytes]);
    if (this.head.length >= HEAD_BYTES) {
      this.begin();
    }
  }

  public end(): void {
    this.begin();
    this.reader?.end();
  }

  private begin(): void {
    if (!this.reader) {
      this.reader = this.readerOf(this.head);
      this.reader.push(this.head.subarray(this.head.subarray(0, UTF_8.length).equals(UTF_8) ? UTF_8.length : 0));
    }
  }

  private readerOf(head: Buffer): Reader {
    if (head.subarray(0, UTF_16_LE.length).equals(UTF_16_LE)) {
      return utf16(this.readerOf(Buffer.from(head.toString('utf16le', UTF_16_LE.length))));
    }
    return JSON_OF_EVENTS.test(head.toString('latin1').replace(/^\xef\xbb\xbf/, ''))
      ? new EventScanner(this.faults, message => isControlMessage(message) || message.split('\n').forEach(this.onRecord))
      : new LineSplitter(this.faults, line => this.onRecord(recordIn(line)));
  }
}

/** What PowerShell writes where output is sent to a file. */
function utf16(reader: Reader): Reader {
  const decoder = new TextDecoder('utf-16le');
  return {
    push: bytes => reader.push(Buffer.from(decoder.decode(bytes, { stream: true }))),
    end: () => reader.end(),
  };
}
