import { parseArgs } from 'util';
import { closest } from 'fastest-levenshtein';
import { type Command, CommandError, ExitCode, type Io, UsageError } from './command';
import { paintFor, printable, write } from './terminal';
import { tool } from '../compliance/evidence/tool';

/** Commands by name, loaded when they are asked for: one does not wait for what another one needs. */
export type Commands = Readonly<Record<string, () => Promise<Command>>>;

/* eslint-disable @typescript-eslint/no-require-imports -- a dynamic import would be one of ES modules */
const COMMANDS: Commands = {
  check: async () => (require('./check/check-command') as typeof import('./check/check-command')).CHECK,
  replay: async () => (require('./replay/replay-command') as typeof import('./replay/replay-command')).REPLAY,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** Runs the command that is named, and answers with its exit code; never rejects. */
export async function main(args: readonly string[], io: Io, commands = COMMANDS): Promise<number> {
  // Whoever writes is told; without somebody who listens it would end the process.
  [io.stdout, io.stderr].forEach(stream => stream.on('error', () => undefined));
  const [first, ...rest] = args;
  try {
    if (first === '--version') {
      await write(io.stdout, `${tool().name} ${tool().version}\n`);
      return ExitCode.COMPLIANT;
    }
    if (first === undefined || first === '--help' || first === '-h') {
      await write(first === undefined ? io.stderr : io.stdout, await help(commands));
      return first === undefined ? ExitCode.CANNOT_TELL : ExitCode.COMPLIANT;
    }
    return await run(await commandOf(first, commands), rest, io);
  } catch (error) {
    return failed(error, Object.hasOwn(commands, first ?? '') ? `${tool().name} ${first}` : tool().name, io);
  }
}

async function run(command: Command, args: string[], io: Io): Promise<number> {
  const { values, positionals } = parsed(command, args);
  if (values.help === true) {
    await write(io.stdout, command.help);
    return ExitCode.COMPLIANT;
  }
  if (positionals.includes('')) {
    throw new UsageError('one of the arguments is empty');
  }
  return command.run({ values, positionals }, io);
}

function parsed({ options }: Command, args: string[]) {
  const all: Command['options'] = { ...options, help: { type: 'boolean', short: 'h' } };
  try {
    return parseArgs({ args, options: all, allowPositionals: true });
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!code.startsWith('ERR_PARSE_ARGS_')) {
      throw error;
    }
    const [, unknown] = /^Unknown option '--([^']+)'/.exec(message) ?? [];
    throw new UsageError(unknown === undefined ? message : `unknown option --${unknown}; did you mean --${closest(unknown, Object.keys(all))}?`);
  }
}

function commandOf(name: string, commands: Commands): Promise<Command> {
  if (!Object.hasOwn(commands, name)) {
    const known = [...Object.keys(commands), '--help', '--version'];
    throw new UsageError(`unknown ${name.startsWith('-') ? 'option' : 'command'} ${name}; did you mean ${closest(name, known)}?`);
  }
  return commands[name]();
}

async function failed(error: unknown, speaker: string, io: Io): Promise<number> {
  const message = error instanceof Error ? error.message : String(error);
  const told = error instanceof CommandError ? message : `this should not have happened, please report it at ${tool().url}/issues: ${message}`;
  const more = error instanceof UsageError ? `; see ${speaker} --help` : '';
  await write(io.stderr, `${paintFor(io.stderr, io.env)('red', 'error')}: ${speaker}: ${printable(told)}${more}\n`).catch(() => undefined);
  return ExitCode.CANNOT_TELL;
}

async function help(table: Commands): Promise<string> {
  const { name } = tool();
  const commands = await Promise.all(Object.values(table).map(load => load()));
  const width = Math.max(...commands.map(command => command.name.length));
  return `Usage: ${name} <command> [options]

Looks at the audit of Aurora MySQL clusters without a CDK app.

Commands:
${commands.map(command => `  ${command.name.padEnd(width)}  ${command.summary}\n`).join('')}
Options:
  -h, --help  show this; after a command, what that one does
  --version   show the version

Exit codes:
  0  everything is as it should be
  1  something was found
  2  nothing can be said: wrong usage, or input that cannot be read
`;
}
