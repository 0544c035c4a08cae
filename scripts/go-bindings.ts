import { execFileSync } from 'child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join, relative, resolve } from 'path';

/**
 * Generates the Go modules of this library and of every jsii library it builds on, at the versions of the lockfile, and a Go
 * workspace in which the app given uses them.
 */
const [app, outdir] = process.argv.slice(2).map(path => resolve(path));
const { name, dependencyClosure } = JSON.parse(readFileSync('.jsii', 'utf8'));

/** Where a package lies that may not export its package.json. */
function packageFolder(packageName: string): string {
  return dirname(require.resolve(`${packageName}/package.json`, { paths: [process.cwd()] }));
}

mkdirSync(outdir, { recursive: true });
// One at a time: together they cannot be put in order, their development dependencies run in circles.
for (const folder of [name, ...Object.keys(dependencyClosure)].map(packageFolder)) {
  execFileSync('jsii-pacmak', ['--code-only', '--no-npmignore', '--target', 'go', '--outdir', outdir, folder], { stdio: 'inherit' });
}

/** The argument of a directive in a go.mod. */
function directive(folder: string, keyword: string): string {
  const [, argument] = new RegExp(`^${keyword} (\\S+)$`, 'm').exec(readFileSync(join(folder, 'go.mod'), 'utf8')) ?? [];
  if (!argument) {
    throw new Error(`${folder}/go.mod has no ${keyword}`);
  }
  return argument;
}

const modules = readdirSync(join(outdir, 'go')).map(folder => `replace ${directive(join(outdir, 'go', folder), 'module')} => ./go/${folder}`);
writeFileSync(join(outdir, 'go.work'), [`go ${directive(app, 'go')}`, `use ${relative(outdir, app)}`, ...modules, ''].join('\n\n'));
console.log(`${modules.length} Go modules in ${outdir}`);
