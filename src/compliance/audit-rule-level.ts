/**
 * What becomes of the findings of a rule.
 */
export enum AuditRuleLevel {
  /** They fail the synthesis. */
  ERROR = 'error',

  /** They are reported. */
  WARNING = 'warning',

  /** The rule is left out; evidence names it among those that were. */
  OFF = 'off',
}
