import { MOST_RECORDS, type QuestionLanguage, RECORD_LENGTH, type ReviewQuestion, type Worded } from './review-questions';
import { AuditDetection } from '../../detection/audit-detection';
import { isExact, MAX_JUDGED_LENGTH, sqlPredicate } from '../analysis/sql-predicate';
import { sqlQueries } from '../analysis/sql-queries';
import { EVENT_TIME, type SqlPeriod } from '../analysis/sql-query';

/** The records that a review is about: one cluster, one period. Every question is to them, and to no other table. */
export const RECORDS_TABLE = 'records';

/** `RECORDS_TABLE` holds no others. */
const ALL_OF_THEM: SqlPeriod = { from: 'TIMESTAMP \'1971-01-01 00:00:00 UTC\'', to: 'TIMESTAMP \'9999-01-01 00:00:00 UTC\'' };

/** Saved queries of Logs Insights that have one of SQL which counts the same. */
const SAME: Record<string, string> = {
  FailedLoginsByUserAndHost: 'FailedLogins',
  TablesTouched: 'TablesTouched',
  NewHosts: 'ClientHosts',
  OffHoursLogins: 'OffHoursLogins',
  VolumeByDay: 'VolumeByDay',
  MostActiveUsers: 'MostActiveUsers',
};

/** What Logs Insights calls columns of the table. */
const COLUMNS: Record<string, string> = { user: 'user_name', host: 'client_host', database: 'database_name', object: 'object_name' };

/** The questions of a review in SQL. */
export function athenaLanguage(timeZone: string): QuestionLanguage {
  const queries = new Map(sqlQueries(timeZone).map(query => [query.queryId, query]));
  /** What is not the same as in Logs Insights has an id of its own, so that nobody compares it with that. */
  const own: Record<string, Partial<ReviewQuestion>> = {
    OffHoursLogins: { id: `OffHoursLogins ${timeZone}`, title: `Off-hours logins (${timeZone})` },
    UnreadableLines: { id: 'LinesWithoutRecord', title: 'Lines that are no records' },
  };
  return {
    records: ({ id }, detections) => {
      const looked = detections ?? (id === 'PrivilegeAndAccountChanges' ? [AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES] : []);
      const condition = looked.length > 0 ? anyOf(looked) : 'operation IS NULL AND record <> \'\'';
      return condition === undefined ? undefined : { ...own[id], query: newest(condition, looked.every(isExact)) };
    },
    table: ({ id }, { keys }) => {
      const query = queries.get(SAME[id]);
      return query && { ...own[id], query: query.sql(RECORDS_TABLE, ALL_OF_THEM), keys: keys.map(key => COLUMNS[key] ?? key) };
    },
    count: (detection): Worded | undefined => {
      const predicate = sqlPredicate(detection);
      const unsure = isExact(detection) ? '' : `, count_if(length(record) > ${MAX_JUDGED_LENGTH}) AS too_long_to_be_judged`;
      return predicate === undefined ? undefined : { query: `SELECT count(*) AS times${unsure} FROM ${RECORDS_TABLE} WHERE (${predicate})` };
    },
  };
}

/** Of detections that cannot be asked for, the detection itself is missing as a question, which the analysis warns of. */
function anyOf(detections: AuditDetection[]): string | undefined {
  const predicates = detections.map(sqlPredicate).filter(predicate => predicate !== undefined);
  return predicates.length === 0 ? undefined : predicates.map(predicate => `(${predicate})`).join(' OR ');
}

/** A line without a time has the day on which it arrived. */
function newest(condition: string, exact: boolean): string {
  const note = exact ? '' : `, if(length(record) > ${MAX_JUDGED_LENGTH}, 'too long to be judged') AS note`;
  return `SELECT coalesce(CAST(${EVENT_TIME} AS varchar), day) AS at, substr(record, 1, ${RECORD_LENGTH}) AS record${note}
FROM ${RECORDS_TABLE}
WHERE (${condition})
ORDER BY event_micros DESC, day DESC
LIMIT ${MOST_RECORDS}`;
}
