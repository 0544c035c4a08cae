import type { CheckConfig } from './check-config';
import { CheckedApp } from './checked-app';
import type { CheckedTemplate } from './checked-template';
import { type Evidence, evidenceOf } from '../../compliance/evidence/evidence';
import type { RuleOutcome } from '../../compliance/evidence/rule-outcome';
import type { Settled } from '../../compliance/exceptions/acceptances';
import { settledApp } from '../../compliance/exceptions/settled-app';
import { rulesLeftOut } from '../../compliance/judge';

/** Judges templates as one app: what every rule says of every cluster, and where that stands in the files. */
export function checkOutcome(templates: readonly CheckedTemplate[], { judging, details, evaluationDate, accepted }: CheckConfig): Evidence {
  const app = new CheckedApp(templates, accepted);
  const files = new Map(templates.map(template => [template.file.shownPath, template]));
  const { settled, unmatched } = settledApp(app, { isJudged: () => true, judging, evaluationDate, scopes: app.acceptingScopes });
  return evidenceOf(settled.map(one => located(one, files)), { ...judging, rulesLeftOut: rulesLeftOut(judging) }, details, unmatched);
}

function located({ outcome, located: place }: Settled, files: ReadonlyMap<string, CheckedTemplate>): RuleOutcome {
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
