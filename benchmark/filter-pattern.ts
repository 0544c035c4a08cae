/**
 * What the filter-pattern matcher costs, against JavaScript's own RegExp in the same run: reading a pattern, ordinary records
 * (those of test/corpus), and records of 64 kB that an attacker would write. Medians of interleaved rounds.
 */
import { CATALOGUE } from '../src/detection/catalogue/catalogue';
import { parseFilterPattern } from '../src/detection/filter-pattern/parse-filter-pattern';
import { corpus } from '../test/corpus/records';

const ROUNDS = 7;
const LONG = 65_536;

const PATTERNS: Record<string, string> = {
  'denied access': CATALOGUE.DeniedAccess.filterPattern,
  'exfiltration and injection': CATALOGUE.ExfiltrationAndInjection.filterPattern,
  'five words in a row': '%A.*B.*C.*D.*E%',
  'a thousand steps': '%A[AB]{1000}C%',
};

const filled = (part: string, length: number = LONG) => `1,h,u,1,1,1,QUERY,db,'${part.repeat(length / part.length)}',x`;

/** As and Bs without a rule, so that no state of a matcher comes twice. */
let seed = 1;
const DISORDER = Array.from({ length: LONG }, () => {
  seed = seed * 48_271 % 0x7fffffff;
  return seed > 0x3fffffff ? 'A' : 'B';
}).join('');

const HOSTILE: Record<string, string> = {
  'open quote and words': filled('x\\x27grant '),
  'nested comments': filled('/* */ '),
  'nested records': filled(',QUERY,db,\\\'# grant '),
  'A, B, C, D': filled('ABCD'),
  'A and B in disorder': `C${DISORDER}`,
};

/** At 64 kB RegExp would take days. */
const SHORT = filled('ABCD', 512);

function milliseconds(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function report(what: string, ours: () => void, theirs?: () => void): void {
  const rounds = Array.from({ length: ROUNDS }, () => [milliseconds(ours), theirs ? milliseconds(theirs) : NaN]);
  const [our, their] = [0, 1].map(side => median(rounds.map(round => round[side])));
  console.log(`  ${what.padEnd(44)} ${our.toFixed(3).padStart(10)} ms ${theirs ? `${their.toFixed(3).padStart(10)} ms` : ''}`);
}

const records = corpus().map(({ record }) => record);
console.log(`load of re2js                                  ${milliseconds(() => parseFilterPattern('%a%')).toFixed(3).padStart(10)} ms`);
for (const [name, text] of Object.entries(PATTERNS)) {
  const first = milliseconds(() => parseFilterPattern(text));
  const pattern = parseFilterPattern(text);
  const regExp = new RegExp(text.slice(1, -1));
  console.log(`${name}, ${text.length} characters`.padEnd(46), ' '.repeat(4), 'ours', ' '.repeat(5), 'RegExp');
  console.log(`  read for the first time                     ${first.toFixed(3).padStart(11)} ms`);
  report('read', () => parseFilterPattern(text), () => new RegExp(text.slice(1, -1)));
  report(`${records.length} records, all together`, () => records.forEach(record => pattern.matches(record)),
    () => records.forEach(record => regExp.test(record)));
  report('hostile: A, B, C, D, 512 bytes only', () => pattern.matches(SHORT), () => regExp.test(SHORT));
  for (const [attack, record] of Object.entries(HOSTILE)) {
    report(`hostile: ${attack}, 64 kB`, () => pattern.matches(record));
  }
}
