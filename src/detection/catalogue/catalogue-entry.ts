import type { AuditDetectionProps } from '../audit-detection-props';

/** A detection of the catalogue with what its documentation says about it. */
export interface CatalogueEntry extends Omit<AuditDetectionProps, 'period'> {
  /** The period over which matching records are counted. */
  readonly periodMinutes: number;
  /** What it looks for, in a few words. */
  readonly looksFor: string;
  /** What it catches. */
  readonly catches: string;
  /** What it cannot catch, and why. */
  readonly misses: string;
  /** Why the alarm goes off at this threshold in this period. */
  readonly thresholdReason: string;
}

/** A Logs Insights query for the records that a regular expression of Logs Insights selects, newest first. */
export function recordsLike(regularExpression: string): string {
  return `fields @timestamp, @message | filter @message like /${regularExpression}/ | sort @timestamp desc | limit 200`;
}
