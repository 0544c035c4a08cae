import { App, Stack } from 'aws-cdk-lib';
import { PRICES } from './prices';
import { AuditArchive, AuditDashboard, AuditReview, AuroraMysqlAudit } from '../src';
import { INSIGHTS_LANGUAGE } from '../src/review/review/insights-questions';
import { reviewQuestions } from '../src/review/review/review-questions';
import { plainCluster } from '../test/stacks';

/** Gigabytes of audit records in a month: some 1 and 100 statements a second, of 400 bytes each, as `npx projen detections` measures them. */
const GIGABYTES = { small: 1, large: 100 };

/** What the figures take for granted; the page says so. */
const COMPRESSED = 0.15;
const MONTHS_KEPT = 12;
const MONTHS_STANDARD = 3;
const LOOKS_A_MONTH = 30;
const QUERIES_A_LOOK = 3;
const ATHENA_QUESTIONS_A_MONTH = 20;
const READERS = 5;

interface Resource {
  readonly Type: string;
  readonly Properties: any;
}

/** One cluster with everything that looks at it, each in a stack of its own. */
function templates(): Record<'audit' | 'archive' | 'dashboard' | 'review', Resource[]> {
  const app = new App({ analyticsReporting: false });
  const plain = new Stack(app, 'Cluster');
  const audit = new AuroraMysqlAudit(plain, 'Audit', { cluster: plainCluster(plain), securityContacts: ['security@example.com'] });
  const archive = new AuditArchive(new Stack(app, 'Archives'), 'Archive', { audits: [audit] });
  new AuditDashboard(new Stack(app, 'Dashboards'), 'Dashboard', { audits: [audit] });
  new AuditReview(new Stack(app, 'Reviews'), 'Review', { audits: [audit], archive, reviewers: ['security@example.com'] });
  const assembly = app.synth();
  const resources = (stack: string): Resource[] => Object.values(assembly.getStackByName(stack).template.Resources);
  return { audit: resources('Cluster'), archive: resources('Archives'), dashboard: resources('Dashboards'), review: resources('Reviews') };
}

const ofType = (resources: Resource[], type: string) => resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);

/** An alarm is billed by the metrics that it looks at. */
function alarmedMetrics(resources: Resource[]): number {
  return ofType(resources, 'AWS::CloudWatch::Alarm')
    .reduce((sum, { Metrics }) => sum + (Metrics === undefined ? 1 : Metrics.filter(({ MetricStat }: any) => MetricStat !== undefined).length), 0);
}

/** Each of them costs only in hours in which something was counted. */
function customMetrics(resources: Resource[]): number {
  return new Set(ofType(resources, 'AWS::Logs::MetricFilter').flatMap(({ MetricTransformations }) => MetricTransformations)
    .map(({ MetricNamespace, MetricName }) => `${JSON.stringify(MetricNamespace)}/${MetricName}`)).size;
}

interface Line {
  readonly part: string;
  readonly what: string;
  readonly formula: string;
  readonly cost: (gigabytes: number) => number;
}

/** A sum of products of counts, gigabytes and prices. */
function lines(): Line[] {
  const { audit, archive, dashboard, review } = templates();
  const keys = (resources: Resource[]) => ofType(resources, 'AWS::KMS::Key').length;
  const metrics = customMetrics(audit);
  const { detections } = ((app: Stack) => new AuroraMysqlAudit(app, 'Audit', { cluster: plainCluster(app) }))(new Stack(new App(), 'Questions'));
  const questions = reviewQuestions(detections, INSIGHTS_LANGUAGE).length;
  // A review counts how many it made and how old the last one is.
  const reviewMetrics = 2;
  const P = PRICES;
  const fixed = (count: number, price: number) => ({ formula: `${count} × ${price}`, cost: () => count * price });
  return [
    { part: 'audit', what: 'records into CloudWatch Logs', formula: `GB × ${P.logsIngestedGigabyte}`, cost: gb => gb * P.logsIngestedGigabyte },
    {
      part: 'audit',
      what: `kept for ${MONTHS_KEPT} months, once they are full`,
      formula: `GB × ${MONTHS_KEPT} × ${COMPRESSED} × ${P.logsStoredGigabyteMonth}`,
      cost: gb => gb * MONTHS_KEPT * COMPRESSED * P.logsStoredGigabyteMonth,
    },
    { part: 'audit', what: 'alarms', ...fixed(alarmedMetrics(audit), P.alarmedMetricMonth) },
    { part: 'audit', what: 'custom metrics, at most', ...fixed(metrics, P.metricMonth) },
    { part: 'audit', what: 'key', ...fixed(keys(audit), P.keyMonth) },
    {
      part: 'archive',
      what: 'Firehose, with decompression',
      formula: `GB × (${P.firehoseGigabyte} + ${P.firehoseDecompressedGigabyte})`,
      cost: gb => gb * (P.firehoseGigabyte + P.firehoseDecompressedGigabyte),
    },
    {
      part: 'archive',
      what: `objects of ${MONTHS_KEPT} months`,
      formula: `GB × ${COMPRESSED} × (${MONTHS_STANDARD} × ${P.s3StandardGigabyteMonth} + ${MONTHS_KEPT - MONTHS_STANDARD} × ${P.s3GlacierInstantGigabyteMonth})`,
      cost: gb => gb * COMPRESSED * (MONTHS_STANDARD * P.s3StandardGigabyteMonth + (MONTHS_KEPT - MONTHS_STANDARD) * P.s3GlacierInstantGigabyteMonth),
    },
    { part: 'archive', what: 'alarms', ...fixed(alarmedMetrics(archive), P.alarmedMetricMonth) },
    { part: 'archive', what: 'key', ...fixed(keys(archive), P.keyMonth) },
    {
      part: 'analysis',
      what: `${ATHENA_QUESTIONS_A_MONTH} questions about a month`,
      formula: `${ATHENA_QUESTIONS_A_MONTH} × GB × ${COMPRESSED} ÷ 1000 × ${P.athenaScannedTerabyte}`,
      cost: gb => ATHENA_QUESTIONS_A_MONTH * gb * COMPRESSED / 1000 * P.athenaScannedTerabyte,
    },
    { part: 'dashboard', what: 'one for all clusters', ...fixed(ofType(dashboard, 'AWS::CloudWatch::Dashboard').length, P.dashboardMonth) },
    {
      part: 'dashboard',
      what: 'a look a day, at a day of one cluster',
      formula: `${LOOKS_A_MONTH} × ${QUERIES_A_LOOK} × GB ÷ 30 × ${P.logsScannedGigabyte}`,
      cost: gb => LOOKS_A_MONTH * QUERIES_A_LOOK * gb / 30 * P.logsScannedGigabyte,
    },
    { part: 'review', what: `${questions} questions about everything`, formula: `${questions} × GB × ${P.logsScannedGigabyte}`, cost: gb => questions * gb * P.logsScannedGigabyte },
    { part: 'review', what: 'alarms', ...fixed(alarmedMetrics(review), P.alarmedMetricMonth) },
    { part: 'review', what: 'custom metrics', ...fixed(reviewMetrics, P.metricMonth) },
    {
      part: 'QuickSight',
      what: `one author and ${READERS} readers`,
      formula: `${P.quickSightAuthorMonth} + ${READERS} × ${P.quickSightReaderMonth}`,
      cost: () => P.quickSightAuthorMonth + READERS * P.quickSightReaderMonth,
    },
  ];
}

const dollars = (some: number) => some.toFixed(2);

/** The table of docs/costs.md. */
export function costTable(): string {
  const all = lines();
  const parts = [...new Set(all.map(({ part }) => part))];
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(['part', 'what', 'USD a month', `small: ${GIGABYTES.small} GB`, `large: ${GIGABYTES.large} GB`]),
    row(['---', '---', '---', '---:', '---:']),
    ...parts.flatMap(part => {
      const own = all.filter(line => line.part === part);
      const sum = (gb: number) => dollars(own.reduce((total, { cost }) => total + cost(gb), 0));
      return [
        ...own.map(({ what, formula, cost }) => row([part, what, formula, dollars(cost(GIGABYTES.small)), dollars(cost(GIGABYTES.large))])),
        row([`**${part}**`, '', '', `**${sum(GIGABYTES.small)}**`, `**${sum(GIGABYTES.large)}**`]),
      ];
    }),
  ].join('\n');
}
