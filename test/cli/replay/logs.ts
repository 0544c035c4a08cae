import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { gzipSync } from 'zlib';
import { main } from '../../../src/cli/main';
import { recordedIo } from '../io';

export const START = Date.parse('2026-03-01T10:00:00Z');

/** An audit record, so many minutes after the start. */
export const record = (minute: number, statement = 'SELECT 1', { user = 'app', host = '10.0.0.5' } = {}) =>
  `${START + Math.round(minute * 60_000)}000,node-1,${user},${host},42,4711,QUERY,shop,'${statement}',0`;

export const refusedLogin = (minute: number, user = 'root') =>
  `${START + Math.round(minute * 60_000)}000,node-1,${user},10.9.9.9,42,0,FAILED_CONNECT,,,1045`;

/** A day at work, and an attack: 12 refused logins, a GRANT and a DROP. */
export const ATTACKED = [
  ...Array.from({ length: 40 }, (_, index) => record(index, `SELECT * FROM orders WHERE id = ${index}`)),
  ...Array.from({ length: 12 }, (_, index) => refusedLogin(11 + index / 10)),
  record(21, 'GRANT ALL ON *.* TO \\\'eve\\\'@\\\'%\\\''),
  record(22, 'DROP TABLE orders'),
];

export const QUIET = Array.from({ length: 40 }, (_, index) => record(index));

const text = (lines: readonly string[]) => Buffer.from(lines.map(line => `${line}\n`).join(''));

/** When CloudWatch Logs has it that a record was. */
const millis = (line: string) => Number(line.slice(0, 13));

const events = (lines: readonly string[]) => lines.map((message, index) => ({ id: String(index), timestamp: millis(message), message }));

const subscription = (lines: readonly string[]) => ({
  messageType: 'DATA_MESSAGE', owner: '111111111111', logGroup: '/aws/rds/cluster/shop/audit', logStream: 'node-1', subscriptionFilters: ['Audit'], logEvents: events(lines),
});
const CONTROL_MESSAGE = {
  messageType: 'CONTROL_MESSAGE',
  owner: 'CloudwatchLogs',
  logGroup: '',
  logStream: '',
  subscriptionFilters: [],
  logEvents: [{ id: '', timestamp: START, message: 'CWL CONTROL MESSAGE: Checking health of destination Firehose.' }],
};

const halves = (lines: readonly string[]) => [lines.slice(0, 7), lines.slice(7)];

/** Every form in which audit records are delivered. */
export const FORMS: Record<string, (lines: readonly string[]) => Buffer> = {
  'as the instance wrote it': text,
  'without an end of the last line': lines => text(lines).subarray(0, -1),
  'with the line ends of Windows': lines => text(lines.map(line => `${line}\r`)),
  'with a byte order mark': lines => Buffer.concat([Buffer.from('\uFEFF'), text(lines)]),
  'in UTF-16, as PowerShell writes it': lines => Buffer.from(`\uFEFF${text(lines)}`, 'utf16le'),
  'gzipped': lines => gzipSync(text(lines)),
  'gzipped in two members': lines => Buffer.concat(halves(lines).map(half => gzipSync(text(half)))),
  'gzipped twice': lines => gzipSync(gzipSync(text(lines))),
  'exported to S3': lines => gzipSync(text(lines.map(line => `${new Date(millis(line)).toISOString()} ${line}`))),
  'printed by aws logs tail': lines => text(lines.map(line => `${new Date(millis(line)).toISOString().replace('Z', '000+00:00')} shop-instance-1 ${line}`)),
  'printed by aws logs tail --format short': lines => text(lines.map(line => `${new Date(millis(line)).toISOString().slice(0, 19)} ${line}`)),
  'printed by aws logs filter-log-events': lines => Buffer.from(JSON.stringify({ events: events(lines), searchedLogStreams: [{ logStreamName: 'node-1' }] }, undefined, 4)),
  'printed by aws logs get-log-events': lines => Buffer.from(JSON.stringify({ events: events(lines), nextForwardToken: 'f/1', nextBackwardToken: 'b/1' })),
  'printed by aws logs get-query-results': lines => Buffer.from(JSON.stringify({
    results: lines.map((value, index) => [{ field: '@timestamp', value: '2026-03-01 10:00:00.000' }, { field: '@message', value }, { field: '@ptr', value: `${index}` }]),
    statistics: { recordsMatched: lines.length },
    status: 'Complete',
  }, undefined, 4)),
  'left of it by --query events': lines => Buffer.from(JSON.stringify(events(lines), undefined, 2)),
  'left of it by --query events[].message': lines => Buffer.from(JSON.stringify(lines, undefined, 2)),
  'delivered by Firehose': lines => Buffer.concat([CONTROL_MESSAGE, ...halves(lines).map(subscription)].map(each => gzipSync(JSON.stringify(each)))),
  'delivered by Firehose, compressed once more': lines => gzipSync(Buffer.concat(halves(lines).map(half => gzipSync(JSON.stringify(subscription(half)))))),
  'decompressed by Firehose': lines => Buffer.from([CONTROL_MESSAGE, ...halves(lines).map(subscription)].map(each => JSON.stringify(each)).join('')),
  'decompressed by Firehose, one a line': lines => Buffer.from(halves(lines).map(half => `${JSON.stringify(subscription(half))}\n`).join('')),
  'extracted by Firehose, with blank lines between': lines => gzipSync(text(lines.flatMap(line => [line, '']))),
};

const directories: string[] = [];

/** For `afterAll` of each file of tests: modules stay loaded, so that a hook of this one would run for the first file alone. */
export function removeDirectories(): void {
  directories.splice(0).forEach(path => rmSync(path, { recursive: true }));
}

/** A directory with files, until it is removed. */
export function directory(files: Record<string, Buffer | string>): string {
  const path = mkdtempSync(join(tmpdir(), 'replay-'));
  directories.push(path);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

/** Runs the command in a directory with files. */
export async function replay(files: Record<string, Buffer | string>, args: readonly string[], options: Parameters<typeof recordedIo>[0] = {}) {
  const io = recordedIo({ cwd: directory(files), ...options });
  const code = await main(['replay', ...args], io);
  return { code, ...io.written };
}

/** The same, as JSON. */
export async function replayedJson(files: Record<string, Buffer | string>, args: readonly string[], options: Parameters<typeof recordedIo>[0] = {}) {
  const { code, stdout, stderr } = await replay(files, [...args, '--format', 'json'], options);
  return { code, stderr, document: JSON.parse(stdout) };
}

interface ReplayedDetection {
  readonly detectionId: string;
  readonly alarms: readonly { readonly start: string }[];
}

/** When the alarms of a document went off, by detection. */
export function alarmsOf({ detections }: { readonly detections: readonly ReplayedDetection[] }) {
  const loud = detections.filter(({ alarms }) => alarms.length > 0);
  return Object.fromEntries(loud.map(({ detectionId, alarms }) => [detectionId, alarms.map(({ start }) => start.slice(11, 19))]));
}
