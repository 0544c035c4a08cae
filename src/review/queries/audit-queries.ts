import { commands, type AuditQuery, MAX_QUERY_LENGTH } from './audit-query';
import { insightsPredicate } from './insights-predicate';
import { AuditDetection } from '../../detection/audit-detection';
import { URGENT } from '../../detection/severities';
import { PARSE_RECORD, SERVICE_HOST, SERVICE_USER, SYSTEM_SCHEMAS, TABLE_OPERATIONS } from '../../recording/audit-record';

const NOT_THE_SERVICE = `not (user = '${SERVICE_USER}' and host = '${SERVICE_HOST}')`;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** 1970-01-01 was a Thursday; Sunday is 0. */
const FIRST_WEEKDAY = 4;

const SEEN = 'min(@timestamp) as firstSeen, max(@timestamp) as lastSeen';

/** What is asked of every cluster, whatever its detections are. */
export const AUDIT_QUERIES: AuditQuery[] = [
  {
    id: 'FailedLoginsByUserAndHost',
    title: 'Failed logins by user and host',
    purpose: 'Logins and changes of user that were refused, with the error code. Many users from one host, or one user from many hosts, is guessing.',
    controls: ['PCI DSS v4.0.1 10.2.1.4', 'PCI DSS v4.0.1 10.4.1', 'NIST 800-53 r5 AC-2(4)'],
    logsInsights: commands(
      PARSE_RECORD,
      "filter operation = 'FAILED_CONNECT' or (operation = 'CHANGEUSER' and code != '0')",
      `stats count(*) as attempts, ${SEEN} by user, host, code`,
      'sort attempts desc',
      'limit 100',
    ),
  },
  {
    id: 'PrivilegeAndAccountChanges',
    title: 'Privilege and account changes',
    purpose: 'What AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES counts, statement by statement. Each one belongs to a planned change.',
    controls: ['PCI DSS v4.0.1 10.2.1.2', 'PCI DSS v4.0.1 10.2.1.5', 'NIST 800-53 r5 AC-6(9)'],
    logsInsights: commands(
      `filter ${insightsPredicate(AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES)}`,
      PARSE_RECORD,
      'sort @timestamp desc',
      'display @timestamp, user, host, database, object, code, @message',
      'limit 200',
    ),
  },
  {
    id: 'StatementsByUser',
    title: 'Statements by a user',
    purpose: 'Everything that one user sent. Write the name of the user in the place of admin.',
    controls: ['PCI DSS v4.0.1 10.2.1.2', 'NIST 800-53 r5 AU-6(3)'],
    logsInsights: commands(
      PARSE_RECORD,
      "filter operation = 'QUERY' and user = 'admin'",
      'sort @timestamp desc',
      'display @timestamp, user, host, connection, database, object, code',
      'limit 1000',
    ),
  },
  {
    id: 'TablesTouched',
    title: 'Tables touched',
    purpose: 'Who read and wrote which tables how often, told by TABLE events. A user who reads tables that are none of his work stands out.',
    controls: ['PCI DSS v4.0.1 10.2.1.1', 'NIST 800-53 r5 AC-6(9)'],
    logsInsights: commands(
      PARSE_RECORD,
      `filter operation in ${listOf(TABLE_OPERATIONS)} and database not in ${listOf(SYSTEM_SCHEMAS)}`,
      'stats count(*) as times by database, object, operation, user',
      'sort times desc',
      'limit 200',
    ),
  },
  {
    id: 'NewHosts',
    title: 'New hosts',
    purpose: 'From where each user logged in, latest newcomer first. Look at several weeks: those first seen at their end are new.',
    controls: ['NIST 800-53 r5 AC-2(4)', 'NIST 800-53 r5 SI-4(20)'],
    logsInsights: commands(
      PARSE_RECORD,
      "filter operation = 'CONNECT'",
      `stats ${SEEN}, count(*) as logins by user, host`,
      'sort firstSeen desc',
      'limit 200',
    ),
  },
  {
    id: 'OffHoursLogins',
    title: 'Off-hours logins',
    purpose: 'Logins at weekends and outside of 7 to 20 o\'clock UTC. People do not work at night; a job that does is the same every night. Add your offset to the hours.',
    controls: ['NIST 800-53 r5 AC-2(4)', 'NIST 800-53 r5 SI-4(20)'],
    logsInsights: commands(
      PARSE_RECORD,
      `filter operation = 'CONNECT' and ${NOT_THE_SERVICE}`,
      `fields floor(toMillis(@timestamp) / ${HOUR}) % 24 as hour, (floor(toMillis(@timestamp) / ${DAY}) + ${FIRST_WEEKDAY}) % 7 as weekday`,
      'filter hour < 7 or hour >= 20 or weekday = 0 or weekday = 6',
      `stats count(*) as logins, ${SEEN} by user, host`,
      'sort logins desc',
      'limit 100',
    ),
  },
  {
    id: 'VolumeByDay',
    title: 'Volume by day',
    purpose: 'Records, characters and users of each day. A day that is much smaller than the others lacks records, a much larger one is a dump or a scan.',
    controls: ['PCI DSS v4.0.1 10.2.1.6', 'NIST 800-53 r5 AU-12'],
    logsInsights: commands(
      PARSE_RECORD,
      'stats count(*) as records, sum(strlen(@message)) as characters, count_distinct(user) as users by bin(1d)',
    ),
  },
  {
    id: 'MostActiveUsers',
    title: 'Most active users and hosts',
    purpose: 'Who left how many records from where. Somebody who was not there last time is worth a question.',
    controls: ['PCI DSS v4.0.1 10.2.1.2', 'NIST 800-53 r5 AU-6(3)'],
    logsInsights: commands(PARSE_RECORD, `filter ispresent(operation) and ${NOT_THE_SERVICE}`, `stats count(*) as records, ${SEEN} by user, host`, 'sort records desc', 'limit 25'),
  },
  {
    id: 'UnreadableLines',
    title: 'Unreadable lines',
    purpose: 'What no other query can read: records without their end, because the server cut a long statement or a line break in a name broke the record in two, '
      + 'and names of databases and tables with commas. Many of them are somebody who hides.',
    controls: ['NIST 800-53 r5 AU-12'],
    logsInsights: commands(PARSE_RECORD, 'filter not ispresent(operation)', 'sort @timestamp desc', 'display @timestamp, @message', 'limit 200'),
  },
];

/** The query that the runbook of each detection leads to. */
export function runbookQueries(detections: AuditDetection[]): AuditQuery[] {
  return detections.flatMap(({ detectionId, runbook, controls, logsInsightsQuery }) => logsInsightsQuery === undefined ? [] : [{
    id: `Detection${detectionId}`,
    title: `Detections/${detectionId}`,
    purpose: runbook,
    controls,
    logsInsights: logsInsightsQuery,
  }]);
}

/** A query for the records that some detections count. */
interface UrgentRecordQuery extends AuditQuery {
  /** Each of another predicate. */
  readonly detections: AuditDetection[];
}

/**
 * The records of which one alone sets off an urgent alarm, newest first: as few queries as their length allows.
 *
 * Detections of one predicate are asked for once.
 */
export function urgentRecordQueries(detections: AuditDetection[]): UrgentRecordQuery[] {
  const urgent = detections.filter(({ severity, threshold }) => URGENT.includes(severity) && threshold === 1);
  const byPredicate = new Map(urgent.map(detection => [insightsPredicate(detection), detection]));
  byPredicate.delete(undefined);
  const groups = [...byPredicate.values()].reduce<AuditDetection[][]>((all, detection) => {
    const last = all.at(-1);
    const fits = last !== undefined && urgentRecords([...last, detection]).length <= MAX_QUERY_LENGTH;
    return fits ? [...all.slice(0, -1), [...last, detection]] : [...all, [detection]];
  }, []);
  return groups.map((group, index) => ({
    id: `UrgentRecords${index === 0 ? '' : index + 1}`,
    title: index === 0 ? 'Last urgent records' : `Last urgent records (${index + 1})`,
    purpose: 'Records of which one alone sets off an alarm of high or critical severity.',
    controls: ['PCI DSS v4.0.1 10.4.1', 'NIST 800-53 r5 AU-6(3)'],
    logsInsights: urgentRecords(group),
    detections: group,
  }));
}

function urgentRecords(detections: AuditDetection[]): string {
  return commands(
    `filter ${detections.map(insightsPredicate).join(' or ')}`,
    PARSE_RECORD,
    'sort @timestamp desc',
    'display @timestamp, user, host, operation, database, object, code',
    'limit 50',
  );
}

function listOf(names: string[]): string {
  return `[${names.map(name => `'${name}'`).join(', ')}]`;
}
