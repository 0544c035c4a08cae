import { spawnSync } from 'child_process';
import { join } from 'path';
import { Cloud, type Trouble } from './cloud';
import { machines } from './machines';
import { AuditDetection } from '../../../src';
import { INSIGHTS_LANGUAGE } from '../../../src/review/review/insights-questions';
import { reviewQuestions } from '../../../src/review/review/review-questions';
import { corpus } from '../../corpus/records';
import { ask, type LogEvent } from '../logs-insights';

// eslint-disable-next-line @typescript-eslint/no-require-imports
const validate: (definition: unknown) => { isValid: boolean; errorsText: (separator: string) => string } = require('asl-validator');

const MINUTE = 60_000;

/** Mondays, on which reviews start; each is of the week that ended a quarter of an hour before. */
const [FIRST, SECOND, THIRD] = ['2026-03-09T07:00:00.123Z', '2026-03-16T07:00:00.000Z', '2026-03-23T07:00:00.000Z'];
const FIRST_WHEN = '2026-03-09T06-45-00Z';

const MACHINES = machines(['orders']);
const { folder } = MACHINES;
const QUESTIONS = reviewQuestions(AuditDetection.recommended(), INSIGHTS_LANGUAGE);
const LOG_GROUP = '/aws/rds/cluster/orders/audit';

/** Enough of the corpus for every kind of question, and little enough for a test. */
const LINES = corpus().map(({ record }) => record).filter((_, index) => index % 12 === 0);

/** Records, one a minute, in the week before a review. */
function records(before: string, lines = LINES): LogEvent[] {
  const start = Date.parse(before) - 6 * 24 * 60 * MINUTE;
  return lines.map((message, index) => ({ timestamp: start + index * MINUTE, message }));
}

function refusedLogins(user: string, times: number): string[] {
  return Array.from({ length: times }, (_, index) => `17724096000000${String(index).padStart(2, '0')},node-1,${user},10.9.9.9,${index},0,FAILED_CONNECT,,,1045`);
}

function cloudOf(events: LogEvent[], trouble?: (query: string) => Trouble | undefined): Cloud {
  return new Cloud({ [LOG_GROUP]: events }, trouble);
}

const isFailedLogins = (query: string) => query.includes('as attempts');

/** Every call that a test made, for the models of the SDK. */
const CALLS: Cloud['calls'] = [];

async function reviewed(cloud: Cloud, at = FIRST, definition = MACHINES.review) {
  const { tolerated, visited } = await cloud.run(definition, {}, at);
  CALLS.push(...cloud.calls);
  return { tolerated, visited, mail: cloud.mails.at(-1)!.Message as string, subject: cloud.mails.at(-1)!.Subject as string };
}

test.each(['review', 'signOff', 'watch'] as const)('the machine %s is valid', machine => {
  // It writes into what it validates.
  const result = validate(structuredClone(MACHINES[machine]));
  expect([result.isValid, result.isValid ? '' : result.errorsText('\n')]).toEqual([true, '']);
});

describe('a review', () => {
  const cloud = cloudOf(records(FIRST));
  let mail: string;

  beforeAll(async () => {
    const result = await reviewed(cloud);
    expect(result.tolerated).toEqual([]);
    mail = result.mail;
  });

  test('asks every question of the week, and remembers what was counted', () => {
    const { numbers } = JSON.parse(cloud.stored(`${folder}details/${FIRST_WHEN}/`)['cluster=orders.json']);
    const expected = QUESTIONS.map(({ id, query, measure }) => {
      const rows = ask(query, records(FIRST));
      return [id, measure === 'rows' ? rows.length : rows.reduce((sum, row) => sum + Number(row[measure]), 0)];
    });
    expect(numbers).toEqual(Object.fromEntries(expected));
    expect(numbers.FailedLoginsByUserAndHost).toBeGreaterThan(0);
    expect(numbers.VolumeByDay).toBe(LINES.length);
  });

  test('says each number in the report, with the controls that asking serves', () => {
    const { numbers } = JSON.parse(cloud.stored(`${folder}details/${FIRST_WHEN}/`)['cluster=orders.json']);
    expect(mail).toContain(`${String(numbers.FailedLoginsByUserAndHost).padStart(10)}         -  Failed logins by user and host [PCI DSS v4.0.1 10.2.1.4, `);
    expect(mail).toMatch(/^ {24}@timestamp="2026-03-0.*record=".*CREATE USER/m);
    expect(mail).toContain('Records from 2026-03-02T06:45:00.000Z to 2026-03-09T06:45:00.000Z (7.0 days)\nNo review before this one is known');
    expect(mail.length).toBeLessThan(8000);
  });

  test('is filed before anybody hears of it: details, report, what is to be signed', () => {
    expect([...cloud.objects.keys()]).toEqual([
      `details/${FIRST_WHEN}/cluster=orders.txt`, `details/${FIRST_WHEN}/cluster=orders.json`, `reports/${FIRST_WHEN}.txt`, 'opsitems/oi-000000000001.json', `runs/${FIRST_WHEN}.json`,
    ].map(key => `${folder}${key}`));
    expect(mail).toContain(cloud.objects.get(`${folder}reports/${FIRST_WHEN}.txt`)!.body);
    expect(JSON.parse(cloud.stored(`${folder}runs/`)[`${FIRST_WHEN}.json`])).toMatchObject({
      since: Date.parse('2026-03-02T06:45:00Z') / 1000,
      until: Date.parse('2026-03-09T06:45:00Z') / 1000,
      opsItemId: 'oi-000000000001',
      reportKey: `${folder}reports/${FIRST_WHEN}.txt`,
      reportVersion: cloud.objects.get(`${folder}reports/${FIRST_WHEN}.txt`)!.versionId,
      reportSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      clusters: ['orders'],
    });
    expect(cloud.calls.filter(({ action }) => action === 's3:putObject').every(({ args }) => args.ChecksumAlgorithm === 'SHA256')).toBe(true);
  });

  test('opens an OpsItem that says numbers and where the report is, and nothing that a stranger wrote', () => {
    const [{ Title, Description, OperationalData }] = cloud.opsItems;
    expect(Title).toBe('Sign the audit log review of 2026-03-09: clusters: 1, rose: 0, new: 0');
    expect(Description).toContain(`Report: s3://archive-bucket/${folder}reports/${FIRST_WHEN}.txt\n\n- orders: 0 not answered, 0 rose, 0 new`);
    expect(Description).not.toMatch(/record=|user=/);
    expect(OperationalData['/aws/resources'].Value).toBe('[{"arn":"arn:aws:rds:eu-central-1:111111111111:cluster:orders"}]');
    expect(mail).toContain('Read this, then set OpsItem oi-000000000001 in Systems Manager OpsCenter to Resolved');
  });

  test('the next one says what rose, fell and is new since, and which review is not signed yet', async () => {
    const next = cloudOf([...records(FIRST), ...records(SECOND, [...refusedLogins('mallory', 90), ...LINES.slice(0, 20)])]);
    await reviewed(next, FIRST);
    const second = await reviewed(next, SECOND);
    expect(second.mail).toContain(`Records from 2026-03-09T06:45:00.000Z to 2026-03-16T06:45:00.000Z (7.0 days)\nBefore: the review of ${FIRST_WHEN}.`);
    expect(second.mail).toMatch(/^ +9\d +\d+ {2}Failed logins by user and host \[.*\] {2}\*\* ROSE {2}\*\* NEW 1\n {24}new: mallory 10\.9\.9\.9$/m);
    expect(second.mail).toMatch(/^ +0 +17 {2}Detection AccountAndPrivilegeChanges.*\*\* FELL$/m);
    expect(second.mail).toContain(`Not signed yet: the reviews of ${FIRST_WHEN}\n`);
    expect(second.subject).toMatch(/^Audit log review 2026-03-16: clusters: 1, rose: \d+, new: \d+$/);
    // What is new comes first.
    expect(second.mail.indexOf('** ROSE')).toBeLessThan(second.mail.indexOf('Unreadable lines'));
  });
});

describe('a query', () => {
  const few = records(FIRST, refusedLogins('mallory', 3));

  test.each<[string, Trouble, string]>([
    ['that fails', { status: 'Failed' }, 'Failed'],
    ['that the service gives up', { status: 'Timeout' }, 'Timeout'],
    ['that somebody stops', { status: 'Cancelled' }, 'Cancelled'],
    ['that is refused', { refused: 'CloudWatchLogs.MalformedQueryException' }, 'CloudWatchLogs.MalformedQueryException'],
    ['for which there is no room', { refused: 'CloudWatchLogs.LimitExceededException' }, 'CloudWatchLogs.LimitExceededException'],
    ['that never ends', { slow: Infinity }, 'Running'],
  ])('%s is not answered, which is not "nothing found"', async (_, trouble, status) => {
    const { mail, subject } = await reviewed(cloudOf(few, query => isFailedLogins(query) ? trouble : undefined));
    expect(mail).toContain(`\n  NOT ANSWERED (${status}): Failed logins by user and host [PCI DSS`);
    expect(/Nothing found: (.*)/.exec(mail)![1]).not.toContain('Failed logins by user and host');
    expect(subject).toContain('clusters: 1, questions NOT ANSWERED: 1,');
    // The others are.
    expect(mail).toMatch(/^ +3 +- {2}Detection FailedLogins/m);
  });

  test('that is slow is waited for', async () => {
    const { mail, visited } = await reviewed(cloudOf(few, query => isFailedLogins(query) ? { slow: 20 } : undefined));
    expect(mail).toMatch(/^ +3 +- {2}Failed logins by user and host/m);
    expect(visited.filter(state => state === 'Wait')).toHaveLength(QUESTIONS.length + 20);
  });

  test('that was not answered last time has no number to compare with', async () => {
    let first = true;
    const cloud = cloudOf([...few, ...records(SECOND, refusedLogins('mallory', 9))], query => first && isFailedLogins(query) ? { status: 'Failed' } : undefined);
    await reviewed(cloud, FIRST);
    first = false;
    expect((await reviewed(cloud, SECOND)).mail).toMatch(/^ +9 +- {2}Failed logins by user and host \[[^\]]*\]$/m);
  });
});

test('nothing found is said of every question', async () => {
  const { mail } = await reviewed(cloudOf([]));
  expect(mail).not.toContain('NOT ANSWERED');
  expect(/Nothing found: (.*)/.exec(mail)![1].split(', ')).toEqual(QUESTIONS.map(({ title }) => title));
});

test('a cluster whose log group is gone is not answered', async () => {
  const { mail, subject } = await reviewed(new Cloud({}));
  expect(mail).toContain('NOT ANSWERED (CloudWatchLogs.ResourceNotFoundException): Failed logins');
  expect(mail).not.toContain('Nothing found');
  expect(subject).toContain(`questions NOT ANSWERED: ${QUESTIONS.length},`);
});

test('where the numbers of the review before cannot be read, the report says so', async () => {
  // GIVEN
  const cloud = cloudOf(records(SECOND, refusedLogins('mallory', 3)));
  await reviewed(cloud, FIRST);

  // WHEN
  cloud.failOn = `s3:getObject ${folder}details/`;
  const { mail } = await reviewed(cloud, SECOND);

  // THEN
  expect(mail).toContain('The numbers of the review before could not be read, or this cluster was not in it (Service.InternalErrorException): none stands beside these');
  expect(mail).toMatch(/^ +3 +- {2}Failed logins by user and host/m);
});

test('records of the whole time since the last review are asked for, also where one failed or was missed', async () => {
  const cloud = cloudOf([]);
  await reviewed(cloud, FIRST);
  cloud.failOn = 'ssm:createOpsItem';
  await expect(cloud.run(MACHINES.review, {}, SECOND)).rejects.toThrow();
  cloud.failOn = undefined;
  const { mail } = await reviewed(cloud, THIRD);
  expect(mail).toContain('Records from 2026-03-09T06:45:00.000Z to 2026-03-23T06:45:00.000Z (14.0 days)');
});

test('a cluster that cannot be reviewed is said so, the others are', async () => {
  const several = machines(['orders', 'billing', 'hr']);
  const cloud = new Cloud(Object.fromEntries(['orders', 'billing', 'hr'].map(name => [`/aws/rds/cluster/${name}/audit`, records(FIRST, refusedLogins('mallory', 2))])));
  cloud.failOn = 's3:putObject cluster=billing';
  const { mail, tolerated, subject } = await reviewed(cloud, FIRST, several.review);
  expect(tolerated).toHaveLength(1);
  expect(subject).toContain('clusters: 3, NOT ASKED: 1,');
  expect(mail).toContain('== billing ==\n  NOT ANSWERED: this cluster could not be asked');
  expect(mail.match(/^ +2 +- {2}Failed logins by user and host/gm)).toHaveLength(2);
  expect(cloud.opsItems[0].Description).toContain('- billing: NOT ASKED');
});

test('which reviews are open cannot be asked: the report is mailed nevertheless', async () => {
  const cloud = cloudOf([]);
  cloud.failOn = `s3:listObjectsV2 ${folder}reports/`;
  expect((await reviewed(cloud)).mail).toContain('Which reviews are not signed yet could not be asked.');
});

test('the arguments of every call are those of the models of the SDK', async () => {
  const cloud = cloudOf([]);
  await cloud.run(MACHINES.watch, {}, FIRST);
  const checked = [...CALLS, ...cloud.calls];
  const { stdout, stderr } = spawnSync('python3', [join(__dirname, 'check_calls.py')], { input: JSON.stringify(checked), encoding: 'utf8' });
  expect([stderr, stdout.trim()]).toEqual(['', '[]']);
  expect(new Set(checked.map(({ action }) => action)).size).toBe(9);
});
