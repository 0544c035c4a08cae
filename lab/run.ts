/**
 * Runs attack and look-alike statements against a private MariaDB and keeps the audit records they leave, in Aurora's form.
 *
 *   npx tsx lab/run.ts [--short] [--events CONNECT,QUERY,TABLE] [--out records.tsv]
 */
import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'fs';
import { parseArgs } from 'util';
import { createConnection } from 'mysql2/promise';
import { parseLine, toAurora, type AuditLine } from './audit-log';
import type { Case } from './case';
import { FIXTURE } from './fixture';
import { labelsOf } from './labels';
import { startMariaDb, type MariaDb } from './mariadb';
import { PASSWORD, Session } from './session';
import { CASES, SHORT } from './statements';

const HEADER = ['labels', 'item', 'events', 'flags', 'record'];
const WAIT_MILLISECONDS = 3000;

const { values: options } = parseArgs({
  options: { out: { type: 'string' }, short: { type: 'boolean' }, events: { type: 'string', default: 'CONNECT,QUERY,TABLE' }, only: { type: 'string' } },
});

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

/** The audit file, from where it was read last. */
class Tail {
  private readonly file: number;
  private position: number;

  constructor(path: string) {
    this.file = openSync(path, 'r');
    this.position = fstatSync(this.file).size;
  }

  /** Lines since the last call; waits for so many disconnections. */
  async lines(server: string, disconnections: number): Promise<AuditLine[]> {
    const deadline = Date.now() + WAIT_MILLISECONDS;
    let size: number;
    let lines: AuditLine[];
    do {
      await pause(1);
      size = fstatSync(this.file).size;
      const buffer = Buffer.alloc(size - this.position);
      readSync(this.file, buffer, 0, buffer.length, this.position);
      lines = buffer.toString('utf8').split('\n').slice(0, -1).map(text => parseLine(text, server)).filter(line => line.fields?.user !== 'labroot');
    } while (lines.filter(({ text }) => /,\d+,0,DISCONNECT,/.test(text)).length < disconnections && Date.now() < deadline);
    this.position = size;
    return lines;
  }

  close(): void {
    closeSync(this.file);
  }
}

interface Result {
  readonly rows: string[][];
  readonly surprises: string[];
}

async function run(server: MariaDb, chosen: readonly Case[], events: string): Promise<Result> {
  const root = await createConnection({ socketPath: server.socket, user: 'labroot', password: PASSWORD });
  const tail = new Tail(server.auditFile);
  const rows: string[][] = [];
  const surprises: string[] = [];
  for (const each of chosen) {
    try {
      for (const sql of each.setup) {
        await root.query(sql);
      }
      const { connections } = await Session.run(server, each, async () => {
        if (each.cleanup.length > 0) {
          await pause(20);
        }
        for (const sql of each.cleanup) {
          await root.query(sql);
        }
      });
      const lines = await tail.lines(server.host, connections);
      let answered = false;
      for (const line of lines) {
        const labels = labelsOf(line, each);
        const failed = line.fields?.operation === 'QUERY' && line.fields.retcode !== 0;
        const flags = failed ? [...each.flags, 'rc!=0'] : each.flags;
        const record = toAurora(line, rows.length, { server: server.host, client: each.host, files: server.files });
        rows.push([labels.join(','), each.item, events, flags.join(','), record]);
        if (labels === each.labels && line.fields?.operation === 'QUERY') {
          answered = true;
          if (line.fields.retcode !== each.retcode) {
            surprises.push(`${each.item}: ${line.fields.retcode} instead of ${each.retcode}: ${line.text.slice(0, 300)}`);
          }
        }
        answered ||= labels.some(label => each.labels.includes(label));
      }
      if (!answered) {
        surprises.push(`${each.item}: no record shows ${each.labels.join(',')}: ${lines.map(({ text }) => text.slice(0, 200)).join(' | ')}`);
      }
    } catch (error) {
      surprises.push(`${each.item}: ${error}`);
    }
  }
  tail.close();
  await root.end();
  return { rows, surprises };
}

async function main(): Promise<void> {
  const events = options.events!;
  const chosen = (options.short ? SHORT : CASES).filter(({ item }) => item.startsWith(options.only ?? ''));
  const server = startMariaDb(events, FIXTURE);
  const { rows, surprises } = await run(server, chosen, events);
  if (options.out) {
    writeFileSync(options.out, [HEADER, ...rows].map(row => row.join('\t')).join('\n') + '\n');
  }
  const counts = new Map<string, number>();
  for (const [labels] of rows) {
    counts.set(labels, (counts.get(labels) ?? 0) + 1);
  }
  console.table(Object.fromEntries([...counts].sort()));
  console.log(`${chosen.length} items, ${rows.length} records`);
  for (const surprise of surprises) {
    console.error(surprise);
  }
  process.exitCode = surprises.length > 0 ? 1 : 0;
  server.stop();
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
