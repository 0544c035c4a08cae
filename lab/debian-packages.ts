import { execFileSync } from 'child_process';
import { existsSync } from 'fs';
import { userInfo } from 'os';
import { join } from 'path';

/** Where a command is, if it is installed. */
export function findCommand(command: string): string | undefined {
  return (process.env.PATH ?? '').split(':').concat('/usr/sbin').map(directory => join(directory, command)).find(path => existsSync(path));
}

/** Installs packages with apt-get, never at the price of others that are on this machine. */
export function installPackages(...packages: string[]): void {
  const command = ['apt-get', 'install', '--yes', '--no-remove', '--no-install-recommends', ...packages];
  const asRoot = userInfo().uid === 0 ? [] : ['sudo'];
  for (const args of [['apt-get', 'update'], command].map(each => [...asRoot, ...each])) {
    execFileSync(args[0], args.slice(1), { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  }
}
