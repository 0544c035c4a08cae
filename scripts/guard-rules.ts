import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { GUARD_EXPRESSIONS } from './guard-clauses';
import { indented, MESSAGE, RULE, SUBJECTS } from './guard-language';
import { AuroraMysqlAuditChecks } from '../src/compliance/aurora-mysql-audit-checks';
import type { RuleDescription } from '../src/compliance/rules/rule';
import { PACK_NAME, RULE_DESCRIPTIONS, ruleId } from '../src/compliance/rules/rule-table';

export const GUIDE = join(__dirname, '..', 'docs', 'organisations.md');

const INTRODUCTION = `#
# What CloudFormation Guard can tell of the rules of cdk-audited-aurora-mysql. Made from their table: \`npx projen guard\`.
#
# For whole templates: as a Guard Hook with target STACK, or with cfn-guard 3 in a pipeline. What is chosen at deployment, and what
# stands in other stacks, is skipped and not rejected; the rule pack AuroraMysqlAuditChecks judges it.
#
# A cluster or an instance that has a reason: Metadata: { guard: { SuppressedRules: [${PACK_NAME}-AuditLogExport] } }
#
`;

/** Names in Guard have no hyphens. */
function guardName(rule: RuleDescription): string {
  return ruleId(rule).replace(/-/g, '_');
}

/** Where there is code to paste for CloudFormation, that. */
function message(rule: RuleDescription): string {
  const [, fix = undefined] = /CloudFormation: ([^]*)/.exec(rule.fix) ?? [];
  return [`[${ruleId(rule)}] ${rule.wants}`, ...fix === undefined ? [] : [`Fix: ${fix}`]].join('\n');
}

/** Messages stand below their clauses. */
function withMessages(body: string, rule: RuleDescription): string {
  return body.replace(new RegExp(`^( *)(.*)${MESSAGE}$`, 'gm'), (_, indent: string, clause: string) =>
    `${indent}${clause}<<${indented(message(rule), `${indent}  `).trimStart()}>>`);
}

function ruleOf(rule: RuleDescription): string[] {
  const { body } = GUARD_EXPRESSIONS[rule.id];
  if (body === undefined) {
    return [];
  }
  const [, subjects] = /^%(\w+)\[/.exec(body)!;
  return [`# ${rule.wants}. ${rule.why}
# Controls: ${rule.controls.join(', ')}
rule ${guardName(rule)} when %${subjects} !empty {
${withMessages(indented(body.replaceAll(RULE, ruleId(rule))), rule)}
}
`];
}

/** The rules that Guard can express, in its language. */
export function guardRules(): string {
  return [INTRODUCTION, SUBJECTS, ...RULE_DESCRIPTIONS.flatMap(ruleOf)].join('\n');
}

/** What Guard sees of each rule, for people. */
function guardTable(): string {
  const rows = RULE_DESCRIPTIONS.map(rule => {
    const { sees, misses, body } = GUARD_EXPRESSIONS[rule.id];
    return `| ${ruleId(rule)} | ${body === undefined ? 'no' : 'partly'} | ${sees} | ${misses} |`;
  });
  return ['| rule | in Guard | rejects | leaves to the pack |', '|---|---|---|---|', ...rows].join('\n');
}

/** The guide with the table as it is now. */
export function guideWithTable(guide: string): string {
  return guide.replace(/(<!-- guard -->\n)[^]*?(\n<!-- \/guard -->)/, (_, before: string, after: string) => before + guardTable() + after);
}

if (require.main === module) {
  writeFileSync(AuroraMysqlAuditChecks.GUARD_RULES_PATH, guardRules());
  writeFileSync(GUIDE, guideWithTable(readFileSync(GUIDE, 'utf8')));
}
