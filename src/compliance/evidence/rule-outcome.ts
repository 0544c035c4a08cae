import type { SourceLocation } from './source-location';

/** What a rule says about one resource. */
export type RuleStatus = 'compliant' | 'violated' | 'acknowledged' | 'cannot-tell' | 'not-applicable';

/** Statuses of what was found, accepted or not. */
export const FOUND: readonly RuleStatus[] = ['violated', 'cannot-tell', 'acknowledged'];

/** Whether something was found that nobody has accepted. */
export function isOpen({ status }: Pick<RuleOutcome, 'status'>): boolean {
  return status === 'violated' || status === 'cannot-tell';
}

/** The exception or acknowledgement that accepts a finding. */
export interface RuleAcknowledgement {
  /** As the report of aws-cdk-lib has it, however it was written: `AuroraMysqlAudit::AuroraMysqlAudit-X[finding]`. */
  readonly id: string;
  readonly reason: string;
  readonly approvedBy?: string;
  /** The last day on which it holds: `2027-06-30`. */
  readonly expires?: string;
  /** The construct on which it was accepted; empty for the app. */
  readonly constructPath: string;
  /** Where it was written. */
  readonly source?: SourceLocation;
}

/** An archive of a cluster. */
export interface ArchiveOutcome {
  /** The construct path of the bucket. */
  readonly bucket: string;
  /** GOVERNANCE or COMPLIANCE; none where it is not known. */
  readonly lockMode?: string;
  readonly lockDays?: number;
}

/** A review of a cluster. */
export interface ReviewOutcome {
  /** The construct path of the schedule. */
  readonly schedule: string;
}

/** The outcome of one rule, or of one finding of it, for one resource: a row of the evidence. */
export interface RuleOutcome {
  /** `AuroraMysqlAudit-AuditLogExport` */
  readonly ruleId: string;
  /** The id to acknowledge: `ruleId`, or `ruleId[finding]`. */
  readonly findingId: string;
  readonly status: RuleStatus;
  readonly level: 'error' | 'warning';
  /** The resource that was judged: a cluster, or a DB instance that belongs to none. */
  readonly constructPath: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly resourceType: string;
  readonly clusterIdentifier?: string;
  /** Where all of its records are archived, and who reviews them, as far as the templates say. */
  readonly archives?: readonly ArchiveOutcome[];
  readonly reviews?: readonly ReviewOutcome[];
  /** Where the finding is, on another resource perhaps: `Properties.EnableCloudwatchLogsExports`. */
  readonly propertyPath?: string;
  /** The resource of `propertyPath`, where it is not the judged one (a parameter group, a log group). */
  readonly locatedAt?: string;
  /** The template that holds `propertyPath`, relative to the output directory of the app: `assembly-Production/ProductionStack.template.json`. */
  readonly templateFile?: string;
  /** The line of the app that set `propertyPath`, or made the resource, where that is known. */
  readonly source?: SourceLocation;
  readonly message?: string;
  /** Of one that is not applicable because of what other rules find: the ids of those rules. */
  readonly consequenceOf?: readonly string[];
  readonly fix?: string;
  /** `Security Hub RDS.34`, `NIST 800-53 r5 AU-2`, … */
  readonly controls: readonly string[];
  readonly acknowledgement?: RuleAcknowledgement;
}
