import type * as iam from 'aws-cdk-lib/aws-iam';
import type { ReviewQuestion } from './review-questions';
import type { AuditDetection } from '../../detection/audit-detection';

/** A call of an AWS API by which a source is asked. */
export interface SourceCall {
  /** Such as `athena:startQueryExecution`. */
  readonly action: string;
  readonly args: Record<string, unknown>;
  /** What is taken from `$states.result`: an expression. */
  readonly output: string;
}

/** Where the answers of a review come from. A question is asked, looked after until it has an answer, and read. */
export interface ReviewSource {
  /** What reports call it. */
  readonly title: string;
  /** Records are there after so many seconds, also those that are late. */
  readonly settledSeconds: number;
  /** Gives the id of a query. `$here` is the cluster and its period, `$question` what is asked. */
  readonly ask: SourceCall;
  /** The error of `ask` where others have taken the room for queries. */
  readonly busy: string;
  /** Gives an answer whose status is one of `RUNNING`, `ANSWERED`, or anything else where there will be none. */
  readonly look: SourceCall;
  /** Gives an answer with its rows, where `look` has none. */
  readonly read?: SourceCall;
  /** What the machine that asks has to be allowed. */
  readonly statements: iam.PolicyStatement[];
  /** What a cluster with some detections is asked. */
  questions(detections: AuditDetection[]): ReviewQuestion[];
}

/** An answer that is complete. */
export const ANSWERED = 'Complete';

/** An answer that may come yet. */
export const RUNNING = ['Scheduled', 'Running', 'Unknown'];
