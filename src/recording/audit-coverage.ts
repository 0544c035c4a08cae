/**
 * How much of a part of the audit the app sets up.
 */
export enum AuditCoverageLevel {
  /** All of it: it is in the templates, and what changes it by hand is drift. */
  MANAGED = 'managed',

  /** Some of it. */
  PARTLY_MANAGED = 'partly-managed',

  /** Nothing of it: somebody else has to, and the app cannot see whether that was done. */
  UNMANAGED = 'unmanaged',
}

/**
 * A part of the audit, and how much of it the app sets up.
 */
export interface AuditCoveragePart {
  /** How much of it the app sets up. */
  readonly level: AuditCoverageLevel;

  /** What the app does not set up, with the commands that do: one text for each thing, empty where everything is managed. */
  readonly unmanaged: string[];
}

/**
 * What of the audit of a cluster the app sets up, and what has to be done elsewhere.
 *
 * It says what is in the templates, not what is deployed.
 */
export interface AuditCoverage {
  /**
   * That the cluster records: audit parameters and log export. Not managed of imported clusters, partly with an imported parameter group, and
   * where an override or an aspect has changed the cluster after its audit was made.
   */
  readonly record: AuditCoveragePart;

  /** That the records are kept: retention, key and protection of the log groups. Not managed where RDS made the audit log group, or it was handed in by its name. */
  readonly keep: AuditCoveragePart;

  /** That what matters in the records raises an alarm. Not managed where `detections` is empty. */
  readonly detect: AuditCoveragePart;
}
