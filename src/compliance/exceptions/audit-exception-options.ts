/**
 * What an `AuditException` accepts, why, and for how long.
 */
export interface AuditExceptionOptions {
  /**
   * What is accepted, as the report has it: the id of a rule, `AuroraMysqlAudit-AuditUsers`, for all of its findings, or
   * that of a finding, `AuroraMysqlAudit-AuditUsers[backup]`. `AuroraMysqlAudit::` may stand before it.
   *
   * @default - every finding of every rule
   */
  readonly rules?: string[];

  /**
   * Why it is accepted.
   */
  readonly reason: string;

  /**
   * Who accepted it, as evidence names them.
   *
   * @default - nobody is named
   */
  readonly approvedBy?: string;

  /**
   * The last day on which it is accepted, `YYYY-MM-DD`; afterwards the findings are back.
   *
   * @default - it does not expire
   */
  readonly expires?: string;
}
