import { grouped, type Share } from './detection-score';
import { AuditDetection, AuditDetectionSeverity, AuditReplay, type AuditReplayResult } from '../src';
import type { WorkloadRecord } from '../test/workloads/records';

const LOOKED_INTO = [AuditDetectionSeverity.MEDIUM, AuditDetectionSeverity.HIGH, AuditDetectionSeverity.CRITICAL];
const PAGED = [AuditDetectionSeverity.HIGH, AuditDetectionSeverity.CRITICAL];

/** What a workload, or one item of an attack, raised. */
export interface Raised {
  readonly name: string;
  readonly records: number;
  /** Detections whose alarm went off. */
  readonly alarms: readonly AuditReplayResult[];
}

const groups = (records: readonly WorkloadRecord[], key: (record: WorkloadRecord) => string) =>
  grouped(records, key).map(group => ({ name: key(group[0]), group }));

/**
 * What detections raise over records that are counted as if all of them had come within one minute.
 *
 * How fast they came is not known of the real programs, whose rates are compressed: this is the worst case.
 */
function raisedBy(name: string, records: readonly WorkloadRecord[], detections: AuditDetection[]): Raised {
  const replay = new AuditReplay(detections);
  const moment = records[0].record.slice(0, 16);
  records.forEach(({ record, count }) => {
    const atOnce = /^\d{16},/.test(record) ? moment + record.slice(16) : record;
    Array.from({ length: count }, () => replay.add(atOnce));
  });
  return { name, records: replay.records, alarms: replay.results().filter(({ alarms }) => alarms.length > 0) };
}

/** What each real program raises. */
export function programs(records: readonly WorkloadRecord[], detections = AuditDetection.recommended()): Raised[] {
  return groups(records.filter(({ label }) => label === 'benign'), ({ workload }) => workload)
    .map(({ name, group }) => raisedBy(name, group, detections));
}

/** What each item of the attacks raises, by family: of the kind of statement, of the technique of sqlmap, of the tool. */
export function attacks(records: readonly WorkloadRecord[], detections = AuditDetection.recommended()): Record<string, Raised[]> {
  const families = groups(records.filter(({ label }) => label !== 'benign'), familyOf);
  return Object.fromEntries(families.map(({ name, group }) => [
    name, groups(group, ({ item }) => item).map(each => raisedBy(each.name, each.group, detections)),
  ]));
}

const TECHNIQUES: Record<string, string> = { B: 'boolean-blind', E: 'error', U: 'union', T: 'time', S: 'stacked' };
const FAMILIES: Record<string, string> = {
  acct: 'accounts and privileges',
  backdoor: 'back doors',
  brute: 'guessing of passwords',
  denied: 'denied access',
  destroy: 'destruction',
  exfil: 'exfiltration',
  ransom: 'ransom',
  recon: 'looks around',
  sqli: 'injection by hand',
  tamper: 'tampering',
};

function familyOf({ workload, label, item }: WorkloadRecord): string {
  const [, kind] = label.split('+');
  return workload === 'sqlmap' ? `sqlmap, ${TECHNIQUES[item.split('-')[1][0]]}, ${item.endsWith('-exploit') ? 'extraction' : 'probing'}` : FAMILIES[kind];
}

/** Families of statements and tools that are no attack yet. */
export const LOOKS_AROUND = FAMILIES.recon;

export const isSqlmap = (family: string) => family.startsWith('sqlmap');
export const lookedInto = (raised: Raised) => raised.alarms.filter(({ detection }) => LOOKED_INTO.includes(detection.severity));
export const paged = (raised: Raised) => raised.alarms.filter(({ detection }) => PAGED.includes(detection.severity));

/** How many raise any alarm, or one that is chosen. */
export function share(all: readonly Raised[], chosen: (raised: Raised) => readonly AuditReplayResult[] = ({ alarms }) => alarms): Share {
  return { seen: all.filter(raised => chosen(raised).length > 0).length, of: all.length };
}
