/**
 * A form of the evidence of an audit.
 */
export enum AuditEvidenceFormat {
  /**
   * For machines.
   *
   * @see https://github.com/cdk-audited-aurora-mysql/cdk-audited-aurora-mysql/blob/main/docs/evidence.schema.json
   */
  JSON = 'json',

  /** For spreadsheets: a row for each outcome. */
  CSV = 'csv',

  /** For auditors: a page to read and to print. */
  HTML = 'html',

  /** For code scanning: SARIF 2.1.0. */
  SARIF = 'sarif',
}
