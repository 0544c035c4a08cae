import { AuditDetection } from '../../../src';
import { AUDIT_QUERIES, runbookQueries } from '../../../src/review/queries/audit-queries';
import { MAX_QUERY_LENGTH } from '../../../src/review/queries/audit-query';
import { corpus } from '../../corpus/records';
import { workloads } from '../../workloads/records';
import { ask, commandsOf, type LogEvent, type Row } from '../logs-insights';

const MONDAY = Date.parse('2026-03-02T00:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function events(records: { record: string }[]): LogEvent[] {
  return records.map(({ record }, index) => ({ timestamp: MONDAY + index * MINUTE, message: record }));
}

const EVENTS = events(corpus());

function answer(id: string, log: LogEvent[] = EVENTS): Row[] {
  return ask(AUDIT_QUERIES.find(query => query.id === id)!.logsInsights, log);
}

function at(timestamp: number, rest: string): LogEvent {
  return { timestamp, message: `${timestamp}000,node-1,${rest}` };
}

/** The columns of each kind of record: connections end with an empty object and a code, statements are quoted, tables have no code. */
const KINDS = [
  /^\d{16},[^,]*,(?<user>.*),(?<host>[^,]*),\d+,\d+,(?<operation>CONNECT|FAILED_CONNECT|DISCONNECT|CHANGEUSER),(?<database>[^,]*),(?<object>),(?<code>\d*)$/s,
  /^\d{16},[^,]*,(?<user>[^']*?),(?<host>[^,]*),\d+,\d+,(?<operation>QUERY),(?<database>[^,]*),(?<object>'.*'),(?<code>\d*)$/s,
  /^\d{16},[^,]*,(?<user>.*?),(?<host>[^,]*),\d+,\d+,(?<operation>READ|WRITE|CREATE|ALTER|RENAME|DROP),(?<database>[^,]*),(?<object>[^,']*),(?<code>)$/s,
];

function columnsIn(message: string): Row | undefined {
  return KINDS.map(kind => kind.exec(message)?.groups).find(groups => groups !== undefined);
}

const times = (rows: Row[], count: string) => rows.reduce((sum, row) => sum + Number(row[count]), 0);

test('ids and titles are all different, and every query is as long as the service takes', () => {
  const queries = [...AUDIT_QUERIES, ...runbookQueries(AuditDetection.recommended())];
  expect(new Set(queries.map(({ id }) => id.toLowerCase())).size).toBe(queries.length);
  expect(new Set(queries.map(({ title }) => title.toLowerCase())).size).toBe(queries.length);
  queries.forEach(({ id, logsInsights, purpose, controls }) => {
    expect([id, logsInsights.length <= MAX_QUERY_LENGTH, purpose !== '', controls.length > 0]).toEqual([id, true, true, true]);
  });
});

test('every query is answered, from the records of real programs and attacks', () => {
  const empty = AUDIT_QUERIES.filter(({ id, logsInsights }) => id !== 'StatementsByUser' && ask(logsInsights, EVENTS).length === 0);
  expect(empty.map(({ id }) => id)).toEqual([]);
});

test('no query asks a regular expression for what the service may not have: lookaround, back references, flags other than (?i)', () => {
  const regexes = [...AUDIT_QUERIES, ...runbookQueries(AuditDetection.recommended())].flatMap(({ logsInsights }) => logsInsights.match(/\/(?:\\.|[^/\\\n])+\//g) ?? []);
  expect(regexes.length).toBeGreaterThan(AUDIT_QUERIES.length);
  expect(regexes.filter(regex => /\(\?[=!]|\(\?<[=!]|\(\?[^i:<]|\\[1-9]|\\k/.test(regex))).toEqual([]);
});

describe('a record is parsed', () => {
  const parse = commandsOf(AUDIT_QUERIES[0].logsInsights)[0].join(' ');

  test('as its kind says, every one of the corpus and the workloads', () => {
    const rows = ask(parse, events([...corpus(), ...workloads()]));
    const differing = rows.filter(({ '@timestamp': _, '@message': message, connection, ...fields }) =>
      JSON.stringify(Object.entries(fields).sort()) !== JSON.stringify(Object.entries(columnsIn(message as string) ?? {}).sort()));
    expect(differing).toEqual([]);
    expect(rows.filter(({ operation }) => operation === undefined).length).toBeLessThan(60);
  });

  test.each<[string, string, Row | undefined]>([
    ['a statement with commas and quotes', "a,h,1,2,QUERY,shop,'SELECT \\'x\\',1',0", { user: 'a', host: 'h', operation: 'QUERY', database: 'shop', object: "'SELECT \\'x\\',1'", code: '0' }],
    ['a statement with a line break', "a,h,1,2,QUERY,shop,'SELECT\n1',0", { user: 'a', host: 'h', operation: 'QUERY', database: 'shop', object: "'SELECT\n1'", code: '0' }],
    ['a user name with commas', 'sales,ops,h,1,0,FAILED_CONNECT,,,1045', { user: 'sales,ops', host: 'h', operation: 'FAILED_CONNECT', database: '', object: '', code: '1045' }],
    ['no user name', ',h,1,0,FAILED_CONNECT,,,1045', { user: '', host: 'h', operation: 'FAILED_CONNECT', database: '', object: '', code: '1045' }],
    ['a table', 'a,h,1,2,WRITE,shop,orders,', { user: 'a', host: 'h', operation: 'WRITE', database: 'shop', object: 'orders', code: '' }],
    ['a statement that imitates a record', "a,h,1,2,QUERY,shop,'SELECT 1,root,h2,3,4,CONNECT,,,0',0", { user: 'a', host: 'h', operation: 'QUERY', database: 'shop', object: "'SELECT 1,root,h2,3,4,CONNECT,,,0'", code: '0' }],
    ['a refused user name that imitates a login', 'dbadmin,h,77,0,CONNECT,,,0,10.0.0.9,8,0,FAILED_CONNECT,,,1045',
      { user: 'dbadmin,h,77,0,CONNECT,,,0', host: '10.0.0.9', operation: 'FAILED_CONNECT', database: '', object: '', code: '1045' }],
    ['a refused user name that imitates a statement', "x,h,1,2,QUERY,shop,'GRANT ALL',0,10.0.0.9,8,0,FAILED_CONNECT,x',,1045",
      { user: "x,h,1,2,QUERY,shop,'GRANT ALL',0", host: '10.0.0.9', operation: 'FAILED_CONNECT', database: "x'", object: '', code: '1045' }],
    ['a refused user name that imitates a table event', 'x,h,1,2,READ,shop,t,,10.0.0.9,8,0,FAILED_CONNECT,,,1045',
      { user: 'x,h,1,2,READ,shop,t,', host: '10.0.0.9', operation: 'FAILED_CONNECT', database: '', object: '', code: '1045' }],
    ['a statement without its end', "a,h,1,2,QUERY,shop,'SELECT 1", undefined],
    ['a database with a comma', 'a,h,1,0,CONNECT,a,b,,0', undefined],
    ['an operation that is none', 'a,h,1,2,OTHER,shop,x,0', undefined],
    ['the rest of a broken line', 'h,5171,0', undefined],
  ])('%s', (_, rest, expected) => {
    const [{ '@timestamp': timestamp, '@message': message, connection, ...fields }] = ask(parse, [at(MONDAY, rest)]);
    expect(fields).toEqual(expected ?? {});
  });

  test('in linear time, whatever a client sends', () => {
    // 64 kB that a backtracking engine would try from every comma.
    const hostile = `a,h,1,2,QUERY,shop,'${',1,2,QUERY,'.repeat(6000)}',x`;
    expect(ask(parse, [at(MONDAY, hostile)])).toHaveLength(1);
  });
});

describe('the answer to', () => {
  test('failed logins counts every refused login once, by user, host and error', () => {
    const refused = EVENTS.map(({ message }) => columnsIn(message)).filter(columns => columns?.operation === 'FAILED_CONNECT' || (columns?.operation === 'CHANGEUSER' && columns.code !== '0'));
    expect(refused.length).toBeGreaterThan(20);
    expect(times(answer('FailedLoginsByUserAndHost'), 'attempts')).toBe(refused.length);
    expect(answer('FailedLoginsByUserAndHost', [
      at(MONDAY, 'root,10.0.0.9,1,0,FAILED_CONNECT,,,1045'), at(MONDAY + HOUR, 'root,10.0.0.9,2,0,FAILED_CONNECT,shop,,1045'),
      at(MONDAY, 'root,10.0.0.9,3,0,CHANGEUSER,,,0'), at(MONDAY, 'root,10.0.0.9,4,0,CONNECT,,,0'),
    ])).toEqual([{ user: 'root', host: '10.0.0.9', code: '1045', attempts: 2, firstSeen: MONDAY, lastSeen: MONDAY + HOUR }]);
  });

  test('privilege and account changes is what the detection counts, look-alikes are not among it', () => {
    const counted = EVENTS.filter(({ message }) => AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES.matches(message)).slice(-200).reverse();
    expect(answer('PrivilegeAndAccountChanges').map(row => row['@message'])).toEqual(counted.map(({ message }) => message));
  });

  test('statements by a user is of the user that was written into it', () => {
    const statement = (user: string) => at(MONDAY, `${user},h,1,2,QUERY,shop,'SELECT 1',0`);
    expect(answer('StatementsByUser', ['admin', 'app', 'admin2'].map(statement))).toMatchObject([{ user: 'admin', object: "'SELECT 1'" }]);
  });

  test('tables touched counts TABLE events outside of the system schemas', () => {
    expect(answer('TablesTouched', [
      ...['READ', 'READ', 'WRITE'].map(operation => at(MONDAY, `app,h,1,2,${operation},shop,orders,`)), at(MONDAY, 'app,h,1,2,READ,mysql,user,'), at(MONDAY, 'app,h,1,2,QUERY,shop,\'SELECT 1\',0'),
    ])).toEqual([
      { database: 'shop', object: 'orders', operation: 'READ', user: 'app', times: 2 }, { database: 'shop', object: 'orders', operation: 'WRITE', user: 'app', times: 1 },
    ]);
  });

  test('new hosts begins with the latest newcomer', () => {
    const login = (day: number, host: string) => at(MONDAY + day * DAY, `app,${host},1,0,CONNECT,shop,,0`);
    expect(answer('NewHosts', [login(0, 'old'), login(9, 'old'), login(8, 'new')]).map(({ host, logins }) => [host, logins])).toEqual([['new', 1], ['old', 2]]);
  });

  test.each<[string, number, boolean]>([
    ['Monday 06:59', 7 * HOUR - MINUTE, true],
    ['Monday 07:00', 7 * HOUR, false],
    ['Monday 19:59', 20 * HOUR - MINUTE, false],
    ['Monday 20:00', 20 * HOUR, true],
    ['Friday noon', 4 * DAY + 12 * HOUR, false],
    ['Saturday noon', 5 * DAY + 12 * HOUR, true],
    ['Sunday noon', 6 * DAY + 12 * HOUR, true],
    ['the next Monday noon', 7 * DAY + 12 * HOUR, false],
  ])('off-hours logins on %s', (_, offset, isOff) => {
    expect(answer('OffHoursLogins', [at(MONDAY + offset, 'app,h,1,0,CONNECT,shop,,0')])).toHaveLength(isOff ? 1 : 0);
  });

  test('off-hours logins leaves out the service, and nobody else who calls himself so', () => {
    const login = (who: string) => at(MONDAY, `${who},1,0,CONNECT,,,0`);
    expect(answer('OffHoursLogins', ['rdsadmin,localhost', 'rdsadmin,10.0.0.9', 'app,localhost'].map(login)).map(({ user, host }) => [user, host]))
      .toEqual([['rdsadmin', '10.0.0.9'], ['app', 'localhost']]);
  });

  test('volume by day adds up to every line, also the unreadable ones', () => {
    const rows = answer('VolumeByDay');
    expect(times(rows, 'records')).toBe(EVENTS.length);
    expect(times(rows, 'characters')).toBe(EVENTS.reduce((sum, { message }) => sum + message.length, 0));
    expect(rows).toHaveLength(Math.ceil(EVENTS.length * MINUTE / DAY));
  });

  test('unreadable lines is every line that is no record of any kind', () => {
    const unread = EVENTS.filter(({ message }) => columnsIn(message) === undefined);
    expect(answer('UnreadableLines').map(row => row['@message'])).toEqual(unread.slice(-200).reverse().map(({ message }) => message));
    expect(unread.length).toBeGreaterThan(10);
  });
});
