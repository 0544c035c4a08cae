import { Annotations } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { actionsFor, type AlarmActions } from './alarm-actions';
import { AuditDetection, filterPatternsOf } from './audit-detection';
import { SILENCE_METRIC } from './catalogue/silence';
import { DetectionAlarm } from './detection-alarm';
import type { DetectionTarget } from './detection-target';
import { parseFilterPattern } from './filter-pattern/parse-filter-pattern';
import { shownOrCopy } from '../app/of-class';
import { shown } from '../app/shown';
import { type AuditCoveragePart, AuditCoverageLevel } from '../recording/audit-coverage';
import type { AuditEvent } from '../recording/audit-event';
import { lateDependency } from '../recording/creation-order';

/** What the detections of one cluster look at and whom they tell. */
export interface DetectionSetProps extends AlarmActions {
  readonly target: DetectionTarget;
  /** The classes of events that the cluster records. */
  readonly auditEvents: AuditEvent[];
  /** Whether the cluster can pause, and then writes no audit records. */
  readonly canPause: boolean;
}

/** The detections at work on one cluster. */
export class DetectionSet extends Construct {
  private readonly detectionAlarms = new Map<string, DetectionAlarm>();

  constructor(scope: Construct, id: string, private readonly props: DetectionSetProps) {
    super(scope, id);
  }

  public get all(): DetectionAlarm[] {
    return [...this.detectionAlarms.values()];
  }

  public get metricFilters(): logs.MetricFilter[] {
    return [...new Set(this.all.flatMap(({ metricFilters }) => metricFilters))];
  }

  /** Whether anything is looked for. */
  public get coverage(): AuditCoveragePart {
    return this.detectionAlarms.size > 0
      ? { level: AuditCoverageLevel.MANAGED, unmanaged: [] }
      : { level: AuditCoverageLevel.UNMANAGED, unmanaged: ['detections: nothing is looked for in the records; leave it out, or add some with addDetection'] };
  }

  /** Adds those that were chosen, or the recommended ones that fit the cluster. */
  public addAll(chosen: AuditDetection[] | undefined): void {
    const detections = chosen ?? AuditDetection.recommended();
    const fitting = chosen === undefined && this.props.canPause ? detections.filter(detection => !isSilence(detection)) : detections;
    if (fitting.length < detections.length) {
      this.warnOfPause('AuditDetection.SILENCE is left out, auditing that stops is not noticed by its silence');
    }
    fitting.forEach(detection => this.add(detection));
  }

  public add(detection: AuditDetection): cloudwatch.Alarm {
    if (!(detection instanceof AuditDetection)) {
      throw new Error(`detections: must hold AuditDetection, got: ${shownOrCopy(detection, AuditDetection)}`);
    }
    if (this.detectionAlarms.has(detection.detectionId)) {
      throw new Error(`detections: '${detection.detectionId}' is there twice`);
    }
    const added = new DetectionAlarm(this, detection.detectionId, {
      detection,
      target: this.props.target,
      alarmActions: actionsFor(detection.severity, this.props),
      metricFilters: this.filtersOfSameMetric(detection),
    });
    this.detectionAlarms.set(detection.detectionId, added);
    // The calls that make alarms and filters, and those that follow a restore, are the kind of call that it looks for.
    added.rule?.node.addDependency(
      lateDependency(() => [...this.metricFilters, ...this.all.map(({ alarm }) => alarm)]), ...this.props.target.recordsComeAfter,
    );
    this.warnIfStarved(detection);
    this.warnIfUncertain(detection);
    if (isSilence(detection) && this.props.canPause) {
      this.warnOfPause('the alarm of AuditDetection.SILENCE will go off');
    }
    return added.alarm;
  }

  public find(detection: AuditDetection): DetectionAlarm {
    const found = this.detectionAlarms.get(detection?.detectionId);
    if (!found) {
      throw new Error(`detection '${detection?.detectionId}' is not among those of this cluster: ${[...this.detectionAlarms.keys()].join(', ')}`);
    }
    return found;
  }

  private filtersOfSameMetric(detection: AuditDetection): logs.MetricFilter[] | undefined {
    const same = this.all.find(other => other.detection.metricName === detection.metricName);
    if (same && filterPatternsOf(same.detection).join('\n') !== filterPatternsOf(detection).join('\n')) {
      throw new Error(`detections: '${detection.detectionId}' and '${same.detection.detectionId}' have the same metricName and not the same filterPattern, `
        + `each alarm would count the records of both, got: ${shown(detection.metricName)}`);
    }
    return same?.metricFilters;
  }

  private warnIfStarved({ detectionId, auditEvents }: AuditDetection): void {
    if (auditEvents.length > 0 && !auditEvents.some(event => this.props.auditEvents.includes(event))) {
      Annotations.of(this).addWarningV2(`cdk-audited-aurora-mysql:detectionWithoutEvents-${detectionId}`,
        `detections: '${detectionId}' will never see anything, it needs ${auditEvents.join(' or ')} in auditEvents, got: ${this.props.auditEvents.join(', ')}`);
    }
  }

  private warnIfUncertain(detection: AuditDetection): void {
    // Only a pattern with a backslash can have such a term; compiling the regular expressions of every cluster would cost milliseconds.
    const terms = filterPatternsOf(detection).filter(pattern => /^[^%].*\\/.test(pattern)).flatMap(pattern => parseFilterPattern(pattern).uncertainTerms);
    if (terms.length > 0) {
      Annotations.of(this).addWarningV2(`cdk-audited-aurora-mysql:uncertainTerms-${detection.detectionId}`,
        `detections: '${detection.detectionId}' has a backslash in ${terms.join(', ')} that stands before neither " nor another backslash; what CloudWatch Logs makes of it is `
        + 'not documented. A quote in a statement has a backslash before it: leave the backslash out, the term that begins with the quote is found as well');
    }
  }

  private warnOfPause(consequence: string): void {
    Annotations.of(this).addWarningV2('cdk-audited-aurora-mysql:silenceWhilePaused',
      `the cluster pauses when nobody uses it (least capacity 0) and then writes no audit records: ${consequence}`);
  }
}

function isSilence({ filterPattern, metricName }: AuditDetection): boolean {
  return filterPattern === undefined && metricName === SILENCE_METRIC;
}
