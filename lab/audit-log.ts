/** Where records come from and where they shall seem to come from. */
export interface Hosts {
  /** Name that the server writes into its records. */
  readonly server: string;
  /** Client host for the converted records. */
  readonly client: string;
  /** Directory that stands for `/rdsdbdata/tmp`. */
  readonly files: string;
}

/** A line of the server's audit file. */
export interface AuditLine {
  readonly text: string;
  /** Absent on a line that somebody forged or broke with a line feed in a name. */
  readonly fields?: {
    readonly user: string;
    readonly connection: number;
    readonly operation: string;
    /** The statement without the plugin's escapes; of QUERY only. */
    readonly statement?: string;
    /** Absent on table records. */
    readonly retcode?: number;
  };
}

/** Instance name of the converted records. */
export const INSTANCE = 'aurora-mysql-instance-1';

const TIMESTAMP = /^(\d{4})(\d\d)(\d\d) (\d\d:\d\d:\d\d),/;
const OPERATION = 'CONNECT|FAILED_CONNECT|DISCONNECT|CHANGEUSER|QUERY|READ|WRITE|CREATE|ALTER|RENAME|DROP';
const AFTER_USER = new RegExp(`,(?:localhost|127\\.0\\.0\\.1|),(\\d+),(\\d+),(${OPERATION}),(.*)$`);
/** Logins come to this end whatever the user is called. */
const LOGIN = /,(?:localhost|127\.0\.0\.1|),(\d+),(0),(CONNECT|FAILED_CONNECT|DISCONNECT|CHANGEUSER),([^,]*,,\d+)$/;
const CONTROLS: Record<string, string> = { n: '\n', t: '\t', r: '\r', f: '\f', b: '\b' };

/** The columns of a line, found from the names that the server itself writes: the user name may hold commas and quotes. */
export function parseLine(text: string, server: string): AuditLine {
  const time = TIMESTAMP.exec(text);
  const prefix = `${time?.[0]}${server},`;
  if (!time || !text.startsWith(prefix)) {
    return { text };
  }
  const rest = text.slice(prefix.length - 1);
  const after = LOGIN.exec(rest) ?? AFTER_USER.exec(rest);
  if (!after) {
    return { text };
  }
  const [, connection, , operation, object] = after;
  const [, quoted] = /^.*?,'(.*)',\d+$/.exec(object) ?? [];
  const [, retcode] = /,(\d+)$/.exec(object) ?? [];
  return {
    text,
    fields: {
      user: rest.slice(1, after.index),
      connection: Number(connection),
      operation,
      statement: operation === 'QUERY' ? quoted?.replace(/\\(.)/g, (_, char) => CONTROLS[char] ?? char) : undefined,
      retcode: retcode === undefined ? undefined : Number(retcode),
    },
  };
}

/** The line as Aurora writes it; `ordinal` (a count of lines) makes up the microseconds that MariaDB does not tell. */
export function toAurora(line: AuditLine, ordinal: number, hosts: Hosts): string {
  return line.text
    .replace(TIMESTAMP, (_, year, month, day, clock) => {
      const seconds = Date.parse(`${year}-${month}-${day}T${clock}Z`) / 1000;
      return `${seconds}${String((ordinal * 131) % 1_000_000).padStart(6, '0')},`;
    })
    .replace(`,${hosts.server},`, `,${INSTANCE},`)
    .replace(/,(?:localhost|127\.0\.0\.1)(,\d+,\d+,[A-Z_]+,)/, `,${hosts.client}$1`)
    .split(hosts.files).join('/rdsdbdata/tmp')
    .replace(/\\(.)/g, (escape, char) => 'ntrf'.includes(char) ? ' ' : escape);
}
