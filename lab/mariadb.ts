import { execFileSync, spawn, type ChildProcess } from 'child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { hostname, tmpdir, userInfo } from 'os';
import { join } from 'path';
import { findCommand, installPackages } from './debian-packages';

const PLUGIN_DIRS = ['/usr/lib/mysql/plugin', '/usr/lib/mariadb/plugin'];
const START_SECONDS = 60;

/** A private server: a data directory of its own, one socket, no network. */
export interface MariaDb {
  readonly socket: string;
  readonly auditFile: string;
  /** Directory for files that statements read and write. */
  readonly files: string;
  /** Name that the server writes into its records. */
  readonly host: string;
}

function pluginDir(): string | undefined {
  return PLUGIN_DIRS.find(dir => existsSync(join(dir, 'server_audit.so')));
}

/** Installs what is missing; never at the price of another database server on this machine. */
function install(): string {
  if (!findCommand('mariadbd') || !findCommand('mariadb-dump') || !pluginDir()) {
    installPackages('mariadb-server', 'mariadb-client');
  }
  const found = pluginDir();
  if (!found) {
    throw new Error(`server_audit.so is in none of ${PLUGIN_DIRS.join(', ')}`);
  }
  return found;
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Starts a server that audits `events` and ends with this process, however that ends. */
export function startMariaDb(events: string, initSql: string): MariaDb {
  const plugins = install();
  const home = mkdtempSync(join(tmpdir(), 'audit-lab-'));
  chmodSync(home, 0o700);
  const files = join(home, 'files');
  mkdirSync(files);
  const [data, socket, auditFile, errors] = ['data', 'socket', 'audit.log', 'error.log'].map(name => join(home, name));
  let server: ChildProcess | undefined;
  const stop = () => {
    server?.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  process.once('exit', stop);
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
    process.once(signal, () => process.exit(code));
  }

  const asRoot = userInfo().uid === 0 ? ['--user=root'] : [];
  execFileSync('mariadb-install-db', [
    '--no-defaults', `--datadir=${data}`, '--skip-test-db', '--auth-root-authentication-method=normal', ...asRoot,
  ], { stdio: 'pipe' });
  // The kernel ends the server with us, even if we are killed before any handler runs.
  server = spawn('setpriv', ['--pdeathsig', 'KILL', 'mariadbd',
    '--no-defaults', `--datadir=${data}`, `--socket=${socket}`, '--skip-networking', `--log-error=${errors}`, `--pid-file=${join(home, 'pid')}`,
    `--plugin-dir=${plugins}`, '--plugin-load-add=server_audit', '--server-audit=FORCE_PLUS_PERMANENT', '--server-audit-logging=ON',
    `--server-audit-events=${events}`, `--server-audit-file-path=${auditFile}`, '--server-audit-query-log-limit=1024',
    '--server-audit-file-rotate-size=1000000000', '--log-bin=binlog', '--log-bin-trust-function-creators=0', '--event-scheduler=OFF',
    '--performance-schema=ON', '--character-set-server=utf8mb4', '--local-infile=ON', '--innodb-flush-log-at-trx-commit=0', '--innodb-buffer-pool-size=64M', ...asRoot], { stdio: 'ignore', env: { ...process.env, TZ: 'UTC' } });
  for (let waited = 0; !existsSync(socket); waited += 0.05) {
    if (waited > START_SECONDS || server.exitCode !== null) {
      throw new Error(`mariadbd did not start: ${existsSync(errors) ? readFileSync(errors, 'utf8') : 'no log'}`);
    }
    sleep(50);
  }
  execFileSync('mariadb', ['--no-defaults', `--socket=${socket}`, '--user=root'], { input: initSql, stdio: ['pipe', 'pipe', 'inherit'] });
  return { socket, auditFile, files, host: hostname() };
}
