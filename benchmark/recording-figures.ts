import { table } from './markdown';
import { PRICES } from '../scripts/prices';
import { AuditDetection, AuditEvent } from '../src';
import { workloads, type WorkloadRecord } from '../test/workloads/records';

const GIGABYTE = 1e9;
const SECONDS_A_MONTH = 30 * 24 * 3600;
/** The worked example. */
const STATEMENTS_A_SECOND = 100;

const TABLE_OPERATIONS = ['READ', 'WRITE', 'CREATE', 'ALTER', 'RENAME', 'DROP'];
/** The statements of the classes, by the words that they begin with, behind the comments of clients. */
const beginsWith = (words: string) => new RegExp(`,'(?:/\\*.*?\\*/\\s*)*(?:${words})\\b`, 'i');
const DCL = beginsWith('grant|revoke|(?:create|drop|rename)\\s+(?:user|role)|set\\s+(?:password|default\\s+role)');
const DDL = beginsWith('create|alter|drop|rename|truncate');

function operationOf(record: string): string {
  return /,\d+,\d+,([A-Z_]+),/.exec(record)?.[1] ?? '';
}

const isQuery = (record: string) => operationOf(record) === 'QUERY';
const isTable = (record: string) => TABLE_OPERATIONS.includes(operationOf(record));
const isConnect = (record: string) => !isQuery(record) && !isTable(record);

const EVENT_SETS: [AuditEvent[], (record: string) => boolean][] = [
  [[AuditEvent.CONNECT], isConnect],
  [
    [AuditEvent.CONNECT, AuditEvent.QUERY_DCL, AuditEvent.QUERY_DDL],
    record => isConnect(record) || (isQuery(record) && (DCL.test(record) || DDL.test(record))),
  ],
  [[AuditEvent.CONNECT, AuditEvent.QUERY], record => !isTable(record)],
  [[AuditEvent.CONNECT, AuditEvent.QUERY, AuditEvent.TABLE], () => true],
];

/** Programs that answer requests; the others are tools that run now and then, or tests that mostly make and drop tables. */
const APPLICATIONS = ['django_app', 'wordpress', 'mediawiki', 'zabbix', 'laravel', 'hibernate', 'sequelize', 'typeorm', 'gorm', 'mikroorm', 'peewee'];

const bytes = (records: readonly WorkloadRecord[]) => records.reduce((sum, { record, count }) => sum + count * (Buffer.byteLength(record) + 1), 0);
const number = (records: readonly WorkloadRecord[]) => records.reduce((sum, { count }) => sum + count, 0);

interface Volume {
  readonly events: AuditEvent[];
  /** Bytes for 1,000 statements, of the program with the least and of the one with the most, and of all together. */
  readonly least: number;
  readonly most: number;
  readonly all: number;
}

function volumes(): Volume[] {
  const records = workloads().filter(({ label, workload }) => label === 'benign' && APPLICATIONS.includes(workload));
  const perThousand = (some: readonly WorkloadRecord[], recorded: (record: string) => boolean) =>
    1000 * bytes(some.filter(({ record }) => recorded(record))) / number(some.filter(({ record }) => isQuery(record)));
  return EVENT_SETS.map(([events, recorded]) => {
    const each = APPLICATIONS.map(name => perThousand(records.filter(({ workload }) => workload === name), recorded));
    return { events, least: Math.min(...each), most: Math.max(...each), all: perThousand(records, recorded) };
  });
}

const kilobytes = (some: number) => `${(some / 1000).toFixed(some < 10_000 ? 1 : 0)} kB`;
const dollars = (some: number) => `$${some.toFixed(2)}`;
const perMillion = (bytesPerThousand: number) => bytesPerThousand * 1000 / GIGABYTE * PRICES.logsIngestedGigabyte;

/** The part of docs/detections.md on what all of it costs. */
export function costFigures(): string {
  const measured = volumes();
  const detections = AuditDetection.recommended();
  const metrics = new Set(detections.filter(({ filterPattern }) => filterPattern !== undefined).map(({ metricName }) => metricName)).size;
  const watching = detections.length * PRICES.alarmedMetricMonth + metrics * PRICES.metricMonth;
  const everything = measured[measured.length - 1];
  const statements = STATEMENTS_A_SECOND * SECONDS_A_MONTH / 1e6;
  return `## What it costs

Recording, by the bytes of the records of ${APPLICATIONS.length} applications in test/workloads, from the least to the most talkative of them, at $0.50 for a GB that CloudWatch
Logs ingests (us-east-1; storage is $0.03 a GB and month, compressed):

${table(['\`auditEvents\`', 'for 1,000 statements', 'all together', 'for a million statements'], measured.map(({ events, least, most, all }) => [
  events.join(', '), `${kilobytes(least)} to ${kilobytes(most)}`, kilobytes(all), `${dollars(perMillion(least))} to ${dollars(perMillion(most))}`,
]))}

Watching, for one cluster and month: ${detections.length} alarms at $0.10 and ${metrics} custom metrics at $0.30 come to ${dollars(watching)}; metric filters cost nothing, and a metric costs nothing in hours
without a record. For example, an application with ${STATEMENTS_A_SECOND} statements a second runs ${Math.round(statements)} million a month: recording everything is about
${dollars(perMillion(everything.all) * statements)}, connections, permissions and definitions alone ${dollars(perMillion(measured[1].all) * statements)}, watching either ${dollars(watching)}.`;
}
