import { execFileSync } from 'child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { basename, join, resolve } from 'path';

/**
 * Installs the packed library in an empty app outside the repository, with its peer dependencies alone, and uses it as
 * its users do: from CommonJS and from ES modules, compiled and not, with this Node.js and with those given.
 */
const [packages, example, programs, output] = process.argv.slice(2, 6).map(path => resolve(path));
const [vitest, ...nodeVersions] = process.argv.slice(6);
const { peerDependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const [tarball] = readdirSync(packages).filter(name => name.endsWith('.tgz'));
const peers = Object.keys(peerDependencies).map(name => `${name}@${devDependencies[name]}`);

/** aws-cdk-lib names the type Disposable; nothing here needs more than the language itself. */
const COMPILER_OPTIONS = { strict: true, skipLibCheck: false, target: 'es2022', lib: ['es2022', 'esnext.disposable'], types: [] };

/** How the types are found, by the kind of modules of the app; the first checks all types of the library. */
const COMPILATIONS = [
  { folder: 'commonjs', options: { module: 'node16' }, files: ['app.ts'] },
  { folder: 'esm', options: { module: 'preserve', moduleResolution: 'bundler', noEmit: true, skipLibCheck: true }, files: ['app.ts'] },
  { folder: 'esm', options: { module: 'nodenext', skipLibCheck: true }, files: ['app.ts', 'imports.mts'] },
];

/** The registry has Node.js as packages without an install script, one for each platform. */
const PLATFORM = `${process.platform}-${process.arch}`;
const hasNodePackages = PLATFORM === 'linux-x64';
if (!hasNodePackages) {
  console.error(`Only on linux-x64 the package is tried with Node.js ${nodeVersions.join(' and ')}; here, on ${PLATFORM}, with ${process.version} alone`);
}
const nodePackages = hasNodePackages ? nodeVersions.map(version => `node-${version}@npm:node-${PLATFORM}@${version}`) : [];

const app = mkdtempSync(join(tmpdir(), 'consumer-'));
const nodes = [process.execPath, ...hasNodePackages ? nodeVersions.map(version => join(app, 'node_modules', `node-${version}`, 'bin', 'node')) : []];
const run = (folder: string, command: string, ...args: string[]) => execFileSync(command, args, { cwd: join(app, folder), stdio: 'inherit' });
const synth = (folder: string, node: string, outdir: string) =>
  run(folder, 'cdk', 'synth', '--quiet', '--app', `${node} app.js`, '--output', join(output, outdir));

try {
  writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true }));
  run('.', 'npm', 'install', '--no-audit', '--no-fund', '--loglevel', 'error', join(packages, tarball), ...peers, vitest, ...nodePackages);
  for (const [folder, type, sources] of [
    ['commonjs', 'commonjs', [join(programs, 'lazy.cjs')]],
    ['esm', 'module', [join(programs, 'imports.mts'), join(programs, 'imports.test.mts')]],
  ] as const) {
    mkdirSync(join(app, folder));
    writeFileSync(join(app, folder, 'package.json'), JSON.stringify({ private: true, type }));
    [...['app.ts', 'cdk.json'].map(name => join(example, name)), ...sources].forEach(path => copyFileSync(path, join(app, folder, basename(path))));
  }
  for (const { folder, options, files } of COMPILATIONS) {
    writeFileSync(join(app, folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...COMPILER_OPTIONS, ...options }, files }));
    run(folder, 'tsc', '--project', '.');
  }
  synth('commonjs', process.execPath, 'commonjs');
  nodes.forEach((node, index) => {
    run('commonjs', node, 'lazy.cjs');
    run('esm', node, 'imports.mjs');
    synth('esm', node, `esm-${index}`);
  });
  // What loads modules in ways of its own does so alike with each Node.js.
  run('esm', process.execPath, require.resolve('tsx/cli'), 'imports.mts');
  run('esm', process.execPath, join(app, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--testTimeout', '60000');
} finally {
  rmSync(app, { recursive: true });
}
