import { answer, refusal } from './answer';
import { parseFilterPattern } from '../../../src/detection/filter-pattern/parse-filter-pattern';
import { splitFields } from '../../../src/detection/filter-pattern/space-delimited-fields';

describe('a line', () => {
  test.each([
    ['a b  c\td', ['a', 'b', 'c', 'd'], 'is divided at any white space'],
    ['  a b ', ['a', 'b'], 'has no empty fields around it'],
    ['', [], 'may have no fields'],
    ['a "b c" d', ['a', 'b c', 'd'], 'keeps quoted text together'],
    ['a [b c] d', ['a', 'b c', 'd'], 'keeps text in brackets together'],
    ['a "" []', ['a', '', ''], 'can have empty fields'],
    ['a "b c', ['a', '"b', 'c'], 'with an open quote is divided as if that were a letter'],
    ['a [b "c d"', ['a', '[b', 'c d'], 'with an open bracket still has quotes'],
    ['a ] "b" ]', ['a', ']', 'b', ']'], 'can have what closes nothing'],
    ['a x"b c"', ['a', 'x"b', 'c"'], 'has quotes at the beginning of a field only'],
    ['"b"c', ['b', 'c'], 'has a field after a quoted one even without a space'],
    ['["a b]" c', ['"a b', '" c'], 'ends a field with what closes it', 2],
    ['a b c ', ['a', 'b c'], 'gives its rest to the last field', 2],
    ['a "b c" ', ['a', 'b c'], 'has no rest after the last field', 2],
    ['a "b" c ', ['a', '"b" c'], 'has a rest as it is written', 2],
  ])('%j: %j: %s', (line, fields, _, limit: number | undefined = undefined) => {
    expect(splitFields(line, limit)).toEqual(fields);
  });
});

const LINES = ['GET 200 15', 'GET 404 9', 'PUT 201 1e3', 'PUT 503 - timeout', 'PUT -1', 'PUT'];

test.each([
  ['[verb, status, size]', LINES.slice(0, 4), 'as many fields, the last takes the rest'],
  ['[verb, status]', LINES.slice(0, 5), 'fewer fields'],
  [' [verb,status , size] ', LINES.slice(0, 4), 'spaces anywhere'],
  ['[,,]', LINES.slice(0, 4), 'fields without names'],
  ['[...]', LINES, 'any number of fields'],
  ['[verb=PUT]', ['PUT'], 'a condition on the rest of the line'],
  ['[verb=PUT, ...]', LINES.slice(2), 'a condition on the first field'],
  ['[verb!=PUT, ...]', LINES.slice(0, 2), 'a condition that excludes'],
  ['[..., size=15]', ['GET 200 15'], 'a condition on the last field'],
  ['[verb, ..., size<10]', ['GET 404 9', 'PUT -1'], 'fields on both sides'],
  ['[verb, status, ..., what=timeout]', ['PUT 503 - timeout'], 'an ellipsis for one field'],
  ['[verb, status, size=1000]', ['PUT 201 1e3'], 'numbers that are written otherwise'],
  ['[verb, status=+2.01e2, size]', ['PUT 201 1e3'], 'a number with a sign and an exponent'],
  ['[verb, status=-1]', ['PUT -1'], 'a negative number'],
  ['[verb, status>=404, ...]', ['GET 404 9', 'PUT 503 - timeout'], 'at least'],
  ['[verb, status>404, ...]', ['PUT 503 - timeout'], 'more than'],
  ['[verb, status<=200, ...]', ['GET 200 15', 'PUT -1'], 'at most'],
  ['[verb, status, size!=9]', ['GET 200 15', 'PUT 201 1e3', 'PUT 503 - timeout'], 'what is not a number differs from one'],
  ['[verb, status, size<9999]', ['GET 200 15', 'GET 404 9', 'PUT 201 1e3'], 'what is not a number is not less than one'],
  ['[verb, status=2*, size]', ['GET 200 15', 'PUT 201 1e3'], 'a beginning'],
  ['[verb, status=*1, ...]', ['PUT 201 1e3', 'PUT -1'], 'an ending'],
  ['[verb, status=*0*, size]', LINES.slice(0, 4), 'a middle'],
  ['[verb, status=*]', LINES.slice(0, 5), 'anything'],
  ['[verb, status="2*", size]', ['GET 200 15', 'PUT 201 1e3'], 'a beginning in quotes'],
  ['[verb, status=2*1, size]', [], 'an asterisk between two others, which is itself'],
  ['[verb, size="- timeout", rest]', [], 'a quoted value'],
  ['[verb, status, size="- timeout"]', ['PUT 503 - timeout'], 'a quoted value that is the rest'],
  ['[verb, status=%^[45]%, ...]', ['GET 404 9', 'PUT 503 - timeout'], 'a regular expression'],
  ['[verb, status!=%^[45]%, size]', ['GET 200 15', 'PUT 201 1e3'], 'a regular expression that excludes'],
  ['[verb=%G%, status=%4$%, size]', ['GET 404 9'], 'two regular expressions'],
  ['[verb, status>200 && status<300, size]', ['PUT 201 1e3'], 'both'],
  ['[verb, status=200 || status=404, size]', ['GET 200 15', 'GET 404 9'], 'either'],
  ['[verb, status=404 || status>200 && status!=503, size]', ['GET 404 9', 'PUT 201 1e3'], '&& before ||'],
  ['[verb, (status=404 || status>200) && status!=503, size]', ['GET 404 9', 'PUT 201 1e3'], 'parentheses'],
  ['[verb, (status=404 || status>200) && status!=404, size]', ['PUT 201 1e3', 'PUT 503 - timeout'], 'parentheses before &&'],
])('%s selects %j: %s', (pattern, selected) => {
  expect(answer(pattern, LINES)).toEqual(selected);
});

test.each([
  ['[a=x]', 0], ['[a=%x%]', 1], ['[a=%x% || a!=%y%]', 2],
])('%s has %i regular expressions', (pattern, regexCount) => {
  expect(parseFilterPattern(pattern)).toMatchObject({ kind: 'space-delimited', regexCount });
});

describe('what is refused', () => {
  test.each([
    '[', '[a', '[a,', '[a b]', '[a] b', '[a]]', '[a=]', '[a=,b]', '[=1]', '[a==1]', '[a=1 &&]', '[a=1 b=2]', '[(a=1]', '[a=1)]', '[a=(1)]', '[a>x]', '[a<"1"]', '[a>=%1%]',
    '[a || a=1]', '[a=1 && a]', '["a"]', '[%a%]', '[a=...]', '[a=%a% || a=%b% || a=%c%]',
  ])('%s, which is not in order', pattern => {
    expect(answer(pattern, LINES)).toBe('Invalid metric filter pattern');
  });

  test.each([
    ['[a@b]', '@'], ['[a=/x]', '/'], ['[a & b]', '& '], ['[a=!1]', '!1'], ['[a=x|]', '|]'], ['[a-b]', '-b'], ['[a=%x]', '%x]'], ['[a="x]', '"x]'], ['[a=""]', '""'], ['[a=%(x)%]', '%('],
    ['[1]', '1'], ['[a*]', 'a*'], ['[a.b]', 'a.b'], ['[é]', 'é'], ['[{a}]', '{'],
  ])('%s for %s', (pattern, term) => {
    expect(answer(pattern, LINES)).toBe(`Invalid character(s) in term '${term}'`);
  });

  test.each([
    ['[a, b, a=1]', 'Duplicate field \'a\'', 7],
    ['[..., a, ...]', 'Duplicate field \'...\'', 9],
    ['[a, b=1 && a=2]', 'Multiple variables used in a single filter. Var1 : b, Var2 : a', 11],
    ['[a=%x%, b=%[%]', 'Failed to compile regular expression.', 11],
  ])('%s: %s at character %i', (pattern, awsMessage, index) => {
    expect(refusal(pattern)).toMatchObject({ awsMessage, index });
  });
});
