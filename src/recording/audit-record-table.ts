import { CONNECTION_OPERATIONS, STATEMENT_OPERATION, TABLE_OPERATIONS } from './audit-record';

/** A column of the table of audit records. */
export interface AuditRecordColumn {
  readonly name: string;
  /** The type that Hive has for it. */
  readonly type: 'string' | 'bigint' | 'int';
  readonly comment: string;
}

/** The columns of an audit record as a table, in the order of the groups of `AUDIT_RECORD_REGEX`. */
export const AUDIT_RECORD_COLUMNS: readonly AuditRecordColumn[] = [
  { name: 'record', type: 'string', comment: 'the whole line, of every line' },
  { name: 'event_micros', type: 'bigint', comment: 'microseconds since 1970; null where the line is no record, and then every column behind it' },
  { name: 'server_host', type: 'string', comment: 'the instance' },
  { name: 'user_name', type: 'string', comment: 'as it was typed, without the host' },
  { name: 'client_host', type: 'string', comment: 'where the connection comes from' },
  { name: 'connection_id', type: 'bigint', comment: 'the same for all that one connection does' },
  { name: 'query_id', type: 'bigint', comment: '0 for connections' },
  { name: 'operation', type: 'string', comment: [...CONNECTION_OPERATIONS, STATEMENT_OPERATION, ...TABLE_OPERATIONS].join(', ') },
  { name: 'database_name', type: 'string', comment: 'the database in use, or that of the table' },
  { name: 'statement', type: 'string', comment: 'of QUERY only; a single quote in it has a backslash before it' },
  { name: 'object_name', type: 'string', comment: 'the table, of READ, WRITE, CREATE, ALTER, RENAME and DROP only' },
  { name: 'return_code', type: 'int', comment: 'the error code, 0 for success; null for tables' },
];

/*
 * What regular expressions of Java, JavaScript and Python understand alike. Names are bounded, and each of them can end in one place only:
 * so a line of any length takes time in proportion to it.
 */
const CHARACTER = '[^\\n]';
const END = `(?!${CHARACTER})`;
const NAME_LENGTH = '{0,256}';
const NUMBER = '\\d{1,20}';
const CODE = '\\d{0,5}';
/** RDS for MySQL adds a column, the kind of connection. */
const REST = `(?:,\\d)?${END}`;
const OPERATION = [...CONNECTION_OPERATIONS, STATEMENT_OPERATION, ...TABLE_OPERATIONS].join('|');
/** What stands between host and database. Names that hold it could be read in two ways: such a line is not read at all. */
const AFTER_HOST = `,${NUMBER},${NUMBER},(?:${OPERATION}),`;

/** Any text, as long as it goes, in which none of these begins. */
function without(...beginnings: string[]): string {
  return `(?:(?!${beginnings.join('|')})${CHARACTER})${NAME_LENGTH}`;
}

function after(...operations: string[]): string {
  return `(?<=${operations.map(operation => `,${operation},`).join('|')})`;
}

/** How the name of a database ends depends on the operation before it. */
const DATABASE = [
  `${after(...CONNECTION_OPERATIONS)}${without(AFTER_HOST)}(?=,,\\d{1,5}${REST})`,
  `${after(STATEMENT_OPERATION)}${without(',\'', AFTER_HOST)}(?=,\')`,
  `${after(...TABLE_OPERATIONS)}[^,\\n]${NAME_LENGTH}(?=,[^'])`,
].join('|');

/** Up to the first quote without a backslash before it: those of the statement have one. */
const QUOTED = `(?:(?!(?<!\\\\)')${CHARACTER})*`;
/** The return code follows the closing quote; a line that was cut has neither, and could be a name that imitates columns. */
const STATEMENT = `${QUOTED}(?=',${CODE}${REST})|(?!${CHARACTER}*${AFTER_HOST})${QUOTED}(?=${END})`;

/**
 * The regular expression that reads a line of an audit log into `AUDIT_RECORD_COLUMNS`, for Hive's RegexSerDe, which matches whole lines.
 *
 * It matches every line: what is no record, or could be read in two ways, has its first group alone. User, database and table names are not
 * escaped in records, statements are; nothing in a statement is taken for a column.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/regex-serde.html
 */
export const AUDIT_RECORD_REGEX = [
  `(?=(${CHARACTER}*))`,
  '(?:',
  '(\\d{16}),',
  '([^,\\n]{0,255}),',
  `(${without(`,[^,\\n]{0,255}${AFTER_HOST}`)}),`,
  '([^,\\n]{0,255}),',
  `(${NUMBER}),(${NUMBER}),`,
  `(${OPERATION}),`,
  `(${DATABASE}),`,
  `(?:'(${STATEMENT})(?:',)?|(${without(AFTER_HOST)}?),)`,
  `(${CODE})${REST}`,
  ')?',
  `${CHARACTER}*`,
].join('');
