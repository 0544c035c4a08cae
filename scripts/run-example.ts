import { execFile } from 'child_process';
import { readFileSync, rmSync, writeFileSync } from 'fs';
import { basename, join, resolve } from 'path';
import { parseArgs, promisify, stripVTControlCharacters } from 'util';

/**
 * Runs what the READMEs of examples tell their readers to run, and fails where something else comes out than they say: each `sh` block with a `text`
 * block right behind it. What has no output there, such as an installation, is not run. With `--update` it writes what comes out into the README.
 *
 * What a reader finds in `cdk.out` goes to `<into>/<name of the example>`, by default in `build/examples`, so that it can be compared.
 */
const { values: { update: isUpdate, into }, positionals } = parseArgs({
  options: { update: { type: 'boolean', default: false }, into: { type: 'string', default: 'build/examples' } }, allowPositionals: true,
});
const folders = positionals.map(path => resolve(path));

/** As many at once as a small machine has cores. */
const AT_ONCE = 2;

const STEP = /^```sh\n((?:(?!```).*\n)*)```\n\n```text\n((?:(?!```).*\n)*)```\n/gm;
const run = promisify(execFile);

async function outputOf(folder: string, commands: string, outdir: string): Promise<string> {
  const { stdout } = await run('bash', ['-euc', commands.replaceAll('cdk.out', outdir)], {
    cwd: folder,
    // In CI the CDK CLI says all on standard output that it says on standard error elsewhere.
    env: { ...process.env, CI: 'false', CDK_OUTPUT: outdir, LC_ALL: 'C.UTF-8' },
    maxBuffer: 10_000_000,
  });
  return stripVTControlCharacters(stdout).replaceAll(outdir, 'cdk.out');
}

async function check(folder: string): Promise<void> {
  const path = join(folder, 'README.md');
  const outdir = resolve(into, basename(folder));
  rmSync(outdir, { recursive: true, force: true });
  let readme = readFileSync(path, 'utf8');
  const steps = [...readme.matchAll(STEP)];
  if (steps.length === 0) {
    throw new Error(`${path}: has no commands with their output`);
  }
  for (const [block, commands, expected] of steps) {
    const output = await outputOf(folder, commands, outdir);
    if (output !== expected && !isUpdate) {
      throw new Error(`${path}: says\n${expected}\nand this comes out of\n${commands}\n${output}`);
    }
    readme = readme.replace(block, () => `\`\`\`sh\n${commands}\`\`\`\n\n\`\`\`text\n${output}\`\`\`\n`);
  }
  if (isUpdate) {
    writeFileSync(path, readme);
  }
  console.log(`${basename(folder)}: ${steps.length} outputs of its README ${isUpdate ? 'written' : 'are as it says'}`);
}

async function checkInTurn(): Promise<void> {
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    await check(folder).catch((error: Error & { stderr?: string }) => {
      console.error(`${error.message}\n${error.stderr ?? ''}`);
      process.exitCode = 1;
    });
  }
}

void Promise.all(Array.from({ length: AT_ONCE }, checkInTurn));
