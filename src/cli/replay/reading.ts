import type { EventFaults } from './event-scanner';
import { type LogFile, reasonOf, type Unreadable } from './log-files';
import { LogText } from './log-text';
import { unpack } from './unpacked';
import type { AuditReplay } from '../../detection/replay/audit-replay';
import { timeOf } from '../../recording/audit-record';

const JOINED = /\r\d{16},/;

/** What was read, and what of it was not as a log should be. */
export interface Reading extends EventFaults {
  /** Files that hold audit records. */
  files: number;
  /** Bytes of files, compressed as they may be. */
  bytes: number;
  /** Lines that begin with no time, counted at the time of the line before: second parts of records that a line break in a name broke in two. */
  continuations: number;
  /** Lines that begin with no time, without a line before in their file: no records, or second halves. */
  strangeLines: number;
  /** Lines with other records after a carriage return, of which only the first was read as one: CloudWatch ends lines with a line feed. */
  joinedLines: number;
  readonly unreadable: Unreadable[];
  /** Files in directories without an audit record. */
  readonly withoutRecords: string[];
}

/** Replays what files hold, one after the other. */
export async function replayFiles(files: readonly LogFile[], replay: AuditReplay, onProgress: (reading: Reading) => void): Promise<Reading> {
  const reading: Reading = {
    files: 0,
    bytes: 0,
    continuations: 0,
    strangeLines: 0,
    joinedLines: 0,
    cutLines: 0,
    brokenCharacters: 0,
    brokenEvents: 0,
    unreadable: [],
    withoutRecords: [],
  };
  for (const file of files) {
    try {
      await replayFile(file, replay, reading, () => onProgress(reading));
    } catch (error) {
      reading.unreadable.push({ name: file.name, reason: reasonOf(error) });
    }
  }
  return reading;
}

async function replayFile(file: LogFile, replay: AuditReplay, reading: Reading, onProgress: () => void): Promise<void> {
  const before = replay.records;
  let bytes = 0;
  let isBegun = false;
  const text = new LogText(reading, line => {
    const hasTime = timeOf(line) !== undefined;
    isBegun ||= hasTime;
    if (!hasTime && line.trim() !== '') {
      reading[isBegun ? 'continuations' : 'strangeLines']++;
    }
    if (JOINED.test(line)) {
      reading.joinedLines++;
    }
    replay.add(line);
  });
  replay._nextFile();
  const source = file.open();
  source.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    reading.bytes += chunk.length;
    onProgress();
  });
  const faults: unknown[] = [];
  await unpack(source, chunk => text.push(chunk)).catch(error => faults.push(error));
  try {
    // What came before a fault has its last line, too.
    text.end();
  } catch (error) {
    faults.push(error);
  }
  reading.files += isBegun ? 1 : 0;
  if (faults.length > 0) {
    throw faults[0];
  }
  if (replay.records === before && bytes > 0) {
    if (file.isNamed) {
      throw new Error('holds no audit record of Aurora MySQL');
    }
    reading.withoutRecords.push(file.name);
  }
}
