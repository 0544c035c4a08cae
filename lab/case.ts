/** What a record is evidence of; the labels of `test/corpus`. */
export type Label =
  | 'failed-login' | 'tcp-probe' | 'access-denied' | 'privilege-change' | 'role-change' | 'role-use' | 'user-change'
  | 'schema-drop' | 'data-destroy' | 'schema-change' | 'routine-change' | 'audit-tamper' | 'config-change'
  | 'data-export' | 'data-import' | 'exfil-call' | 'injection' | 'recon' | 'dos' | 'admin'
  | 'log-forgery' | 'log-forgery-fragment' | 'wrapper' | 'prepare' | 'login' | 'disconnect' | 'table-event'
  | 'sql-error' | 'syntax-error' | 'no-such-table' | 'benign' | 'benign-lookalike';

/** How a statement is disguised; the flags of `test/corpus`. */
export type Flag =
  | 'lower' | 'mixed' | 'lead-space' | 'lead-newline' | 'lead-comment' | 'inline-comment' | 'trail-comment' | 'exec-comment'
  | 'dash-comment' | 'hash-comment' | 'multiline' | 'multi-space' | 'formfeed' | 'vtab' | 'semicolon' | 'backtick'
  | 'multi-statement' | 'prepared-text' | 'prepared-binary' | 'dynamic' | 'compound' | 'stored-proc' | 'set-statement'
  | 'truncated' | 'unicode' | 'odd-identity' | 'lookalike-user' | 'forged-user' | 'aurora-syntax' | 'rc!=0';

/** Credentials; the password of every account of the lab is `PASSWORD` unless stated. */
export interface Login {
  readonly user: string;
  readonly password?: string;
  readonly database?: string;
}

/** A statement whose records are evidence of something else than the case: a carrier, a harmless neighbour. */
export interface LabelledStatement {
  readonly sql: string;
  readonly labels: readonly Label[];
}

/** One thing that a client does. A plain string is a statement in the text protocol. */
export type Step =
  | string
  | LabelledStatement
  | { readonly batch: readonly (string | LabelledStatement)[] }
  | { readonly execute: string; readonly values?: readonly (string | number | null)[] }
  | { readonly infile: string; readonly rows: string }
  | { readonly cli: string; readonly options?: readonly string[] }
  | { readonly dump: readonly string[] }
  | { readonly login: Login }
  | { readonly changeUser: Login }
  | { readonly probe: string };

/** What is run, and what its records are evidence of. */
export interface Case {
  /** Unique name. */
  readonly item: string;
  readonly labels: readonly Label[];
  readonly flags: readonly Flag[];
  /** Who runs the statements. */
  readonly as: Login;
  /** Client host in the records. */
  readonly host: string;
  /** Run in order, over one connection where they are statements. */
  readonly steps: readonly Step[];
  /** Run before by the lab's own account, which leaves no records. */
  readonly setup: readonly string[];
  /** Run after by the lab's own account. */
  readonly cleanup: readonly string[];
  /** Error number the server must answer to the labelled statements; 0 if they must succeed. */
  readonly retcode: number;
}

/** Where the lab puts `/rdsdbdata/tmp` of a statement. */
export const SERVER_FILES = '/rdsdbdata/tmp';

export const ADMIN: Login = { user: 'ops_admin', database: 'ledger' };
export const APPLICATION: Login = { user: 'svc_web', database: 'ledger' };

/** A row of a table: a statement, several steps, or steps with what differs from the other rows. */
export type Row = string | readonly Step[] | (Partial<Omit<Case, 'item' | 'steps'>> & { readonly steps: readonly Step[] });

/** Cases of one kind: rows by name. */
export function cases(common: Partial<Case> & Pick<Case, 'labels'>, rows: Readonly<Record<string, Row>>): Case[] {
  return Object.entries(rows).map(([item, row]) => ({
    flags: [],
    as: ADMIN,
    host: '10.0.3.17',
    setup: [],
    cleanup: [],
    retcode: 0,
    ...common,
    ...(typeof row === 'string' ? { steps: [row] } : 'steps' in row ? row : { steps: row }),
    item,
  }));
}

export const benign = (sql: string): LabelledStatement => ({ sql, labels: ['benign'] });
export const wrapper = (sql: string): LabelledStatement => ({ sql, labels: ['wrapper'] });
export const prepare = (sql: string): LabelledStatement => ({ sql, labels: ['prepare'] });
