import { readFileSync } from 'fs';
import { join, relative } from 'path';
import { pathToFileURL } from 'url';
import { App, Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { sourceOf, sourceOfTrace } from '../../../src/compliance/evidence/source-location';
import { auditedCluster } from '../../stacks';
import { TRACED } from '../../traced';

const FILE = 'test/compliance/evidence/source-location.test.ts';
const EXPORTS = 'Properties.EnableCloudwatchLogsExports';

/** The line of this file that ends in a mark. */
function marked(mark: string): { file: string; line: number } {
  return { file: FILE, line: readFileSync(__filename, 'utf8').split('\n').findIndex(line => line.endsWith(`// ${mark}`)) + 1 };
}

function debugging<T>(run: () => T): T {
  const before = process.env.CDK_DEBUG;
  process.env.CDK_DEBUG = '1';
  try {
    return run();
  } finally {
    before === undefined ? delete process.env.CDK_DEBUG : process.env.CDK_DEBUG = before;
  }
}

const newStack = () => new Stack(new App(TRACED), 'Stack');

describe('the line of a property', () => {
  test('is where the resource was made', () => {
    const cluster = new rds.CfnDBCluster(newStack(), 'Cluster', { engine: 'aurora-mysql' }); // made
    expect(sourceOf(cluster, EXPORTS)).toEqual(marked('made'));
    expect(sourceOf(cluster)).toEqual(marked('made'));
  });

  test('is where it was set last, where that is recorded', () => {
    const cluster = debugging(() => {
      const made = new rds.CfnDBCluster(newStack(), 'Cluster', { engine: 'aurora-mysql' }); // made under debug
      made.enableCloudwatchLogsExports = ['error'];
      made.addPropertyOverride('EnableCloudwatchLogsExports', []); // overridden
      made.deletionProtection = true; // protected
      return made;
    });
    expect(sourceOf(cluster, EXPORTS)).toEqual(marked('overridden'));
    expect(sourceOf(cluster, `${EXPORTS}.0`)).toEqual(marked('overridden'));
    expect(sourceOf(cluster, 'Properties.DeletionProtection')).toEqual(marked('protected'));
    expect(sourceOf(cluster, 'Properties.EnableCloudwatchLogsExportsElsewhere')).toEqual(marked('made under debug'));
    expect(sourceOf(cluster, 'DeletionPolicy')).toEqual(marked('made under debug'));
  });

  test('is that of the app, not of the library or aws-cdk-lib', () => {
    const stack = newStack();
    const { auditLogGroup } = auditedCluster(stack);
    expect(sourceOf(auditLogGroup.node.defaultChild!)?.file).toBe('test/stacks.ts');
    const group = new logs.LogGroup(stack, 'Group').node.defaultChild!; // group
    expect(sourceOf(group)).toEqual(marked('group'));
  });

  test('is unknown where nothing is recorded', () => {
    expect(sourceOf(new Construct(newStack(), 'Construct'), EXPORTS)).toBeUndefined();
  });
});

describe('the line of a trace', () => {
  const here = (file: string) => join(process.cwd(), file);

  test.each<[string, string]>([
    ['a frame', `new Orders (${here('lib/orders.ts')}:12:5)`],
    ['a frame without a column', `new Orders (${here('lib/orders.ts')}:12)`],
    ['a relative frame, as of Python', '<module> (lib/orders.ts:12)'],
    ['a frame of a module', `new Orders (${pathToFileURL(here('lib/orders.ts'))}:12:5)`],
  ])('is that of %s', (_, frame) => {
    expect(sourceOfTrace([frame])).toEqual({ file: 'lib/orders.ts', line: 12 });
  });

  test.each<[string, string]>([
    ['aws-cdk-lib', `new Resource (${here('node_modules/aws-cdk-lib/core/lib/resource.js')}:1:2345)`],
    ['a package of a workspace', `new X (${here('packages/a/node_modules/b/index.js')}:1:2)`],
    ['a virtual environment', `__init__ (${here('.venv/lib/python3.12/site-packages/aws_cdk/__init__.py')}:99)`],
    ['Debian\'s Python', 'run (usr/lib/python3/dist-packages/x.py:9)'],
    ['this library', `new AuroraMysqlAudit (${here('src/aurora-mysql-audit.ts')}:12:5)`],
    ['Node.js', 'Module._compile (node:internal/modules/cjs/loader:1554:14)'],
    ['another directory', `new Orders (${join(process.cwd(), '..', 'elsewhere', 'orders.ts')}:12:5)`],
    ['another root', 'new Orders (/elsewhere/orders.ts:12:5)'],
    ['what was left out', '...new Resource in aws-cdk-lib, node internals...'],
    ['nothing', '(no user code in 10 frames, use --stack-trace-limit to capture more)'],
    ['an empty line', ''],
  ])('passes over %s', (_, frame) => {
    expect(sourceOfTrace([frame])).toBeUndefined();
    expect(sourceOfTrace([frame, `main (${here('bin/app.ts')}:3:1)`])).toEqual({ file: 'bin/app.ts', line: 3 });
  });

  test('passes over the runtime of jsii, wherever that is', () => {
    const key = Symbol.for('jsii.context.hostDirName');
    const frames = [`Kernel.invoke (${here('tmp/jsii/lib/program.js')}:1:55601)`, `main (${here('bin/app.ts')}:3:1)`];
    expect(sourceOfTrace(frames)?.file).toBe('tmp/jsii/lib/program.js');
    try {
      Object.assign(globalThis, { [key]: here('tmp/jsii') });
      expect(sourceOfTrace(frames)).toEqual({ file: 'bin/app.ts', line: 3 });
    } finally {
      delete (globalThis as Record<symbol, unknown>)[key];
    }
  });

  test.each([[undefined], ['main (bin/app.ts:3:1)'], [{}], [[undefined, 7, null]], [[]]])('is unknown where the trace is %j', trace => {
    expect(sourceOfTrace(trace)).toBeUndefined();
    expect(relative(process.cwd(), __filename)).toBe(FILE);
  });
});
