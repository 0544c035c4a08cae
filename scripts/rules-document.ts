import { writeFileSync } from 'fs';
import { join } from 'path';
import type { RuleDescription } from '../src/compliance/rules/rule';
import { RULE_DESCRIPTIONS, ruleId } from '../src/compliance/rules/rule-table';
import { EVENT_KINDS, HARMLESS_RECORDS } from '../src/compliance/subjects/sample-records';

const INTRODUCTION = `# Rules

What \`AuroraMysqlAuditChecks\` asks of every Aurora MySQL cluster of an app, and, with
[InstanceLogExports](#auroramysqlaudit-instancelogexports), of every RDS DB instance outside of Aurora; \`ruleLevels\` turns a rule off. This
page is made from the table of rules (\`npm run rules\`).

Each rule has one of these outcomes for each cluster: compliant, violated, not applicable, or **cannot tell**. Cannot tell is a
finding of its own, \`Rule[unknown:Property]\`, an error unless \`unknownLevel\` says otherwise: a value that is only known at deployment.

What is judged is the template, in every way in which it may be deployed. A parameter is any of its allowed values, or its
default where it has none; conditions are taken by their content; the key of a mapping is one that the mapping has. What
hangs on the same choice moves together, and a finding names the choices in which it is so: \`(where Stage is prod)\`.

One cause is one finding: a rule that would only repeat what another has found is not applicable.

A finding can be accepted at the resource, the cluster, or any construct around them. An \`AuditException\` says what is accepted,
why, by whom and until when; the id of a rule accepts all of its findings, with what stands in brackets that finding alone, and
without \`rules\` everything within the construct is accepted.

\`\`\`ts
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuditException } from 'cdk-audited-aurora-mysql';

declare const cluster: rds.DatabaseCluster;

AuditException.of(cluster).accept({
  rules: ['AuroraMysqlAudit-AuditUsers[backup]', 'AuroraMysqlAudit-AuditLogRetention'],
  reason: 'reads every table every night; records are archived in S3',
  approvedBy: 'security@example.com',
  expires: '2027-06-30',
});
\`\`\`

Acknowledgements of aws-cdk-lib do, too: \`Validations.of(cluster).acknowledge({ id, reason })\`, with or without
\`AuroraMysqlAudit::\` before the id. One without a reason accepts nothing, nor does an exception after its last day.

The report keeps what was accepted, where, why, by whom and until when. Options of the pack change the level of a rule, or
leave it out.
`;

function list(records: readonly string[]): string {
  return ['```', ...records, '```'].join('\n');
}

const METRIC_FILTERS = `## What a metric filter looks for

\`AuditMetricFilters\` does not go by names. It runs the pattern of each filter over sample records. A filter looks for a kind of
event if it selects a record of that kind and none of the harmless records: one that counts everything looks for
nothing. Each record of a kind has to be selected by a filter, not all by the same one. Statements are in upper case here;
the detections of this library find many more forms.

${EVENT_KINDS.map(({ described, records }) => `Records of ${described}:\n\n${list(records)}`).join('\n\n')}

Harmless records:

${list(HARMLESS_RECORDS)}
`;

function section(rule: RuleDescription): string {
  return `## ${ruleId(rule)}

${rule.wants}. ${rule.why}

- Level: ${rule.level}
- Controls: ${rule.controls.join(', ')}

${list(rule.fix.split('\n'))}
`;
}

/** The documentation of all rules. */
export function rulesDocument(): string {
  const rows = RULE_DESCRIPTIONS.map(rule => `| [${ruleId(rule)}](#${ruleId(rule).toLowerCase()}) | ${rule.wants} |`);
  return [INTRODUCTION, ['| rule | wants |', '|---|---|', ...rows, ''].join('\n'), ...RULE_DESCRIPTIONS.map(section), METRIC_FILTERS].join('\n');
}

if (require.main === module) {
  writeFileSync(join(__dirname, '..', 'RULES.md'), rulesDocument());
}
