import { SEVERITIES } from '../../detection/severities';
import type { AuditAnalysis } from '../analysis/audit-analysis';
import { conditionOf, type DetectionVariant, detectionVariants } from '../analysis/detection-queries';
import { IS_LOGIN, IS_REFUSED_LOGIN } from '../analysis/sql-queries';
import { EVENT_TIME, within } from '../analysis/sql-query';
import { arrayOf } from '../analysis/sql-text';
import { archivedName } from '../archive/archive-layout';

/** The columns of the data set, with their types as QuickSight has them. */
export const COLUMNS = {
  event_hour: 'DATETIME',
  cluster: 'STRING',
  user_name: 'STRING',
  client_host: 'STRING',
  database_name: 'STRING',
  operation: 'STRING',
  return_code: 'INTEGER',
  detection: 'STRING',
  severity: 'STRING',
  first_login: 'DATETIME',
  records: 'INTEGER',
  refused_logins: 'INTEGER',
} as const;

/** A column of the data set. */
export type Column = keyof typeof COLUMNS;

/** The operation of lines that are no records. */
export const UNPARSED = 'UNPARSED';

/** What stands for a detection and its severity where no detection counts a record. */
const NONE = 'NONE';

/** SPICE cuts off texts of more than 2,047 characters; names of MySQL are much shorter. */
const MAX_NAME_LENGTH = 256;

/**
 * The records of the last days, counted by hour and by who did what kind of thing: one row instead of thousands, and no statement leaves Athena.
 *
 * A record that several detections count stands under the most severe of them. Days are whole ones, in UTC, as all times.
 */
export function recordHoursSql(analysis: AuditAnalysis, days: number): string {
  const { audits } = analysis.archive;
  const detections = detectionsBySeverity(analysis);
  const cases = detections.map((variant, index) => `WHEN ${conditionOf(variant, audits.length)} THEN ${index + 1}`);
  const sql = `WITH audit_events AS (
SELECT CAST(date_trunc('hour', coalesce(${EVENT_TIME} AT TIME ZONE 'UTC', with_timezone(date_parse(day, '%Y/%m/%d'), 'UTC'))) AS timestamp) AS event_hour,
  cluster, ${shownName('user_name')}, ${shownName('client_host')}, ${shownName('database_name')}, coalesce(operation, '${UNPARSED}') AS operation, return_code,
  ${cases.length === 0 ? '1' : `CASE ${cases.join('\n  ')}\n  ELSE ${cases.length + 1} END`} AS detection_number
FROM ${analysis.databaseName}.${analysis.tableName}
WHERE ${within({ from: `date_trunc('day', current_timestamp AT TIME ZONE 'UTC' - INTERVAL '${days - 1}' DAY)`, to: 'current_timestamp' })}
  AND record <> ''
), audit_hours AS (
SELECT event_hour, cluster, user_name, client_host, database_name, operation, return_code, detection_number, count(*) AS records
FROM audit_events
GROUP BY event_hour, cluster, user_name, client_host, database_name, operation, return_code, detection_number
)
SELECT event_hour, cluster, user_name, client_host, database_name, operation, return_code,
  element_at(${arrayOf([...detections.map(({ detection }) => detection.detectionId), NONE])}, detection_number) AS detection,
  element_at(${arrayOf([...detections.map(({ detection }) => detection.severity), NONE])}, detection_number) AS severity,
  min(IF(${IS_LOGIN}, event_hour)) OVER (PARTITION BY cluster, user_name, client_host) AS first_login,
  records, IF(${IS_REFUSED_LOGIN}, records, 0) AS refused_logins
FROM audit_hours`;
  return withoutParameters(sql);
}

/** The detections, the most severe first, without those that count nothing that is left. */
function detectionsBySeverity({ archive }: AuditAnalysis): DetectionVariant[] {
  const variants = detectionVariants(archive.audits, archivedName, (known, added) =>
    known.predicate === added.predicate && known.detection.severity === added.detection.severity);
  return variants.flat()
    .sort((a, b) => SEVERITIES.indexOf(a.detection.severity) - SEVERITIES.indexOf(b.detection.severity))
    .filter((variant, index, all) => !all.slice(0, index).some(({ predicate, clusters }) =>
      predicate === variant.predicate && variant.clusters.every(cluster => clusters.includes(cluster))));
}

/** A name as people may look at it: strangers choose it, so nothing in it is invisible, or turns round what is beside it. */
function shownName(column: Column): string {
  return `regexp_replace(substr(${column}, 1, ${MAX_NAME_LENGTH}), '[\\p{C}\\p{Zl}\\p{Zp}]', '?') AS ${column}`;
}

/**
 * A parameter of QuickSight is `<<$name>>`, also within a literal of SQL; filter patterns may look for the like, and they are in literals.
 *
 * @see https://docs.aws.amazon.com/quicksight/latest/user/dataset-parameters-SQL.html
 */
function withoutParameters(sql: string): string {
  return sql.replace(/<<\$/g, '<\' || \'<$');
}
