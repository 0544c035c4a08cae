import { closeSync, fstatSync, openSync, readSync } from 'fs';
import { CommandError } from '../command';

/** CloudFormation takes templates of 1 MB; JSON is often packed tighter before it is handed over. */
const MAX_BYTES = 4 * 1024 * 1024;

const CHUNK = 64 * 1024;

/** The text of a file, not more than a template can be; an error that names the file where it is no text. */
export function fileText(path: string, shownPath: string): string {
  const bytes = fileBytes(path, shownPath);
  if (bytes.length >= 2 && (bytes.readUInt16BE(0) === 0xfffe || bytes.readUInt16BE(0) === 0xfeff)) {
    throw new CommandError(`${shownPath}: is text in UTF-16; CloudFormation takes UTF-8`);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) {
      return text;
    }
  } catch {
    // Said below.
  }
  throw new CommandError(`${shownPath}: is not text in UTF-8`);
}

/** Files of which nobody knows the length are read as far as one more byte than there may be. */
function fileBytes(path: string, shownPath: string): Buffer {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const chunks: Buffer[] = [];
    let length = fstatSync(file).size;
    if (length <= MAX_BYTES) {
      length = 0;
      for (let read = -1; read !== 0 && length <= MAX_BYTES;) {
        const chunk = Buffer.alloc(CHUNK);
        read = readSync(file, chunk);
        length += read;
        chunks.push(chunk.subarray(0, read));
      }
    }
    if (length > MAX_BYTES) {
      throw new CommandError(`${shownPath}: is larger than ${MAX_BYTES / 1024 / 1024} MB; CloudFormation takes templates of 1 MB`);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError(`${shownPath}: ${whyUnreadable(error as NodeJS.ErrnoException)}`);
  } finally {
    file !== undefined && closeSync(file);
  }
}

/** The beginning of a file, whatever it is; nothing where it cannot be read. */
export function fileStart(path: string): string | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(MAX_BYTES);
      return bytes.subarray(0, readSync(file, bytes)).toString('latin1');
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  EISDIR: 'is a directory',
  ELOOP: 'is a symbolic link that leads in a circle',
  ENAMETOOLONG: 'is a name that is too long',
};

/** Why the system refuses something, in words. */
export function whyUnreadable({ code = '', message }: NodeJS.ErrnoException): string {
  return REASONS[code] ?? `cannot be read: ${message}`;
}
