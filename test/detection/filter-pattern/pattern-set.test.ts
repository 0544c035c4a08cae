import * as fc from 'fast-check';
import { AuditDetection } from '../../../src';
import { filterPatternsOf } from '../../../src/detection/audit-detection';
import { parseFilterPattern } from '../../../src/detection/filter-pattern/parse-filter-pattern';
import { PatternSet } from '../../../src/detection/filter-pattern/pattern-set';
import { regexClues } from '../../../src/detection/filter-pattern/regex-clues';
import { corpus } from '../../corpus/records';
import { workloads } from '../../workloads/records';

const sorted = (indexes: number[]) => [...indexes].sort((a, b) => a - b);

/** One pattern at a time, as the service evaluates them. */
function oneByOne(patterns: string[], message: string): number[] {
  return patterns.flatMap((pattern, index) => parseFilterPattern(pattern).matches(message) ? [index] : []);
}

describe('many patterns at once select what each of them selects by itself', () => {
  test('on real records', () => {
    const patterns = AuditDetection.recommended().flatMap(filterPatternsOf).map(parseFilterPattern);
    const set = new PatternSet(patterns);
    const lines = [...corpus(), ...workloads()].map(({ record }) => record);
    const different = lines.filter(line => {
      const alone = patterns.flatMap((pattern, index) => pattern.matches(line) ? [index] : []);
      return sorted(set.matching(line)).join() !== alone.join();
    });
    expect(different).toEqual([]);
  });

  const word = fc.stringMatching(/^[abAB1 ,']{1,3}$/);
  const text = fc.array(word.map(each => `"${each}"`), { minLength: 1, maxLength: 4 });
  const atom = fc.oneof(fc.constantFrom('a', 'b', 'A', '[ab]', '[^a]', '[a-b]', '.', '\\d', '\\s', '\\w', '\\W', '\\x27', ',', '[\\x27,]', '[\\d,]', '1'));
  const repeated = fc.tuple(atom, fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0,1}', '{1,}', '{2,3}')).map(parts => parts.join(''));
  const alternative = fc.tuple(fc.constantFrom('', '', '^'), fc.array(repeated, { minLength: 1, maxLength: 4 }), fc.constantFrom('', '', '$'))
    .map(([start, middle, end]) => start + middle.join('') + end);
  const pattern = fc.oneof(
    text.map(terms => terms.map(term => `?${term}`).join(' ')),
    text.map(terms => terms.join(' ')),
    fc.tuple(text, text).map(([some, others]) => [...some, ...others.map(term => `-${term}`)].join(' ')),
    text.map(terms => terms.map(term => `-${term}`).join(' ')),
    fc.array(alternative, { minLength: 1, maxLength: 3 }).map(alternatives => `%${alternatives.join('|')}%`),
    fc.constantFrom('[a=1, b]', '{ $.a = 1 }'),
  );

  test('on any patterns and records', () => {
    fc.assert(fc.property(fc.array(pattern, { minLength: 1, maxLength: 40 }), fc.array(fc.stringMatching(/^[abAB1 ,'é-]{0,12}$/), { maxLength: 5 }), (patterns, messages) => {
      const set = new PatternSet(patterns.map(parseFilterPattern));
      messages.forEach(message => expect([message, sorted(set.matching(message))]).toEqual([message, oneByOne(patterns, message)]));
    }), { numRuns: 500 });
  });

  test('also characters outside of ASCII', () => {
    expect(new PatternSet(['"größe"', '?"日本" ?x'].map(parseFilterPattern)).matching('größe 日本')).toEqual([0, 1]);
  });
});

describe('the clues of a regular expression', () => {
  test.each<[string, string[] | undefined]>([
    ['drop', ['drop']],
    ['[Dd]rop', ['Drop', 'drop']],
    ['a*drop\\s+table', ['table']],
    ['x+yz', ['xyz']],
    ['ab?cd', ['cd']],
    ['\\d{4}=x', Array.from({ length: 100 }, (_, number) => `${String(number).padStart(2, '0')}=x`)],
    ['^grant$', ['grant']],
    ['grant|revoke', ['grant', 'revoke']],
    ['\\x27,1142$', ['\',1142']],
    // nothing to tell
    ['.*', undefined],
    ['a|.', undefined],
    ['[^a]', undefined],
    // not known here
    ['a\\b', undefined],
    ['[[:alpha:]]x', undefined],
    ['a{200}', undefined],
  ])('%s are %p', (expression, clues) => {
    const found = regexClues(expression);
    expect(found && [...found.clues, ...found.lateClues]).toEqual(clues);
  });

  test.each([
    ['drop', false], ['\\x27\\s*drop', true], ['drop\\x27', true], ['drop.*\\x27', false], [',\\d+drop', false], ['[\\x27,]drop', false], ['\\x27?drop', false], ['\\x27*drop', false],
    ['\\x27+drop', true], ['\\x27{2}a*drop', true], ['=\\W*\\w*drop', true], ['\\W+drop', false], ['\\s+drop', true],
  ])('of %s count only behind the beginning of a record: %p', (expression, isLate) => {
    const { clues, lateClues } = regexClues(expression)!;
    expect([clues.length > 0, lateClues.length > 0]).toEqual([!isLate, isLate]);
  });

  test('are there for each regular expression of the catalogue', () => {
    const regexes = AuditDetection.recommended().flatMap(filterPatternsOf).map(parseFilterPattern).filter(({ kind }) => kind === 'regex');
    regexes.forEach(({ clues = [], lateClues = [] }) => expect(clues.length + lateClues.length).toBeGreaterThan(0));
  });
});
