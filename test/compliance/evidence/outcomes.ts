import { type Evidence, evidenceOf } from '../../../src/compliance/evidence/evidence';
import type { RuleOutcome, RuleStatus } from '../../../src/compliance/evidence/rule-outcome';
import type { UnmatchedException } from '../../../src/compliance/exceptions/unmatched';
import { ruleId, RULES } from '../../../src/compliance/rules/rule-table';

const [RULE] = RULES;

export const REQUIREMENTS = {
  requiredEvents: ['CONNECT', 'QUERY'],
  requiredRetentionDays: 365,
  warnsOfInfiniteRetention: false,
  allowedExcludedUsers: ['rdsadmin'],
  rulesLeftOut: [],
  requiresArchive: false,
  requiredArchiveDays: 365,
  requiresReview: false,
};

const BY_STATUS: Record<RuleStatus, Partial<RuleOutcome>> = {
  'violated': { message: 'wrong', fix: 'mend it', propertyPath: 'Properties.X' },
  'cannot-tell': { message: 'unclear', fix: 'mend it', propertyPath: 'Properties.X', findingId: `${ruleId(RULE)}[unknown:X]` },
  'acknowledged': {
    message: 'wrong', fix: 'mend it', propertyPath: 'Properties.X', acknowledgement: { id: ruleId(RULE), reason: 'accepted', constructPath: 'Stack' },
  },
  'compliant': {},
  'not-applicable': { message: 'not Aurora MySQL' },
};

/** An outcome of the first rule. */
export function outcome(status: RuleStatus, more: Partial<RuleOutcome> = {}): RuleOutcome {
  return {
    ruleId: ruleId(RULE),
    findingId: ruleId(RULE),
    status,
    level: 'error',
    constructPath: 'Stack/Cluster',
    stackName: 'Stack',
    logicalId: 'Cluster',
    resourceType: 'AWS::RDS::DBCluster',
    controls: RULE.controls,
    ...BY_STATUS[status],
    ...more,
  };
}

export function evidence(...outcomes: RuleOutcome[]): Evidence {
  return evidenceOf(outcomes, REQUIREMENTS);
}

/** An outcome in which whatever may come from a template is that text. */
export function hostile(text: string): RuleOutcome {
  return outcome('acknowledged', {
    constructPath: text,
    stackName: text,
    logicalId: text,
    clusterIdentifier: text,
    archives: [{ bucket: text, lockMode: text, lockDays: 365 }],
    reviews: [{ schedule: text }],
    locatedAt: text,
    propertyPath: text,
    message: text,
    fix: text,
    templateFile: text,
    source: { file: text, line: 1 },
    acknowledgement: { id: text, reason: text, constructPath: text, approvedBy: `by ${text}`, expires: '2027-06-30', source: { file: text, line: 1 } },
  });
}

/** An exception that accepts nothing, in which whatever may come from a program is that text. */
export function unmatchedException(text: string, more: Partial<UnmatchedException> = {}): UnmatchedException {
  return {
    ruleId: 'AuroraMysqlAudit-AuditExceptions',
    findingId: 'AuroraMysqlAudit-AuditExceptions[unmatched]',
    level: 'warning',
    message: text,
    fix: text,
    id: text,
    reason: text,
    constructPath: text,
    ...more,
  };
}
