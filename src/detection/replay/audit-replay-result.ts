import type { AuditDetection } from '../audit-detection';

/** What a detection would have made of an audit log. */
export interface AuditReplayResult {
  /** The detection. */
  readonly detection: AuditDetection;

  /** The number of records that it counts; of `SILENCE`, all of them. */
  readonly records: number;

  /** The times at which its alarm would have been on, the earliest first. */
  readonly alarms: AuditReplayAlarm[];

  /**
   * The least whole threshold at which its alarm would not have gone off, all else being equal.
   *
   * What the alarms told of counts, too: before a threshold is raised, look at what they were.
   *
   * @default - none for `SILENCE`, to which half an hour without a record is a breach of every threshold; see `quietEvaluationPeriods`
   */
  readonly quietThreshold?: number;

  /** The least number of periods in a row (`evaluationPeriods`) at which its alarm would not have gone off, all else being equal. */
  readonly quietEvaluationPeriods: number;

  /** The users of the records that it counts, the most frequent first, at most 10. */
  readonly topUsers: AuditReplayCount[];

  /** The client hosts of the records that it counts, the most frequent first, at most 10. */
  readonly topHosts: AuditReplayCount[];

  /**
   * The statements that it counts, the most frequent first, at most 10: literals stand there as `?`, numbers as `N`, and at most 200 characters.
   *
   * Of records without a statement, the operation, its object and the return code.
   */
  readonly topStatements: AuditReplayCount[];
}

/** A time at which an alarm is on. */
export interface AuditReplayAlarm {
  /** When it goes off: when the threshold is reached in the last of the periods that it takes. CloudWatch knows of it a minute or two later. */
  readonly start: Date;

  /**
   * When it is over: at the end of the last period that reaches the threshold.
   *
   * @default - it is still on where the log ends
   */
  readonly end?: Date;
}

/** How often something was there. */
export interface AuditReplayCount {
  /** The user, host or statement. */
  readonly value: string;

  /** The number of records; where there are more than 200 different values, of the rarer ones an upper limit. */
  readonly count: number;
}
