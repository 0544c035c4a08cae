import type { SqlQuery } from './sql-query';
import { EVENT_TIME, lastDays, within } from './sql-query';
import { literal } from './sql-text';
import { CONNECTION_OPERATIONS, SERVICE_HOST, SERVICE_USER, STATEMENT_OPERATION, SYSTEM_SCHEMAS, TABLE_OPERATIONS } from '../../recording/audit-record';

/** How far back a host counts as known. */
const KNOWN_DAYS = 90;
/** People are at work from Monday to Friday in these hours. */
const [FIRST_HOUR, LAST_HOUR, LAST_DAY] = [7, 18, 5];

const [CONNECT, FAILED_CONNECT, , CHANGEUSER] = CONNECTION_OPERATIONS.map(literal);

/** The condition of a login. */
export const IS_LOGIN = `operation = ${CONNECT}`;
/** The condition of a login, or of a change of user, that was refused. */
export const IS_REFUSED_LOGIN = `(operation = ${FAILED_CONNECT} OR (operation = ${CHANGEUSER} AND return_code <> 0))`;

const NOT_THE_SERVICE = `NOT (user_name = ${literal(SERVICE_USER)} AND client_host = ${literal(SERVICE_HOST)})`;

/** What people ask of the records of many clusters, whatever was detected. */
export function sqlQueries(timeZone: string): SqlQuery[] {
  const localTime = `${EVENT_TIME} AT TIME ZONE ${literal(timeZone)}`;
  return [
    {
      queryId: 'FailedLogins',
      title: 'Failed logins by user and host',
      description: 'Logins, and changes of user, that were refused.',
      sql: (table, period) => `SELECT cluster, user_name, client_host, return_code, count(*) AS attempts, min(${EVENT_TIME}) AS first_seen, max(${EVENT_TIME}) AS last_seen
FROM ${table}
WHERE ${within(period)}
  AND ${IS_REFUSED_LOGIN}
GROUP BY cluster, user_name, client_host, return_code
ORDER BY attempts DESC
LIMIT 1000`,
    },
    {
      queryId: 'NewClientHosts',
      title: 'Hosts that a user came from for the first time',
      description: `Logins from a host that the user did not come from in the ${KNOWN_DAYS} days before.`,
      sql: (table, period) => `WITH logins AS (
  SELECT cluster, user_name, client_host, min(${EVENT_TIME}) AS first_login, count(*) AS logins
  FROM ${table}
  WHERE ${within({ ...period, from: `${period.from} - INTERVAL '${KNOWN_DAYS}' DAY` })}
    AND ${IS_LOGIN}
  GROUP BY cluster, user_name, client_host
)
SELECT * FROM logins
WHERE first_login >= ${period.from}
ORDER BY first_login
LIMIT 1000`,
    },
    {
      queryId: 'ClientHosts',
      title: 'Hosts of users',
      description: 'Which hosts each user came from, the latest newcomer first.',
      sql: (table, period) => `SELECT cluster, user_name, client_host, count(*) AS logins, min(${EVENT_TIME}) AS first_login, max(${EVENT_TIME}) AS last_login
FROM ${table}
WHERE ${within(period)}
  AND operation = ${CONNECT}
GROUP BY cluster, user_name, client_host
ORDER BY first_login DESC
LIMIT 1000`,
    },
    {
      queryId: 'OffHoursLogins',
      title: 'Logins outside of working hours',
      description: `Logins outside of ${FIRST_HOUR}:00 to ${LAST_HOUR}:59 from Monday to Friday, ${timeZone}; set the hours to yours.`,
      sql: (table, period) => `SELECT cluster, user_name, client_host, count(*) AS logins, min(${EVENT_TIME}) AS first_login, max(${EVENT_TIME}) AS last_login
FROM ${table}
WHERE ${within(period)}
  AND ${IS_LOGIN}
  AND ${NOT_THE_SERVICE}
  AND (hour(${localTime}) NOT BETWEEN ${FIRST_HOUR} AND ${LAST_HOUR} OR day_of_week(${localTime}) > ${LAST_DAY})
GROUP BY cluster, user_name, client_host
ORDER BY logins DESC
LIMIT 1000`,
    },
    {
      queryId: 'StatementsByUser',
      title: 'Statements of a user',
      description: 'What one user ran, newest first; asks for the name of the user.',
      sql: (table, period) => `SELECT ${EVENT_TIME} AS at, cluster, client_host, database_name, statement, return_code
FROM ${table}
WHERE ${within(period)}
  AND operation = ${literal(STATEMENT_OPERATION)}
  AND user_name = ?
ORDER BY event_micros DESC
LIMIT 1000`,
    },
    {
      queryId: 'TablesTouched',
      title: 'Tables touched',
      description: 'Which user read, wrote or changed which table how often. Needs AuditEvent.TABLE.',
      sql: (table, period) => `SELECT cluster, database_name, object_name, operation, user_name, count(*) AS times
FROM ${table}
WHERE ${within(period)}
  AND operation IN (${TABLE_OPERATIONS.map(literal).join(', ')})
  AND database_name NOT IN (${SYSTEM_SCHEMAS.map(literal).join(', ')})
GROUP BY cluster, database_name, object_name, operation, user_name
ORDER BY times DESC
LIMIT 1000`,
    },
    {
      queryId: 'MostActiveUsers',
      title: 'Most active users and hosts',
      description: 'Who left how many records from where.',
      sql: (table, period) => `SELECT cluster, user_name, client_host, count(*) AS records, min(${EVENT_TIME}) AS first_seen, max(${EVENT_TIME}) AS last_seen
FROM ${table}
WHERE ${within(period)}
  AND operation IS NOT NULL
  AND ${NOT_THE_SERVICE}
GROUP BY cluster, user_name, client_host
ORDER BY records DESC
LIMIT 1000`,
    },
    {
      queryId: 'VolumeByDay',
      title: 'Records by day',
      description: 'How much was recorded on each day of each cluster; a day that is missing is a day without records.',
      sql: (table, period) => `SELECT cluster, day, count(*) AS records, count_if(${IS_LOGIN}) AS logins, count_if${IS_REFUSED_LOGIN} AS refused,
  count_if(operation = ${literal(STATEMENT_OPERATION)}) AS statements, count_if(operation IS NULL) AS unparsed, count(DISTINCT user_name) AS users
FROM ${table}
WHERE ${within(period)}
  AND record <> ''
GROUP BY cluster, day
ORDER BY cluster, day`,
    },
    {
      queryId: 'UnparsedLines',
      title: 'Lines that are no records',
      description: 'Lines that nothing parses: parts of records that a line break in a name broke in two, and names that imitate columns. Attackers leave them.',
      sql: (table, period) => `SELECT cluster, day, "$path" AS object, record
FROM ${table}
WHERE ${within(period)}
  AND operation IS NULL
  AND record <> ''
ORDER BY cluster, day
LIMIT 1000`,
    },
  ];
}

/** The period of queries that people open. */
export const DEFAULT_PERIOD = lastDays(7);
