import { main } from '../../../src/cli/main';
import { withFiles } from '../files';
import { recordedIo } from '../io';

export interface Checked {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `check` in a directory. */
export async function checkIn(cwd: string, ...args: string[]): Promise<Checked> {
  const io = recordedIo({ cwd });
  const code = await main(['check', ...args], io);
  return { code, ...io.written };
}

/** Runs `check` over files. */
export function check(files: Parameters<typeof withFiles>[0], ...args: string[]): Promise<Checked> {
  return withFiles(files, directory => checkIn(directory, ...args));
}

/** What was found and not accepted, by the ids of the findings without the name of the pack, with its place. */
export function findingsIn({ stdout }: Checked): { id: string; place: string; path: string }[] {
  return JSON.parse(stdout).resources.flatMap(({ constructPath, outcomes }: any) => outcomes
    .filter(({ status }: any) => status === 'violated' || status === 'cannot-tell')
    .map(({ findingId, source }: any) => ({
      id: findingId.replace('AuroraMysqlAudit-', ''), place: `${source.file}:${source.line}:${source.column}`, path: constructPath,
    })));
}

export const idsIn = (checked: Checked) => findingsIn(checked).map(({ id }) => id).sort();
