import { ARCHIVE_RULES } from './archive-rules';
import { DETECTION_RULES } from './detection-rules';
import { EXCEPTION_RULE } from './exception-rule';
import { EXPORT_RULES } from './export-rules';
import { INSTANCE_RULES } from './instance-rules';
import { LOG_GROUP_RULES } from './log-group-rules';
import { PARAMETER_RULES } from './parameter-rules';
import { REVIEW_RULES } from './review-rules';
import type { Rule, RuleDescription } from './rule';
import { UNSEEN_CHANGE_RULES } from './unseen-change-rules';

/** The name of the pack, which its ids begin with. */
export const PACK_NAME = 'AuroraMysqlAudit';

export const CLUSTER_RULES = [...EXPORT_RULES, ...PARAMETER_RULES, ...LOG_GROUP_RULES, ...DETECTION_RULES, ...ARCHIVE_RULES, ...REVIEW_RULES];

export const HIDING_RULES = UNSEEN_CHANGE_RULES;

export { INSTANCE_RULES };

/** The rules that judge resources and templates, in the order in which they are reported. */
export const RULES: readonly Rule[] = [...CLUSTER_RULES, ...INSTANCE_RULES, ...HIDING_RULES];

/** All rules. */
export const RULE_DESCRIPTIONS: readonly RuleDescription[] = [...RULES, EXCEPTION_RULE];

export const RULE_IDS = RULE_DESCRIPTIONS.map(ruleId);

export function ruleId({ id }: Pick<RuleDescription, 'id'>): string {
  return `${PACK_NAME}-${id}`;
}
