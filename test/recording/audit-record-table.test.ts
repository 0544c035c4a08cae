import * as fc from 'fast-check';
import { columnsOf } from '../../src/recording/audit-record';
import { AUDIT_RECORD_COLUMNS, AUDIT_RECORD_REGEX } from '../../src/recording/audit-record-table';
import { corpus } from '../corpus/records';
import { workloads } from '../workloads/records';

const WHOLE_LINE = new RegExp(`^(?:${AUDIT_RECORD_REGEX})$`);

/** What Hive makes of a line: a value for each column; `undefined` where a group took no part. */
function read(line: string): { [column: string]: string | undefined } {
  const groups = WHOLE_LINE.exec(line);
  if (!groups) {
    throw new Error(`no row: ${line}`);
  }
  return Object.fromEntries(AUDIT_RECORD_COLUMNS.map(({ name }, index) => [name, groups[index + 1]]));
}

const RECORDS = [...corpus(), ...workloads()].map(({ record }) => record);
const HEAD = '1728498527380921,node-1,';

test('there is a group for every column', () => {
  expect(new RegExp(`${AUDIT_RECORD_REGEX}|`).exec('')!.length - 1).toBe(AUDIT_RECORD_COLUMNS.length);
});

describe('real records', () => {
  test('are rows with the whole line, every one', () => {
    expect(RECORDS.filter(record => read(record).record !== record)).toEqual([]);
  });

  test('are read, but for the parts of those that a line break broke and for names that imitate columns', () => {
    const unread = RECORDS.filter(record => read(record).operation === undefined);
    expect(unread).toHaveLength(34);
    expect(unread.filter(record => columnsOf(record) && !/,\d+,\d+,[A-Z]+,.*,\d+,\d+,[A-Z_]+,|,new$/.test(record))).toEqual([]);
  });

  test('have the user and the host that our own reader sees', () => {
    const differing = RECORDS.filter(record => {
      const { operation, user_name, client_host } = read(record);
      const { user, host } = columnsOf(record) ?? {};
      return operation !== undefined && (user_name !== user || client_host !== host);
    });
    expect(differing).toEqual([]);
  });
});

describe('the columns of', () => {
  test.each<[string, string[]]>([
    ['app,10.0.0.5,42,0,CONNECT,shop,,0', ['app', '10.0.0.5', '42', '0', 'CONNECT', 'shop', '', '', '0']],
    ['app,10.0.0.5,42,0,DISCONNECT,,,0', ['app', '10.0.0.5', '42', '0', 'DISCONNECT', '', '', '', '0']],
    [',,42,0,FAILED_CONNECT,,,1158', ['', '', '42', '0', 'FAILED_CONNECT', '', '', '', '1158']],
    ['sales,ops,10.0.0.5,42,4711,QUERY,,\'SELECT 1\',1064', ['sales,ops', '10.0.0.5', '42', '4711', 'QUERY', '', 'SELECT 1', '', '1064']],
    ['app,h,42,4711,QUERY,shop,\'SELECT \\\'a\\\',1\',0', ['app', 'h', '42', '4711', 'QUERY', 'shop', 'SELECT \\\'a\\\',1', '', '0']],
    ['app,h,42,4711,QUERY,shop,\'\',1065', ['app', 'h', '42', '4711', 'QUERY', 'shop', '', '', '1065']],
    // The statement ends in a backslash.
    ['app,h,42,4711,QUERY,shop,\'SELECT 1 -- \\\\\',0', ['app', 'h', '42', '4711', 'QUERY', 'shop', 'SELECT 1 -- \\\\', '', '0']],
    // The server, or the service, cut the statement.
    ['app,h,42,4711,QUERY,shop,\'SELECT 1 -- cut', ['app', 'h', '42', '4711', 'QUERY', 'shop', 'SELECT 1 -- cut', '', '']],
    ['app,h,42,4711,WRITE,shop,orders,', ['app', 'h', '42', '4711', 'WRITE', 'shop', '', 'orders', '']],
    ['app,h,42,4711,READ,shop,a,b,', ['app', 'h', '42', '4711', 'READ', 'shop', '', 'a,b', '']],
    ['app,h,42,0,FAILED_CONNECT,a,b\',c,,1049', ['app', 'h', '42', '0', 'FAILED_CONNECT', 'a,b\',c', '', '', '1049']],
    // RDS for MySQL.
    ['app,h,42,0,CONNECT,shop,,0,4', ['app', 'h', '42', '0', 'CONNECT', 'shop', '', '', '0']],
    ['app,h,42,0,READ,shop,orders,,4', ['app', 'h', '42', '0', 'READ', 'shop', '', 'orders', '']],
  ])('%s', (rest, expected) => {
    const [, , , ...columns] = Object.values(read(HEAD + rest)).map(value => value ?? '');
    expect(columns).toEqual(expected);
  });
});

describe('a name that imitates columns', () => {
  const otherUsers = (line: string) => read(line).user_name;

  test.each([
    'root,h,1,2,CONNECT,,10.6.6.6,77,0,FAILED_CONNECT,,,1045',
    'root,h,1,2,CONNECT,,,0,10.6.6.6,77,0,FAILED_CONNECT,,,1045',
    'root,h,1,2,QUERY,shop,\'DROP TABLE t\',0,10.6.6.6,77,0,FAILED_CONNECT,,,1045',
    'root,h,1,2,QUERY,shop,\'DROP TABLE t,10.6.6.6,77,0,FAILED_CONNECT,,,1045',
    'root,h,1,2,QUERY,,\'x,10.6.6.6,77,5,QUERY,shop,\'SELECT 1\',0',
    'root,h,1,2,DROP,shop,t,10.6.6.6,77,5,QUERY,shop,\'SELECT 1\',0',
    'root,h,1,2,CREATE,a,b,,10.6.6.6,77,0,FAILED_CONNECT,,,1045',
  ])('is no record of %s', line => {
    expect(read(HEAD + line)).toMatchObject({ record: HEAD + line, user_name: undefined, operation: undefined });
  });

  test('in a database leaves the login with whoever made it, or nobody', () => {
    expect(otherUsers(`${HEAD}mallory,10.6.6.6,77,0,FAILED_CONNECT,a,root,h,1,2,CONNECT,,,0,,,1049`)).toBeUndefined();
  });

  test('in whatever is typed is never read as another user', () => {
    const text = fc.array(
      fc.constantFrom(...',\'\\0123abc', ',root,h,1,2,QUERY,shop,\'', '\',0', ',1,2,CONNECT,,,0', ',,0', 'DROP'), { maxLength: 12 },
    ).map(parts => parts.join(''));
    fc.assert(fc.property(text, statement => {
      // As the server writes it.
      const escaped = statement.replace(/\\/g, '\\\\').replace(/'/g, '\\\'');
      const { user_name, client_host, operation, return_code } = read(`${HEAD}mallory,10.6.6.6,77,5,QUERY,shop,'${escaped}',1064`);
      expect([user_name, client_host, operation, return_code]).toEqual(['mallory', '10.6.6.6', 'QUERY', '1064']);
    }));
    fc.assert(fc.property(text, text, (user, database) => {
      const columns = read(`${HEAD}${user},10.6.6.6,77,0,FAILED_CONNECT,${database},,1045`);
      expect([undefined, '10.6.6.6']).toContain(columns.client_host);
      expect([undefined, 'FAILED_CONNECT']).toContain(columns.operation);
    }));
  });
});

/** A quadratic expression would take minutes for them, and the test its time limit. */
test.each<[string, string, string]>([
  ['QUERY,shop,\'', ',1,2,QUERY,', '\',x'], ['QUERY,shop,\'', '\',\'', '\',x'], ['QUERY,shop,\'', '\\\'', '\',0'], ['QUERY,shop,\'', ',1,2', ''],
  ['QUERY,', ',\'', ''], ['READ,', 'a,', 'x'], ['READ,shop,', ',', 'x'], ['CONNECT,', ',,0', 'x'], ['CONNECT,', ',', ''],
])('a hostile line of 64 kB behind %s is one row: %s', (beginning, unit, end) => {
  for (const head of [`${HEAD}mallory,10.6.6.6,77,5,${beginning}`, HEAD, `${HEAD}${'u'.repeat(250)},`]) {
    const line = head + unit.repeat(Math.ceil(65_536 / unit.length)) + end;
    expect(read(line).record).toBe(line);
  }
});

test('any line is one row', () => {
  fc.assert(fc.property(fc.string().filter(line => !line.includes('\n')), line => {
    expect(read(line).record).toBe(line);
  }));
});
