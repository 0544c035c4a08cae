import { AuditDetection } from '../src';
import { parseFilterPattern } from '../src/detection/filter-pattern/parse-filter-pattern';
import type { CorpusRecord } from '../test/corpus/records';

/** What is scored: a detection, or a pattern that somebody recommends. */
interface Observer {
  readonly name: string;
  /** The labels of the records that it is meant for. */
  readonly labels: readonly string[];
  readonly matches: (record: string) => boolean;
}

/** The labels that a detection of the catalogue is meant for. */
const LABELS: Record<string, readonly string[]> = {
  FailedLogins: ['failed-login', 'access-denied'],
  DeniedAccess: ['access-denied'],
  AccountAndPrivilegeChanges: ['privilege-change', 'role-change', 'user-change'],
  // What is dropped is a change of the schema as well; a statement that an injection adds is seen by what it does.
  RefusedStatements: ['injection'],
  DestructiveStatements: ['schema-drop', 'data-destroy', 'schema-change', 'routine-change', 'injection'],
  EmptiedTables: ['schema-drop', 'data-destroy', 'schema-change', 'injection'],
  SchemaChanges: ['schema-drop', 'schema-change', 'routine-change'],
  AuditTampering: ['audit-tamper', 'config-change'],
  ExfiltrationAndInjection: ['data-export', 'data-import', 'exfil-call', 'injection', 'dos', 'recon'],
  Backups: ['data-export', 'audit-tamper'],
  Reconnaissance: ['recon'],
};

/** Labels of records that must raise nothing. */
const HARMLESS = ['benign', 'benign-lookalike', 'login', 'disconnect'];
const TABLE_EVENT = /,(?:READ|WRITE|CREATE|ALTER|RENAME|DROP),[^']*,$/;

/** The detections of the catalogue that look at records; two that count the same are one. */
export const CATALOGUE_OBSERVERS: readonly Observer[] = AuditDetection.recommended()
  .filter(({ detectionId }) => detectionId in LABELS)
  .map(detection => ({ name: detection.detectionId, labels: LABELS[detection.detectionId], matches: record => detection.matches(record) }));

/** The patterns that are recommended most often. */
export const NAIVE: readonly Observer[] = [
  { name: 'FAILED_CONNECT', labels: LABELS.FailedLogins },
  { name: 'GRANT', labels: ['privilege-change', 'role-change'] },
  { name: '%[Gg][Rr][Aa][Nn][Tt]|[Rr][Ee][Vv][Oo][Kk][Ee]%', labels: ['privilege-change', 'role-change'] },
].map(({ name, labels }) => ({ name, labels, matches: parseFilterPattern(name).matches }));

/** How many of how many. */
export interface Share {
  readonly seen: number;
  readonly of: number;
}

/** One thing that was done, and what is to be seen of it. */
interface Attack {
  readonly label: string;
  readonly item: string;
  readonly records: readonly CorpusRecord[];
}

export interface Score {
  /** Every item of every label. */
  readonly all: Share;
  /** The same, were there no table events. */
  readonly withoutTableEvents: Share;
  readonly byLabel: Record<string, Share>;
  readonly byFlag: Record<string, Share>;
  readonly missed: readonly Attack[];
  readonly harmless: number;
  readonly falseAlarms: readonly { readonly observer: string; readonly record: CorpusRecord }[];
}

/** How much of what they are meant for observers see, and how often they raise an alarm over nothing. */
export function score(observers: readonly Observer[], records: readonly CorpusRecord[]): Score {
  const labels = [...new Set(Object.values(LABELS).flat())].filter(label => observers.some(each => each.labels.includes(label)));
  const items = grouped(records, ({ item, events }) => `${item}, ${events}`);
  const attacks = labels.flatMap(label => items
    .filter(itsRecords => itsRecords.some(record => record.labels.includes(label)))
    .map((itsRecords): Attack => ({ label, item: itsRecords[0].item, records: itsRecords })));
  const isSeen = ({ label, records: evidence }: Attack) => observers
    .some(each => each.labels.includes(label) && evidence.some(({ record }) => each.matches(record)));
  const share = (some: readonly Attack[]): Share => ({ seen: some.filter(isSeen).length, of: some.length });
  const flags = [...new Set(attacks.flatMap(attack => attack.records.flatMap(record => record.flags)))].filter(flag => flag !== '').sort();
  const harmless = records.filter(record => record.labels.every(label => HARMLESS.includes(label)));
  return {
    all: share(attacks),
    withoutTableEvents: share(attacks.map(attack => ({ ...attack, records: attack.records.filter(each => !TABLE_EVENT.test(each.record)) }))),
    byLabel: Object.fromEntries(labels.map(label => [label, share(attacks.filter(attack => attack.label === label))])),
    byFlag: Object.fromEntries(flags.map(flag => [flag, share(attacks.filter(attack => attack.records.some(each => each.flags.includes(flag))))])),
    missed: attacks.filter(attack => !isSeen(attack)),
    harmless: harmless.length,
    falseAlarms: harmless.flatMap(record => observers
      .filter(each => each.matches(record.record))
      .map(({ name }) => ({ observer: name, record }))),
  };
}

/** Values with the same key together, in the order of the first of each. */
export function grouped<T>(values: readonly T[], key: (value: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  values.forEach(value => groups.set(key(value), [...groups.get(key(value)) ?? [], value]));
  return [...groups.values()];
}
