/**
 * Replays a day of audit records, put together from those of the tests: applications at work around the clock, a monitor, a backup at night,
 * a deployment in the morning, and in the afternoon somebody who tries the login page with sqlmap and comes in.
 */
import { AuditReplay } from '../src';
import { workloads, type WorkloadRecord } from '../test/workloads/records';

const DAY = Date.parse('2026-03-02T00:00:00Z');
const HOUR = 3600_000;
const LEFT = /^\d{16}(?=,)/;

const all = workloads();
const drops = /drop|truncate|delete from \S+'/i;

/** The records of a workload from one hour to another, at even distances. */
function during(from: number, to: number, records: readonly WorkloadRecord[]): string[] {
  const lines = records.flatMap(({ record, count }) => Array.from({ length: Math.min(count, 50) }, () => record)).filter(record => LEFT.test(record));
  return lines.map((record, index) => record.replace(LEFT, `${Math.floor(DAY + (from + (to - from) * index / lines.length) * HOUR)}000`));
}

const of = (...names: string[]) => all.filter(({ workload, label }) => label === 'benign' && names.includes(workload));
const attack = (...items: string[]) => all.filter(({ item }) => items.includes(item));

const lines = [
  ...during(0, 24, of('wordpress', 'hibernate', 'zabbix', 'exporter_all', 'nagios').filter(({ record }) => !/,(CREATE|ALTER),|,'(create|alter)/i.test(record) && !drops.test(record))),
  ...during(2, 2.2, of('backup').filter(({ record }) => !/backup_restore|INTO OUTFILE/.test(record))),
  ...during(9, 9.1, of('alembic')),
  ...during(11, 11.5, of('phpmyadmin')),
  ...during(14.1, 14.2, attack('sqlmap-Blogin-detect')),
  ...during(14.3, 14.8, attack('sqlmap-B-exploit')),
  ...during(15, 15.02, attack('acct-rds-superuser-role', 'tamper-audit-excl')),
].sort();

const start = performance.now();
const replay = AuditReplay.of(lines);
const results = replay.results();
const seconds = (performance.now() - start) / 1000;

const time = (date: Date) => date.toISOString().slice(11, 16);
const alarms = results.flatMap(({ detection, alarms: intervals, records, topUsers, topStatements }) => intervals.map(({ start: on, end }) => ({
  on, end, detection, records, user: topUsers[0]?.value ?? '', statement: topStatements[0]?.value ?? '',
}))).sort((a, b) => Number(a.on) - Number(b.on));

console.log(`A day of ${replay.records} audit records replayed in ${seconds.toFixed(1)} s: ${alarms.length} alarms, `
  + `${alarms.filter(({ detection }) => ['HIGH', 'CRITICAL'].includes(detection.severity)).length} of them for the pager\n`);
alarms.forEach(({ on, end, detection, user, statement }) => console.log(
  `${time(on)} to ${end ? time(end) : '     '}  ${detection.severity.padEnd(8)}  ${detection.detectionId.padEnd(26)}  ${user.padEnd(10)}  ${statement.slice(0, 70)}`,
));
