import type { CorpusRecord } from '../test/corpus/records';

function counted(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of [...keys].sort()) {
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** Tells what the records hold: how many per label and per disguise. */
export function report(records: readonly CorpusRecord[]): void {
  console.table(counted(records.flatMap(({ labels }) => labels)));
  console.table(counted(records.flatMap(({ flags }) => flags)));
  console.log(`${new Set(records.map(({ item }) => item)).size} items, ${records.length} records`);
}
