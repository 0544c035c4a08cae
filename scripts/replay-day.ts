/**
 * Replays a day of audit records, put together from those of the tests: applications at work around the clock, a monitor, a backup at night,
 * a deployment in the morning, and in the afternoon somebody who tries the login page with sqlmap and comes in.
 */
import { attack, benign, during, quiet } from './day-of-records';
import { AuditReplay } from '../src';
import { URGENT } from '../src/detection/severities';

const lines = [
  ...during(0, 24, quiet('wordpress', 'hibernate', 'zabbix', 'exporter_all', 'nagios')),
  ...during(2, 2.2, benign('backup').filter(({ record }) => !/backup_restore|INTO OUTFILE/.test(record))),
  ...during(9, 9.1, benign('alembic')),
  ...during(11, 11.5, benign('phpmyadmin')),
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
  + `${alarms.filter(({ detection }) => URGENT.includes(detection.severity)).length} of them for the pager\n`);
alarms.forEach(({ on, end, detection, user, statement }) => console.log(
  `${time(on)} to ${end ? time(end) : '     '}  ${detection.severity.padEnd(8)}  ${detection.detectionId.padEnd(26)}  ${user.padEnd(10)}  ${statement.slice(0, 70)}`,
));
