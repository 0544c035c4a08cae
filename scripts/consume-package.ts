import { execFileSync } from 'child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';

/** Installs the packed library in an empty app outside the repository, with its peer dependencies alone, compiles and synthesises that. */
const [packages, example, output] = process.argv.slice(2).map(path => resolve(path));
const { peerDependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const [tarball] = readdirSync(packages).filter(name => name.endsWith('.tgz'));
const peers = Object.keys(peerDependencies).map(name => `${name}@${devDependencies[name]}`);

/** aws-cdk-lib names the type Disposable; nothing here needs more than the language itself. */
const TSCONFIG = {
  compilerOptions: { strict: true, skipLibCheck: false, module: 'node16', target: 'es2022', lib: ['es2022', 'esnext.disposable'], types: [] },
  files: ['app.ts'],
};

const app = mkdtempSync(join(tmpdir(), 'consumer-'));
const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: app, stdio: 'inherit' });
try {
  writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true }));
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  ['app.ts', 'cdk.json'].forEach(name => copyFileSync(join(example, name), join(app, name)));
  run('npm', 'install', '--no-audit', '--no-fund', '--loglevel', 'error', join(packages, tarball), ...peers);
  run('tsc', '--project', app);
  run('cdk', 'synth', '--quiet', '--version-reporting', 'false', '--app', 'node app.js', '--output', output);
} finally {
  rmSync(app, { recursive: true });
}
