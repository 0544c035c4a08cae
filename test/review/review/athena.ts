import type { Trouble } from './cloud';
import { Failure } from './state-machine';
import { AuditDetection } from '../../../src';
import { athenaLanguage } from '../../../src/review/review/athena-questions';
import { INSIGHTS_LANGUAGE } from '../../../src/review/review/insights-questions';
import { reviewQuestions } from '../../../src/review/review/review-questions';
import { ask, type LogEvent, type Row } from '../logs-insights';

export const TIME_ZONE = 'Europe/Berlin';

const DETECTIONS = AuditDetection.recommended();
const INSIGHTS = reviewQuestions(DETECTIONS, INSIGHTS_LANGUAGE);

/** What Logs Insights is asked in the place of each question: an engine of SQL is asked the questions themselves in `test/athena`. */
const SAME = new Map(reviewQuestions(DETECTIONS, athenaLanguage(TIME_ZONE)).map(({ query }, index) => [query, INSIGHTS[index].query]));

const COLUMNS: Record<string, string> = { 'user': 'user_name', 'host': 'client_host', 'database': 'database_name', 'object': 'object_name', '@timestamp': 'at' };

/** What limits a statement to one cluster and one period: nothing is asked without. */
const LIMITED = new RegExp('^WITH records AS \\(SELECT [^?]* FROM audit_records WHERE cluster = \'([a-z0-9-]+)\' '
  + 'AND day BETWEEN \'(\\d{4}/\\d\\d/\\d\\d)\' AND \'(\\d{4}/\\d\\d/\\d\\d)\' AND \\(\\(event_micros >= (\\d{16}) AND event_micros < (\\d{16})\\) '
  + 'OR \\(event_micros IS NULL AND day BETWEEN \'(\\d{4}/\\d\\d/\\d\\d)\' AND \'(\\d{4}/\\d\\d/\\d\\d)\'\\)\\)\\) ([^]*)$');

interface Execution {
  readonly rows: Row[];
  readonly trouble: Trouble;
  looks: number;
}

/** What Athena answers for an archive of clusters, in its own shape. */
export class Athena {
  private readonly executions: Execution[] = [];

  public readonly actions: Record<string, (args: any) => any> = {
    'athena:startQueryExecution': ({ QueryString }) => {
      const [, cluster, firstDay, lastDay, from, to, , , question] = LIMITED.exec(QueryString) ?? [];
      const trouble = this.trouble(question) ?? {};
      if (trouble.refused !== undefined) {
        throw new Failure(trouble.refused, 'refused');
      }
      const days = [Number(from) / 1000, Number(to) / 1000].map(time => Date.parse(new Date(time).toISOString().slice(0, 10)));
      expect([firstDay, lastDay].map(day => Date.parse(`${day.replace(/\//g, '-')}T00:00:00Z`))).toEqual([days[0] - 86_400_000, days[1] + 86_400_000]);
      const events = this.archive[cluster].filter(({ timestamp }) => timestamp * 1000 >= Number(from) && timestamp * 1000 < Number(to));
      const rows = ask(SAME.get(question)!, events);
      const isCount = question.startsWith('SELECT count(*)');
      this.executions.push({ trouble, looks: 0, rows: isCount && rows.length === 0 ? [{ times: 0 }] : rows.map(row => inAthena(cluster, row)) });
      return { QueryExecutionId: `e-${this.executions.length - 1}` };
    },
    'athena:getQueryExecution': ({ QueryExecutionId }) => {
      const execution = this.execution(QueryExecutionId);
      const { slow = 0, status = 'SUCCEEDED', reason } = execution.trouble;
      execution.looks += 1;
      const State = execution.looks <= slow ? execution.looks === 1 ? 'QUEUED' : 'RUNNING' : status;
      return { QueryExecution: { QueryExecutionId, Status: { State, ...reason === undefined ? {} : { StateChangeReason: reason } } } };
    },
    'athena:getQueryResults': ({ QueryExecutionId, MaxResults }) => resultSet(this.execution(QueryExecutionId).rows, MaxResults),
  };

  constructor(private readonly archive: Record<string, LogEvent[]>, private readonly trouble: (question: string) => Trouble | undefined) {}

  private execution(id: string): Execution {
    return this.executions[Number(id.slice(2))];
  }
}

/** Names of columns first, which are a row as well; nothing in the place of null. */
export function resultSet(rows: Row[], maxResults: number) {
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))];
  const lines = [Object.fromEntries(names.map(name => [name, name])), ...rows].slice(0, maxResults);
  return {
    ResultSet: {
      ResultSetMetadata: { ColumnInfo: names.map(Name => ({ Name, Type: 'varchar' })) },
      Rows: lines.map(row => ({ Data: names.map(name => row[name] === undefined ? {} : { VarCharValue: String(row[name]) }) })),
    },
    UpdateCount: 0,
  };
}

function inAthena(cluster: string, row: Row): Row {
  return { cluster, ...Object.fromEntries(Object.entries(row).map(([field, value]) => [COLUMNS[field] ?? field, field === '@timestamp' ? writtenTime(Number(value)) : value])) };
}

function writtenTime(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').replace('Z', ' UTC');
}
