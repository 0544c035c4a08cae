/**
 * How many audit records a second the recommended detections are asked of: one pattern after the other, all patterns in one pass, and replayed.
 * The records are those of real programs, each as often as it came there. Medians of interleaved rounds.
 */
import { AuditDetection, AuditReplay } from '../src';
import { filterPatternsOf } from '../src/detection/audit-detection';
import { parseFilterPattern } from '../src/detection/filter-pattern/parse-filter-pattern';
import { PatternSet } from '../src/detection/filter-pattern/pattern-set';
import { workloads } from '../test/workloads/records';

const ROUNDS = 5;
/** One pattern after the other is slow; a part of the records is enough. */
const PART = 20;

const records = workloads().filter(({ label }) => label === 'benign').flatMap(({ record, count }) => Array.from({ length: count }, () => record));
const some = records.filter((_, index) => index % PART === 0);
const patterns = [...new Set(AuditDetection.recommended().flatMap(filterPatternsOf))].map(parseFilterPattern);
const set = new PatternSet(patterns);

const WAYS: [string, readonly string[], () => void][] = [
  ['one pattern after the other', some, () => some.forEach(record => patterns.forEach(pattern => pattern.matches(record)))],
  ['all patterns in one pass', records, () => records.forEach(record => set.matching(record))],
  ['replayed', records, () => AuditReplay.of(records).results()],
];

const rates = WAYS.map(() => [] as number[]);
for (let round = 0; round < ROUNDS; round++) {
  WAYS.forEach(([, { length }, run], way) => {
    const start = performance.now();
    run();
    rates[way].push(length / (performance.now() - start) * 1000);
  });
}
console.log(`${records.length} records, ${patterns.length} patterns`);
WAYS.forEach(([name], way) => {
  const median = rates[way].sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
  console.log(`  ${name.padEnd(30)} ${Math.round(median).toLocaleString('en').padStart(12)} records/s`);
});
