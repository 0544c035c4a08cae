/**
 * What becomes of the findings of a rule.
 */
export enum AuditRuleLevel {
  /** They fail the synthesis. */
  ERROR = 'error',

  /** They are reported. */
  WARNING = 'warning',

  /** The rule is left out, of the evidence as well. */
  OFF = 'off',
}
