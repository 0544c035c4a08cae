import { readFileSync } from 'fs';
import { join } from 'path';

/** One labelled line of a real audit log. */
export interface CorpusRecord {
  readonly labels: string[];
  readonly item: string;
  /** The `server_audit_events` in force. */
  readonly events: string;
  readonly flags: string[];
  readonly record: string;
}

/** Every labelled line; see README.md beside this file. */
export function corpus(): CorpusRecord[] {
  const [, ...lines] = readFileSync(join(__dirname, 'records.tsv'), 'utf8').split('\n').filter(line => line !== '');
  return lines.map(line => {
    const [labels, item, events, flags, ...record] = line.split('\t');
    return { labels: labels.split(','), item, events, flags: flags.split(','), record: record.join('\t') };
  });
}
