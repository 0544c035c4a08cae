import type { AuditDetection } from '../../detection/audit-detection';
import { AUDIT_QUERIES, urgentRecordQueries } from '../queries/audit-queries';
import { type AuditQuery, commands } from '../queries/audit-query';
import { insightsPredicate } from '../queries/insights-predicate';

/** Something that a review asks of a cluster, and how it counts the answer. */
export interface ReviewQuestion {
  readonly id: string;
  readonly title: string;
  /** The controls that asking serves, in one text. */
  readonly controls: string;
  readonly query: string;
  /** The column whose sum is the number of this answer; or `ROWS`. */
  readonly measure: string;
  /** The columns that tell rows apart: what was not there last time is new. */
  readonly keys: string[];
  /** How many rows there can be at most. */
  readonly most: number;
  /** How many rows stand in the report itself; the others are in the details. */
  readonly shown: number;
}

/** Counts rows instead of a column. */
export const ROWS = 'rows';

/** What Logs Insights answers at once. */
const MOST_ROWS = 10_000;

/** Answers have to fit into the state of the machine, however long the statements are. */
const MOST_RECORDS = 50;
const RECORD_LENGTH = 200;
const RECORDS_SHOWN = 3;

/** How the answers of saved queries are counted. One of them is a template for people, not a question. */
const COUNTED: Record<string, { measure?: string; keys?: string[]; records?: true; template?: true }> = {
  FailedLoginsByUserAndHost: { measure: 'attempts', keys: ['user', 'host'] },
  PrivilegeAndAccountChanges: { records: true },
  StatementsByUser: { template: true },
  TablesTouched: { measure: 'times', keys: ['user', 'operation', 'database', 'object'] },
  NewHosts: { keys: ['user', 'host'] },
  OffHoursLogins: { measure: 'logins', keys: ['user', 'host'] },
  VolumeByDay: { measure: 'records' },
  MostActiveUsers: { measure: 'records', keys: ['user', 'host'] },
  UnreadableLines: { records: true },
};

/** What a review asks of a cluster with these detections; texts of state machines are on one line. */
export function reviewQuestions(detections: AuditDetection[]): ReviewQuestion[] {
  return [
    ...urgentRecordQueries(detections).map(recordsQuestion),
    ...AUDIT_QUERIES.filter(({ id }) => !COUNTED[id]?.template)
      .map(query => COUNTED[query.id]?.records ? recordsQuestion(query) : tableQuestion(query)),
    ...detections.flatMap(detectionQuestion),
  ].map(question => ({ ...question, query: question.query.replace(/\n/g, ' ') }));
}

function tableQuestion(query: AuditQuery): ReviewQuestion {
  const { measure = ROWS, keys = [] } = COUNTED[query.id] ?? {};
  const [, most = MOST_ROWS] = /\n\| limit (\d+)$/.exec(query.logsInsights) ?? [];
  return { ...named(query), query: query.logsInsights, measure, keys, most: Number(most), shown: 0 };
}

/** Of records, the beginnings: a hundred statements of 64 kB are more than a state machine takes. */
function recordsQuestion(query: AuditQuery): ReviewQuestion {
  const lines = query.logsInsights.split('\n| ').filter(line => !/^(display|limit) /.test(line));
  return {
    ...named(query),
    query: commands(...lines, `fields substr(@message, 0, ${RECORD_LENGTH}) as record`, 'display @timestamp, record', `limit ${MOST_RECORDS}`),
    measure: ROWS,
    keys: [],
    most: MOST_RECORDS,
    shown: RECORDS_SHOWN,
  };
}

function detectionQuestion(detection: AuditDetection): ReviewQuestion[] {
  const predicate = insightsPredicate(detection);
  return predicate === undefined ? [] : [{
    ...named({ id: `Count${detection.detectionId}`, title: `Detection ${detection.detectionId}`, controls: detection.controls }),
    query: commands(`filter ${predicate}`, 'stats count(*) as times'),
    measure: 'times',
    keys: [],
    most: MOST_ROWS,
    shown: 0,
  }];
}

function named({ id, title, controls }: Pick<AuditQuery, 'id' | 'title' | 'controls'>) {
  return { id, title, controls: controls.join(', ') };
}
