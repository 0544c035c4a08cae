import { closeSync, fstatSync, openSync, readSync } from 'fs';
import { parseLine, type AuditLine } from './audit-log';
import { SERVER_FILES } from './case';
import type { MariaDb } from './mariadb';

const WAIT_MILLISECONDS = 3000;

/** The server's audit file, from where it was read last. */
export class AuditTail {
  /** Records handed on so far. */
  public count = 0;
  private readonly file: number;
  private position: number;

  constructor(private readonly server: MariaDb) {
    this.file = openSync(server.auditFile, 'r');
    this.position = fstatSync(this.file).size;
  }

  /** Lines since the last call; the server writes them a moment after it answers, so many disconnections are waited for. */
  async lines(disconnections: number): Promise<AuditLine[]> {
    const deadline = Date.now() + WAIT_MILLISECONDS;
    for (;;) {
      const size = fstatSync(this.file).size;
      const text = this.text(size);
      if (text.split(/,\d+,0,DISCONNECT,/).length > disconnections || Date.now() > deadline) {
        this.position = size;
        return text.split('\n').slice(0, -1).map(line => parseLine(line.split(this.server.files).join(SERVER_FILES), this.server.host));
      }
      await new Promise(resolve => setTimeout(resolve, 1));
    }
  }

  close(): void {
    closeSync(this.file);
  }

  private text(size: number): string {
    const buffer = Buffer.alloc(size - this.position);
    readSync(this.file, buffer, 0, buffer.length, this.position);
    return buffer.toString('utf8');
  }
}
