/**
 * Draws what the quick start of the README is made of, from its template: docs/images/architecture-light.svg and -dark.svg. A type of resource that has
 * no place in the picture is an error.
 */
import { writeFileSync } from 'fs';
import { join } from 'path';
import { templatesOf } from '../test/guides/outcome';
import { blocksOf, ROOT } from '../test/guides/pages';

const COLOURS = {
  light: { text: '#1f2328', small: '#59636e', line: '#59636e', resource: '#ddf4ff', border: '#0969da', beyond: '#f6f8fa', faint: '#afb8c1' },
  dark: { text: '#f0f6fc', small: '#9198a1', line: '#9198a1', resource: '#121d2f', border: '#4493f8', beyond: '#151b23', faint: '#656c76' },
};
type Scheme = keyof typeof COLOURS;
export const SCHEMES = Object.keys(COLOURS) as Scheme[];

interface Resource {
  readonly Type: string;
  readonly Properties?: any;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly title: string;
  /** The resources of the template that it stands for: none are beyond the quick start. */
  readonly types: readonly string[];
  readonly lines: (of: Of) => string[];
}

/** The properties of all resources of a type. */
type Of = (type: string) => any[];

const [WIDTH, HEIGHT, LINE] = [196, 86, 16];

/** What the template has beside the database, and what every VPC has. */
const NETWORK = /^AWS::EC2::|^AWS::RDS::DBSubnetGroup$|^AWS::SecretsManager::/;

const BOXES: Record<string, Box> = {
  database: {
    x: 0,
    y: 0,
    title: 'Aurora MySQL cluster',
    types: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::RDS::DBClusterParameterGroup'],
    lines: of => [
      `server_audit_logging=${of('AWS::RDS::DBClusterParameterGroup')[0].Parameters.server_audit_logging}`,
      of('AWS::RDS::DBClusterParameterGroup')[0].Parameters.server_audit_events,
      `exports ${of('AWS::RDS::DBCluster')[0].EnableCloudwatchLogsExports.length} logs`,
    ],
  },
  logs: {
    x: 1,
    y: 0,
    title: 'CloudWatch Logs',
    types: ['AWS::Logs::LogGroup', 'AWS::KMS::Key'],
    lines: of => [
      `${of('AWS::Logs::LogGroup').length} log groups, made first`,
      `kept ${of('AWS::Logs::LogGroup')[0].RetentionInDays} days`,
      `encrypted by ${of('AWS::KMS::Key').length} KMS key`,
    ],
  },
  alarms: {
    x: 2,
    y: 0,
    title: 'CloudWatch alarms',
    types: ['AWS::Logs::MetricFilter', 'AWS::CloudWatch::Alarm'],
    lines: of => [`${of('AWS::Logs::MetricFilter').length} metric filters`, `${of('AWS::CloudWatch::Alarm').length} alarms, one of them`, 'for silence'],
  },
  topic: {
    x: 3,
    y: 0,
    title: 'SNS topic',
    types: ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'AWS::SNS::Subscription'],
    lines: of => ['encrypted, TLS only', ...of('AWS::SNS::Subscription').map(({ Endpoint }) => Endpoint)],
  },
  queries: {
    x: 2,
    y: 1,
    title: 'Logs Insights',
    types: ['AWS::Logs::QueryDefinition'],
    lines: of => [`${of('AWS::Logs::QueryDefinition').length} saved queries`, 'for whoever looks'],
  },
  calls: {
    x: 3,
    y: 1,
    title: 'EventBridge rule',
    types: ['AWS::Events::Rule'],
    lines: () => ['API calls that could', 'switch the audit off'],
  },
  archive: { x: 1, y: 1, title: 'AuditArchive', types: [], lines: () => ['S3 with Object Lock', 'AuditAnalysis: Athena'] },
  review: { x: 0, y: 1, title: 'AuditReview', types: [], lines: () => ['a report, signed', 'AuditDashboard'] },
};

/** To the side, straight up and down, or through the gap between two columns. */
const ARROWS: [from: keyof typeof BOXES, to: keyof typeof BOXES][] = [
  ['database', 'logs'], ['logs', 'alarms'], ['alarms', 'topic'], ['calls', 'topic'], ['logs', 'archive'], ['archive', 'review'], ['logs', 'queries'],
];

const [GAP_X, GAP_Y, MARGIN, HEAD] = [44, 52, 14, 34];
const placeOf = ({ x, y }: Box) => ({ left: MARGIN + x * (WIDTH + GAP_X), top: HEAD + y * (HEIGHT + GAP_Y) });

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function arrow([from, to]: typeof ARROWS[number]): string {
  const [a, b] = [BOXES[from], BOXES[to]];
  const [start, end] = [placeOf(a), placeOf(b)];
  const isBeyond = [a, b].some(({ types }) => types.length === 0);
  const path = a.y === b.y
    ? (a.x < b.x ? `M${start.left + WIDTH} ${start.top + HEIGHT / 2}H${end.left - 6}` : `M${start.left} ${start.top + HEIGHT / 2}H${end.left + WIDTH + 6}`)
    : a.x === b.x
      ? (a.y < b.y ? `M${start.left + WIDTH / 2} ${start.top + HEIGHT}V${end.top - 6}` : `M${start.left + WIDTH / 2} ${start.top}V${end.top + HEIGHT + 6}`)
      : `M${start.left + WIDTH} ${start.top + HEIGHT - 16}h${GAP_X / 2}V${end.top + HEIGHT / 2}H${end.left - 6}`;
  return `<path class="arrow${isBeyond ? ' faint' : ''}" d="${path}"/>`;
}

/** The picture of a template; what is not in it, but can be added, is dashed. */
export function architecturePicture(template: { Resources: Record<string, Resource> }, scheme: Scheme): string {
  const resources = Object.values(template.Resources);
  const of: Of = type => resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
  const shown = Object.values(BOXES).flatMap(({ types }) => types);
  const types = new Set(resources.map(({ Type }) => Type).filter(type => !NETWORK.test(type)));
  const wrong = [...[...types].filter(type => !shown.includes(type)), ...shown.filter(type => !types.has(type))];
  if (wrong.length > 0) {
    throw new Error(`in the template or in the picture, but not in both: ${wrong.join(', ')}`);
  }
  const colours = COLOURS[scheme];
  const [width, height] = [2 * MARGIN + 4 * WIDTH + 3 * GAP_X, HEAD + 2 * HEIGHT + GAP_Y + MARGIN];
  const boxes = Object.values(BOXES).map(box => {
    const { left, top } = placeOf(box);
    const lines = box.lines(of).map((line, index) => `<text class="small" x="${left + 12}" y="${top + 42 + index * LINE}">${escaped(line)}</text>`);
    return [
      `<rect class="${box.types.length === 0 ? 'beyond' : 'resource'}" x="${left}" y="${top}" width="${WIDTH}" height="${HEIGHT}" rx="6"/>`,
      `<text class="title" x="${left + 12}" y="${top + 22}">${escaped(box.title)}</text>`,
      ...lines,
    ].join('\n');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="What the quick start is made of">`,
    '<style>',
    'text { font-family: system-ui, -apple-system, "Segoe UI", sans-serif; }',
    `.title { font-size: 14px; font-weight: 600; fill: ${colours.text}; } .small { font-size: 12px; fill: ${colours.small}; }`,
    `.resource { fill: ${colours.resource}; stroke: ${colours.border}; } .beyond { fill: ${colours.beyond}; stroke: ${colours.faint}; stroke-dasharray: 5 4; }`,
    `.arrow { fill: none; stroke: ${colours.line}; stroke-width: 1.5; marker-end: url(#head); } .faint { stroke-dasharray: 5 4; } #head path { fill: ${colours.line}; }`,
    '</style>',
    '<defs><marker id="head" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>',
    `<text class="small" x="${MARGIN}" y="20">The quick start: ${resources.length} resources, its VPC included. Dashed: constructs to add</text>`,
    ...ARROWS.map(arrow),
    ...boxes,
    '</svg>\n',
  ].join('\n');
}

/** The template of the first example of the README. */
export function quickStart(): { Resources: Record<string, Resource> } {
  const [template] = Object.values(templatesOf(blocksOf('README.md').find(({ language }) => language === 'ts')!));
  return template;
}

/** Where the README takes it from. */
export function picturePath(scheme: Scheme): string {
  return join(ROOT, 'docs', 'images', `architecture-${scheme}.svg`);
}

if (require.main === module) {
  SCHEMES.forEach(scheme => writeFileSync(picturePath(scheme), architecturePicture(quickStart(), scheme)));
}
