/**
 * How urgent an alarm of a detection is.
 */
export enum AuditDetectionSeverity {
  /** To be seen in the next review. */
  LOW = 'LOW',
  /** To be looked at within a working day. */
  MEDIUM = 'MEDIUM',
  /** To be looked at within the hour. */
  HIGH = 'HIGH',
  /** To be looked at now, at any hour. */
  CRITICAL = 'CRITICAL',
}
