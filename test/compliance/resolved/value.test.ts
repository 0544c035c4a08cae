import { ResolvedApp } from '../../../src/compliance/resolved/resolved-app';
import { readable } from '../../../src/compliance/resolved/symbolic-text';
import { resourcesOf } from '../../../src/compliance/resolved/template-source';
import { deep, deepProperties, elements, example, field, includes, isText, items, keys, literal, possibleElements, text } from '../../../src/compliance/resolved/value';

const NO_VALUE = { Ref: 'AWS::NoValue' };
const UNKNOWN = { 'Fn::GetAZs': '' };
const REASON = 'Fn::GetAZs is only evaluated at deployment';
const OPEN = { Ref: 'Open' };
const OPEN_REASON = 'it depends on parameter Open of T, which has no default';
const inEurope = (yes: unknown, no: unknown) => ({ 'Fn::If': ['Europe', yes, no] });

const LOOP = { 'Fn::ForEach::X': ['N', OPEN, {}] };

function valueOf(raw: unknown) {
  const template = {
    Parameters: { Open: { Type: 'String' } },
    Conditions: { Europe: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] } },
    Resources: { Subject: { Type: 'Custom::Subject', Properties: { Value: raw } } },
  };
  const app = new ResolvedApp({ templates: [{ path: 'T', environment: '', sections: template, resources: resourcesOf(template, 'T') }] });
  return app.ofType('Custom::Subject')[0].property('Value');
}

const shown = (value: unknown): unknown => typeof value === 'string' ? readable(value) : value;

describe('a field', () => {
  test.each<[string, unknown, unknown[], string | undefined]>([
    ['of a map', { a: 1 }, ['1'], undefined],
    ['that is not there', { b: 1 }, [undefined], undefined],
    ['of nothing', NO_VALUE, [undefined], undefined],
    ['of null', null, [undefined], undefined],
    ['of a list', ['a'], [], '["a"] is not a map'],
    ['of text', 'a', [], '"a" is not a map'],
    ['beside a loop', { a: 1, ...LOOP }, ['1'], undefined],
    ['that a loop may add', LOOP, [], 'Fn::ForEach may add to it'],
    ['of some map', inEurope({ a: 1 }, { a: 2 }), ['1', '2'], undefined],
    ['of what is not known', UNKNOWN, [], REASON],
  ])('%s', (_, raw, values, unknown) => {
    const found = text(field(valueOf(raw), 'a'));
    expect([found.values, found.unknown]).toEqual([values, unknown]);
  });

  test('that every map has is none of it', () => {
    expect(text(field(valueOf({}), 'constructor')).values).toEqual([undefined]);
  });
});

test.each<[string, unknown, unknown[], string | undefined]>([
  ['a map', { a: 1, b: 2 }, [['a', 'b']], undefined],
  ['nothing', NO_VALUE, [[]], undefined],
  ['null', null, [[]], undefined],
  ['a list', ['a'], [], '["a"] is not a map'],
  ['a loop', { a: 1, ...LOOP }, [], 'Fn::ForEach may add to it'],
])('the keys of %s', (_, raw, values, unknown) => {
  const found = keys(valueOf(raw));
  expect([found.values, found.unknown]).toEqual([values, unknown]);
});

describe('a list', () => {
  test.each<[string, unknown, unknown, string | undefined]>([
    ['of elements', ['a', inEurope('b', NO_VALUE)], [['a', 'b'], ['a']], undefined],
    ['that is none', NO_VALUE, [undefined], undefined],
    ['that is null', null, [undefined], undefined],
    ['that is text', 'a', [], '"a" is not a list'],
    ['that is text which is not known', OPEN, [], OPEN_REASON],
    ['that is a number', 7, [], '7 is not a list'],
    ['that is a long map', { key: 'x'.repeat(100) }, [], `${JSON.stringify({ key: 'x'.repeat(100) }).slice(0, 80)} is not a list`],
  ])('%s has its items', (_, raw, values, unknown) => {
    const found = items(valueOf(raw));
    expect([found.values.map(list => list?.map(one => one.raw)), found.unknown]).toEqual([values, unknown]);
    expect(elements(valueOf(raw)).unknown).toBe(unknown);
  });

  test('has the elements of each of its cases, and what is not known last', () => {
    const found = possibleElements(valueOf({ 'Fn::If': ['Europe', UNKNOWN, ['a', 'b']] }));
    expect(found.map(({ values, unknown }) => [values.map(({ raw }) => raw), unknown])).toEqual([[['a'], undefined], [['b'], undefined], [[], REASON]]);
    expect(possibleElements(valueOf(NO_VALUE))).toEqual([]);
  });

  test.each<[string, unknown, boolean[], string | undefined]>([
    ['has it', ['a', 'b'], [true], undefined],
    ['has it not', ['b'], [false], undefined],
    ['is none', NO_VALUE, [false], undefined],
    ['has it in Europe', inEurope(['a'], ['b']), [true, false], undefined],
    ['may have it', ['b', OPEN], [], OPEN_REASON],
    ['has it, beside what is not known', [OPEN, 'a'], [true], undefined],
    ['is not known', UNKNOWN, [], REASON],
    ['has no value for it', [NO_VALUE], [false], undefined],
  ])('%s', (_, raw, values, unknown) => {
    const found = includes(valueOf(raw), one => one === 'a');
    expect([found.values, found.unknown]).toEqual([values, unknown]);
  });

  test('is shown as it may be', () => {
    const { cases: [{ when }] } = valueOf(inEurope(1, 2));
    const list = valueOf([inEurope('a', 'b'), inEurope(NO_VALUE, 'c'), UNKNOWN, 'd']);
    expect(example(list, when)).toEqual(['a', 'd']);
    expect(example(list, true)).toEqual(['a', 'd']);
    expect(example(valueOf([inEurope(NO_VALUE, 'c'), inEurope('a', 'b')]), true)).toEqual(['a']);
  });
});

test.each<[string, unknown, unknown[], string | undefined]>([
  ['text', 'a', ['a'], undefined],
  ['nothing', NO_VALUE, [undefined], undefined],
  ['null', null, [undefined], undefined],
  ['what is not known', OPEN, [], OPEN_REASON],
  ['two things that are not known', { 'Fn::Sub': '${Open}${AWS::Partition}' }, [], `${OPEN_REASON} and AWS::Partition`],
  ['a map', { a: 1 }, [], '{"a":1} is not text'],
])('%s is literal text or not', (_, raw, values, unknown) => {
  const found = literal(valueOf(raw));
  expect([found.values, found.unknown]).toEqual([values, unknown]);
});

test('text is such a one where that is certain', () => {
  const isA = (raw: unknown) => isText(text(valueOf(raw)), value => value === 'a');
  expect([isA('a'), isA('b'), isA(OPEN), isA(NO_VALUE)]).toEqual([true, false, false, false]);
  expect(typeof isA(inEurope('a', 'b'))).toBe('object');
});

describe('everything in a value', () => {
  let deepest: unknown = 'a';
  for (let depth = 0; depth < 50; depth++) {
    deepest = [deepest];
  }

  test.each<[string, unknown, unknown[], string | undefined]>([
    ['is evaluated', { a: [{ Ref: 'AWS::Partition' }, { b: null }], c: NO_VALUE, d: [NO_VALUE, 1, false] }, [{ a: ['<AWS::Partition>', {}], d: [1, false] }], undefined],
    ['is evaluated in each case', { a: inEurope('x', { b: 'y' }) }, [{ a: 'x' }, { a: { b: 'y' } }], undefined],
    ['is evaluated in each case, without value', { a: inEurope('x', NO_VALUE), b: [inEurope('x', NO_VALUE)] }, [{ a: 'x', b: ['x'] }, { b: [] }], undefined],
    ['is text with parts that are not known', { 'Fn::Sub': 'a${AWS::Partition}' }, ['a<AWS::Partition>'], undefined],
    ['is text', 'a', ['a'], undefined],
    ['is nothing', NO_VALUE, [undefined], undefined],
    ['is null', null, [undefined], undefined],
    ['is not known where one thing is not', { a: [UNKNOWN] }, [], REASON],
    ['is looked into', [deepest], [[deepest]], undefined],
    ['is not looked into any deeper', [[deepest]], [], 'it is nested too deeply'],
    ['is not what every map has', { constructor: 'x' }, [{ constructor: 'x' }], undefined],
  ])('%s', (_, raw, values, unknown) => {
    const found = deep(valueOf(raw));
    expect(found.unknown).toBe(unknown);
    expect(JSON.parse(JSON.stringify(found.values), (_key, value) => shown(value))).toEqual(JSON.parse(JSON.stringify(values)));
  });
});

test.each<[string, unknown, unknown[], string | undefined]>([
  ['are evaluated', { a: NO_VALUE, b: 'x', c: UNKNOWN }, [{ b: 'x' }], undefined],
  ['of nothing are none', NO_VALUE, [{}], undefined],
  ['of null are none', null, [{}], undefined],
  ['of text are not known', 'x', [], '"x" is not a map'],
  ['of a list are not known', ['x'], [], '["x"] is not a map'],
])('some properties %s', (_, raw, values, unknown) => {
  const found = deepProperties(valueOf(raw), ['a', 'b']);
  expect([found.values, found.unknown]).toEqual([values, unknown]);
});

test('text that pretends to be known at deployment only is text wherever it stands', () => {
  const pretended = '\u0000Open\u0000';
  expect(deep(valueOf({ a: pretended, b: [pretended, { c: pretended }] })).values).toEqual([{ a: '\ufffdOpen\ufffd', b: ['\ufffdOpen\ufffd', { c: '\ufffdOpen\ufffd' }] }]);
});

test('what stands for no value is left out of maps and lists', () => {
  expect(deep(valueOf({ a: NO_VALUE, b: [NO_VALUE, null, 'c', { d: null }], e: null })).values).toStrictEqual([{ b: ['c', {}] }]);
});
