import { readFileSync, symlinkSync } from 'fs';
import { join } from 'path';
import { gzipSync } from 'zlib';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { alarmsOf, ATTACKED, directory, FORMS, QUIET, record, refusedLogin, removeDirectories, replay, replayedJson } from './logs';
import { AuditDetection } from '../../../src';
import { reasonOf } from '../../../src/cli/replay/log-files';

afterAll(removeDirectories);

const LOG = { log: FORMS['as the instance wrote it'](ATTACKED) };
const CONTROLS = /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u;

const schema = JSON.parse(readFileSync(join(__dirname, '../../../docs/replay.schema.json'), 'utf8'));
const validate = addFormats(new Ajv2020({ strict: false })).compile(schema);

describe('the summary', () => {
  test('tells alarms by detection and day, top users and hosts, and the thresholds that would have stayed quiet', async () => {
    const { code, stdout, stderr } = await replay(LOG, ['log', '--detections', 'FailedLogins,AuditTampering,DestructiveStatements,Reconnaissance,Silence']);
    expect(stdout).toMatchInlineSnapshot(`
"54 audit records of 1 file, 2026-03-01 10:00 to 2026-03-01 10:39 (times are in UTC)
2 of 5 detections would have raised 2 alarms.

HIGH  FailedLogins  1 alarm, 12 records
  2026-03-01    1  10:11–10:15
  users: root ×12
  hosts: 10.9.9.9 ×12
  FAILED_CONNECT 1045  ×12

HIGH  DestructiveStatements  1 alarm, 1 record
  2026-03-01    1  10:22–10:25
  users: app ×1
  hosts: 10.0.0.5 ×1
  DROP TABLE orders  ×1

Stayed quiet
  AuditTampering  at most 0  of 1 in 5 minutes
  Silence
  Reconnaissance  at most 0  of 50 in 5 minutes

Thresholds that would have stayed quiet
  FailedLogins           now 10 in 5 minutes  quiet at 13
  DestructiveStatements  now 1 in 5 minutes   quiet at 2
Find out what each alarm was before its threshold is raised over it: the next attack like it would be quiet, too.
"
`);
    expect([code, stderr]).toEqual([1, '']);
  });

  test('of a quiet log says so', async () => {
    const { code, stdout } = await replay({ log: FORMS.gzipped(QUIET) }, ['log', '--detections', 'FailedLogins,SchemaChanges']);
    expect(stdout).toMatchInlineSnapshot(`
"40 audit records of 1 file, 2026-03-01 10:00 to 2026-03-01 10:39 (times are in UTC)
None of 2 detections would have raised an alarm.

Stayed quiet
  FailedLogins   at most 0  of 10 in 5 minutes
  SchemaChanges  at most 0  of 1 in 5 minutes
"
`);
    expect(code).toBe(0);
  });

  test('names what was not as a log should be', async () => {
    const { code, stdout } = await replay({
      'log': Buffer.concat([Buffer.from('half a line\n'), FORMS['as the instance wrote it'](QUIET), Buffer.from('second\nthird \xff\n', 'latin1'), Buffer.alloc(2 ** 20 + 1, 'x')]),
      'all/other.txt': 'hello',
    }, ['log', 'all', 'missing\x1b[2J', '--detections', 'FailedLogins']);
    expect(stdout).toMatchInlineSnapshot(`
"43 audit records of 1 file, 2026-03-01 10:00 to 2026-03-01 10:39 (times are in UTC)
None of 1 detection would have raised an alarm.
3 lines began with no time, and were counted at the time of the line before.
2 lines at the beginning of a file had no time, and were left out: no audit records, or second halves.
1 line had more than 1 MiB, of which the beginning was read.
1 line had characters that are no UTF-8.
Without an audit record: all/other.txt.
Could not be read: missing\\u001b[2J: no such file or directory.

Stayed quiet
  FailedLogins  at most 0  of 10 in 5 minutes
"
`);
    expect(code).toBe(2);
  });

  test('has colours on a terminal alone', async () => {
    expect((await replay(LOG, ['log'], { isTTY: true, cwd: directory(LOG) })).stdout).toContain('\x1b[31mHIGH\x1b[39m');
    expect((await replay(LOG, ['log'], { isTTY: true, cwd: directory(LOG), env: { NO_COLOR: '1' } })).stdout).not.toContain('\x1b');
    expect((await replay(LOG, ['log'])).stdout).not.toContain('\x1b');
  });

  test('has the time without records that would have stayed quiet', async () => {
    const { stdout } = await replay({ log: [record(0), record(130)].join('\n') }, ['log', '--detections', 'Silence']);
    expect(stdout).toContain('  2026-03-01    1  10:30–12:00\n');
    expect(stdout).toContain('  Silence  now less than 1 in 30 minutes  quiet at 4 × 30 minutes\n');
  });

  test('of many days and alarms is short', async () => {
    const lines = Array.from({ length: 4000 }, (_, index) => record(index * 60, `DROP TABLE t${index}`));
    const { stdout } = await replay({ log: lines.join('\n') }, ['log', '--detections', 'DestructiveStatements']);
    expect(stdout).toContain('  2026-03-02   24  00:00–00:05, 01:00–01:05, 02:00–02:05, 03:00–03:05, 04:00–04:05, 05:00–05:05, 18 more\n');
    expect(stdout).toContain('  and 137 more days\n');
    expect(stdout.split('\n').length).toBeLessThan(50);
  });
});

describe('the JSON', () => {
  test.each<[string, Record<string, Buffer>]>([
    ['an attack', LOG], ['nothing', { log: Buffer.alloc(0) }], ['a quiet day', { log: FORMS['exported to S3'](QUIET) }], ['garbage', { log: Buffer.from([0, 255, 10, 31, 139]) }],
  ])('of %s is as its schema has it', async (_, files) => {
    const { document } = await replayedJson(files, ['log', 'missing']);
    expect(validate(document)).toBe(true);
    expect(document).toMatchObject({ $schema: schema.$id, read: { unreadable: expect.arrayContaining([{ name: 'missing', reason: 'no such file or directory' }]) } });
  });

  test('has every detection, with what is needed to see and change it', async () => {
    const { document } = await replayedJson(LOG, ['log']);
    expect(document.detections.map(({ detectionId }: { detectionId: string }) => detectionId))
      .toEqual(AuditDetection.recommended().map(({ detectionId }) => detectionId).filter(id => id !== 'ControlPlaneChanges'));
    expect(document.detections[0]).toEqual({
      detectionId: 'FailedLogins',
      severity: 'HIGH',
      threshold: 10,
      periodSeconds: 300,
      evaluationPeriods: 1,
      records: 12,
      alarms: [{ start: '2026-03-01T10:11:54.000Z', end: '2026-03-01T10:15:00.000Z' }],
      quietThreshold: 13,
      quietEvaluationPeriods: 2,
      topUsers: [{ value: 'root', count: 12 }],
      topHosts: [{ value: '10.9.9.9', count: 12 }],
      topStatements: [{ value: 'FAILED_CONNECT 1045', count: 12 }],
      runbook: AuditDetection.FAILED_LOGINS.runbook,
      logsInsightsQuery: AuditDetection.FAILED_LOGINS.logsInsightsQuery,
    });
  });
});

test('text of attackers reaches no terminal as anything but text', async () => {
  const hostile = fc.string({ unit: 'binary', maxLength: 60 });
  await fc.assert(fc.asyncProperty(hostile, hostile, hostile, fc.constantFrom('text', 'json'), async (statement, user, name, format) => {
    // GIVEN
    const lines = [record(1, `DROP TABLE ${statement}`, { user }), refusedLogin(2, user), record(3, `GRANT ${statement}`, { host: user }), statement];
    // WHEN
    const { stdout, stderr, code } = await replay({ log: lines.join('\n') }, ['log', `missing${name}`, '--format', format]);
    // THEN
    expect(stdout).not.toMatch(CONTROLS);
    expect(stderr).not.toMatch(CONTROLS);
    expect(code).toBe(2);
    if (format === 'json') {
      expect(validate(JSON.parse(stdout))).toBe(true);
    }
  }), { numRuns: 50 });
});

test('JSON has hostile text as it was', async () => {
  const user = '\u009b2J\u202eroot\u{e0001}\u{f0000}\u2028';
  const { document } = await replayedJson({ log: record(1, 'DROP TABLE x', { user }) }, ['log', '--detections', 'DestructiveStatements']);
  expect(document.detections[0].topUsers).toEqual([{ value: user, count: 1 }]);
});

describe('detections', () => {
  test('are those that are named, in one option or several, in any letter case', async () => {
    const { document } = await replayedJson(LOG, ['log', '--detections', 'Silence, failedlogins', '--detections=AuditTampering']);
    expect(document.detections.map(({ detectionId }: { detectionId: string }) => detectionId)).toEqual(['FailedLogins', 'AuditTampering', 'Silence']);
  });

  test('take other thresholds, among them the one that stays quiet', async () => {
    const quiet = await replayedJson(LOG, ['log', '--threshold', 'FailedLogins=13', '--threshold', 'DestructiveStatements=2']);
    expect(alarmsOf(quiet.document)).toEqual({ AccountAndPrivilegeChanges: ['10:21:00'] });
    const loud = await replayedJson(LOG, ['log', '--threshold', 'FailedLogins=12', '--detections', 'FailedLogins']);
    expect(alarmsOf(loud.document)).toEqual({ FailedLogins: ['10:12:06'] });
  });

  test.each<[string, string[], string]>([
    ['an unknown id', ['log', '--detections', 'FailedLogin'], "--detections: there is no detection 'FailedLogin', did you mean FailedLogins? There are FailedLogins, SlowFailedLogins, DeniedAccess,"],
    ['no id', ['log', '--detections', ''], "--detections: there is no detection ''"],
    ['what is not in audit logs', ['log', '--detections', 'ControlPlaneChanges'], 'ControlPlaneChanges looks at API calls in CloudTrail, not at audit logs, and cannot be replayed'],
    ['a threshold of an unknown id', ['log', '--threshold', 'Logins=3'], "--threshold: there is no detection 'Logins'"],
    ['a threshold of what is not replayed', ['log', '--threshold', 'Silence=3', '--detections', 'Backups'], '--threshold: Silence is not among those of --detections'],
    ...['FailedLogins', 'FailedLogins=', 'FailedLogins=0', 'FailedLogins=-1', 'FailedLogins=1e3', 'FailedLogins=1.5', '=3', `FailedLogins=${'9'.repeat(400)}`].map(
      (text): [string, string[], string] => [`the threshold ${text.slice(0, 20)}`, ['log', '--threshold', text], '']),
    ['an unknown format', ['log', '--format', 'xml'], "--format: must be one of text, json, got: 'xml'"],
    ['a format that every object has', ['log', '--format', 'constructor'], '--format: must be one of text, json'],
    ['no log', [], 'no audit log is given; - is standard input'],
  ])('%s: refused', async (_, args, message) => {
    const { code, stdout, stderr } = await replay(LOG, args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain('see cdk-audited-aurora-mysql replay --help');
  });
});

describe('what cannot be read', () => {
  const whole = gzipSync(ATTACKED.join('\n'));
  const cut = whole.subarray(0, whole.length - 50);

  const damaged = (bytes: Buffer) => bytes.map((byte, index) => index > 20 ? 255 - byte : byte) as Buffer;

  test.each<[string, Record<string, Buffer | string>, string[], string | undefined, number]>([
    ['a missing file', LOG, ['log', 'missing'], 'no such file or directory', 54],
    ['a binary file', { ...LOG, 'a.out': Buffer.from(Array.from({ length: 5000 }, (_, index) => index * index % 256)) }, ['log', 'a.out'], 'holds no audit record of Aurora MySQL', 54],
    ['another log', { ...LOG, error: '2026-03-01T10:00:00.000000Z 0 [Note] ready for connections\n' }, ['log', 'error'], 'holds no audit record of Aurora MySQL', 54],
    ['JSON of another kind', { ...LOG, template: '{"Resources": {"Cluster": {}}}' }, ['log', 'template'], 'holds no audit record of Aurora MySQL', 54],
    ['JSON that was cut off', { log: FORMS['printed by aws logs get-log-events'](QUIET).subarray(0, -300) }, ['log'], 'the JSON in it is not complete', 37],
    ['JSON that text follows', { ...LOG, mixed: `${JSON.stringify({ events: [] })}\n${QUIET[0]}\n` }, ['log', 'mixed'], 'what follows the JSON in it is no JSON of log events', 54],
    ['JSON nested deeply', { ...LOG, deep: '{"a":'.repeat(100_000) }, ['log', 'deep'], 'the JSON in it is nested too deeply to be log events', 54],
    ['a compressed file that is damaged', { ...LOG, bad: damaged(gzipSync(QUIET.join('\n'))) }, ['log', 'bad'], 'the compressed data are damaged', 54],
    ['a loop of links', LOG, ['log', 'loop'], 'too many symbolic links', 54],
  ])('%s ends in exit code 2, and the rest is reported', async (_, files, args, reason, records) => {
    const cwd = directory(files);
    symlinkSync('loop', join(cwd, 'loop'));
    const { code, document, stderr } = await replayedJson({}, args, { cwd });
    expect(document.read.unreadable).toEqual([{ name: args[args.length - 1], reason: expect.stringContaining(reason ?? '') }]);
    expect([document.log.records, code, stderr]).toEqual([records, 2, '']);
  });

  test('of a compressed file that was cut off, what came before is reported', async () => {
    const { code, document } = await replayedJson({ log: cut }, ['log']);
    expect(document.read.unreadable).toEqual([{ name: 'log', reason: 'the compressed data end too early; what came before was read' }]);
    expect(document.log.records).toBeGreaterThan(5);
    expect(code).toBe(2);
  });

  test('of a compressed file that is damaged at its end, no more than the last 256 KB are missing', async () => {
    const lines = Array.from({ length: 4_000 }, (_, index) => QUIET[index % QUIET.length]).join('\n');
    const { document } = await replayedJson({ log: Buffer.concat([gzipSync(lines), Buffer.from('no gzip')]) }, ['log']);
    expect(document.read.unreadable).toHaveLength(1);
    expect(document.log.records).toBeGreaterThan(4_000 * (1 - 2 ** 18 / lines.length) - 1);
  });

  test('no record at all is no verdict', async () => {
    const { code, stdout } = await replay({ 'logs/empty': '' }, ['logs']);
    expect([code, stdout]).toEqual([2, 'No audit records were read.\n']);
  });

  test('an empty file beside others is no fault', async () => {
    expect((await replay({ empty: '', log: QUIET.join('\n') }, ['empty', 'log'])).code).toBe(0);
  });

  test('a directory that leads to itself is read once', async () => {
    const cwd = directory({ 'logs/log': QUIET.join('\n') });
    symlinkSync('.', join(cwd, 'logs', 'again'));
    const { code, document } = await replayedJson({}, ['logs'], { cwd });
    expect([code, document.log.records]).toEqual([0, QUIET.length]);
  });

  test.each([
    ['EACCES', 'permission denied'], ['EPERM', 'permission denied'], ['Z_DATA_ERROR', 'the compressed data are damaged; what came before was read, but for 256 KB at most'], ['EIO', 'EIO: i/o error, read'],
  ])('%s is told as %s', (code, reason) => {
    expect(reasonOf(Object.assign(new Error('EIO: i/o error, read'), { code }))).toBe(reason);
  });
});

test('progress is shown on a terminal alone, and gone in the end', async () => {
  const { stderr } = await replay({}, ['log'], { isTTY: true, cwd: directory(LOG) });
  expect(stderr).toMatch(/^\r\x1b\[K\[#{24}\] 100 % {2}0 MB, \d+ records\r\x1b\[K$/);
  const piped = await replay({}, ['-'], { isTTY: true, stdin: LOG.log });
  expect(piped.stderr).toMatch(/^\r\x1b\[K0 MB, \d+ records\r\x1b\[K$/);
});

test('--help has every option and detection', async () => {
  const { code, stdout } = await replay({}, ['--help']);
  expect(code).toBe(0);
  for (const text of ['--detections', '--threshold', '--format', ...AuditDetection.recommended().map(({ detectionId }) => detectionId)]) {
    expect(stdout).toContain(text);
  }
  stdout.split('\n').forEach(line => expect(line.length).toBeLessThanOrEqual(95));
});
