import { recordedIo } from './io';
import { version } from '../../package.json';
import { type Command, CommandError, UsageError } from '../../src/cli/command';
import { type Commands, main } from '../../src/cli/main';

const COUNT: Command = {
  name: 'count',
  summary: 'Count what is given',
  options: { format: { type: 'string' } },
  help: 'Usage: count <thing>...\n',
  run: async ({ values, positionals }, { stdout }) => {
    if (positionals.includes('broken')) {
      throw new CommandError('broken\x1b[2J\n\u202ecannot be read');
    }
    if (positionals.includes('bug')) {
      throw new TypeError("Cannot read properties of undefined (reading 'x')");
    }
    if (positionals.length === 0) {
      throw new UsageError('nothing to count');
    }
    stdout.write(`${values.format ?? 'plain'}: ${positionals.length}\n`);
    return positionals.length > 1 ? 1 : 0;
  },
};

const COMMANDS: Commands = { count: async () => COUNT };

async function run(args: readonly string[], options: Parameters<typeof recordedIo>[0] = {}, commands = COMMANDS) {
  const io = recordedIo(options);
  const code = await main(args, io, commands);
  return { code, ...io.written };
}

test.each<[string, string[], number, string]>([
  ['an exit code that says that all is well', ['count', 'a'], 0, 'plain: 1\n'],
  ['an exit code that says that something was found', ['count', 'a', 'b'], 1, 'plain: 2\n'],
  ['options of the command', ['count', '--format', 'json', 'a'], 0, 'json: 1\n'],
  ['names that look like options after two hyphens', ['count', '--', '--a'], 0, 'plain: 1\n'],
])('a command has %s', async (_, args, code, stdout) => {
  // WHEN
  const ended = await run(args);

  // THEN
  expect(ended).toEqual({ code, stdout, stderr: '' });
});

test.each<[string, string[], string]>([
  ['an unknown command', ['cuont'], 'error: cdk-audited-aurora-mysql: unknown command cuont; did you mean count?; see cdk-audited-aurora-mysql --help\n'],
  ['an unknown option', ['--verison'], 'error: cdk-audited-aurora-mysql: unknown option --verison; did you mean --version?; see cdk-audited-aurora-mysql --help\n'],
  ['help as a command', ['help'], 'unknown command help; did you mean --help?; see'],
  ['an argument that is empty', ['count', 'a', ''], 'count: one of the arguments is empty; see cdk-audited-aurora-mysql count --help\n'],
  ['the name of something that every object has', ['toString'], 'unknown command toString'],
  ['an unknown option of a command', ['count', '--fromat', 'json'], 'count: unknown option --fromat; did you mean --format?; see cdk-audited-aurora-mysql count --help\n'],
  ['an option without its value', ['count', '--format'], "count: Option '--format <value>' argument missing; see"],
  ['what a command says of its usage', ['count'], 'count: nothing to count; see cdk-audited-aurora-mysql count --help\n'],
  ['what a command cannot do', ['count', 'broken'], 'count: broken\\u001b[2J\\n\\u202ecannot be read\n'],
  ['a defect', ['count', 'bug'], "count: this should not have happened, please report it at https://github.com/cdk-audited-aurora-mysql/cdk-audited-aurora-mysql/issues: Cannot read properties of undefined (reading 'x')\n"],
])('%s is an error of one line, with exit code 2', async (_, args, message) => {
  // WHEN
  const { code, stdout, stderr } = await run(args);

  // THEN
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(message);
  expect(stderr.split('\n')).toHaveLength(2);
});

test.each([['--help'], ['-h']])('%s names every command and what it is for', async option => {
  // WHEN
  const { code, stdout } = await run([option]);

  // THEN
  expect(code).toBe(0);
  expect(stdout).toContain('  count  Count what is given\n');
  expect(stdout).toMatch(/^Exit codes:$/m);
});

test.each([['--help'], ['-h']])('%s after a command tells what that one does, whatever else is given', async option => {
  // WHEN
  const ended = await run(['count', 'broken', option]);

  // THEN
  expect(ended).toEqual({ code: 0, stdout: COUNT.help, stderr: '' });
});

test('without a command the help is an error', async () => {
  // WHEN
  const { code, stdout, stderr } = await run([]);

  // THEN
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('Usage: cdk-audited-aurora-mysql <command> [options]');
});

test('--version is that of the package', async () => {
  expect(await run(['--version'])).toEqual({ code: 0, stdout: `cdk-audited-aurora-mysql ${version}\n`, stderr: '' });
});

test.each<[string, Parameters<typeof recordedIo>[0], boolean]>([
  ['a terminal', { isTTY: true }, true],
  ['a file or a pipe', { isTTY: false }, false],
  ['a terminal of somebody who wants none', { isTTY: true, env: { NO_COLOR: '1' } }, false],
  ['a terminal that has none', { isTTY: true, env: { TERM: 'dumb' } }, false],
])('on %s errors are in colour or not', async (_, options, isColoured) => {
  // WHEN
  const { stderr } = await run(['nothing'], options);

  // THEN
  expect(stderr.startsWith('\x1b[31merror\x1b[39m: ')).toBe(isColoured);
  expect(stderr.includes('\x1b')).toBe(isColoured);
});
