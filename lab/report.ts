import { CATALOGUE_OBSERVERS, score, type Score } from '../benchmark/detection-score';
import type { CorpusRecord } from '../test/corpus/records';

/** Shows what the catalogue sees in the records. */
export function report(records: readonly CorpusRecord[]): Score {
  const figures = score(CATALOGUE_OBSERVERS, records);
  console.table(Object.fromEntries(Object.entries(figures.byLabel).filter(([, { of }]) => of > 0)));
  console.log(`seen: ${figures.all.seen} of ${figures.all.of} attacks, without table events ${figures.withoutTableEvents.seen}; `
    + `false alarms: ${figures.falseAlarms.length} on ${figures.harmless} harmless records`);
  console.log(`${new Set(records.map(({ item }) => item)).size} items, ${records.length} records`);
  return figures;
}
