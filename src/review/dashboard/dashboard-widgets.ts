import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { consoleLink } from './console-links';
import { type ClusterNames, countedBy, recordsPerMinute } from './dashboard-metrics';
import { AuditDetection } from '../../detection/audit-detection';
import { SEVERITIES } from '../../detection/severities';
import { AUDIT_QUERIES, urgentRecordQueries } from '../queries/audit-queries';
import type { AuditQuery } from '../queries/audit-query';
import { savedQueryFolder } from '../queries/saved-queries';

/** The width of a dashboard. */
const WIDTH = 24;

/** How many alarms one widget shows. */
const MAX_ALARMS = 100;

/** A cluster with what it is watched for. */
export interface ShownCluster {
  readonly names: ClusterNames;
  readonly detections: AuditDetection[];
  readonly alarms: cloudwatch.IAlarmRef[];
}

/** The queries whose answers are worth a look every time. */
const SHOWN_QUERIES = ['FailedLoginsByUserAndHost', 'MostActiveUsers'];

/** What all clusters have to say together, one row after the other. */
export function overview(clusters: ShownCluster[], region: string): cloudwatch.IWidget[][] {
  return [
    [text(2, `# Aurora MySQL audit\n${consoleLink('Alarms', region, 'alarmsV2:')} · ${consoleLink('Saved queries (Logs Insights, Queries, AuroraMysqlAudit)', region, 'logsV2:logs-insights')}`)],
    ...alarmStatus(clusters.flatMap(({ alarms }) => alarms)).map(widget => [widget]),
    [perCluster('Refused logins', AuditDetection.FAILED_LOGINS, clusters), perCluster('Denied access', AuditDetection.DENIED_ACCESS, clusters)].flat(),
    bySeverity(clusters),
    [new cloudwatch.GraphWidget({
      title: 'Audit records per minute: 0 is silence',
      left: clusters.map(({ names }, index) => recordsPerMinute(names, `records${index}`)),
      leftYAxis: { min: 0 },
      width: WIDTH,
      height: 6,
    })],
  ].filter(row => row.length > 0);
}

/** What one cluster has to say, and what to do about it. */
export function details(names: ClusterNames, detections: AuditDetection[]): cloudwatch.IWidget[][] {
  const queries = AUDIT_QUERIES.filter(({ id }) => SHOWN_QUERIES.includes(id));
  const counted = distinct(detections, ({ metricName }) => metricName).flatMap(detection => countedBy(detection, names, detection.detectionId) ?? []);
  return [
    [text(2, `## ${names.label}\nSaved queries of this cluster: folder **${savedQueryFolder(names.label)}** of Logs Insights. The tables below are queries, billed by what they look through.`)],
    ...counted.length === 0 ? [] : [[new cloudwatch.GraphWidget({
      title: 'Records that detections count', left: counted, view: cloudwatch.GraphWidgetView.BAR, leftYAxis: { min: 0 }, width: WIDTH, height: 6,
    })]],
    queries.map(query => answers(query, names, WIDTH / queries.length)),
    ...urgentRecordQueries(detections).map(query => [answers(query, names, WIDTH)]),
    [text(8, runbooks(detections))],
  ];
}

function text(height: number, markdown: string): cloudwatch.IWidget {
  return new cloudwatch.TextWidget({ markdown, width: WIDTH, height });
}

/** Those in alarm come first. */
function alarmStatus(alarms: cloudwatch.IAlarmRef[]): cloudwatch.IWidget[] {
  const widgets = Math.ceil(alarms.length / MAX_ALARMS);
  return Array.from({ length: widgets }, (_, index) => new cloudwatch.AlarmStatusWidget({
    title: widgets === 1 ? 'Alarms' : `Alarms (${index + 1} of ${widgets})`,
    alarms: alarms.slice(index * MAX_ALARMS, (index + 1) * MAX_ALARMS),
    sortBy: cloudwatch.AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP,
    width: WIDTH,
    height: alarms.length > 20 ? 6 : 4,
  }));
}

/** One detection on all clusters that have it. */
function perCluster(title: string, { detectionId }: AuditDetection, clusters: ShownCluster[]): cloudwatch.IWidget[] {
  const left = clusters.flatMap(({ names, detections }) =>
    detections.filter(detection => detection.detectionId === detectionId).flatMap(detection => countedBy(detection, names, names.label) ?? []));
  return left.length === 0 ? [] : [new cloudwatch.GraphWidget({ title, left, leftYAxis: { min: 0 }, width: WIDTH / 2, height: 6 })];
}

/** A widget for each severity that there is, with a line for each metric, of all clusters together. */
function bySeverity(clusters: ShownCluster[]): cloudwatch.IWidget[] {
  const all = clusters.flatMap(({ names, detections }) => distinct(detections, ({ metricName }) => metricName)
    .flatMap(detection => {
      const metric = countedBy(detection, names, names.label);
      return metric === undefined ? [] : [{ detection, metric }];
    }));
  const severities = SEVERITIES.filter(severity => all.some(({ detection }) => detection.severity === severity));
  return severities.map(severity => {
    const ofSeverity = all.filter(({ detection }) => detection.severity === severity);
    const ids = [...new Set(ofSeverity.map(({ detection }) => detection.detectionId))];
    return new cloudwatch.GraphWidget({
      title: `Detections: ${severity.toLowerCase()}`,
      left: ids.map((id, index) => together(id, `d${severity.toLowerCase()}${index}x`, ofSeverity.filter(({ detection }) => detection.detectionId === id).map(({ metric }) => metric))),
      leftYAxis: { min: 0 },
      width: WIDTH / severities.length,
      height: 6,
    });
  });
}

function together(label: string, prefix: string, metrics: cloudwatch.Metric[]): cloudwatch.IMetric {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`${prefix}${index}`, metric]));
  return new cloudwatch.MathExpression({ expression: `SUM([${Object.keys(usingMetrics).join(', ')}])`, usingMetrics, label, period: metrics[0].period });
}

function answers({ title, logsInsights }: AuditQuery, { auditLogGroupName }: ClusterNames, width: number): cloudwatch.IWidget {
  return new cloudwatch.LogQueryWidget({ title, logGroupNames: [auditLogGroupName], queryString: logsInsights, width, height: 8 });
}

/** A table of what to do; one row where clusters do the same. */
function runbooks(detections: AuditDetection[]): string {
  const rows = distinct(detections, ({ detectionId, severity, runbook }) => [detectionId, severity, runbook].join('\n'))
    .map(({ detectionId, severity, runbook }) => `| ${detectionId} | ${severity} | ${runbook.replace(/\s+/g, ' ').replace(/\|/g, '\\|')} |`);
  return ['## What to do', '', '| alarm | severity | runbook |', '|---|---|---|', ...rows].join('\n');
}

/** The first value of each key. */
function distinct<T>(values: T[], key: (value: T) => string): T[] {
  return [...new Map(values.map(value => [key(value), value] as const).reverse()).values()].reverse();
}
