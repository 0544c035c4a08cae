import type { PolicyViolation } from 'aws-cdk-lib';
import type { Judged } from './judge-app';
import type { Place } from './tree/place';

/** Where the template was written, if it was. */
export type TemplatePath = (place: Place) => string | undefined;

/** Findings as aws-cdk-lib reports them; one about what several clusters share is reported once. */
export function violations(judged: readonly Judged[], templatePath: TemplatePath, isVerbose: boolean): PolicyViolation[] {
  const reported = judged.filter(({ outcome }) => outcome.message !== undefined && outcome.status !== 'not-applicable')
    .map(one => violation(one, templatePath, isVerbose));
  return [...new Map(reported.map(one => [[one.ruleName, one.description, ...one.violatingResources.flatMap(({ constructPath, locations }) =>
    [constructPath, ...locations])].join('\n'), one])).values()];
}

function violation({ outcome, rule, subject, located, acknowledgement }: Judged, templatePath: TemplatePath, isVerbose: boolean): PolicyViolation {
  // aws-cdk-lib looks for acknowledgements around the construct that it is told.
  const isExcusedAtSubject = acknowledgement !== undefined && !located.construct.node.scopes.includes(acknowledgement.construct);
  const resource = isExcusedAtSubject ? subject : located;
  const path = templatePath(resource);
  return {
    ruleName: outcome.findingId,
    description: isVerbose ? `${outcome.message}. ${rule.why}` : outcome.message!,
    severity: outcome.level,
    fix: outcome.fix,
    ruleMetadata: { controls: rule.controls.join(', '), wants: rule.wants, why: rule.why },
    violatingResources: [{
      constructPath: resource.path,
      ...(path === undefined || resource.logicalId === '' ? {} : { resourceLogicalId: resource.logicalId, templatePath: path }),
      locations: [outcome.propertyPath!],
    }],
  };
}
