import { shownOrCopy } from '../app/of-class';

/**
 * A class of events that Advanced Auditing of Aurora MySQL records (`server_audit_events`).
 *
 * The classes that read statements decide by the text of the statement and miss more than their names
 * suggest. `QUERY` is the only one that records every statement.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Auditing.html
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import * as rds from 'aws-cdk-lib/aws-rds';
 * import { AuditEvent, AuroraMysqlAudit } from 'cdk-audited-aurora-mysql';
 *
 * declare const stack: Stack;
 * declare const cluster: rds.DatabaseCluster;
 *
 * new AuroraMysqlAudit(stack, 'Audit', { cluster, auditEvents: [AuditEvent.CONNECT, AuditEvent.QUERY] });
 */
export class AuditEvent {
  /**
   * Successful and failed connections, disconnections and changes of user.
   *
   * Misses: nothing of its kind. Ignores the lists of included and excluded users.
   * Volume: two records a connection; high only where every statement opens a connection of its own.
   * Personal data: user names and client addresses; no statement values.
   */
  public static readonly CONNECT = new AuditEvent('CONNECT');

  /**
   * The text of every statement, failed ones and those of stored procedures included.
   *
   * Misses: what lies behind the length at which the server cuts a statement.
   * Volume: one record a statement, health checks of the service included; the highest of all.
   * Personal data: the values in the statements land in the log.
   */
  public static readonly QUERY = new AuditEvent('QUERY');

  /**
   * The text of statements that change permissions (GRANT, REVOKE, ...).
   *
   * Misses: depending on the engine version `ALTER USER` and `SET PASSWORD`, or statements behind a `--` or `#`
   * comment; always `SET ROLE`, `FLUSH`, `KILL` and most of `SET GLOBAL`.
   * Volume: low.
   * Personal data: account names; passwords are masked by the server.
   */
  public static readonly QUERY_DCL = new AuditEvent('QUERY_DCL');

  /**
   * The text of statements that define data (CREATE, ALTER, DROP, ...).
   *
   * Misses: depending on the engine version `CREATE` and `DROP` of procedures and functions, events and servers,
   * or statements behind a `--` or `#` comment.
   * Volume: low.
   * Personal data: names of objects; default values and comments in definitions.
   */
  public static readonly QUERY_DDL = new AuditEvent('QUERY_DDL');

  /**
   * The text of statements that read or change data (SELECT, INSERT, UPDATE, DELETE, ...).
   *
   * Misses: depending on the engine version `WITH ... SELECT`, or statements behind a `--` or `#` comment.
   * Volume: nearly that of `QUERY`.
   * Personal data: the values in the statements land in the log.
   */
  public static readonly QUERY_DML = new AuditEvent('QUERY_DML');

  /**
   * The tables that a statement reads, writes or defines, without its text.
   *
   * Misses: which rows and values. It is the only trace of a statement whose text was cut.
   * Volume: one record for each table of each statement.
   * Personal data: names of databases and tables; no statement values.
   */
  public static readonly TABLE = new AuditEvent('TABLE');

  /**
   * The token of this class in `server_audit_events`.
   */
  public readonly eventName: string;

  private constructor(eventName: string) {
    this.eventName = eventName;
  }

  /**
   * The token of this class in `server_audit_events`.
   */
  public toString(): string {
    return this.eventName;
  }
}

/** Everything a review needs: logins, all statements, and the tables even where a statement was cut. */
export const DEFAULT_AUDIT_EVENTS = [AuditEvent.CONNECT, AuditEvent.QUERY, AuditEvent.TABLE];

/** The classes that select some of what `QUERY` records whole. */
export const PARTS_OF_QUERY = [AuditEvent.QUERY_DCL, AuditEvent.QUERY_DDL, AuditEvent.QUERY_DML];

export const ALL_AUDIT_EVENTS = [AuditEvent.CONNECT, AuditEvent.TABLE, AuditEvent.QUERY, ...PARTS_OF_QUERY];

/** The classes among `events` that `QUERY`, also among them, makes redundant. */
export function redundantEvents(events: AuditEvent[]): AuditEvent[] {
  return events.includes(AuditEvent.QUERY) ? PARTS_OF_QUERY.filter(part => events.includes(part)) : [];
}

/** Refuses an empty, unknown or repeated selection. */
export function checkAuditEvents(events: AuditEvent[]): void {
  if (!Array.isArray(events) || events.length === 0) {
    throw new Error('auditEvents: must hold at least one AuditEvent; without events nothing is recorded');
  }
  const unknown = events.find(event => !(event instanceof AuditEvent));
  if (unknown !== undefined || events.includes(undefined as never)) {
    throw new Error(`auditEvents: must be a list of AuditEvent, got: ${shownOrCopy(unknown, AuditEvent)}`);
  }
  const repeated = events.find((event, index) => events.indexOf(event) !== index);
  if (repeated) {
    throw new Error(`auditEvents: ${repeated} is there twice`);
  }
}
