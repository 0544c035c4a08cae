import * as fc from 'fast-check';
import { statementShape } from '../../../src/detection/replay/statement-shape';

test.each([
  ['SELECT  a,\n b FROM t1 WHERE c = 0x1F AND d = 12', 'SELECT a, b FROM t1 WHERE c = N AND d = N'],
  ['INSERT INTO t VALUES (\\\'a\\\', "b")', 'INSERT INTO t VALUES (?, ?)'],
  ['SELECT \\\'C:\\\\\\\\\\\', 1', 'SELECT ?, N'],
  ['SELECT \\\'it\\\\\\\'s\\\', \\\'it\\\'\\\'s\\\'', 'SELECT ?, ??'],
  ['SELECT \\\'cut', 'SELECT \\\'cut'],
])('%s is %s', (statement, shape) => {
  expect(statementShape(statement)).toBe(shape);
});

test('of a long statement is made of its beginning', () => {
  fc.assert(fc.property(fc.string({ minLength: 1000, maxLength: 5000 }), text => {
    expect(statementShape(text)).toBe(statementShape(text.slice(0, 1000)));
  }));
});
