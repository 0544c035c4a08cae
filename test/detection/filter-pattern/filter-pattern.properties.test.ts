import * as fc from 'fast-check';
import { FilterPatternSyntaxError } from '../../../src/detection/filter-pattern/filter-pattern-syntax-error';
import { parseFilterPattern } from '../../../src/detection/filter-pattern/parse-filter-pattern';

/** Any UTF-16 code units, halves of characters too. */
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map(units => String.fromCharCode(...units));

/** What patterns are made of, in any order. */
const anyPattern = fc.array(fc.oneof(
  fc.constantFrom(
    '%', '"', '\\', '[', ']', '{', '}', '(', ')', ',', '...', '=', '!=', '<', '>', '>=', '&&', '||', '-', '?', ' ', '*', '.', 'a', 'GRANT', '1', '4e2', '+',
    '$', '$.a', '$.a[0]', '$.*', 'IS', 'NULL', 'NOT EXISTS', '{2,5}', '[a-z]', '\\d', '\\x27', '^', '\n', 'é', '\ud800', '[a=', '{ $.a = ', '"a b"', '%a.b%',
  ),
  anyText,
), { maxLength: 30 }).map(parts => parts.join(''));

/** A record of 64 kB that repeats something an attacker chose, or a short one. */
const anyRecord = fc.oneof(
  anyText,
  fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', '"', '[', ']', '{', '}', ':', ',', '\'', '/*', '*/', '\n', '\ud83d', 'é'), minLength: 1, maxLength: 12 })
    .map(part => part.repeat(65_536 / part.length)),
);

/** Patterns of every kind, to be run on such records. */
const VALID = [
  'GRANT -REVOKE', '?GRANT ?"a b"', '%^[^a]*\\x27?a.{3}b|[\\s\\S]*\\x22$%', '%a[ab]{50}c|1+,%', '[a, b="x*", ..., c>1]', '[a=%^a+b%, b]',
  '{ $.a = 1 || $.*.b != "x*" || $[*] IS NULL || $.c[0] NOT EXISTS }',
].map(parseFilterPattern);

test('no text makes parsing fail otherwise than with a syntax error that points into it', () => {
  fc.assert(fc.property(anyPattern, pattern => {
    try {
      parseFilterPattern(pattern).matches(pattern);
    } catch (error) {
      expect(error).toBeInstanceOf(FilterPatternSyntaxError);
      const { index, message, awsMessage } = error as FilterPatternSyntaxError;
      expect(index).toBeGreaterThanOrEqual(0);
      expect(index).toBeLessThanOrEqual(pattern.length);
      expect(message.split('\n')).toHaveLength(3);
      expect(awsMessage).not.toBe('');
    }
  }), { numRuns: 2_000 });
});

test('no record makes matching fail', () => {
  fc.assert(fc.property(anyRecord, record => {
    expect(VALID.map(pattern => typeof pattern.matches(record))).toEqual(VALID.map(() => 'boolean'));
  }), { numRuns: 100 });
});

describe('terms', () => {
  const terms = fc.array(fc.record({
    prefix: fc.constantFrom('', '', '-', '?'),
    quoted: fc.boolean(),
    term: fc.string({ unit: fc.constantFrom('a', 'b', '_', '1'), minLength: 1, maxLength: 2 }),
  }), { minLength: 1, maxLength: 4 });
  const record = fc.string({ unit: fc.constantFrom('a', 'b', '_', '1', ' '), maxLength: 8 });

  test('are all there, are not there, or are alternatives', () => {
    fc.assert(fc.property(terms, record, (given, text) => {
      const pattern = given.map(({ prefix, quoted, term }) => prefix + (quoted ? `"${term}"` : term)).join(' ');
      const found = (prefix: string) => given.filter(term => term.prefix === prefix).map(({ term }) => text.split(term).length > 1);
      const expected = given.every(({ prefix }) => prefix === '?')
        ? found('?').includes(true)
        : !found('').includes(false) && !found('-').includes(true);
      expect(parseFilterPattern(pattern).matches(text)).toBe(expected);
    }), { numRuns: 500 });
  });

  test('can be any text in quotes', () => {
    fc.assert(fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), anyText, (term, rest) => {
      const pattern = parseFilterPattern(`"${term.replace(/["\\]/g, '\\$&')}"`);
      expect(pattern.matches(rest + term + rest)).toBe(true);
      expect(pattern.matches(rest)).toBe(rest.includes(term));
    }));
  });
});

describe('regular expressions', () => {
  const single = fc.constantFrom('a', 'b', '1', '_', '-', ':', '\\.', '\\x20', '\\-', '.', '\\d', '\\D', '\\w', '\\W', '\\s', '\\S');
  const inClass = fc.array(fc.constantFrom('a', 'b', '1', '_', 'a-b', '0-9', '\\d', '\\s', '\\W', ':', '\\.', '\\x2d'), { minLength: 1, maxLength: 3 });
  const characterClass = fc.tuple(fc.constantFrom('[', '[^'), inClass).map(([open, members]) => `${open}${members.join('')}]`);
  const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '+?', '??');
  const sequence = fc.array(fc.tuple(fc.oneof(single, characterClass), quantifier).map(parts => parts.join('')), { minLength: 1, maxLength: 5 });
  const alternative = fc.tuple(fc.constantFrom('', '', '^'), sequence, fc.constantFrom('', '', '$')).map(([begin, body, end]) => begin + body.join('') + end);
  const expression = fc.array(alternative, { minLength: 1, maxLength: 3 }).map(alternatives => alternatives.join('|'));
  const record = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '_', '-', ':', '.', ' ', '\n', 'é'), maxLength: 8 });

  test('select what JavaScript finds', () => {
    fc.assert(fc.property(expression, fc.array(record, { minLength: 5, maxLength: 5 }), (source, records) => {
      const pattern = parseFilterPattern(`%${source}%`);
      expect(records.filter(text => pattern.matches(text))).toEqual(records.filter(text => new RegExp(source).test(text)));
    }), { numRuns: 1_000 });
  });
});

describe('fields', () => {
  const field = fc.string({ unit: fc.constantFrom('a', 'b', '1', '.'), minLength: 1, maxLength: 3 });

  test('are found from the beginning and, behind an ellipsis, from the end', () => {
    fc.assert(fc.property(fc.array(field, { minLength: 1, maxLength: 6 }), fields => {
      const line = fields.join(' ');
      expect(parseFilterPattern(`[first="${fields[0]}", ...]`).matches(line)).toBe(true);
      expect(parseFilterPattern(`[..., last="${fields[fields.length - 1]}"]`).matches(line)).toBe(true);
      expect(parseFilterPattern(`[${fields.map((value, index) => `f${index}="${value}"`).join(',')}]`).matches(line)).toBe(true);
      expect(parseFilterPattern(`[${[...fields, 'one more'].map((_, index) => `f${index}`).join(',')}]`).matches(line)).toBe(false);
    }));
  });

  test('compare as numbers do', () => {
    const number = fc.integer({ min: -99, max: 99 }).map(value => value / 4);
    fc.assert(fc.property(number, number, (a, b) => {
      const holds = ['=', '!=', '<', '>', '<=', '>='].map(operator => parseFilterPattern(`[n ${operator} ${b}]`).matches(String(a)));
      expect(holds).toEqual([a === b, a !== b, a < b, a > b, a <= b, a >= b]);
      const json = ['=', '!=', '<', '>', '<=', '>='].map(operator => parseFilterPattern(`{ $.n ${operator} ${b} }`).matches(JSON.stringify({ n: a })));
      expect(json).toEqual(holds);
    }));
  });
});
