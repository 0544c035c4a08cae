/** Where records come from and where they shall seem to come from. */
export interface Hosts {
  /** Name that the server writes into its records. */
  readonly server: string;
  /** Client host for the converted records. */
  readonly client: string;
}

/** A line of the server's audit file. */
export interface AuditLine {
  readonly text: string;
  /** Absent on a line that somebody forged or broke with a line feed in a name. */
  readonly fields?: {
    readonly user: string;
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

/** The columns after the user name. It may hold any text, but a login ends like this whatever its user is called. */
const AFTER_USER = [
  /,localhost,\d+,0,(CONNECT|FAILED_CONNECT|DISCONNECT|CHANGEUSER),([^,]*,,\d+)$/,
  /,localhost,\d+,\d+,(QUERY|READ|WRITE|CREATE|ALTER|RENAME|DROP|CONNECT|FAILED_CONNECT|DISCONNECT|CHANGEUSER),(.*)$/,
  // A client that never said who it is has no host either.
  /,,\d+,0,(FAILED_CONNECT|DISCONNECT),([^,]*,,\d+)$/,
];

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', b: '\b' };

function afterUser(text: string): RegExpExecArray | undefined {
  return AFTER_USER.map(columns => columns.exec(text)).find(match => match !== null) ?? undefined;
}

/** Reads a line by what the server itself wrote into it. */
export function parseLine(text: string, server: string): AuditLine {
  const prefix = `${TIMESTAMP.exec(text)?.[0]}${server}`;
  const after = text.startsWith(`${prefix},`) ? afterUser(text.slice(prefix.length)) : undefined;
  if (!after) {
    return { text };
  }
  const [, operation, object] = after;
  const [, quoted] = /^.*?,'(.*)',\d+$/.exec(object) ?? [];
  const [, retcode] = /,(\d+)$/.exec(object) ?? [];
  return {
    text,
    fields: {
      user: after.input.slice(1, after.index),
      operation,
      statement: operation === 'QUERY' ? quoted?.replace(/\\(.)/g, (_, char) => CONTROLS[char] ?? char) : undefined,
      retcode: retcode === undefined ? undefined : Number(retcode),
    },
  };
}

/** The line as Aurora writes it; `ordinal` (a count of lines) makes up the microseconds that MariaDB does not tell. */
export function toAurora({ text }: AuditLine, ordinal: number, { server, client }: Hosts): string {
  const after = afterUser(text);
  const withClient = after
    ? text.slice(0, after.index) + after[0].replace(/^,(localhost)?,/, `,${client},`)
    : text;
  return withClient
    .replace(TIMESTAMP, (_, year, month, day, clock) => {
      const seconds = Date.parse(`${year}-${month}-${day}T${clock}Z`) / 1000;
      return `${seconds}${String((ordinal * 131) % 1_000_000).padStart(6, '0')},`;
    })
    .replace(`,${server},`, `,${INSTANCE},`)
    .replace(/\\(.)/g, (escape, char) => 'ntrf'.includes(char) ? ' ' : escape);
}
