import * as fc from 'fast-check';
import { columnsOf, PARSE_RECORD, timeOf } from '../../src/recording/audit-record';

test.each<[string, number | undefined]>([
  ['1728498527380921,node-1,app,10.0.0.5,42,0,CONNECT,shop,,0', 1728498527380],
  ['172849852738092,node-1,app', undefined],
  ['17284985273809211,node-1,app', undefined],
  ['1728498527380921', undefined],
  ['x728498527380921,node-1,app', undefined],
  ['', undefined],
])('the time of %s is %p', (record, time) => {
  expect(timeOf(record)).toBe(time);
});

describe('the columns of a record', () => {
  test.each<[string, string, string, string]>([
    ['1728498527380921,node-1,app,10.0.0.5,42,4711,QUERY,shop,\'SELECT \\\'a\\\',1 FROM t\',0', 'app', '10.0.0.5', 'SELECT \\\'a\\\',1 FROM t'],
    ['1728498527380921,node-1,sales,ops,10.0.0.5,42,4711,QUERY,,\'SELECT 1\',1064', 'sales,ops', '10.0.0.5', 'SELECT 1'],
    ['1728498527380921,node-1,app,10.0.0.5,42,4711,WRITE,shop,orders,', 'app', '10.0.0.5', 'WRITE shop.orders'],
    ['1728498527380921,node-1,app,10.0.0.5,42,0,FAILED_CONNECT,,,1045', 'app', '10.0.0.5', 'FAILED_CONNECT 1045'],
    ['1728498527380921,node-1,,,42,0,FAILED_CONNECT,,,1158', '', '', 'FAILED_CONNECT 1158'],
    ['1728498527380921,node-1,app,10.0.0.5,42,4711,QUERY,shop,\'SELECT 1 -- cut', 'app', '10.0.0.5', 'SELECT 1 -- cut'],
  ])('%s', (record, user, host, object) => {
    expect(columnsOf(record)).toEqual({ user, host, object, isStatement: record.includes(',QUERY,') });
  });

  test('are those of a refused login whose user name imitates columns', () => {
    const user = 'root,localhost,1,2,QUERY,,\'DROP DATABASE shop\',0';
    expect(columnsOf(`1728498527380921,node-1,${user},10.9.9.9,42,0,FAILED_CONNECT,,,1045`)).toEqual({
      user, host: '10.9.9.9', object: 'FAILED_CONNECT 1045', isStatement: false,
    });
  });

  test('are those of a statement that imitates columns', () => {
    const object = 'SELECT 1 /* ,root,localhost,1,2,CONNECT,,,0 */';
    expect(columnsOf(`1728498527380921,node-1,app,10.0.0.5,42,4711,QUERY,shop,'${object}',0`)).toEqual({ user: 'app', host: '10.0.0.5', object, isStatement: true });
  });

  test('are none where a record that was cut can be read in two ways', () => {
    expect(columnsOf('1728498527380921,node-1,app,10.0.0.5,42,4711,QUERY,shop,\'SELECT 1, ,root,h,1,2,CONNECT,,')).toBeUndefined();
  });

  test('are those that the parse command of Logs Insights finds, however hostile the names', () => {
    const [, expression] = /^parse @message \/(.*)\/$/s.exec(PARSE_RECORD)!;
    const parse = new RegExp(expression);
    const hostile = fc.array(fc.constantFrom(',', '\'', 'a', '1', ',1,2,QUERY,', ',1,2,CONNECT,,,0', ',\'x\',0', '\n', '\\\''), { maxLength: 8 }).map(parts => parts.join(''));
    fc.assert(fc.property(hostile, hostile, fc.constantFrom('QUERY', 'CONNECT', 'READ'), (user, object, operation) => {
      const record = `1728498527380921,node-1,${user},10.0.0.5,42,4711,${operation},shop,${operation === 'QUERY' ? `'${object}'` : object},0`;
      const parsed = parse.exec(record)?.groups;
      const found = columnsOf(record);
      if (parsed !== undefined) {
        expect([found?.user, found?.host, found?.isStatement]).toEqual([parsed.user, parsed.host, parsed.operation === 'QUERY']);
      }
    }), { numRuns: 2000 });
  });

  test.each(['', 'node-1', '1728498527380921,node-1', 'SELECT 1, 2, 3', '1728498527380921,node-1,app,10.0.0.5,42,4711,OTHER,shop,x,0'])('are not those of %p', line => {
    expect(columnsOf(line)).toBeUndefined();
  });

  test('are read of any line without an error', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => {
      columnsOf(a);
      columnsOf(`1728498527380921,node-1,${a},10.0.0.5,42,4711,QUERY,shop,'${b}',0`);
    }));
  });
});
