import { execFileSync } from 'child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join, relative, resolve } from 'path';

/**
 * Generates the Go modules of this library and of cdk-nag, and a Go workspace in which the app given uses them. All others are as AWS publishes them, and
 * those of the newest aws-cdk-lib: to generate them, and at the floor nothing else is left, takes longer than the rest.
 */
const [app, outdir] = process.argv.slice(2).map(path => resolve(path));
const NEWEST = 'aws-cdk-lib-newest';

/** Where a package lies that may not export its package.json. */
function packageFolder(packageName: string): string {
  return dirname(require.resolve(`${packageName}/package.json`, { paths: [process.cwd()] }));
}

function packageJson(folder: string) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

mkdirSync(outdir, { recursive: true });
// One at a time: together they cannot be put in order, their development dependencies run in circles.
for (const folder of [process.cwd(), packageFolder('cdk-nag')]) {
  execFileSync('jsii-pacmak', ['--code-only', '--no-npmignore', '--target', 'go', '--outdir', outdir, folder], { stdio: 'inherit' });
}

/** The name of a generated module. */
function moduleName(folder: string): string {
  const [, name] = /^module (\S+)$/m.exec(readFileSync(join(folder, 'go.mod'), 'utf8')) ?? [];
  if (!name) {
    throw new Error(`${folder}/go.mod has no module`);
  }
  return name;
}

const generated = readdirSync(join(outdir, 'go'));
const { jsii: { targets: { go } }, version } = packageJson(packageFolder(NEWEST));
const cdk = `${go.moduleName}/${go.packageName}/v${version.split('.')[0]}`;
writeFileSync(join(outdir, 'go.work'), [
  `go ${execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim().replace(/^go/, '')}`,
  `use ${relative(outdir, app)}`,
  ...generated.map(folder => `replace ${moduleName(join(outdir, 'go', folder))} => ./go/${folder}`),
  `replace ${cdk} => ${cdk} v${version}`,
  '',
].join('\n\n'));
console.log(`${generated.length} Go modules in ${outdir}, beside ${cdk} ${version}`);
