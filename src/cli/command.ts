import type { Readable, Writable } from 'stream';
import type { ParseArgsConfig } from 'util';

/** What a command ends with: scripts and CI decide by it. */
export enum ExitCode {
  /** Everything is as it should be. */
  COMPLIANT = 0,
  /** Something was found. */
  FINDINGS = 1,
  /** Nothing can be said: wrong usage, or input that cannot be read. */
  CANNOT_TELL = 2,
}

/** A stream, which may be a terminal. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What a command reads from and writes to: `process`, or what a test has in its place. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  /** `NO_COLOR` and `TERM` are looked at. */
  readonly env: Readonly<Record<string, string | undefined>>;
  cwd(): string;
}

/** What was given on the command line, as `util.parseArgs` has it. */
export interface CommandArguments {
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

export interface Command {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** Beside `--help`, which every command has. */
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** What `--help` shows: usage, what it does, options, examples, exit codes. */
  readonly help: string;
  /** Answers with an `ExitCode`; an error that a person can do something about is a `CommandError`. */
  run(args: CommandArguments, io: Io): Promise<number>;
}

/** Why a command cannot do what it was asked for, said to the person who asked: exit code 2, and no stack trace. */
export class CommandError extends Error {}

/** A command line that is not understood: `--help` is pointed at. */
export class UsageError extends CommandError {}
