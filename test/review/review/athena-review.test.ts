import { spawnSync } from 'child_process';
import { join } from 'path';
import { TimeZone } from 'aws-cdk-lib';
import { TIME_ZONE } from './athena';
import { Cloud, type Trouble } from './cloud';
import { machines } from './machines';
import { corpus } from '../../corpus/records';
import type { LogEvent } from '../logs-insights';

// eslint-disable-next-line @typescript-eslint/no-require-imports
const validate: (definition: unknown) => { isValid: boolean; errorsText: (separator: string) => string } = require('asl-validator');

const MINUTE = 60_000;

/** The end of a period, and when the review of it starts: an hour later, for the archive is later than the log group. */
const END = Date.parse('2026-03-09T06:00:00Z');
const [START, INSIGHTS_START, SECOND] = ['2026-03-09T07:00:00.123Z', '2026-03-09T06:15:00.000Z', '2026-03-16T07:00:00.000Z'];
const WHEN = '2026-03-09T06-00-00Z';

const ATHENA = machines(['orders'], {}, { timeZone: TimeZone.of(TIME_ZONE) });
const INSIGHTS = machines(['orders']);
const { folder } = ATHENA;

/** Enough of the corpus for every kind of question, and little enough for a test. */
const LINES = corpus().map(({ record }) => record).filter((_, index) => index % 12 === 0);

/** Records, one a minute, in the week before the end of the period. */
function records(end = END, lines = LINES): LogEvent[] {
  return lines.map((message, index) => ({ timestamp: end - (6 * 24 * 60 - index) * MINUTE, message }));
}

function refusedLogins(user: string, times: number): string[] {
  return Array.from({ length: times }, (_, index) => `17724096000000${String(index).padStart(2, '0')},node-1,${user},10.9.9.9,${index},0,FAILED_CONNECT,,,1045`);
}

function cloudOf(events: LogEvent[], trouble?: (query: string) => Trouble | undefined): Cloud {
  return new Cloud({ '/aws/rds/cluster/orders/audit': events }, trouble);
}

const isFailedLogins = (query: string) => query.includes('AS attempts');

/** Every call that a test made, for the models of the SDK. */
const CALLS: Cloud['calls'] = [];

async function reviewed(cloud: Cloud, at = START, definition = ATHENA.review) {
  const { tolerated, visited } = await cloud.run(definition, {}, at);
  CALLS.push(...cloud.calls);
  return { tolerated, visited, mail: cloud.mails.at(-1)!.Message as string, subject: cloud.mails.at(-1)!.Subject as string };
}

function remembered(cloud: Cloud, when = WHEN) {
  return JSON.parse(cloud.stored(`${folder}details/${when}/`)['cluster=orders.json']);
}

test('the machine is valid', () => {
  // It writes into what it validates.
  const result = validate(structuredClone(ATHENA.review));
  expect([result.isValid, result.isValid ? '' : result.errorsText('\n')]).toEqual([true, '']);
});

describe('a review', () => {
  const [athena, insights] = [cloudOf(records()), cloudOf(records())];
  let mail: string;

  beforeAll(async () => {
    const result = await reviewed(athena);
    expect(result.tolerated).toEqual([]);
    mail = result.mail;
    await reviewed(insights, INSIGHTS_START, INSIGHTS.review);
  });

  test('counts what Logs Insights counts, under the same ids, but for what is asked in another way', () => {
    const other = ['OffHoursLogins', `OffHoursLogins ${TIME_ZONE}`, 'UnreadableLines', 'LinesWithoutRecord'];
    const same = (numbers: Record<string, number>) => Object.fromEntries(Object.entries(numbers).filter(([id]) => !other.includes(id)));
    const [ours, theirs] = [athena, insights].map(cloud => remembered(cloud));
    expect(same(ours.numbers)).toEqual(same(theirs.numbers));
    expect(Object.keys(same(ours.numbers))).toHaveLength(19);
    expect(Object.keys(ours.numbers).filter(id => other.includes(id))).toEqual([`OffHoursLogins ${TIME_ZONE}`, 'LinesWithoutRecord']);
    expect(ours.names.FailedLoginsByUserAndHost).toEqual(theirs.names.FailedLoginsByUserAndHost);
    expect(ours.names.FailedLoginsByUserAndHost.length).toBeGreaterThan(0);
    expect(ours.numbers.VolumeByDay).toBe(LINES.length);
  });

  test('is of a period that ended an hour ago, and says whom it asked', () => {
    expect(mail).toContain('Records from 2026-03-02T06:00:00.000Z to 2026-03-09T06:00:00.000Z (7.0 days)');
    expect(mail).toMatch(/^Asked: Athena, table aurora_mysql_audit_[0-9a-f]{8}\.audit_records$/m);
    expect(insights.mails[0].Message).toContain('\nAsked: Logs Insights\n');
    expect(JSON.parse(athena.stored(`${folder}runs/`)[`${WHEN}.json`]).source).toMatch(/^Athena/);
  });

  test('shows rows without the name of the cluster, and the beginnings of records', () => {
    expect(mail).toMatch(/^ {24}at="2026-03-0.*" {2}record=".*CREATE USER/m);
    expect(athena.stored(`${folder}details/${WHEN}/`)['cluster=orders.txt']).toMatch(/^ {24}user_name=".*" {2}client_host=".*attempts=\d+/m);
    expect(mail).not.toContain('cluster="orders"');
    expect(mail.length).toBeLessThan(8000);
  });

  test('asks nobody but Athena, in the work group and the database of the analysis', () => {
    const asked = athena.calls.filter(({ action }) => action === 'athena:startQueryExecution');
    expect(asked).toHaveLength(21);
    asked.forEach(({ args }) => expect(args).toEqual({
      QueryString: expect.stringMatching(/^WITH records AS /),
      QueryExecutionContext: { Database: expect.stringMatching(/^aurora_mysql_audit_[0-9a-f]{8}$/) },
      WorkGroup: expect.stringMatching(/^aurora-mysql-audit-[0-9a-f]{8}$/),
    }));
    expect(athena.calls.filter(({ action }) => action.startsWith('cloudwatchlogs'))).toEqual([]);
  });
});

test('what a review finds is compared with what the last one found by Logs Insights, and what it cannot be is said', async () => {
  const cloud = cloudOf([...records(), ...records(Date.parse(SECOND), refusedLogins('mallory', 90))]);
  await reviewed(cloud, INSIGHTS_START, INSIGHTS.review);
  const { mail } = await reviewed(cloud, SECOND);
  expect(mail).toContain('== orders ==\n  The review before asked Logs Insights: what it counted in another way has no number before.\n');
  expect(mail).toMatch(/^ +90 +\d+ {2}Failed logins by user and host \[.*\] {2}\*\* ROSE {2}\*\* NEW 1\n {24}new: mallory 10\.9\.9\.9$/m);
  expect(mail).not.toMatch(/Off-hours logins \(Europe\/Berlin\) .*\*\*/);
});

test('nothing is said of a source that is the same', async () => {
  const cloud = cloudOf(records());
  await reviewed(cloud);
  expect((await reviewed(cloud, SECOND)).mail).not.toContain('The review before asked');
});

describe('a query', () => {
  const few = records(END, refusedLogins('mallory', 3));

  test.each<[string, Trouble, string]>([
    ['that fails', { status: 'FAILED', reason: 'SYNTAX_ERROR: line 1:8: <b>no</b> such column' }, 'FAILED: SYNTAX_ERROR: line 1:8: ?b?no?/b? such column'],
    ['that would read more than the limit', { status: 'CANCELLED', reason: 'Bytes scanned limit was exceeded' }, 'CANCELLED: Bytes scanned limit was exceeded'],
    ['that somebody stops', { status: 'CANCELLED' }, 'CANCELLED'],
    ['that takes too long for Athena', { status: 'FAILED', reason: 'Query timeout' }, 'FAILED: Query timeout'],
    ['that is refused', { refused: 'Athena.InvalidRequestException' }, 'Athena.InvalidRequestException'],
    ['for which there is no room', { refused: 'Athena.TooManyRequestsException' }, 'Athena.TooManyRequestsException'],
    ['that never ends', { slow: Infinity }, 'Running'],
  ])('%s is not answered, which is not "nothing found"', async (_, trouble, status) => {
    const { mail, subject } = await reviewed(cloudOf(few, query => isFailedLogins(query) ? trouble : undefined));
    expect(mail).toContain(`\n  NOT ANSWERED (${status}): Failed logins by user and host [PCI DSS`);
    expect(/Nothing found: (.*)/.exec(mail)![1]).not.toContain('Failed logins by user and host');
    expect(subject).toContain('clusters: 1, questions NOT ANSWERED: 1,');
    // The others are.
    expect(mail).toMatch(/^ +3 +- {2}Detection FailedLogins/m);
  });

  test('whose answer cannot be read is not answered', async () => {
    const cloud = cloudOf(few);
    cloud.failOn = 'athena:getQueryResults';
    const { mail, subject } = await reviewed(cloud);
    expect(subject).toContain('questions NOT ANSWERED: 21');
    expect(mail).not.toContain('Nothing found');
  });

  test('that is slow is waited for', async () => {
    const { mail, visited } = await reviewed(cloudOf(few, query => isFailedLogins(query) ? { slow: 20 } : undefined));
    expect(mail).toMatch(/^ +3 +- {2}Failed logins by user and host/m);
    expect(visited.filter(state => state === 'Wait')).toHaveLength(21 + 20);
  });
});

test('nothing found is said of every question', async () => {
  const { mail } = await reviewed(cloudOf([]));
  expect(mail).not.toContain('NOT ANSWERED');
  expect(/Nothing found: (.*)/.exec(mail)![1].split(', ')).toHaveLength(21);
});

test('the arguments of every call are those of the models of the SDK', () => {
  const checked = CALLS.filter(({ action }) => action.startsWith('athena'));
  const { stdout, stderr } = spawnSync('python3', [join(__dirname, 'check_calls.py')], { input: JSON.stringify(checked), encoding: 'utf8' });
  expect([stderr, stdout.trim()]).toEqual(['', '[]']);
  expect(new Set(checked.map(({ action }) => action)).size).toBe(3);
});
