import { answer, refusal } from './answer';
import { parseFilterPattern } from '../../../src/detection/filter-pattern/parse-filter-pattern';

const RECORD = JSON.stringify({
  'eventName': 'CreateUser',
  'sourceIPAddress': '10.1.2.3',
  'code': 403,
  'text': '4e2',
  'latency': 55.5,
  'ok': false,
  'sure': true,
  'nothing': null,
  'empty': '',
  'users': [{ id: 1, tags: ['x', 'y'] }, { id: 2, tags: [] }],
  'grid': [[0, 1], [2, 3]],
  'detail-type': { 'a.b': { c: 'deep' }, '0': 'zero' },
});

/** Records that no JSON pattern selects. */
const OTHERS = ['', 'CreateUser', '"CreateUser"', '403', 'null', '{"eventName":"CreateUser"', `x${RECORD}`];

test.each([
  '$.eventName = "CreateUser"', '$.eventName=CreateUser', '$.eventName = Create*', '$.eventName = *User', '$.eventName = "*ateUs*"', '$.eventName = *',
  '$.eventName != DeleteUser', '$.eventName != Delete*', '$.eventName = %^Create%', '$.eventName != %^Delete%',
  '$.sourceIPAddress = 10.1.*', '$.sourceIPAddress = 10.1.2.3', '$.sourceIPAddress != 123.123.*',
  '$.code = 403', '$.code = 4.03e2', '$.code != 404', '$.code > 402', '$.code >= 403', '$.code < +404', '$.code <= 403', '$.code = 4*', '$.code = "403"',
  '$.text = 400', '$.text > -1', '$.latency < 55.6', '$.empty != x', '$.eventName != 1',
  '$.ok IS FALSE', '$.sure IS TRUE', '$.nothing IS NULL', '$.missing NOT EXISTS', '$.eventName.more NOT EXISTS', '$.users[2] NOT EXISTS', '$.ok = false',
  '$.users[0].id = 1', '$.users[1].id = 2', '$.users[0].tags[1] = y', '$.grid[1][0] = 2', '$.users[*].id = 2', '$.users.[0].id = 1', '$.users[0].* = 1',
  '$.* = CreateUser', '$.detail-type[\'a.b\'].c = deep', '$[\'eventName\'] = CreateUser', '$.detail-type.0 = zero',
  '$.code = 403 && $.ok IS FALSE', '$.code = 1 || $.ok IS FALSE', '($.code = 1 || $.ok IS FALSE) && $.sure IS TRUE', '$.code = 403 || $.code = 1 && $.code = 2',
  '(($.code = 403))',
])('{ %s } holds', condition => {
  expect(answer(`{ ${condition} }`, [RECORD, ...OTHERS])).toEqual([RECORD]);
});

test.each([
  '$.eventName = "createuser"', '$.eventName = CreateUse', '$.eventName != CreateUser', '$.eventName = Cre*ser', '$.eventName = %^User%', '$.eventName > 1',
  '$.code = 404', '$.code != 403', '$.code > 403', '$.code < 403', '$.code >= 404', '$.code <= 402', '$.latency = 55',
  '$.ok IS TRUE', '$.sure IS FALSE', '$.ok IS NULL', '$.missing IS NULL', '$.nothing NOT EXISTS', '$.nothing = *', '$.missing != x', '$.missing = *',
  '$.users = 1', '$.users != 1', '$.detail-type != 1', '$.users[2].id = 1', '$.users.length = 2', '$.users.0.id = 1', '$.detail-type[0] = zero', '$.eventName[0] = C',
  '$.toString != x', '$.__proto__ != x', '$.constructor.name != x', '$.users[*].id = 3',
  '$.code = 403 && $.ok IS TRUE', '($.code = 403 || $.code = 1) && $.code = 2',
])('{ %s } does not hold', condition => {
  expect(answer(`{ ${condition} }`, [RECORD, ...OTHERS])).toEqual([]);
});

test('a record may be a list', () => {
  expect(answer('{ $[0] = 1 }', ['[1]', '[2]'])).toEqual(['[1]']);
});

test.each([
  ['{ $.a = x }', 0], ['{ $.a = %x% }', 1], ['{ $.a = %x% && $.b = %y% }', 2],
])('%s has %i regular expressions', (pattern, regexCount) => {
  expect(parseFilterPattern(pattern)).toMatchObject({ kind: 'json', regexCount });
});

describe('what is refused', () => {
  test.each([
    '{', '{}', '{ }', '{ $.a }', '{ $.a = }', '{ $.a = 1', '{ $.a = 1 } x', '{ a = 1 }', '{ $.a = $.b }', '{ $.a == 1 }', '{ $.a > x }', '{ $.a > "1" }', '{ ($.a = 1 }', '{ $.a = 1) }',
    '{ $.a = 1 $.b = 2 }', '{ $.a = 1 && }', '{ $.a EXISTS }', '{ $.a IS NOT NULL }', '{ $.a IS }', '{ $.a is null }', '{ $.a IS "NULL" }', '{ "a" = 1 }', '{ $.a = two words }',
    '{ $.a = %a% || $.a = %b% || $.a = %c% }', '{ $.*.* = 1 }', '{ $.* = 1 || $.a[*] = 1 || $.b.* = 1 || $.c.* = 1 }',
  ])('%s, which is not in order', pattern => {
    expect(answer(pattern, [RECORD])).toBe('Invalid metric filter pattern');
  });

  test.each([
    ['{ $."a" = 1 }', '$."'], ['{ $ = 1 }', '$ '], ['{ $.a = 1, $.b = 2 }', ','], ['{ $.a[x] = 1 }', '['], ['{ $[\'b] = 1 }', '$[\'b] = 1 }'],
    ['{ $.a = a@b }', '@'], ['{ !$.a = 1 }', '!$'], ['{ $.a = a-b }', '-b'], ['{ $.a = [1] }', '['], ['{ $[-1] = 1 }', '$[-'],
  ])('%s for %s', (pattern, term) => {
    expect(answer(pattern, [RECORD])).toBe(`Invalid character(s) in term '${term}'`);
  });

  test('an expression that does not compile', () => {
    expect(refusal('{ $.a = %[% }')).toMatchObject({ awsMessage: 'Failed to compile regular expression.', index: 9 });
  });
});
