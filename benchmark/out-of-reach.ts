import type { Score } from './detection-score';
import type { CorpusRecord } from '../test/corpus/records';

/** Items of the corpus and of the lab that no detection sees, and why. */
export const OUT_OF_REACH: Readonly<Record<string, readonly string[]>> = {
  'the server cut the statement in the comment before it; AuditTampering reports the comment, TABLE events what was written': [
    'grant-paddedcomment', 'grant-paddedquotes', 'd-drop-database-cut', 'd-event-cut',
  ],
  'the server cut the statement before the words that matter': ['txt-long-end', 'outfile-long'],
  'the keyword itself is broken or misspelt, and the server refused the statement': ['grant-exec-split', 'err-1064-createuser-pw2'],
  'applications and people run the same statement every day': [
    'mass-select', 'whole-table', 'getlock', 'lock-named', 'lock-tables-write', 'cross-join', 'update-all',
    'recon-current', 'recon-audit-variables', 'recon-plugins', 'recon-processlist-table', 'recon-columns',
  ],
  'clients, drivers and exporters try the same with every account that a person gives them': [
    'denied-select', 'denied-process', 'denied-replica', 'denied-cli', 'denied-show-create',
  ],
  'an injection that looks like an ordinary query of the application': [
    'union-mixed', 'union-newline', 'tautology-like', 'boolean-substring', 'order-by-probe',
    'char-hex', 'stacked-update', 'stacked-into-variable',
  ],
  'a rare form that would need more regular expressions than a log group has': [
    'd-config-set-statement-lower', 'discard-tablespace',
    'd-event-exec-word', 'd-event-exec-maria', 'd-event-dash', 'd-event-hash', 'd-event-set-statement-lower',
    'd-event-hash-multiline-lower',
  ],
  'another detection sees it': ['role-mandatory'],
};

/** Harmless items of the lab over which a detection counts, and why. */
export const COUNTED_FOR_NOTHING: Readonly<Record<string, readonly string[]>> = {
  'the statement quotes a whole record of a failed login; counted as one of the many that it takes': ['like-literal-failed'],
  'a string literal holds a comment with a verb behind it': ['like-literal-comment'],
  'a comment so long that the server cut the statement behind it; nobody can tell what it was': ['like-disguised-cut', 'like-disguised-update-cut'],
  'a statement with an error in its syntax, of which it takes ten within minutes': ['mysql8-table', 'mysql8-lateral', 'like-syntax-error'],
  'people and monitoring agents look around as attackers do; the threshold tells them apart': [
    'like-show-grants-current',
  ],
};

/** What the figures show that is not explained above, and what is explained but no longer so. */
export function complaintsAbout(score: Score, records: readonly CorpusRecord[]): string[] {
  const run = new Set(records.map(({ item }) => item));
  const compare = (what: string, actual: string[], expected: Readonly<Record<string, readonly string[]>>) => {
    const explained = Object.values(expected).flat().filter(item => run.has(item));
    return [
      ...actual.filter(item => !explained.includes(item)).map(item => `${what}: ${item}`),
      ...explained.filter(item => !actual.includes(item)).map(item => `no longer ${what}: ${item}, take it out of benchmark/out-of-reach.ts`),
    ];
  };
  return [
    ...compare('missed', [...new Set(score.missed.map(({ item }) => item))], OUT_OF_REACH),
    ...compare('counted though harmless', [...new Set(score.falseAlarms.map(({ record }) => record.item))], COUNTED_FOR_NOTHING),
  ];
}
