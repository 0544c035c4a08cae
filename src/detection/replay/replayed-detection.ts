import { AlarmTimeline } from './alarm-timeline';
import type { AuditReplayResult } from './audit-replay-result';
import { statementShape } from './statement-shape';
import { TopCounts } from './top-counts';
import type { AuditRecordColumns } from '../../recording/audit-record';
import type { AuditDetection } from '../audit-detection';
import { SILENCE_METRIC } from '../catalogue/silence';

const TOP = 10;

/** What one detection has counted so far. */
export class ReplayedDetection {
  /** Whether it counts every record, and alarms when there are none. */
  public readonly isSilence: boolean;

  private records = 0;
  private readonly timeline: AlarmTimeline;
  private readonly users = new TopCounts();
  private readonly hosts = new TopCounts();
  private readonly statements = new TopCounts();

  public constructor(private readonly detection: AuditDetection) {
    this.isSilence = detection.filterPattern === undefined && detection.metricName === SILENCE_METRIC;
    this.timeline = new AlarmTimeline({
      period: detection._periodSeconds * 1000,
      threshold: detection.threshold,
      evaluationPeriods: detection.evaluationPeriods,
      isSilence: this.isSilence,
    });
  }

  /** @param times how many of its patterns select the record; the metric counts each */
  public count(time: number, times: number, columns?: AuditRecordColumns): void {
    this.records++;
    this.timeline.add(time, times);
    if (columns) {
      this.users.add(columns.user);
      this.hosts.add(columns.host);
      this.statements.add(columns.isStatement ? statementShape(columns.object) : columns.object);
    }
  }

  public result(logEnd: number): AuditReplayResult {
    return {
      detection: this.detection,
      records: this.records,
      alarms: this.timeline.alarms(logEnd).map(({ start, end }) => ({ start: new Date(start), ...end === undefined ? {} : { end: new Date(end) } })),
      quietThreshold: this.timeline.quietThreshold(),
      quietEvaluationPeriods: this.timeline.quietEvaluationPeriods(),
      topUsers: this.users.top(TOP),
      topHosts: this.hosts.top(TOP),
      topStatements: this.statements.top(TOP),
    };
  }
}
