/** What a rule says about one resource. */
export type RuleStatus = 'compliant' | 'violated' | 'acknowledged' | 'cannot-tell' | 'not-applicable';

/** The acknowledgement that excused a finding. */
export interface RuleAcknowledgement {
  /** The id as it was acknowledged: `AuroraMysqlAudit-X`, `AuroraMysqlAudit::AuroraMysqlAudit-X`, with or without `[finding]`. */
  readonly id: string;
  readonly reason: string;
  /** The construct on which it was acknowledged; empty for the app. */
  readonly constructPath: string;
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
  /** Where the finding is, on another resource perhaps: `Properties.EnableCloudwatchLogsExports`. */
  readonly propertyPath?: string;
  /** The resource of `propertyPath`, where it is not the judged one (a parameter group, a log group). */
  readonly locatedAt?: string;
  /** The template that holds `propertyPath`, relative to the output directory of the app: `assembly-Production/ProductionStack.template.json`. */
  readonly templateFile?: string;
  readonly message?: string;
  readonly fix?: string;
  /** `Security Hub RDS.34`, `NIST 800-53 r5 AU-2`, … */
  readonly controls: readonly string[];
  readonly acknowledgement?: RuleAcknowledgement;
}
