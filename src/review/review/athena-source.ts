import { athenaLanguage, RECORDS_TABLE } from './athena-questions';
import { jsonata } from './jsonata';
import { answer, unanswered } from './review-answer';
import { reviewQuestions } from './review-questions';
import { ANSWERED, type ReviewSource } from './review-source';
import { DAY_SECONDS } from './states';
import type { AuditAnalysis } from '../analysis/audit-analysis';

/** Delivery streams wait for a quarter of an hour; alarms of the archive tell of records that wait for twice as long. */
const SETTLED_SECONDS = 3600;
const DAY = '[Y0001]/[M01]/[D01]';

/**
 * Names that are longer are cut, and told apart by a hash: with the most rows of an answer, names of nothing but control characters fit into the state of
 * a machine. Those of accounts and tables are not longer than 64.
 */
const NAME_LENGTH = 56;
const NAMES = ['user_name', 'client_host', 'database_name', 'object_name'];

/** Answers from the archive, by the engine of Athena. */
export function athenaSource(analysis: AuditAnalysis): ReviewSource {
  const { databaseName, tableName, workGroupName, _reviewing: { timeZone, statements } } = analysis;
  return {
    title: `Athena, table ${databaseName}.${tableName}`,
    settledSeconds: SETTLED_SECONDS,
    questions: detections => reviewQuestions(detections, athenaLanguage(timeZone)),
    ask: {
      action: 'athena:startQueryExecution',
      args: { QueryString: queryOf(tableName), QueryExecutionContext: { Database: databaseName }, WorkGroup: workGroupName },
      output: '{% $states.result.QueryExecutionId %}',
    },
    busy: 'Athena.TooManyRequestsException',
    look: {
      action: 'athena:getQueryExecution',
      args: { QueryExecutionId: '{% $queryId %}' },
      output: unanswered(`(
        $status := $states.result.QueryExecution.Status;
        $status.State = 'SUCCEEDED' ? '${ANSWERED}' : $status.State in ['QUEUED', 'RUNNING'] ? 'Running'
          : $status.State & ($exists($status.StateChangeReason) ? ': ' & $substring($string($status.StateChangeReason), 0, 200) : '')
      )`),
    },
    read: {
      action: 'athena:getQueryResults',
      // The first row is that of the names.
      args: { QueryExecutionId: '{% $queryId %}', MaxResults: '{% $question.most + 1 %}' },
      output: answer(`(
        $names := [$states.result.ResultSet.ResultSetMetadata.ColumnInfo.Name];
        [$map($filter([$states.result.ResultSet.Rows], function($_, $index) { $index > 0 }), function($row) {
          $merge([{}, $map($names, function($name, $index) {(
            $value := $row.Data[$index].VarCharValue;
            $name = 'cluster' or $not($exists($value)) or $value = null ? {} : { $name: $value }
          )})])
        })]
      )`, `'${ANSWERED}'`),
    },
    statements,
  };
}

/**
 * The statement that is sent: the question, to the records of one cluster and one period. Athena reads, and bills, the days of the period with one before and
 * one behind it, for an object begins with its oldest record. A line without a time counts by the day on which it arrived: that of a review is in two of them.
 */
function queryOf(tableName: string): string {
  const text = (value: string) => `" & ${value} & "`;
  const day = (seconds: string) => text(`$fromMillis((${seconds}) * 1000, '${DAY}')`);
  const micros = (seconds: string) => text(`$string(${seconds}) & '000000'`);
  const lines = [
    `WITH ${RECORDS_TABLE} AS (SELECT cluster, day, record, event_micros, operation, return_code, ${NAMES.map(cut).join(', ')}`,
    `FROM ${tableName} WHERE cluster = '${text('$here.cluster')}'`,
    `AND day BETWEEN '${day(`$here.since - ${DAY_SECONDS}`)}' AND '${day(`$here.until + ${DAY_SECONDS}`)}'`,
    `AND ((event_micros >= ${micros('$here.since')} AND event_micros < ${micros('$here.until')})`,
    `OR (event_micros IS NULL AND day BETWEEN '${day('$here.since')}' AND '${day('$here.until')}')))`,
  ];
  return jsonata(`"${lines.join(' ')} " & $question.query`);
}

function cut(name: string): string {
  return `if(length(${name}) > ${NAME_LENGTH}, concat(substr(${name}, 1, ${NAME_LENGTH}), '~', substr(lower(to_hex(sha256(to_utf8(${name})))), 1, 8)), ${name}) AS ${name}`;
}
