/** Unix microseconds have this many digits until the year 2286. */
const TIMESTAMP_DIGITS = 16;
const ZERO = 48;
const COMMA = 44;
const QUOTE = 39;

/** What a record can be about. Of a connection it names a database and no object, of a table the object and no return code. */
export const CONNECTION_OPERATIONS = ['CONNECT', 'FAILED_CONNECT', 'DISCONNECT', 'CHANGEUSER'];
export const STATEMENT_OPERATION = 'QUERY';
export const TABLE_OPERATIONS = ['READ', 'WRITE', 'CREATE', 'ALTER', 'RENAME', 'DROP'];

/** Schemas of the server itself, which every client reads all day. */
export const SYSTEM_SCHEMAS = ['mysql', 'information_schema', 'performance_schema', 'sys'];

/** As whom, and from where, the service connects to its own instances every few seconds. */
export const SERVICE_USER = 'rdsadmin';
export const SERVICE_HOST = 'localhost';

const OPERATIONS = [...CONNECTION_OPERATIONS, STATEMENT_OPERATION, ...TABLE_OPERATIONS].join('|');

/** What stands between host and database: connection, query, operation. A user name or a statement may hold it as well. */
const AFTER_HOST = new RegExp(`,\\d+,\\d+,(${OPERATIONS}),`, 'g');

/** Any text, line breaks too. */
const ANY = '[\\w\\W]*';

/**
 * The `parse` command of Logs Insights for a record: fields `user`, `host`, `connection`, `operation`, `database`, `object` (a statement with its quotes)
 * and `code`. A line that is no whole record has none of them.
 *
 * The object is quoted, a name without commas, or empty up to the end of the record: a user name or a statement that imitates columns is followed by
 * more, and taken whole. No lookahead: whether Logs Insights takes one is not documented.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Parse.html
 */
export const PARSE_RECORD = `parse @message /^\\d{${TIMESTAMP_DIGITS}},[^,]*,(?<user>${ANY}?),(?<host>[^,]*),(?<connection>\\d+),\\d+,`
  + `(?<operation>${OPERATIONS}),(?<database>[^,]*),(?<object>'${ANY}'|[^',]*),(?<code>\\d*)$/`;

/** Who did what, as an audit record says it. */
export interface AuditRecordColumns {
  readonly user: string;
  readonly host: string;
  /** The statement of a QUERY as it stands in the record, the operation, its object and the return code of any other. */
  readonly object: string;
  readonly isStatement: boolean;
}

/**
 * The time of a record in milliseconds since 1970; `undefined` where the line does not begin with one, as the second part of a record does not
 * that a line break in a name broke in two.
 */
export function timeOf(record: string): number | undefined {
  let microseconds = 0;
  for (let index = 0; index < TIMESTAMP_DIGITS; index++) {
    const digit = record.charCodeAt(index) - ZERO;
    if (!(digit >= 0 && digit <= 9)) {
      return undefined;
    }
    microseconds = microseconds * 10 + digit;
  }
  return record.charCodeAt(TIMESTAMP_DIGITS) === COMMA ? Math.floor(microseconds / 1000) : undefined;
}

/**
 * Reads `timestamp,serverhost,username,host,connectionid,queryid,operation,database,object,retcode` as `PARSE_RECORD` does, in time in proportion to its length.
 *
 * A record that was cut is read as far as it goes, where it can be read in one way only.
 */
export function columnsOf(record: string): AuditRecordColumns | undefined {
  const userStart = record.indexOf(',', record.indexOf(',') + 1) + 1;
  if (userStart === 0) {
    return undefined;
  }
  const codeStart = endOfObject(record);
  let only: RegExpExecArray | undefined;
  let count = 0;
  AFTER_HOST.lastIndex = userStart;
  for (let found = AFTER_HOST.exec(record); found !== null; found = AFTER_HOST.exec(record)) {
    const hasHost = record.lastIndexOf(',', found.index - 1) >= userStart;
    if (codeStart !== undefined && hasHost && isWhole(record, found.index + found[0].length, codeStart)) {
      return columns(record, userStart, found);
    }
    only = found;
    count++;
    // The commas around one may be those of the next.
    AFTER_HOST.lastIndex = found.index + 1;
  }
  return count === 1 ? columns(record, userStart, only!) : undefined;
}

/** Where the comma is before the return code, if there is one. */
function endOfObject(record: string): number | undefined {
  const comma = record.lastIndexOf(',');
  for (let index = comma + 1; index < record.length; index++) {
    const digit = record.charCodeAt(index) - ZERO;
    if (!(digit >= 0 && digit <= 9)) {
      return undefined;
    }
  }
  return comma;
}

/** Whether database and object go on up to the return code: the object is quoted, or a name without commas and quotes. */
function isWhole(record: string, databaseStart: number, codeStart: number): boolean {
  const comma = record.indexOf(',', databaseStart);
  if (comma < 0 || comma >= codeStart) {
    return false;
  }
  if (record.charCodeAt(comma + 1) === QUOTE) {
    return record.charCodeAt(codeStart - 1) === QUOTE && codeStart - 1 > comma + 1;
  }
  return record.indexOf(',', comma + 1) === codeStart && !record.slice(comma, codeStart).includes('\'');
}

function columns(record: string, userStart: number, { 0: between, 1: operation, index }: RegExpExecArray): AuditRecordColumns {
  const who = record.slice(userStart, Math.max(userStart, index));
  const hostStart = who.lastIndexOf(',') + 1;
  return {
    user: hostStart > 0 ? who.slice(0, hostStart - 1) : who,
    host: hostStart > 0 ? who.slice(hostStart) : '',
    object: objectOf(operation, record.slice(index + between.length)),
    isStatement: operation === STATEMENT_OPERATION,
  };
}

function objectOf(operation: string, what: string): string {
  const quote = what.indexOf(',\'');
  if (operation === STATEMENT_OPERATION && quote >= 0) {
    return what.slice(quote + 2).replace(/',\d*$/, '');
  }
  const [, database = '', object = '', code = ''] = /^([^,]*),(.*),(\d*)$/.exec(what) ?? [];
  return [operation, [database, object].filter(name => name !== '').join('.'), code].filter(part => part !== '').join(' ');
}
