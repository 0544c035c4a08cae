import { spawnSync } from 'child_process';
import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import { AuroraMysqlAuditChecks } from '../../src';

/** The binary that aws-cdk's own plug-in for Guard brings along. */
export const PLUGIN = dirname(require.resolve('@cdklabs/cdk-validator-cfnguard/package.json'));
const SYSTEM = process.platform === 'darwin' ? 'macos' : 'ubuntu';
const MACHINE = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
export const CFN_GUARD = join(PLUGIN, 'bin', SYSTEM, MACHINE, 'cfn-guard');

export const RULES = readFileSync(AuroraMysqlAuditChecks.GUARD_RULES_PATH, 'utf8');

/** What cfn-guard says of a template, by the names of the rules without that of the pack. */
export interface GuardVerdict {
  readonly failed: readonly string[];
  readonly passed: readonly string[];
  readonly skipped: readonly string[];
  /** What people read. */
  readonly messages: readonly string[];
}

interface Report {
  readonly not_compliant: readonly { readonly Rule: { readonly name: string } }[];
  readonly not_applicable: readonly string[];
  readonly compliant: readonly string[];
}

const FAILED = 19;

/** Judges templates in one run of the real cfn-guard; texts are YAML or JSON as they are. */
export function guardVerdicts(templates: readonly (object | string)[], rules = RULES): GuardVerdict[] {
  const input = JSON.stringify({ rules: [rules], data: templates.map(template => typeof template === 'string' ? template : JSON.stringify(template)) });
  const { status, stdout, stderr } = spawnSync(CFN_GUARD, ['validate', '--payload', '--structured', '--output-format', 'json', '--show-summary', 'none'],
    { input, encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 });
  if ((status !== 0 && status !== FAILED) || stderr !== '') {
    throw new Error(`cfn-guard: exit code ${status}: ${stderr}`);
  }
  return (JSON.parse(stdout) as Report[]).map(({ not_compliant: failed, not_applicable: skipped, compliant: passed }) => ({
    failed: failed.map(({ Rule: { name } }) => shortName(name)).sort(),
    passed: passed.map(shortName).sort(),
    skipped: skipped.map(shortName).sort(),
    messages: [...JSON.stringify(failed).matchAll(/"custom_message":("(?:[^"\\]|\\.)+")/g)].map(([, text]) => JSON.parse(text)),
  }));
}

export function guardVerdict(template: object | string, rules?: string): GuardVerdict {
  return guardVerdicts([template], rules)[0];
}

function shortName(name: string): string {
  return name.replace(/^AuroraMysqlAudit_/, '');
}
