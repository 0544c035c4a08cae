import { writeFileSync } from 'fs';
import { join } from 'path';
import type { Rule } from '../src/compliance/rules/rule';
import { ruleId, RULES } from '../src/compliance/rules/rule-table';
import { EVENT_KINDS, HARMLESS_RECORDS } from '../src/compliance/subjects/sample-records';

const INTRODUCTION = `# Rules

What \`AuroraMysqlAuditChecks\` asks of every Aurora MySQL cluster of an app. This page is made from the table of rules
(\`npm run rules\`).

Each rule has one of these outcomes for each cluster: compliant, violated, not applicable, or **cannot tell**. Cannot tell is a
finding of its own, \`Rule[unknown:Property]\`, an error unless \`unknowns\` says otherwise: a value that is only known at deployment.

What is judged is the template, in every way in which it may be deployed. A parameter is any of its allowed values, or its
default where it has none; conditions are taken by their content; the key of a mapping is one that the mapping has. What
hangs on the same choice moves together, and a finding names the choices in which it is so: \`(where Stage is prod)\`.

One cause is one finding: a rule that would only repeat what another has found is not applicable.

A finding is acknowledged by its id, with what stands in brackets, with or without \`AuroraMysqlAudit::\` before it, at the
resource, the cluster, or any construct around them:

\`\`\`ts
import { Validations } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';

declare const cluster: rds.DatabaseCluster;

Validations.of(cluster).acknowledge({ id: 'AuroraMysqlAudit-AuditUsers[backup]', reason: 'reads every table every night' });
\`\`\`

The report keeps who acknowledged what, where and why. Options of the pack change the level of a rule, or leave it out.
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

function section(rule: Rule): string {
  return `## ${ruleId(rule)}

${rule.wants}. ${rule.why}

- Level: ${rule.level}
- Controls: ${rule.controls.join(', ')}

${list(rule.fix.split('\n'))}
`;
}

/** The documentation of all rules. */
export function rulesDocument(): string {
  const rows = RULES.map(rule => `| [${ruleId(rule)}](#${ruleId(rule).toLowerCase()}) | ${rule.wants} |`);
  return [INTRODUCTION, ['| rule | wants |', '|---|---|', ...rows, ''].join('\n'), ...RULES.map(section), METRIC_FILTERS].join('\n');
}

if (require.main === module) {
  writeFileSync(join(__dirname, '..', 'RULES.md'), rulesDocument());
}
