import type { AuditReplayResult } from './audit-replay-result';
import { ReplayedDetection } from './replayed-detection';
import { shown } from '../../app/shown';
import { columnsOf, timeOf } from '../../recording/audit-record';
import { AuditDetection, filterPatternsOf } from '../audit-detection';
import { CONTROL_PLANE_METRIC } from '../catalogue/control-plane-changes';
import { PatternSet } from '../filter-pattern/pattern-set';

/**
 * Tells what detections would have made of an audit log that was already written: "what would this have raised last month?"
 *
 * Evaluates filter patterns, metrics and alarms as CloudWatch does: one value a minute, summed over periods that begin at multiples of their length (in UTC),
 * 0 in minutes with other records, missing data where there are none, which is no breach but for `SILENCE`. `CONTROL_PLANE_CHANGES` looks at no
 * audit records and has no result. Needs no account and no app.
 *
 * Records may be added bit by bit and in any order, as the four files have them that an instance writes at a time. Memory does not grow with their number: of each detection the first 315,360 periods with records count
 * for alarms (three years of five minutes), later ones for `records` and the top lists alone.
 *
 * @example
 * import { AuditReplay } from 'cdk-audited-aurora-mysql';
 *
 * const replay = AuditReplay.of(["1728498528380921,node-1,app,10.0.0.5,42,4712,QUERY,shop,'DROP TABLE orders',0"]);
 * replay.results(); // of each detection: records, alarms with start and end, top users, hosts and statements
 */
export class AuditReplay {
  /**
   * Replays lines of an audit log.
   *
   * @param lines lines of the log, in any order
   * @param detections what to look for (default: the recommended detections)
   */
  public static of(lines: string[], detections?: AuditDetection[]): AuditReplay {
    const replay = new AuditReplay(detections);
    replay.addAll(lines);
    return replay;
  }

  private readonly replayed: ReplayedDetection[];
  private readonly patterns: PatternSet;
  /** By pattern, the detections that it is one of, by their indexes. */
  private readonly owners: number[][];
  private readonly silences: ReplayedDetection[];
  /** How many patterns of each detection select the present record. */
  private readonly times: Uint32Array;

  private count = 0;
  private first?: number;
  private last?: number;
  private present?: number;

  /**
   * @param detections what to look for (default: the recommended detections)
   */
  constructor(detections?: AuditDetection[]) {
    const watched = checkedDetections(detections).filter(({ filterPattern, metricName }) => filterPattern ?? metricName !== CONTROL_PLANE_METRIC);
    this.replayed = watched.map(detection => new ReplayedDetection(detection));
    this.silences = this.replayed.filter(({ isSilence }) => isSilence);
    const compiled = new Map(watched.flatMap(detection => filterPatternsOf(detection).map((text, index) => [text, detection._patterns[index]])));
    this.patterns = new PatternSet([...compiled.values()]);
    this.owners = [...compiled.keys()].map(text => [...watched.keys()].filter(index => filterPatternsOf(watched[index]).includes(text)));
    this.times = new Uint32Array(watched.length);
  }

  /** The number of records so far. */
  public get records(): number {
    return this.count;
  }

  /** The time of the earliest record. */
  public get start(): Date | undefined {
    return this.first === undefined ? undefined : new Date(this.first);
  }

  /** The time of the latest record. */
  public get end(): Date | undefined {
    return this.last === undefined ? undefined : new Date(this.last);
  }

  /**
   * Adds one record. Empty lines are passed over; a line that does not begin with a time has that of the line before it.
   *
   * @param line one line of an audit log
   */
  public add(line: string): void {
    if (typeof line !== 'string') {
      throw new Error(`line: must be one line of an audit log, got: ${shown(line)}`);
    }
    const record = line.endsWith('\r') ? line.slice(0, -1) : line;
    const time = timeOf(record) ?? this.present;
    if (record === '' || time === undefined) {
      return;
    }
    this.count++;
    this.present = time;
    this.first = Math.min(time, this.first ?? time);
    this.last = Math.max(time, this.last ?? time);
    this.silences.forEach(silence => silence.count(time, 1));
    const selecting = this.patterns.matching(record);
    if (selecting.length > 0) {
      this.countFor(record, time, selecting);
    }
  }

  /**
   * Adds records.
   *
   * @param lines lines of an audit log
   */
  public addAll(lines: string[]): void {
    if (!Array.isArray(lines)) {
      throw new Error(`lines: must be a list of lines of an audit log, got: ${shown(lines)}`);
    }
    lines.forEach(line => this.add(line));
  }

  /**
   * Begins another file of the same cluster, whose first line may be the second half of a record: it has no time of a line before it.
   *
   * @internal
   */
  public _nextFile(): void {
    this.present = undefined;
  }

  /** What each detection would have made of the records so far. */
  public results(): AuditReplayResult[] {
    return this.replayed.map(each => each.result(this.last ?? 0));
  }

  private countFor(record: string, time: number, patterns: number[]): void {
    const columns = columnsOf(record);
    this.times.fill(0);
    patterns.forEach(pattern => this.owners[pattern].forEach(owner => this.times[owner]++));
    this.times.forEach((times, owner) => times > 0 && this.replayed[owner].count(time, times, columns));
  }
}

function checkedDetections(detections: AuditDetection[] = AuditDetection.recommended()): AuditDetection[] {
  if (!Array.isArray(detections) || detections.some(detection => !(detection instanceof AuditDetection))) {
    throw new Error(`detections: must be a list of AuditDetection, got: ${shown(detections)}`);
  }
  return detections;
}
