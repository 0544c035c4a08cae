import { spawn } from 'child_process';
import { connect as dial } from 'net';
import { Readable } from 'stream';
import { createConnection, type Connection } from 'mysql2/promise';
import { SERVER_FILES, type Case, type Login, type Step } from './case';
import type { MariaDb } from './mariadb';

/** Password of every account of the lab. */
export const PASSWORD = 'Lab-0nly!';

/** Runs every step of a case and closes; tells how many connections it opened. Errors of the server are part of the record, not thrown. */
export async function runSteps(server: MariaDb, origin: Case, beforeClose: () => Promise<void>): Promise<number> {
  const session = new Session(server, origin);
  for (const step of origin.steps) {
    await session.perform(step);
  }
  await beforeClose();
  await session.close();
  return session.connections;
}

/** The clients that run the steps of one case. */
class Session {
  public connections = 0;
  private connection?: Connection;

  constructor(private readonly server: MariaDb, private readonly origin: Case) {}

  async close(): Promise<void> {
    return ignoringErrors(this.connection?.end());
  }

  async perform(step: Step): Promise<void> {
    if (typeof step === 'string' || 'sql' in step) {
      return this.query(typeof step === 'string' ? step : step.sql);
    } else if ('batch' in step) {
      return this.query(step.batch.map(each => typeof each === 'string' ? each : each.sql).join('; '));
    } else if ('execute' in step) {
      const connection = await this.connected();
      return ignoringErrors(connection?.execute(this.located(step.execute), [...step.values ?? []]));
    } else if ('infile' in step) {
      const connection = await this.connected();
      return ignoringErrors(connection?.query({ sql: step.infile, infileStreamFactory: () => Readable.from([Buffer.from(step.rows)]) }));
    } else if ('cli' in step) {
      return this.command('mariadb', [...step.options ?? [], ...this.origin.as.database ? [this.origin.as.database] : []], this.located(step.cli));
    } else if ('dump' in step) {
      return this.command('mariadb-dump', step.dump, '');
    } else if ('login' in step) {
      const connection = await this.open(step.login);
      return connection?.end();
    } else if ('changeUser' in step) {
      const connection = await this.connected();
      return ignoringErrors(connection?.changeUser({ password: PASSWORD, ...step.changeUser }));
    }
    return this.probe(step.probe);
  }

  private async query(sql: string): Promise<void> {
    const connection = await this.connected();
    return ignoringErrors(connection?.query(this.located(sql)));
  }

  private located(sql: string): string {
    return sql.split(SERVER_FILES).join(this.server.files);
  }

  private async connected(): Promise<Connection | undefined> {
    return this.connection ??= await this.open(this.origin.as);
  }

  private async open(login: Login): Promise<Connection | undefined> {
    this.connections++;
    try {
      const connection = await createConnection({
        socketPath: this.server.socket, password: PASSWORD, multipleStatements: true, ...login,
      });
      // The server may end the connection (KILL), which is no error of ours.
      connection.on('error', () => undefined);
      return connection;
    } catch {
      return undefined;
    }
  }

  private async command(name: string, args: readonly string[], input: string): Promise<void> {
    this.connections++;
    const { user, password } = this.origin.as;
    const child = spawn(name, ['--no-defaults', `--socket=${this.server.socket}`, `--user=${user}`, '--force', ...args], {
      stdio: ['pipe', 'ignore', 'ignore'], env: { ...process.env, MYSQL_PWD: password ?? PASSWORD },
    });
    child.stdin.on('error', () => undefined).end(input);
    return new Promise((resolve, reject) => child.once('error', reject).once('close', () => resolve()));
  }

  /** Speaks something else than the protocol, and leaves. */
  private async probe(bytes: string): Promise<void> {
    this.connections++;
    return new Promise(resolve => {
      const socket = dial(this.server.socket);
      socket.once('error', () => undefined).once('close', () => resolve());
      socket.once('data', () => socket.end(bytes));
    });
  }
}

async function ignoringErrors(answer: Promise<unknown> | undefined): Promise<void> {
  await answer?.catch(() => undefined);
}
