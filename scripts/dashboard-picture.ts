/**
 * Draws what `AuditDashboard` shows of three clusters: the widgets, queries and places of a synthesised dashboard, over a day of audit records that is put
 * together from those of the tests. A sketch: CloudWatch draws in its own way.
 */
import { writeFileSync } from 'fs';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { graph, type Line, page, type Place, table, texts, tiles } from './dashboard-sketch';
import { attack, benign, DAY, during, HOUR, quiet } from './day-of-records';
import { AuditDashboard, AuditDetection, AuditReplay, AuroraMysqlAudit } from '../src';
import { timeOf } from '../src/recording/audit-record';
import { ask } from '../test/review/logs-insights';
import { plainCluster } from '../test/stacks';

const BINS = 288;
const MANY = 40;

/** In the night nothing is written to `billing`; in the afternoon somebody is at the login page of `orders`. */
const RECORDS: Record<string, string[]> = {
  orders: [
    ...during(0, 24, quiet('wordpress', 'nagios'), MANY),
    ...during(9, 9.1, benign('alembic'), 1),
    ...during(14.1, 14.2, attack('sqlmap-Blogin-detect'), 1),
    ...during(14.3, 14.8, attack('sqlmap-B-exploit'), 1),
    ...during(15, 15.02, attack('acct-rds-superuser-role', 'tamper-audit-excl')),
    ...during(15.5, 15.6, attack('hydra-nullsame', 'medusa', 'nmap-brute')),
  ],
  billing: [...during(0, 2, quiet('hibernate'), MANY), ...during(5, 24, quiet('gorm', 'hibernate', 'sequelize'), MANY)],
  hr: [...during(0, 24, quiet('zabbix'), 20), ...during(11, 11.5, benign('phpmyadmin'), 1)],
};
const CHOSEN = 'orders';

const app = new App();
const audits = Object.keys(RECORDS).map(clusterIdentifier => {
  const stack = new Stack(app, clusterIdentifier);
  return new AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(stack, { clusterIdentifier }), auditQueries: false });
});
const dashboards = new Stack(app, 'Dashboards');
new AuditDashboard(dashboards, 'Dashboard', { audits });
const [{ Properties }] = Object.values<any>(Template.fromStack(dashboards).findResources('AWS::CloudWatch::Dashboard'));
const text: string = Properties.DashboardBody['Fn::Join'][1].map((part: unknown) => typeof part === 'string' ? part : '').join('');
const { widgets }: { widgets: (Place & { type: string; properties: any })[] } = JSON.parse(text.replaceAll('chosen_cluster', CHOSEN));

const binOf = (record: string) => Math.min(BINS - 1, Math.floor((timeOf(record)! - DAY) / (24 * HOUR) * BINS));

function perBin(records: string[]): number[] {
  const counts = new Array<number>(BINS).fill(0);
  records.forEach(record => { counts[binOf(record)] += 1; });
  return counts;
}

/** Detections count the same records wherever they are drawn. */
const counted = new Map<string, number[]>();

/** The values of a metric, which its namespace or dimension places on a cluster. */
function valuesOf([namespace, metricName, , dimension]: string[]): number[] {
  const cluster = Object.keys(RECORDS).find(each => namespace.endsWith(`/${each}`) || dimension?.includes(`/${each}/`));
  const detection = AuditDetection.recommended().find(each => each.metricName === metricName && each.filterPattern !== undefined);
  const key = `${cluster}/${metricName}`;
  if (!counted.has(key)) {
    const records = cluster === undefined ? [] : RECORDS[cluster];
    counted.set(key, perBin(namespace === 'AWS/Logs' ? records : records.filter(record => detection?.matches(record) ?? false)));
  }
  return counted.get(key)!;
}

/** The lines of a widget: metrics that are visible, and the two expressions that the dashboard has. */
function linesOf(metrics: any[][]): Line[] {
  const byId = new Map(metrics.filter(metric => metric.at(-1).id !== undefined && typeof metric[0] === 'string').map(metric => [metric.at(-1).id, valuesOf(metric)]));
  return metrics.filter(metric => metric.at(-1).visible !== false).map(metric => {
    const { label, expression } = metric.at(-1);
    const summands: number[][] = expression === undefined ? [valuesOf(metric)] : expression.match(/\w+\d/g).map((id: string) => byId.get(id)!);
    return { label, values: summands[0].map((_, index) => summands.reduce((sum, values) => sum + values[index], 0)) };
  });
}

function drawn({ type, properties, ...place }: typeof widgets[number]): string {
  switch (type) {
    case 'metric': return graph(place, properties.title, linesOf(properties.metrics));
    case 'alarm': return tiles(place, properties.title, alarms());
    case 'log': return table(place, properties.title, answer(properties.query));
    default: {
      const [title, ...lines] = properties.markdown.replace(/[#*]|\|-[-|]*\n/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').split('\n').filter((line: string) => line.trim() !== '');
      return texts(place, title.trim(), lines.map((line: string) => line.replace(/ ?\| ?/g, '   ').trim()));
    }
  }
}

/** Those that went off in the course of the day, first. */
function alarms() {
  const states = Object.entries(RECORDS).flatMap(([cluster, records]) => {
    const results = AuditReplay.of([...records].sort()).results();
    return AuditDetection.recommended().map(({ detectionId }) => ({
      label: `${cluster} ${detectionId}`, isOn: results.some(({ detection, alarms: intervals }) => detection.detectionId === detectionId && intervals.length > 0),
    }));
  });
  return [...states.filter(({ isOn }) => isOn), ...states.filter(({ isOn }) => !isOn)];
}

function answer(query: string) {
  const events = RECORDS[CHOSEN].map(message => ({ timestamp: timeOf(message)!, message }));
  return ask(query.replace(/^SOURCE \S+ \| /, ''), events).map(row => Object.fromEntries(Object.entries(row).map(([name, value]) => [
    name, typeof value === 'number' && value >= DAY ? new Date(value).toISOString().slice(11, 19) : value,
  ])));
}

const note = 'A sketch of AuditDashboard over a day of three clusters, drawn from real audit records; CloudWatch draws in its own way.';
writeFileSync(process.argv[2], page(note, widgets.map(each => ({ place: each, content: drawn(each) }))));
