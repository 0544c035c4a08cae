/**
 * `check` beside checkov and cfn-lint on the same twenty templates, in the same run: wall time of the whole command, and what
 * each finds of the audit. The templates are those of the tests, and ten more in each of which one thing is wrong that leaves the audit off.
 *
 * The peers are in a virtual environment: python3 -m venv build/peers && build/peers/bin/pip install -r benchmark/requirements.txt
 */
import { execFileSync, spawnSync } from 'child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { table } from './markdown';
import { auditedTemplate, cluster, type Template } from '../test/compliance/audited-template';

const TEMPLATES = 'build/check-templates';
const PEERS = 'build/peers/bin';
const ROUNDS = 3;

const parameters = (template: Template) => template.Resources.Parameters.Properties.Parameters;

/** One thing that is wrong in each, as people do it. */
const FAULTS: Record<string, (template: Template) => void> = {
  'no-export': t => { delete cluster(t).EnableCloudwatchLogsExports; },
  'export-by-condition': t => {
    t.Parameters.Stage = { Type: 'String', AllowedValues: ['dev', 'prod'] };
    t.Conditions.IsProd = { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] };
    cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['IsProd', ['audit'], ['error']] };
  },
  'export-by-parameter': t => {
    t.Parameters.Exports = { Type: 'CommaDelimitedList', Default: 'error,slowquery' };
    cluster(t).EnableCloudwatchLogsExports = { Ref: 'Exports' };
  },
  'logging-off': t => { parameters(t).server_audit_logging = '0'; },
  'wrong-parameter-name': t => {
    delete parameters(t).server_audit_logging;
    parameters(t).server_audit_logs = '1';
  },
  'no-events': t => { delete parameters(t).server_audit_events; },
  'default-parameter-group': t => { cluster(t).DBClusterParameterGroupName = 'default.aurora-mysql8.0'; },
  'kept-a-week': t => { t.Resources.AuditLogs.Properties.RetentionInDays = 7; },
  'nobody-is-told': t => { Object.keys(t.Resources).filter(id => t.Resources[id].Type === 'AWS::CloudWatch::Alarm').forEach(id => delete t.Resources[id]); },
  'excluded-master-user': t => { parameters(t).server_audit_excl_users = 'admin'; },
};

/** The checks of checkov that have to do with what audits an Aurora cluster, by what they look at. */
const OF_THE_AUDIT = /audit|cloudwatch.?log|log.?(group|export)|RDS.*log|logging.*RDS/i;

interface Tool {
  readonly name: string;
  /** The command over all templates. */
  readonly command: readonly string[];
  /** What it finds of the audit, by template. */
  readonly find: (report: string) => Map<string, Set<string>>;
}

function output([command, ...args]: readonly string[]): string {
  const { stdout, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1e9 });
  if (error !== undefined) {
    throw new Error(`${command}: ${error.message}; benchmark/check.ts says how to install it`);
  }
  return stdout;
}

const files = () => readdirSync(TEMPLATES).sort().map(name => join(TEMPLATES, name));
const nameOf = (path: string) => path.split('/').pop()!;

function grouped(found: readonly (readonly [file: string, id: string])[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  found.forEach(([file, id]) => groups.set(nameOf(file), (groups.get(nameOf(file)) ?? new Set()).add(id)));
  return groups;
}

const CHECK = ['node', 'bin/cdk-audited-aurora-mysql', 'check', '--format', 'json'];

const TOOLS: readonly Tool[] = [
  {
    name: 'check',
    command: [...CHECK, TEMPLATES],
    // Templates that are given together are one app; what it finds in each is asked for each.
    find: () => grouped(files().flatMap(file => JSON.parse(output([...CHECK, file])).resources.flatMap(({ outcomes }: any) => outcomes)
      .filter(({ status }: any) => status === 'violated' || status === 'cannot-tell')
      .map(({ findingId }: any) => [file, findingId.replace('AuroraMysqlAudit-', '')] as const))),
  },
  {
    name: 'checkov',
    command: [`${PEERS}/checkov`, '--framework', 'cloudformation', '--directory', TEMPLATES, '--output', 'json', '--quiet', '--compact', '--skip-download'],
    find: report => grouped((JSON.parse(report).results?.failed_checks ?? []).filter(({ check_name: name }: any) => OF_THE_AUDIT.test(name))
      .map(({ file_path: file, check_id: id, check_name: name }: any) => [file, `${id} ${name}`] as const)),
  },
  {
    name: 'cfn-lint',
    command: [`${PEERS}/cfn-lint`, '--format', 'json', '--template', `${TEMPLATES}/*`],
    find: report => grouped(JSON.parse(report || '[]').filter(({ Message: message }: any) => OF_THE_AUDIT.test(message))
      .map(({ Filename: file, Rule: { Id: id, ShortDescription: name } }: any) => [file, `${id} ${name}`] as const)),
  },
];

rmSync(TEMPLATES, { recursive: true, force: true });
mkdirSync(TEMPLATES, { recursive: true });
cpSync('test/compliance/templates', TEMPLATES, { recursive: true });
for (const [name, break_] of Object.entries(FAULTS)) {
  const template = auditedTemplate();
  break_(template);
  writeFileSync(join(TEMPLATES, `${name}.json`), JSON.stringify(template, undefined, 2));
}

const reports = new Map<string, string>();
const times = new Map<string, number[]>();
for (let round = 0; round < ROUNDS; round++) {
  for (const { name, command } of round % 2 === 0 ? TOOLS : [...TOOLS].reverse()) {
    const start = performance.now();
    reports.set(name, output(command));
    times.set(name, [...times.get(name) ?? [], performance.now() - start]);
  }
}
const found = new Map(TOOLS.map(({ name, find }) => [name, find(reports.get(name)!)]));

const median = (values: readonly number[]) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
const versions = execFileSync(`${PEERS}/pip`, ['freeze'], { encoding: 'utf8' }).split('\n').filter(line => /^(checkov|cfn-lint)=/.test(line));
console.log(`${versions.join(', ')}; Node.js ${process.version}`);
TOOLS.forEach(({ name }) => {
  const ofTool = found.get(name)!;
  console.log(`${name}: ${(median(times.get(name)!) / 1000).toFixed(1)} s, of the audit it finds something in ${ofTool.size} of ${files().length} templates: `
    + `${[...new Set([...ofTool.values()].flatMap(ids => [...ids]))].join('; ') || 'nothing'}`);
});
console.log(table(['template', ...TOOLS.map(({ name }) => name)],
  files().map(nameOf).map(file => [file, ...TOOLS.map(({ name }) => [...found.get(name)!.get(file) ?? []].map(id => id.split(' ')[0]).join(', ') || '–')])));
