import type { Reading } from './reading';
import type { AuditReplayResult } from '../../detection/replay/audit-replay-result';

/** What a replay came to. */
export interface ReplayReport {
  readonly records: number;
  readonly start?: Date;
  readonly end?: Date;
  readonly reading: Reading;
  readonly results: readonly AuditReplayResult[];
}
