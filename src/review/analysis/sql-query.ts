/** From when to when, as expressions of SQL for points in time. */
export interface SqlPeriod {
  readonly from: string;
  /** The first moment that is no part of it. */
  readonly to: string;
}

/** A question to the table of audit records. */
export interface SqlQuery {
  /** Letters and digits; part of the logical id. */
  readonly queryId: string;
  readonly title: string;
  readonly description: string;
  /** The statement for a period; one that has a question mark asks for a value. */
  sql(table: string, period: SqlPeriod): string;
}

/** The last days until now. */
export function lastDays(days: number): SqlPeriod {
  return { from: `current_timestamp - INTERVAL '${days}' DAY`, to: 'current_timestamp' };
}

/** When a record was written. */
export const EVENT_TIME = 'from_unixtime(event_micros / 1e6)';

/**
 * The records of a period. An object holds records of the day before, where they arrived around midnight, and lines without a time: those count
 * by the day of the object.
 */
export function within({ from, to }: SqlPeriod): string {
  return [
    `day BETWEEN date_format(${from} - INTERVAL '1' DAY, '%Y/%m/%d') AND date_format(${to} + INTERVAL '1' DAY, '%Y/%m/%d')`,
    `(event_micros IS NULL OR (${EVENT_TIME} >= ${from} AND ${EVENT_TIME} < ${to}))`,
  ].join('\n  AND ');
}
