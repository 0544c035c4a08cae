/**
 * A form of the evidence of an audit.
 */
export enum EvidenceFormat {
  /** For machines; `docs/evidence.schema.json` describes it. */
  JSON = 'json',

  /** For spreadsheets: a row for each outcome. */
  CSV = 'csv',

  /** For auditors: a page to read and to print. */
  HTML = 'html',

  /** For code scanning: SARIF 2.1.0. */
  SARIF = 'sarif',
}
