import type { AuditDetection } from '../../detection/audit-detection';
import { AUDIT_QUERIES, urgentRecordQueries } from '../queries/audit-queries';
import type { AuditQuery } from '../queries/audit-query';

/** Something that a review asks of a cluster, and how it counts the answer. */
export interface ReviewQuestion {
  /** The same in every source that counts the same: numbers are compared by it. */
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

/** How one language puts a question: the query, and what else is its own. Absent where it cannot. */
export type Worded = Pick<ReviewQuestion, 'query'> & Partial<ReviewQuestion>;

/** The language of a source of answers. */
export interface QuestionLanguage {
  /** The time and the beginning of the newest records that a query is about: of the detections, where it names some. */
  records(query: AuditQuery, detections?: AuditDetection[]): Worded | undefined;
  /** A saved query, with the columns that count and those that tell rows apart. */
  table(query: AuditQuery, columns: Pick<ReviewQuestion, 'measure' | 'keys'>): Worded | undefined;
  /** How many records a detection counts, in the column `times`. */
  count(detection: AuditDetection): Worded | undefined;
}

/** Counts rows instead of a column. */
export const ROWS = 'rows';

/** What one call answers at once in every source, without the header. */
const MOST_ROWS = 999;

/** Answers have to fit into the state of the machine, however long the statements are. */
export const MOST_RECORDS = 50;
export const RECORD_LENGTH = 200;
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
export function reviewQuestions(detections: AuditDetection[], language: QuestionLanguage): ReviewQuestion[] {
  return [
    ...urgentRecordQueries(detections).flatMap(query => question(query, RECORDS, language.records(query, query.detections))),
    ...AUDIT_QUERIES.filter(({ id }) => !COUNTED[id]?.template).flatMap(query => savedQuestion(query, language)),
    ...detections.flatMap(detection => question(
      { id: `Count${detection.detectionId}`, title: `Detection ${detection.detectionId}`, controls: detection.controls },
      { measure: 'times', keys: [], most: MOST_ROWS, shown: 0 },
      language.count(detection),
    )),
  ];
}

const RECORDS = { measure: ROWS, keys: [], most: MOST_RECORDS, shown: RECORDS_SHOWN };

function savedQuestion(query: AuditQuery, language: QuestionLanguage): ReviewQuestion[] {
  const { measure = ROWS, keys = [], records } = COUNTED[query.id] ?? {};
  if (records) {
    return question(query, RECORDS, language.records(query));
  }
  const [, most = MOST_ROWS] = /\n\| limit (\d+)$/.exec(query.logsInsights) ?? [];
  return question(query, { measure, keys, most: Number(most), shown: 0 }, language.table(query, { measure, keys }));
}

function question(
  { id, title, controls }: Pick<AuditQuery, 'id' | 'title' | 'controls'>, counted: Omit<ReviewQuestion, 'id' | 'title' | 'controls' | 'query'>, worded: Worded | undefined,
): ReviewQuestion[] {
  return worded === undefined ? [] : [{ id, title, controls: controls.join(', '), ...counted, ...worded, query: worded.query.replace(/\n/g, ' ') }];
}
