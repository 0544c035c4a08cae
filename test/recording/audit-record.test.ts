import * as fc from 'fast-check';
import { columnsOf, timeOf } from '../../src/recording/audit-record';

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
