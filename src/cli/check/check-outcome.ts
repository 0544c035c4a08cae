import type { CheckConfig } from './check-config';
import { CheckedApp } from './checked-app';
import type { FileTemplate } from './source-templates';
import { type Evidence, evidenceOf } from '../../compliance/evidence/evidence';
import type { RuleOutcome } from '../../compliance/evidence/rule-outcome';
import { Acceptances, type Settled } from '../../compliance/exceptions/acceptances';
import { today } from '../../compliance/exceptions/calendar-day';
import { unmatchedExceptions } from '../../compliance/exceptions/unmatched';
import { judgeApp } from '../../compliance/judge-app';
import { EXCEPTION_RULE } from '../../compliance/rules/exception-rule';
import { ruleId } from '../../compliance/rules/rule-table';

/** Judges templates as one app: what every rule says of every cluster, and where that stands in the files. */
export function checkOutcome(templates: readonly FileTemplate[], { judging, details, evaluationDate, accepted }: CheckConfig): Evidence {
  const app = new CheckedApp(templates, accepted);
  const acceptances = new Acceptances(evaluationDate ?? today());
  const files = new Map(templates.map(template => [template.file.shownPath, template]));
  const settled = judgeApp(app, () => true, judging).map(judged => acceptances.settle(judged));
  const id = ruleId(EXCEPTION_RULE);
  const level = judging.levels.has(id) ? judging.levels.get(id) : EXCEPTION_RULE.level;
  const unmatched = level === undefined ? [] : unmatchedExceptions(app.acceptingScopes, acceptances, level);
  const rulesLeftOut = [...judging.levels].filter(([, one]) => one === undefined).map(([one]) => one).sort();
  return evidenceOf(settled.map(one => located(one, files)), { ...judging, rulesLeftOut }, details, unmatched);
}

/** Whether something was found that nobody has accepted, and that is an error. */
export function isCompliant({ outcomes, unmatched }: Evidence): boolean {
  return !outcomes.some(({ status, level }) => (status === 'violated' || status === 'cannot-tell') && level === 'error')
    && !unmatched.some(({ level, acceptance }) => level === 'error' && acceptance === undefined);
}

function located({ outcome, located: place }: Settled, files: ReadonlyMap<string, FileTemplate>): RuleOutcome {
  const { propertyPath } = outcome;
  const template = files.get(place.templatePath ?? '');
  return propertyPath === undefined || template === undefined ? outcome : {
    ...outcome,
    fix: template.isFromApp ? outcome.fix : forTemplates(outcome.fix),
    source: { file: template.file.shownPath, ...template.locate(place.logicalId, propertyPath) },
  };
}

/** Who has no app does not need its code. */
function forTemplates(fix: string | undefined): string | undefined {
  return fix?.replace(/^CDK: [^]*?^CloudFormation: /m, '').replace(/^(CDK and )?CloudFormation: /m, '');
}
