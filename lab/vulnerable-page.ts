import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';
import { createConnection } from 'mysql2/promise';
import { APPLICATION } from './case';
import type { MariaDb } from './mariadb';
import { PASSWORD } from './session';

/** What the page makes of its parameter: as a number, as text, at the end of a statement and in the middle. */
const PAGES: Record<string, (value: string) => string> = {
  '/account': id => `SELECT id, email, display_name FROM account WHERE id = ${id}`,
  '/login': email => `SELECT id, email FROM account WHERE email = '${email}' AND balance > 0`,
};

/** A page on the loopback interface that puts what it is asked for into its SQL, with a connection for each request, as old pages do. */
export class VulnerablePage {
  /** Requests so far, each a connection. */
  public requests = 0;
  private readonly server: Server;

  constructor(private readonly database: MariaDb) {
    this.server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      this.answer(pathname, searchParams.get('q') ?? '').then(
        text => response.end(`<html><body>${text}</body></html>`),
        // The message of the server is what error-based injection reads.
        error => response.writeHead(500).end(`<html><body>${error.message}</body></html>`),
      );
    });
  }

  /** Where it listens, once it does. */
  public async listen(): Promise<string> {
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(path: string, value: string): Promise<string> {
    const statement = PAGES[path];
    if (!statement) {
      return 'no such page';
    }
    this.requests++;
    const connection = await createConnection({ socketPath: this.database.socket, password: PASSWORD, ...APPLICATION });
    try {
      const [rows] = await connection.query(statement(value));
      return (rows as object[]).map(row => `<p>${Object.values(row).join(', ')}</p>`).join('') || 'nothing found';
    } finally {
      await connection.end();
    }
  }
}
