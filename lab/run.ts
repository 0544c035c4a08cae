/**
 * Runs attack and look-alike statements against a private MariaDB and keeps the audit records they leave, in Aurora's form.
 *
 *   npx tsx lab/run.ts [--short] [--only <start of an item's name>] [--events CONNECT,QUERY,TABLE] [--out records.tsv]
 */
import { writeFileSync } from 'fs';
import { parseArgs } from 'util';
import { createConnection, type Connection } from 'mysql2/promise';
import { toAurora } from './audit-log';
import { AuditTail } from './audit-tail';
import { SERVER_FILES, type Case } from './case';
import { FIXTURE } from './fixture';
import { labelsOf } from './labels';
import { startMariaDb, type MariaDb } from './mariadb';
import { report } from './report';
import { PASSWORD, runSteps } from './session';
import { CASES, SHORT } from './statements';
import { complaintsAbout } from '../benchmark/out-of-reach';
import type { CorpusRecord } from '../test/corpus/records';

/** The account that prepares the server; its records are dropped. */
const LAB_USER = 'labroot';

const DEFAULT_EVENTS = 'CONNECT,QUERY,TABLE';

/** What a case left, and where the server did something else than the case says. */
interface Outcome {
  readonly records: readonly CorpusRecord[];
  readonly surprises: readonly string[];
}

async function runCase(origin: Case, server: MariaDb, root: Connection, tail: AuditTail, events: string): Promise<Outcome> {
  const asRoot = async (statements: readonly string[]) => {
    for (const sql of statements) {
      await root.query(sql.split(SERVER_FILES).join(server.files));
    }
  };
  await asRoot(origin.setup);
  const connections = await runSteps(server, origin, async () => {
    if (origin.cleanup.length > 0) {
      // The record is written after the answer: what switches auditing on again must not overtake it.
      await new Promise(resolve => setTimeout(resolve, 20));
      await asRoot([...origin.cleanup, `SET GLOBAL server_audit_events = '${events}'`]);
    }
  });
  const lines = (await tail.lines(connections)).filter(({ fields }) => fields?.user !== LAB_USER);
  const labelled = lines.map(line => ({ line, labels: labelsOf(line, origin) }));
  const retcodes = labelled.flatMap(({ line: { fields }, labels }) => labels === origin.labels && fields?.operation === 'QUERY' ? [fields.retcode] : []);
  const surprises = retcodes.filter(retcode => retcode !== origin.retcode).map(retcode => `answered ${retcode}, not ${origin.retcode}`);
  if (events.split(',').includes('QUERY') && !labelled.some(({ labels }) => labels.some(label => origin.labels.includes(label)))) {
    surprises.push(`left no record of ${origin.labels.join(', ')}`);
  }
  return {
    surprises: surprises.map(surprise => `${origin.item}: ${surprise}: ${lines.map(({ text }) => text).join(' | ').slice(0, 600)}`),
    records: labelled.map(({ line, labels }) => ({
      labels: [...labels],
      item: origin.item,
      events,
      flags: [...origin.flags, ...line.fields?.operation === 'QUERY' && line.fields.retcode !== 0 ? ['rc!=0'] : []],
      record: toAurora(line, tail.count++, { server: server.host, client: origin.host }),
    })),
  };
}

async function runAll(chosen: readonly Case[], server: MariaDb, events: string): Promise<Outcome> {
  const root = await createConnection({ socketPath: server.socket, user: LAB_USER, password: PASSWORD });
  const tail = new AuditTail(server);
  const records: CorpusRecord[] = [];
  const surprises: string[] = [];
  for (const origin of chosen) {
    try {
      const outcome = await runCase(origin, server, root, tail, events);
      records.push(...outcome.records);
      surprises.push(...outcome.surprises);
    } catch (error) {
      await tail.lines(0);
      surprises.push(`${origin.item}: ${error}`);
    }
  }
  tail.close();
  await root.end();
  return { records, surprises };
}

function toTsv(records: readonly CorpusRecord[]): string {
  const rows = records.map(({ labels, item, events, flags, record }) => [labels.join(','), item, events, flags.join(','), record]);
  return [['labels', 'item', 'events', 'flags', 'record'], ...rows].map(row => row.join('\t') + '\n').join('');
}

async function main(): Promise<void> {
  const { values: { out, only, short, events } } = parseArgs({
    options: {
      out: { type: 'string' },
      only: { type: 'string', default: '' },
      short: { type: 'boolean', default: false },
      events: { type: 'string', default: DEFAULT_EVENTS },
    },
  });
  const chosen = (short ? SHORT : CASES).filter(({ item }) => item.startsWith(only!));
  if (chosen.length === 0) {
    throw new Error(`no item starts with ${only}`);
  }
  const server = startMariaDb(events!, FIXTURE);
  const { records, surprises } = await runAll(chosen, server, events!);
  if (out) {
    writeFileSync(out, toTsv(records));
  }
  const figures = report(records);
  // What is out of reach is known for the default events.
  const complaints = [...surprises, ...events === DEFAULT_EVENTS ? complaintsAbout(figures, records) : []];
  complaints.forEach(complaint => console.error(complaint));
  process.exit(complaints.length > 0 ? 1 : 0);
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
