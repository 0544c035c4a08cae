import { isAbsolute, join, relative, resolve, sep } from 'path';
import { fileURLToPath } from 'url';
import type { Scope } from '../exceptions/scope';

/** A line of the app, or of a template. */
export interface SourceLocation {
  /** Relative to the directory of the app: `lib/orders-stack.ts`. */
  readonly file: string;
  readonly line: number;
  /** Counted from one, where it is known. */
  readonly column?: number;
}

/** What aws-cdk-lib keeps of a construct: where it was made, and with `CDK_DEBUG` where each property was set. */
const CREATED = 'aws:cdk:creationStack';
const ASSIGNED = 'aws:cdk:propertyAssignment';

/** The code of packages; the app is what remains. */
const PACKAGES = /(^|\/)(node_modules|site-packages|dist-packages)\//;
const LIBRARY = join(__dirname, '..', '..');

/** Where jsii keeps the program that runs this library for other languages. */
const JSII = Symbol.for('jsii.context.hostDirName');

/** `name (file:line:column)` */
const FRAME = /\((.+?):(\d+)(?::\d+)?\)$/;

/** The line that set a property of a construct last, or else the one that made the construct. */
export function sourceOf(construct: Scope, propertyPath = ''): SourceLocation | undefined {
  const { metadata } = construct.node;
  const assigned = metadata.filter(({ type, data }) => type === ASSIGNED && `${propertyPath}.`.startsWith(`Properties.${data.propertyName}.`));
  const created = metadata.filter(({ type }) => type === CREATED);
  return [...assigned.reverse().map(({ data }) => data.stackTrace), ...created.map(({ data }) => data)]
    .map(sourceOfTrace).find(found => found !== undefined);
}

/** The closest line of the app in a stack trace. */
export function sourceOfTrace(trace: unknown): SourceLocation | undefined {
  return Array.isArray(trace) ? trace.map(frame => lineOfApp(String(frame))).find(found => found !== undefined) : undefined;
}

function lineOfApp(frame: string): SourceLocation | undefined {
  const [, name, line] = FRAME.exec(frame) ?? [];
  if (name === undefined || name.startsWith('node:')) {
    return undefined;
  }
  const path = name.startsWith('file://') ? fileURLToPath(name) : resolve(name);
  const file = within(process.cwd(), path);
  return file === undefined || PACKAGES.test(file) || ownCode().some(directory => within(directory, path) !== undefined)
    ? undefined : { file, line: Number(line) };
}

function ownCode(): string[] {
  const { [JSII]: jsii } = globalThis as { readonly [JSII]?: unknown };
  return typeof jsii === 'string' ? [LIBRARY, jsii] : [LIBRARY];
}

function within(directory: string, path: string): string | undefined {
  const found = relative(directory, path).split(sep).join('/');
  return found === '' || found.startsWith('../') || isAbsolute(found) ? undefined : found;
}
