/** The engine, as CloudFormation and RDS call it. */
export const AURORA_MYSQL = 'aurora-mysql';

/** `aurora` is the oldest name of Aurora MySQL. */
export const ENGINE_NAMES: readonly string[] = [AURORA_MYSQL, 'aurora'];

export function isAuroraMysql(engine: string): boolean {
  return ENGINE_NAMES.includes(engine.toLowerCase());
}

/** `8.0.mysql_aurora.3.12.0`; the other engines have nothing like it. */
export const ENGINE_VERSION = /\.mysql_aurora\./;

/** A default group belongs to RDS, and nobody can change it. */
export const DEFAULT_GROUP = /^default\./i;

export function isDefaultGroup(name: string): boolean {
  return DEFAULT_GROUP.test(name);
}
