/**
 * The command `replay` beside grep with the words that articles on audit logs look for, on the same files in the same run: time, memory, and what
 * each of them sees of attacks and has to say about real programs. `tsx benchmark/replay-command.ts [megabytes]`, after `npx projen compile`.
 */
import { spawnSync } from 'child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { gzipSync } from 'zlib';
import { CATALOGUE_OBSERVERS, score, type Share } from './detection-score';
import { percent, share } from './markdown';
import { attacks, programs, share as raisedBy } from './workload-score';
import { corpus } from '../test/corpus/records';
import { workloads } from '../test/workloads/records';

const MEGABYTES = Number(process.argv[2] ?? 100);
const ROUNDS = 3;
const COMMAND = join(__dirname, '..', 'bin', 'cdk-audited-aurora-mysql');
const directory = mkdtempSync(join(tmpdir(), 'replay-'));

const WORDS = 'GRANT|REVOKE|CREATE USER|ALTER USER|DROP USER|DROP TABLE|DROP DATABASE|TRUNCATE|FAILED_CONNECT';
const GREPS: Record<string, readonly string[]> = { 'grep -E': ['-E', WORDS], 'grep -i -E': ['-i', '-E', WORDS] };

const records = workloads();
const benign = records.filter(({ label, record }) => label === 'benign' && /^\d{16},/.test(record));

/** A log of real programs, their records as often as they came and in disorder, a hundred a second. */
function writeLog(name: string, megabytes: number, wrap: (lines: string[]) => Buffer | string = lines => `${lines.join('\n')}\n`): string {
  const lines = benign.flatMap(({ record, count }) => Array.from({ length: Math.max(1, Math.round(count / 4)) }, () => record.slice(16)));
  let seed = 1;
  for (let index = lines.length - 1; index > 0; index--) {
    seed = seed * 48_271 % 0x7fffffff;
    const other = seed % (index + 1);
    [lines[index], lines[other]] = [lines[other], lines[index]];
  }
  const path = join(directory, name);
  const file = openSync(path, 'w');
  let time = Date.parse('2026-03-01T00:00:00Z') * 1000;
  for (let [written, next] = [0, 0]; written < megabytes * 1e6;) {
    const some = Array.from({ length: 2_000 }, () => {
      time += 10_000;
      return `${time}${lines[next++ % lines.length]}`;
    });
    written += some.reduce((sum, line) => sum + line.length + 1, 0);
    writeSync(file, wrap(some) as Buffer);
  }
  closeSync(file);
  return path;
}

interface Run {
  readonly seconds: number;
  readonly cpu: number;
  readonly megabytes: number;
  readonly code: number | null;
}

/** The largest memory that a process of Node.js had, on its last line. */
const TELL_MEMORY = "data:text/javascript,process.on('exit',()=>{const{maxRSS}=process.resourceUsage();process.stderr.write('rss '+maxRSS+'\\n')})";

function run(command: readonly string[]): Run {
  const start = performance.now();
  const { status, stderr } = spawnSync('bash', ['-c', 'time -p "$@"', 'bash', ...command], { encoding: 'utf8', maxBuffer: 2 ** 30, env: { ...process.env, LC_ALL: 'C' } });
  const seconds = (performance.now() - start) / 1000;
  const figure = (name: string) => Number(new RegExp(`^${name} ([\\d.]+)$`, 'm').exec(stderr)?.[1] ?? 0);
  return { seconds, cpu: figure('user') + figure('sys'), megabytes: figure('rss') / 1024, code: status };
}

const replay = (...paths: string[]) => run(['node', '--import', TELL_MEMORY, COMMAND, 'replay', ...paths]);
const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function report(what: string, megabytes: number, runs: readonly Run[]): void {
  const [seconds, cpu, rss] = (['seconds', 'cpu', 'megabytes'] as const).map(figure => median(runs.map(each => each[figure])));
  console.log(`  ${what.padEnd(44)} ${seconds.toFixed(2).padStart(7)} s  ${cpu.toFixed(2).padStart(7)} s  ${(megabytes / cpu).toFixed(0).padStart(6)} MB/s  `
    + `${rss > 0 ? `${rss.toFixed(0).padStart(6)} MB` : ''}  exit code ${runs[0].code}`);
}

function speed(): void {
  const path = writeLog('plain', MEGABYTES);
  const ways: [string, () => Run][] = [...Object.entries(GREPS).map(([name, options]): [string, () => Run] => [name, () => run(['grep', '-a', ...options, path])]), ['replay', () => replay(path)]];
  const rounds = Array.from({ length: ROUNDS }, () => ways.map(([, way]) => way()));
  console.log(`${MEGABYTES} MB of real programs, median of ${ROUNDS} interleaved rounds: wall time, CPU time, MB for each second of CPU, memory`);
  ways.forEach(([name], index) => report(name, MEGABYTES, rounds.map(round => round[index])));
}

function memory(): void {
  const event = (message: string, index: number) => ({ id: String(index), timestamp: Number(message.slice(0, 13)), message });
  const forms: [string, number, (lines: string[]) => Buffer | string][] = [
    ['a tenth of it', MEGABYTES / 10, lines => `${lines.join('\n')}\n`],
    ['gzipped', MEGABYTES, lines => gzipSync(`${lines.join('\n')}\n`, { level: 1 })],
    ['exported to S3', MEGABYTES, lines => gzipSync(lines.map(line => `2026-03-01T00:00:00.000Z ${line}\n`).join(''), { level: 1 })],
    ['delivered by Firehose', MEGABYTES, lines => gzipSync(JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: lines.map(event) }), { level: 1 })],
  ];
  console.log('in other forms and sizes');
  forms.forEach(([name, megabytes, wrap]) => report(name, megabytes, [replay(writeLog('form', megabytes, wrap))]));
  const hostile: [string, () => Buffer][] = [
    ['one line without an end', () => Buffer.alloc(1e6, '1728498527380921,node-1,root,10.0.0.5,42,4711,QUERY,shop,\'SELECT ')],
    ['zeros, gzipped', () => gzipSync(Buffer.alloc(1e6))],
    ['statements of 64 kB, each another one', () => Buffer.from(Array.from({ length: 16 }, (_, index) =>
      `1728498527380921,node-1,${Math.random()},10.0.0.${index},42,4711,QUERY,shop,'DROP TABLE ${Math.random()}${'x'.repeat(65_536)}',0\n`).join(''))],
  ];
  hostile.forEach(([name, megabyte]) => {
    const path = join(directory, 'hostile');
    const file = openSync(path, 'w');
    for (let written = 0; written < MEGABYTES; written++) {
      writeSync(file, megabyte());
    }
    closeSync(file);
    report(name, MEGABYTES, [replay(path)]);
  });
}

/** The records that grep finds. */
function found(options: readonly string[], lines: readonly string[]): ReadonlySet<string> {
  const path = join(directory, 'records');
  writeFileSync(path, lines.map(line => `${line}\n`).join(''));
  const { stdout } = spawnSync('grep', ['-n', '-a', ...options, path], { encoding: 'utf8', maxBuffer: 2 ** 30, env: { ...process.env, LC_ALL: 'C' } });
  return new Set(stdout.split('\n').filter(line => line !== '').map(line => lines[Number(line.slice(0, line.indexOf(':'))) - 1]));
}

function recall(): void {
  const labelled = corpus();
  const labels = [...new Set(CATALOGUE_OBSERVERS.flatMap(each => each.labels))];
  const fresh = Object.values(attacks(records)).flat();
  const items = records.filter(({ label }) => label !== 'benign');
  const said = programs(records);
  const line = (name: string, corpusShare: Share, falseAlarms: number, freshShare: Share, programsShare: Share, toRead: string) => console.log(
    `  ${name.padEnd(12)} corpus ${share(corpusShare)}, ${percent(corpusShare)}, ${falseAlarms} of its harmless records; fresh attacks ${share(freshShare)}, ${percent(freshShare)}; `
    + `real programs ${share(programsShare)}: ${toRead}`);
  console.log('what each of them sees of attacks, and says about real programs');
  for (const [name, options] of Object.entries(GREPS)) {
    const seen = found(options, [...labelled, ...records].map(({ record }) => record));
    const scored = score([{ name, labels, matches: record => seen.has(record) }], labelled);
    const seenItems = new Set(items.filter(({ record }) => seen.has(record)).map(({ item }) => item));
    const loud = records.filter(({ label, record }) => label === 'benign' && seen.has(record));
    line(name, scored.all, scored.falseAlarms.length, { seen: seenItems.size, of: new Set(items.map(({ item }) => item)).size },
      { seen: new Set(loud.map(({ workload }) => workload)).size, of: said.length }, `${loud.reduce((sum, { count }) => sum + count, 0).toLocaleString('en')} lines to read`);
  }
  const ours = score(CATALOGUE_OBSERVERS, labelled);
  line('replay', ours.all, ours.falseAlarms.length, raisedBy(fresh), raisedBy(said), `${said.reduce((sum, { alarms }) => sum + alarms.length, 0)} alarms`);
}

try {
  recall();
  speed();
  memory();
} finally {
  rmSync(directory, { recursive: true });
}
