import * as fc from 'fast-check';
import { parseLine, toAurora } from '../../lab/audit-log';

const HOSTS = { server: 'db-host', client: '10.0.3.17' };
const AT = '20261123 17:54:13';
const aurora = (line: string, ordinal = 0) => toAurora(parseLine(line, HOSTS.server), ordinal, HOSTS);

test.each([
  ['a login', ',db-host,app,localhost,7,0,CONNECT,shop,,0', ',aurora-mysql-instance-1,app,10.0.3.17,7,0,CONNECT,shop,,0'],
  ['a table record', ',db-host,app,localhost,7,9,READ,shop,orders,', ',aurora-mysql-instance-1,app,10.0.3.17,7,9,READ,shop,orders,'],
  ['a statement', ',db-host,app,localhost,7,9,QUERY,shop,\'SELECT 1\',0', ',aurora-mysql-instance-1,app,10.0.3.17,7,9,QUERY,shop,\'SELECT 1\',0'],
  ['a client that said nothing', ',db-host,,,7,0,FAILED_CONNECT,,,1158', ',aurora-mysql-instance-1,,10.0.3.17,7,0,FAILED_CONNECT,,,1158'],
  ['a user with a comma', ',db-host,sales,ops,localhost,7,0,CONNECT,,,0', ',aurora-mysql-instance-1,sales,ops,10.0.3.17,7,0,CONNECT,,,0'],
  [
    'a user that looks like columns', ',db-host,x,localhost,1,2,QUERY,,\'DROP DATABASE a\',0,localhost,7,0,FAILED_CONNECT,,,1045',
    ',aurora-mysql-instance-1,x,localhost,1,2,QUERY,,\'DROP DATABASE a\',0,10.0.3.17,7,0,FAILED_CONNECT,,,1045',
  ],
  [
    'a statement that looks like columns', ',db-host,app,localhost,7,9,QUERY,,\'SELECT 1 -- ,localhost,1,2,QUERY,\',0',
    ',aurora-mysql-instance-1,app,10.0.3.17,7,9,QUERY,,\'SELECT 1 -- ,localhost,1,2,QUERY,\',0',
  ],
])('%s gets the hosts and the timestamp of an Aurora record', (_, line, expected) => {
  expect(aurora(AT + line)).toBe('1795456453000000' + expected);
});

test('microseconds grow with the count of lines and keep to six digits', () => {
  const record = (ordinal: number) => aurora(`${AT},db-host,app,localhost,7,0,CONNECT,,,0`, ordinal).split(',')[0];
  expect(record(1)).toBe('1795456453000131');
  expect(record(7633)).toBe('1795456453999923');
  expect(record(7634)).toMatch(/^1795456453\d{6}$/);
});

test.each([
  ['\\n', ' '], ['\\t', ' '], ['\\r', ' '], ['\\f', ' '],
  ['\\\'', '\\\''], ['\\\\', '\\\\'], ['\\\\n', '\\\\n'], ['\\\\\\n', '\\\\ '],
])('the escape %s in a statement becomes %j', (escape, expected) => {
  expect(aurora(`${AT},db-host,app,localhost,7,9,QUERY,,'a${escape}b',0`)).toContain(`'a${expected}b'`);
});

test('the rest of a line that a user name broke stays, with the client of its end', () => {
  expect(aurora(`${AT},db-host,evil`)).toBe('1795456453000000,aurora-mysql-instance-1,evil');
  expect(aurora('rest,localhost,7,0,FAILED_CONNECT,,,1045')).toBe('rest,10.0.3.17,7,0,FAILED_CONNECT,,,1045');
});

test('a line from another host is nobody\'s record', () => {
  expect(parseLine(`${AT},db-9,root,10.0.0.8,1,0,CONNECT,,,0`, HOSTS.server).fields).toBeUndefined();
  expect(aurora(`${AT},db-9,root,10.0.0.8,1,0,CONNECT,,,0`)).toBe('1795456453000000,db-9,root,10.0.0.8,1,0,CONNECT,,,0');
});

test('columns are read from a line', () => {
  expect(parseLine(`${AT},db-host,a,b,localhost,7,9,QUERY,x,'SELECT \\'it\\'\\n, \\\\',1064`, HOSTS.server).fields).toEqual({
    user: 'a,b', operation: 'QUERY', statement: 'SELECT \'it\'\n, \\', retcode: 1064,
  });
  expect(parseLine(`${AT},db-host,a,localhost,7,9,WRITE,mysql,db,`, HOSTS.server).fields).toEqual({
    user: 'a', operation: 'WRITE', statement: undefined, retcode: undefined,
  });
});

test('whatever the user of a failed login is called, it is read as such', () => {
  fc.assert(fc.property(fc.string().filter(name => !/[\n\r\u2028\u2029]/.test(name)), name => {
    const { fields } = parseLine(`${AT},db-host,${name},localhost,7,0,FAILED_CONNECT,,,1045`, HOSTS.server);
    expect(fields).toMatchObject({ user: name, operation: 'FAILED_CONNECT', retcode: 1045 });
  }));
});
