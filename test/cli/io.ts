import { PassThrough } from 'stream';
import type { Io, Output } from '../../src/cli/command';

export interface RecordedIo extends Io {
  readonly written: { readonly stdout: string; readonly stderr: string };
}

/** Streams that keep what is written to them. */
export function recordedIo({ isTTY, env = {}, cwd = '/', stdin = '' }: {
  readonly isTTY?: boolean; readonly env?: Io['env']; readonly cwd?: string; readonly stdin?: string | Buffer;
} = {}): RecordedIo {
  const input = new PassThrough();
  input.end(stdin);
  const chunks: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] };
  const output = (name: keyof typeof chunks): Output => {
    const stream = new PassThrough();
    stream.on('data', chunk => chunks[name].push(String(chunk)));
    return Object.assign(stream, { isTTY, columns: 80 });
  };
  return {
    stdin: input,
    stdout: output('stdout'),
    stderr: output('stderr'),
    env,
    cwd: () => cwd,
    get written() { return { stdout: chunks.stdout.join(''), stderr: chunks.stderr.join('') }; },
  };
}
