import type { PolicyViolation } from 'aws-cdk-lib';
import type { Settled } from './exceptions/acceptances';
import type { UnmatchedException } from './exceptions/unmatched';
import { EXCEPTION_RULE } from './rules/exception-rule';
import type { RuleDescription } from './rules/rule';
import type { Place } from './tree/place';

/** Where the template was written, if it was. */
export type TemplatePath = (place: Place) => string | undefined;

/** Findings as aws-cdk-lib reports them; one about what several clusters share is reported once. */
export function violations(judged: readonly Settled[], templatePath: TemplatePath, isVerbose: boolean): PolicyViolation[] {
  const reported = judged.filter(({ outcome }) => outcome.message !== undefined && outcome.status !== 'not-applicable')
    .map(one => violation(one, templatePath, isVerbose));
  return [...new Map(reported.map(one => [[one.ruleName, one.description, ...one.violatingResources.flatMap(({ constructPath, locations }) =>
    [constructPath, ...locations])].join('\n'), one])).values()];
}

/** What accepts nothing, as aws-cdk-lib reports it: at the construct where it stands. */
export function exceptionViolations(unmatched: readonly UnmatchedException[], isVerbose: boolean): PolicyViolation[] {
  return unmatched.map(({ findingId, level, message, fix, constructPath }) => ({
    ruleName: findingId,
    description: described(message, EXCEPTION_RULE, isVerbose),
    severity: level,
    fix,
    ruleMetadata: metadata(EXCEPTION_RULE),
    violatingResources: [{ constructPath, locations: [] }],
  }));
}

function violation(settled: Settled, templatePath: TemplatePath, isVerbose: boolean): PolicyViolation {
  const { outcome, rule, subject, located, acceptance, isFatal } = settled;
  // aws-cdk-lib looks for acknowledgements around the construct that it is told.
  const isExcusedAtSubject = acceptance !== undefined && !located.construct.node.scopes.includes(acceptance.construct);
  const resource = isExcusedAtSubject ? subject : located;
  const path = templatePath(resource);
  return {
    ruleName: outcome.findingId,
    description: described(outcome.message!, rule, isVerbose),
    // What is fatal cannot be acknowledged.
    severity: isFatal ? 'fatal' : outcome.level,
    fix: outcome.fix,
    ruleMetadata: metadata(rule),
    violatingResources: [{
      constructPath: resource.path,
      ...(path === undefined || resource.logicalId === '' ? {} : { resourceLogicalId: resource.logicalId, templatePath: path }),
      locations: [outcome.propertyPath!],
    }],
  };
}

function described(message: string, { why }: RuleDescription, isVerbose: boolean): string {
  return isVerbose ? `${message}. ${why}` : message;
}

function metadata({ controls, wants, why }: RuleDescription): { [key: string]: string } {
  return { controls: controls.join(', '), wants, why };
}
