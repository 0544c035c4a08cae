import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { blocksOf, PAGES, ROOT } from './pages';
import { checkIn } from '../cli/check/checked';
import { withFiles } from '../cli/files';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** The commands of the guides, of which one may go over several lines, without comments and indentation. */
const COMMANDS = [...new Set(PAGES.flatMap(blocksOf).filter(({ language }) => language === 'sh')
  .flatMap(({ code }) => code.replace(/ \\\n +/g, ' ').split('\n')).map(line => line.replace(/(^| +)# .*$/, '').trim()).filter(line => line !== ''))];

/** Where a command is run. */
const RUN: [command: RegExp, where: string, how: string][] = [
  [/^npm pack$/, 'scripts/check-package.ts', "'pack'"],
  [/^npm install \.\.\/clone\/cdk-audited-aurora-mysql-0\.0\.0\.tgz aws-cdk-lib constructs cdk-nag$/, 'scripts/consume-package.ts', "'install'"],
  [/^npx jsii-pacmak --target python$/, 'projenrc/languages.ts', 'jsii-pacmak --target python'],
  [/^pip install \.\.\/clone\/dist\/python\/\S+\.whl$/, 'projenrc/languages.ts', 'dist/python/*.whl'],
  [/^npx cdk-audited-aurora-mysql replay /, 'test/cli/replay/guide.test.ts', 'replay({}'],
  [/^npx jest --coverage=false test\/recording$/, 'package.json', '"jest"'],
];

/** What needs an account, or the repository or a registry that has the package, or a tool that is not of this repository: docs/README.md says so. */
const NOT_RUN = /^(aws|cdk|cfn-guard|git clone) |^(npm|pip) install cdk-audited-aurora-mysql\b/;

const checks = COMMANDS.filter(command => command.startsWith('npx cdk-audited-aurora-mysql check '));
const tasks = COMMANDS.filter(command => /^(npm ci && )?(npm run|npx projen) \w+/.test(command)).flatMap(command => command.split(' && ')).filter(command => command !== 'npm ci');

test('every command is run somewhere, or is said to need what the tests do not have', () => {
  const known = (command: string) => NOT_RUN.test(command) || checks.includes(command) || tasks.some(task => command.includes(task))
    || RUN.some(([pattern]) => pattern.test(command));
  expect(COMMANDS.length).toBeGreaterThan(30);
  expect(COMMANDS.filter(command => !known(command))).toEqual([]);
});

test.each(RUN)('%s is run by %s', (pattern, where, how) => {
  expect(COMMANDS.some(command => pattern.test(command))).toBe(true);
  expect(existsSync(join(ROOT, where)) && readFileSync(join(ROOT, where), 'utf8')).toContain(how);
});

test.each(tasks)('%s is a task', task => {
  expect(scripts).toHaveProperty(task.split(' ')[2]);
});

test.each(checks)('%s', async command => {
  // GIVEN
  const template = (audited: string) => `Parameters: {Stage: {Type: String, AllowedValues: [test, prod]}, Exports: {Type: CommaDelimitedList}}
Resources: {Cluster: {Type: AWS::RDS::DBCluster, Properties: {Engine: aurora-mysql, EnableCloudwatchLogsExports: ${audited}}}}`;
  const files = {
    'template.yaml': template('[error]'),
    'database.yaml': template('!Ref Exports'),
    'parameters-prod.json': JSON.stringify([{ ParameterKey: 'Stage', ParameterValue: 'prod' }, { ParameterKey: 'Exports', ParameterValue: 'audit,error' }]),
  };

  // WHEN
  const { code, stdout, stderr } = await withFiles(files, directory => checkIn(directory, ...command.split(' ').slice(3)));

  // THEN
  expect([code, stderr]).toEqual([1, '']);
  expect(stdout).toContain('AuroraMysqlAudit-AuditLogging');
  expect(stdout.includes('AuroraMysqlAudit-AuditLogExport')).toBe(command.endsWith('template.yaml'));
});
