import { controlsByStatus, countsByStatus, type Evidence, type ResourceEvidence, resourcesByStatus } from './evidence';
import type { RuleOutcome } from './rule-outcome';
import { tool } from './tool';
import type { UnmatchedException } from '../exceptions/unmatched';

/** The version of the schema: a new one where a reader of the old one would fail. */
const SCHEMA_VERSION = 1;

/** The evidence as JSON, as `docs/evidence.schema.json` has it. */
export function evidenceJson({ details, requirements, outcomes, resources, rules, controls, unmatched }: Evidence): string {
  const { requiredEvents, requiredRetentionDays, allowedExcludedUsers, rulesLeftOut } = requirements;
  const { requiresArchive, requiredArchiveDays, requiresReview } = requirements;
  const { name, version, url } = tool();
  return `${JSON.stringify({
    $schema: `${url.replace('github.com', 'raw.githubusercontent.com')}/main/docs/evidence.schema.json`,
    schemaVersion: SCHEMA_VERSION,
    tool: { name, version },
    ...(Object.values(details).every(one => one === undefined) ? {} : { details }),
    requirements: {
      requiredEvents,
      requiredRetentionDays,
      allowedExcludedUsers,
      ...requiresArchive ? { requiredArchiveDays } : {},
      ...requiresReview ? { requiresReview } : {},
      rulesLeftOut,
    },
    summary: { resources: resources.length, statuses: countsByStatus(outcomes) },
    rules: rules.map(({ id, wants, why, controls: served, outcomes: ofRule }) =>
      ({ id, wants, why, controls: served, statuses: countsByStatus(ofRule) })),
    controls: controls.map(({ id, rules: serving, outcomes: ofControl }) =>
      ({ id, rules: serving.map(rule => rule.id), statuses: countsByStatus(ofControl), resources: resourcesByStatus(ofControl) })),
    resources: resources.map(resourceJson),
    unmatchedExceptions: unmatched.map(unmatchedJson),
  }, undefined, 2)}\n`;
}

function resourceJson({ outcomes, ...resource }: ResourceEvidence) {
  return { ...resource, statuses: countsByStatus(outcomes), controls: controlsByStatus(outcomes), outcomes: outcomes.map(outcomeJson) };
}

function outcomeJson(
  { ruleId, findingId, status, level, propertyPath, locatedAt, templateFile, source, message, consequenceOf, fix, acknowledgement }: RuleOutcome,
) {
  return { ruleId, findingId, status, level, propertyPath, locatedAt, templateFile, source, message, consequenceOf, fix, acknowledgement };
}

function unmatchedJson({ id, level, message, reason, approvedBy, expires, constructPath, source, acceptance }: UnmatchedException) {
  return { id, level, message, reason, approvedBy, expires, constructPath, source, isAccepted: acceptance !== undefined };
}
