import type { Possible } from '../resolved/possible';
import { isLiteral } from '../resolved/symbolic-text';

/** Whether something is Aurora MySQL: yes, no, or why that cannot be told. */
export type Recognition = { readonly isAuroraMysql: boolean } | { readonly unknown: string };

/** What gives the engine away, the most telling first; each says the engine that a text stands for. */
export type Clue = (given: string) => 'aurora-mysql' | 'other' | undefined;

/** `aurora` is the oldest name of Aurora MySQL. */
const ENGINE_NAMES = ['aurora-mysql', 'aurora'];

export const byEngine: Clue = given => {
  const engine = given.trim().toLowerCase();
  return engine === '' ? undefined : ENGINE_NAMES.includes(engine) ? 'aurora-mysql' : 'other';
};

/** `8.0.mysql_aurora.3.12.0`; the other engines have nothing like it. */
export const byEngineVersion: Clue = version => /\.mysql_aurora\./.test(version) ? 'aurora-mysql' : undefined;

/** `aurora-mysql8.0`, also in `default.aurora-mysql8.0`. */
export const byFamily: Clue = family => {
  const [, name] = /^(?:default\.)?(aurora[a-z-]*|[a-z-]+)[0-9]/.exec(family) ?? [];
  return name === undefined ? undefined : byEngine(name);
};

/** The clue's answer: a value that may be Aurora MySQL counts as it, another engine has to be certain. */
export function recognised(clue: Clue, given: Possible<string | undefined>): 'aurora-mysql' | 'other' | undefined {
  const answers = given.values.map(value => value !== undefined && isLiteral(value) ? clue(value) : undefined);
  if (answers.includes('aurora-mysql')) {
    return 'aurora-mysql';
  }
  return given.unknown === undefined && answers.length > 0 && answers.every(answer => answer === 'other') ? 'other' : undefined;
}
