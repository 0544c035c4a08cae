import { createReadStream, promises as fs } from 'fs';
import { join, resolve } from 'path';
import type { Readable } from 'stream';
import type { Io } from '../command';

const CHUNK_BYTES = 2 ** 20;

/** What is read from where its name is expected. */
const STANDARD_INPUT = '-';

/** A file that may hold audit records. */
export interface LogFile {
  /** As it was given, or found in a directory that was. */
  readonly name: string;
  /** In bytes; unknown of standard input and pipes. */
  readonly size?: number;
  /** Whether somebody says that it is an audit log; a directory may hold others. */
  readonly isNamed: boolean;
  open(): Readable;
}

/** What could not be read, and why. */
export interface Unreadable {
  readonly name: string;
  readonly reason: string;
}

export interface FoundFiles {
  readonly files: readonly LogFile[];
  readonly unreadable: readonly Unreadable[];
}

/** The files that are named, and all in the directories that are, in the order of their names; each of them once. */
export async function findLogFiles(names: readonly string[], io: Io): Promise<FoundFiles> {
  const found = { files: [] as LogFile[], unreadable: [] as Unreadable[], known: new Set<string>() };
  for (const name of names) {
    if (name === STANDARD_INPUT) {
      addOnce(found, name, { name: 'standard input', isNamed: true, open: () => io.stdin });
    } else {
      await find(found, name, resolve(io.cwd(), name), true);
    }
  }
  return found;
}

interface Found {
  readonly files: LogFile[];
  readonly unreadable: Unreadable[];
  /** Devices and numbers of files: a link leads to what is there already. */
  readonly known: Set<string>;
}

async function find(found: Found, name: string, path: string, isNamed: boolean): Promise<void> {
  try {
    const stats = await fs.stat(path, { bigint: true });
    const identity = `${stats.dev}:${stats.ino}`;
    if (!stats.isDirectory()) {
      const size = stats.isFile() ? Number(stats.size) : undefined;
      // Reading from a pipe or a device that nobody named may never end.
      if (isNamed || size !== undefined) {
        addOnce(found, identity, { name, size, isNamed, open: () => createReadStream(path, { highWaterMark: CHUNK_BYTES }) });
      }
    } else if (!found.known.has(identity)) {
      found.known.add(identity);
      for (const entry of (await fs.readdir(path)).sort()) {
        await find(found, join(name, entry), join(path, entry), false);
      }
    }
  } catch (error) {
    found.unreadable.push({ name, reason: reasonOf(error) });
  }
}

function addOnce({ files, known }: Found, identity: string, file: LogFile): void {
  if (!known.has(identity)) {
    known.add(identity);
    files.push(file);
  }
}

const REASONS: Record<string, string> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a directory',
  ELOOP: 'too many symbolic links',
  Z_BUF_ERROR: 'the compressed data end too early; what came before was read',
  Z_DATA_ERROR: 'the compressed data are damaged; what came before was read, but for 256 KB at most',
};

/** An error of the operating system or of zlib, in words. */
export function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
}
