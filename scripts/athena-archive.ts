import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, Stack, TimeZone } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AuditAnalysis, AuditArchive, AuditDetection, AuditQuickSight } from '../src';
import { SEVERITIES } from '../src/detection/severities';
import { columnsOf, timeOf } from '../src/recording/audit-record';
import { urgentRecordQueries } from '../src/review/queries/audit-queries';
import { athenaSource } from '../src/review/review/athena-source';
import { corpus } from '../test/corpus/records';
import { valueIn } from '../test/review/review/state-machine';
import { auditedCluster } from '../test/stacks';
import { workloads } from '../test/workloads/records';

/**
 * Writes the template of an archive with its analysis, and the real records as they would lie in it, with what our own reader and matcher make of each:
 * for a real engine to be asked the same.
 */
const [outdir] = process.argv.slice(2);
const HOUR = 3600_000;
const DAY = 24 * HOUR;
const MINUTE = 60_000;
const MILLISECOND_DIGITS = 13;
/** The records are spread over so many days. */
const DAYS = 3;

const app = new App({ outdir: join(outdir, 'cdk.out') });
const stack = new Stack(app, 'Review');
const cluster = auditedCluster(stack, { clusterIdentifier: 'Orders' });
const archive = new AuditArchive(stack, 'Archive', { audits: [cluster.audit] });
// The clusters whose records these are; the table does not care who wrote an object.
const analysis = new AuditAnalysis(stack, 'Analysis', {
  archive, formerClusterIdentifiers: ['corpus', 'hostile'], queryResultsBucket: s3.Bucket.fromBucketName(stack, 'Results', 'results'), timeZone: TimeZone.ASIA_TOKYO,
});
new AuditQuickSight(stack, 'QuickSight', { analysis, readers: ['arn:aws:quicksight:us-east-1:111111111111:group/default/security'] });
const { template } = app.synth().getStackByName(stack.stackName);

const detections = AuditDetection.recommended().filter(({ filterPattern }) => filterPattern !== undefined);

/** Records as if they had been written in the last days, for that is what queries ask about. A line without a time of its own stays as it is. */
function lately(records: string[]): string[] {
  const times = records.map(record => timeOf(record) ?? 0);
  const newest = Math.max(...times);
  return records.map((record, index) => {
    const days = DAYS - 1 - Math.floor(index * DAYS / records.length);
    return newest - times[index] < 3 * DAY ? `${times[index] + Date.now() - HOUR - newest - days * DAY}${record.slice(MILLISECOND_DIGITS)}` : record;
  });
}

/** What stands in the archive: by cluster, and by the day of arrival, a few minutes after the record was written. */
function archived(name: string, records: string[]) {
  let arrival = Date.now();
  return lately(records).map(record => {
    const time = timeOf(record);
    arrival = time !== undefined && Date.now() - time < 2 * DAYS * DAY ? time + 5 * MINUTE : arrival;
    const matching = detections.filter(detection => detection.matches(record));
    return {
      cluster: name,
      day: new Date(arrival).toISOString().slice(0, 10).replace(/-/g, '/'),
      record,
      user: columnsOf(record)?.user,
      host: columnsOf(record)?.host,
      detections: matching.map(({ detectionId }) => detectionId),
      severity: SEVERITIES.find(severity => matching.some(detection => detection.severity === severity)) ?? 'NONE',
    };
  });
}

/** What a review asks about two of the days, as its state machine sends it. */
async function reviewed(name: string) {
  const { ask, questions } = athenaSource(analysis);
  const now = Math.floor(Date.now() / 1000);
  const here = { cluster: name, since: now - 60 * 3600, until: now - 12 * 3600 };
  const looked: Record<string, string[]> = {
    ...Object.fromEntries(urgentRecordQueries(detections).map(query => [query.id, query.detections.map(({ detectionId }) => detectionId)])),
    PrivilegeAndAccountChanges: [AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES.detectionId],
    ...Object.fromEntries(detections.map(({ detectionId }) => [`Count${detectionId}`, [detectionId]])),
  };
  return Promise.all(questions(AuditDetection.recommended()).map(async question => ({
    ...here, ...question, sql: await valueIn(ask.args.QueryString, { here, question }), detections: looked[question.id] ?? null,
  })));
}

mkdirSync(outdir, { recursive: true });
writeFileSync(join(outdir, 'template.json'), JSON.stringify(template));
writeFileSync(join(outdir, 'records.json'), JSON.stringify([
  ...archived('corpus', corpus().map(({ record }) => record)),
  ...archived('orders', workloads().map(({ record }) => record)),
]));
void Promise.all(['corpus', 'orders'].map(reviewed)).then(questions => writeFileSync(join(outdir, 'review.json'), JSON.stringify(questions.flat())));
