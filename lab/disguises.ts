import { prepare, wrapper, type Flag, type Step } from './case';

/** A way to run a statement so that its record looks different. */
export interface Disguise {
  readonly flags: readonly Flag[];
  readonly apply: (sql: string) => readonly Step[];
  /** Run before by the lab's own account. */
  readonly setup?: (sql: string) => string[];
}

const QUOTED = '\'(?:[^\'\\\\]|\\\\.|\'\')*\'|"(?:[^"\\\\]|\\\\.|"")*"|`[^`]*`';

/** Applies a change to keywords (words in capitals) or white space, never inside quotes. */
function outsideQuotes(sql: string, what: string, change: (match: string, count: number) => string): string {
  let count = 0;
  return sql.replace(new RegExp(`${QUOTED}|(${what})`, 'g'), (all, match) => match === undefined ? all : change(match, count++));
}

const words = (sql: string, change: (word: string) => string) => outsideQuotes(sql, '\\b[A-Z][A-Z_]+\\b', change);
const spaces = (sql: string, change: (space: string, count: number) => string) => outsideQuotes(sql, ' +', change);
const literal = (sql: string) => `'${sql.replace(/\\/g, '\\\\').replace(/'/g, '\'\'')}'`;
const lower = (sql: string) => words(sql, word => word.toLowerCase());
const mixed = (sql: string) => words(sql, word => [...word].map((char, i) => i % 2 ? char : char.toLowerCase()).join(''));
const inline = (sql: string) => spaces(sql, () => '/**/');

const text = (flags: readonly Flag[], apply: (sql: string) => string): Disguise => ({ flags, apply: sql => [apply(sql)] });

export const DISGUISES = {
  'lower': text(['lower'], lower),
  'mixed': text(['mixed'], mixed),
  'spaced': text(['multi-space'], sql => spaces(sql, () => '    ')),
  'lead-space': text(['lead-space'], sql => ` \t  ${sql}`),
  'lead-newline': text(['lead-newline'], sql => `\r\n\n\n${sql}`),
  'client-comment': text(['lead-comment'], sql => `/* ApplicationName=DataGrip 2024.1.4 */ ${sql}`),
  'tight-comment': text(['lead-comment'], sql => `/*q*/${sql}`),
  'two-comments': text(['lead-comment'], sql => `/* trace_id=7f3a */ /* user:42 */\n${sql}`),
  'quoted-comment': text(['lead-comment'], sql => `/* it's "routine" */ ${sql}`),
  'starred-comment': text(['lead-comment'], sql => `/*** release 4.2 *** see wiki ***/ ${sql}`),
  'word-comment': text(['lead-comment'], sql => `/* select only, harmless */ ${sql}`),
  'marginalia': text(['trail-comment'], sql => `${sql} /*application:Storefront,controller:orders,action:show*/`),
  'inline': text(['inline-comment'], inline),
  'inline-note': text(['inline-comment'], sql => spaces(sql, (_, i) => i % 2 ? ' ' : ` /* ${i} */ `)),
  'inline-dash': text(['inline-comment', 'dash-comment', 'multiline'], sql => spaces(sql, (_, i) => i ? ' ' : ' -- then\n')),
  'exec': text(['exec-comment'], sql => `/*!50000 ${sql} */`),
  'exec-word': text(['exec-comment'], sql => sql.replace(/^\w+/, '/*!40101 $&*/')),
  'exec-tight': text(['exec-comment'], sql => `/*!${sql}*/`),
  'exec-maria': text(['exec-comment'], sql => `/*M!100200 ${sql} */`),
  'exec-second': text(['exec-comment'], sql => sql.replace(/^(\w+) (\w+)/, '$1/*!50001 $2 */')),
  'dash': text(['dash-comment'], sql => `-- Metabase:: userID: 7 queryType: native\n${sql}`),
  'dash-twice': text(['dash-comment', 'lead-newline'], sql => `\n-- one\n-- two's\n  ${sql}`),
  'hash': text(['hash-comment'], sql => `#nightly\n${sql}`),
  'multiline': text(['multiline'], sql => spaces(sql, (_, i) => i < 4 ? '\n\t' : ' ')),
  'formfeed': text(['formfeed'], sql => spaces(sql, () => '\f')),
  'vtab': text(['vtab'], sql => spaces(sql, () => '\v')),
  'unicode': text(['unicode', 'lead-comment'], sql => `/* 毎晩の処理 – café ☕ */ ${sql}`),
  'semicolon': text(['semicolon'], sql => `${sql} ;`),
  'cut': text(['truncated', 'lead-comment'], sql => `/* ${'lorem ipsum dolor '.repeat(70)}*/ ${sql}`),
  'set-statement': text(['set-statement'], sql => `SET STATEMENT lock_wait_timeout=20, max_statement_time=0 FOR ${sql}`),
  'set-statement-lower': text(['set-statement', 'lower'], sql => lower(`SET STATEMENT MAX_STATEMENT_TIME=9 FOR ${sql}`)),
  'batch-last': { flags: ['multi-statement'], apply: sql => [{ batch: [{ sql: 'SELECT 7', labels: ['benign'] }, sql] }] },
  'batch-first': { flags: ['multi-statement'], apply: sql => [{ batch: [sql, { sql: 'SELECT 8', labels: ['benign'] }] }] },
  'binary': { flags: ['prepared-binary'], apply: sql => [{ execute: sql }] },
  'binary-lower-comment': { flags: ['prepared-binary', 'lower', 'lead-comment'], apply: sql => [{ execute: `/* orm */ ${lower(sql)}` }] },
  'prepared': {
    flags: ['prepared-text'],
    apply: sql => [prepare(`PREPARE stmt1 FROM ${literal(sql)}`), 'EXECUTE stmt1', wrapper('DEALLOCATE PREPARE stmt1')],
  },
  'prepared-hex': {
    flags: ['prepared-text', 'dynamic'],
    apply: sql => [prepare(`SET @z = 0x${Buffer.from(sql).toString('hex')}`), prepare('PREPARE z FROM @z'), 'EXECUTE z'],
  },
  'immediate': { flags: ['dynamic'], apply: sql => [wrapper(`EXECUTE IMMEDIATE ${literal(sql)}`)] },
  'immediate-split': {
    flags: ['dynamic', 'lower'],
    apply: sql => [wrapper(`execute immediate concat(${literal(lower(sql).slice(0, 2))}, ${literal(lower(sql).slice(2))})`)],
  },
  'compound': { flags: ['compound'], apply: sql => [wrapper(`BEGIN NOT ATOMIC ${sql}; END`)] },
  'compound-if': { flags: ['compound', 'multiline'], apply: sql => [wrapper(`IF 1=1 THEN\n  ${sql};\nEND IF`)] },
  'procedure': {
    flags: ['stored-proc'],
    setup: sql => [`CREATE OR REPLACE PROCEDURE ops.nightly() SQL SECURITY INVOKER BEGIN ${sql}; END`],
    apply: () => [wrapper('CALL ops.nightly()')],
  },
  'cli': { flags: [], apply: sql => [{ cli: `${sql};` }] },
  'cli-comment': { flags: ['lead-comment', 'lower'], apply: sql => [{ cli: `/* runbook step 3 */ ${lower(sql)};`, options: ['--comments'] }] },
  // Combinations
  'exec-inline-lower': text(['exec-comment', 'inline-comment', 'lower'], sql => `/*!50000 ${inline(lower(sql))} */`),
  'comment-dash-mixed': text(['lead-comment', 'dash-comment', 'mixed'], sql => `/* a */ -- b\n${mixed(sql)}`),
  'hash-multiline-lower': text(['hash-comment', 'multiline', 'lower'], sql => `# c\n${spaces(lower(sql), (_, i) => i % 2 ? '\n' : ' \t')}`),
  'space-comment-exec': text(['lead-space', 'lead-comment', 'exec-comment'], sql => `  /* d */ /*!50000${sql}*/`),
  'comment-binary-exec': { flags: ['prepared-binary', 'exec-comment', 'lead-comment'], apply: sql => [{ execute: `/* e */ /*!${sql} */` }] },
  'batch-comment-lower': {
    flags: ['multi-statement', 'lead-comment', 'lower'],
    apply: sql => [{ batch: [{ sql: 'SELECT 9', labels: ['benign'] }, `/* f */ ${lower(sql)}`] }],
  },
} satisfies Record<string, Disguise>;
