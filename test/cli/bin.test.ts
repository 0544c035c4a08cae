import { spawnSync } from 'child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { ModuleKind, ScriptTarget, transpile } from 'typescript';
import { parse } from 'yaml';
import { withFiles } from './files';
import manifest from '../../package.json';
import { auditedTemplate } from '../compliance/audited-template';

const ROOT = join(__dirname, '../..');
const installed = mkdtempSync(join(tmpdir(), 'installed-'));

/** The package as a wheel has it: with what it bundles, and without aws-cdk-lib. */
beforeAll(() => {
  for (const file of readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))) {
    const code = transpile(readFileSync(join(ROOT, 'src', file), 'utf8'), { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 });
    mkdirSync(dirname(join(installed, 'lib', file)), { recursive: true });
    writeFileSync(join(installed, 'lib', file.replace(/\.ts$/, '.js')), code);
  }
  ['bin', 'package.json'].forEach(name => cpSync(join(ROOT, name), join(installed, name), { recursive: true }));
  mkdirSync(join(installed, 'node_modules'));
  manifest.bundledDependencies.forEach(name => symlinkSync(join(ROOT, 'node_modules', name), join(installed, 'node_modules', name)));
  chmodSync(installed, 0o755);
});

afterAll(() => rmSync(installed, { recursive: true }));

function run(cwd: string, args: string[], options: Parameters<typeof spawnSync>[2] = {}) {
  const { status, stdout, stderr } = spawnSync(join(installed, manifest.bin['cdk-audited-aurora-mysql']), args, { cwd, ...options });
  return { status, stdout: String(stdout), stderr: String(stderr) };
}

test.each<[string, string[], number]>([
  ['a cluster that is as it should be', ['orders.json'], 0],
  ['a finding', ['quick-start.yaml'], 1],
  ['something that is no template', ['package.json'], 2],
])('the command runs without aws-cdk-lib, and ends as %s wants it', async (_, args, status) => {
  const files = {
    'orders.json': auditedTemplate(), 'package.json': {}, 'quick-start.yaml': readFileSync(join(ROOT, 'test/compliance/templates/quick-start.yaml')),
  };
  await withFiles(files, cwd => {
    // WHEN
    const ended = run(cwd, ['check', ...args]);

    // THEN
    expect(ended.status).toBe(status);
    expect(ended.stderr.split('\n')).toHaveLength(status === 2 ? 2 : 1);
    expect(ended.stdout + ended.stderr).not.toContain('\x1b');
  });
});

test('replay runs without aws-cdk-lib, with another threshold, too', async () => {
  const record = (second: number) => `${1772359200_000_000 + second * 1e6},node-1,root,10.9.9.9,1,0,FAILED_CONNECT,,,1045\n`;
  await withFiles({ 'audit.log': Array.from({ length: 9 }, (_, second) => record(second)).join('') }, cwd => {
    // WHEN
    const ended = run(cwd, ['replay', 'audit.log', '--threshold', 'FailedLogins=9']);

    // THEN
    expect(ended).toMatchObject({ status: 1, stderr: '' });
    expect(ended.stdout).toContain('HIGH  FailedLogins  1 alarm, 9 records\n');
    expect(ended.stdout).toContain('now 9 in 5 minutes  quiet at 10\n');
  });
});

test.each([['--help'], ['check', '--help'], ['replay', '--help']])('%s %s is shown without aws-cdk-lib', (...args) => {
  expect(run(ROOT, args)).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: cdk-audited-aurora-mysql'), stderr: '' });
});

test('the version is that of the package', () => {
  expect(run(ROOT, ['--version'])).toEqual({ status: 0, stdout: `cdk-audited-aurora-mysql ${manifest.version}\n`, stderr: '' });
});

test.each([['a.json'], ['.']])('a file that may not be read is an error of one line, given as %s', async given => {
  await withFiles({ 'a.json': auditedTemplate() }, cwd => {
    // GIVEN
    chmodSync(cwd, 0o755);
    chmodSync(join(cwd, 'a.json'), 0o000);

    // WHEN
    const { status, stderr } = run(cwd, ['check', given], process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {});

    // THEN
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'error: cdk-audited-aurora-mysql check: a.json: may not be read by this user\n' });
  });
});

test('a reader that goes away is no error', async () => {
  await withFiles({ 'quick-start.yaml': readFileSync(join(ROOT, 'test/compliance/templates/quick-start.yaml')) }, cwd => {
    // WHEN
    const command = `'${join(installed, manifest.bin['cdk-audited-aurora-mysql'])}' check quick-start.yaml --format html | head -c 10; echo " \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', command], { cwd, encoding: 'utf8' });

    // THEN
    expect({ stdout, stderr }).toEqual({ stdout: '<!DOCTYPE  1\n', stderr: '' });
  });
});

describe('docs/command-line.md', () => {
  const snippets = [...readFileSync(join(ROOT, 'docs/command-line.md'), 'utf8').matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => parse(text));
  const files = (template: object) => ({
    'infrastructure/orders.json': template,
    // What the network would bring is at hand.
    'bin/npx': `#!/bin/sh\n[ "$1" = --no-install ] && shift\nshift\nexec '${join(installed, manifest.bin['cdk-audited-aurora-mysql'])}' "$@"\n`,
  });
  const shell = (cwd: string, command: string) => {
    chmodSync(join(cwd, 'bin/npx'), 0o755);
    return spawnSync('bash', ['-e', '-o', 'pipefail', '-c', command], { cwd, encoding: 'utf8', env: { ...process.env, PATH: `${cwd}/bin:${process.env.PATH}` } });
  };
  const withoutExport = auditedTemplate();
  withoutExport.Resources.Cluster.Properties.EnableCloudwatchLogsExports = [];

  test.each<[string, object, number, number | undefined]>([
    ['passes, and uploads no result', auditedTemplate(), 0, 0],
    ['fails after it has written what was found', withoutExport, 1, 1],
    ['fails and leaves nothing to upload', { Resources: [] }, 2, undefined],
  ])('the job of the GitHub Action %s', async (_, template, status, results) => {
    await withFiles(files(template), cwd => {
      // GIVEN
      const { run: command } = snippets.find(({ jobs }) => jobs !== undefined).jobs.check.steps.find(({ name }: any) => name?.startsWith('Check'));

      // WHEN
      const ended = shell(cwd, command);

      // THEN
      expect(ended.status).toBe(status);
      expect(existsSync(join(cwd, 'audit.sarif')) ? JSON.parse(readFileSync(join(cwd, 'audit.sarif'), 'utf8')).runs[0].results.length : undefined).toBe(results);
    });
  });

  test.each<[string, object, number]>([['passes', auditedTemplate(), 0], ['stops the commit', withoutExport, 1]])('the hook of pre-commit %s', async (_, template, status) => {
    await withFiles(files(template), cwd => {
      const [{ hooks: [{ entry }] }] = snippets.find(({ repos }) => repos !== undefined).repos;
      expect(shell(cwd, entry).status).toBe(status);
    });
  });

  test('the configuration is one', async () => {
    await withFiles({ ...files(auditedTemplate()), 'audit.json': snippets.find(({ requiredEvents }) => requiredEvents !== undefined) }, cwd => {
      const { status, stderr } = run(cwd, ['check', 'infrastructure/orders.json', '--config', 'audit.json']);
      expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    });
  });
});
