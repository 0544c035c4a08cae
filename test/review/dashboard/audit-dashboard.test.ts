import { App, Duration, Stack, Stage, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { AuditDashboard, AuditDetection, AuditDetectionSeverity, AuroraMysqlAudit, type IAuroraMysqlAudit } from '../../../src';
import { auditedCluster, newStack, plainCluster } from '../../stacks';
import { ask, commandsOf } from '../logs-insights';

const ENV = { account: '111111111111', region: 'eu-central-1' };

interface Rendered {
  readonly variables?: any[];
  readonly widgets: { type: string; x: number; y: number; width: number; height: number; properties: any }[];
}

/** The body of the dashboard of a stack; what is known at deployment only stands in it as `<token>`. */
function body(stack: Stack): Rendered {
  const [{ Properties }] = Object.values<any>(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  const text = typeof Properties.DashboardBody === 'string' ? Properties.DashboardBody : Properties.DashboardBody['Fn::Join'][1].map((part: any) => typeof part === 'string' ? part : '<token>').join('');
  return JSON.parse(text);
}

/** Audits of clusters that share a stack with little else. */
function audits(stack: Stack, identifiers: string[], detections?: AuditDetection[]): AuroraMysqlAudit[] {
  return identifiers.map(clusterIdentifier => auditOf(stack, clusterIdentifier, detections));
}

function auditOf(stack: Stack, clusterIdentifier: string, detections?: AuditDetection[]): AuroraMysqlAudit {
  const scope = new Stack(stack.node.root as App, `Stack-${clusterIdentifier}`, { env: stack.account === ENV.account ? ENV : undefined });
  return new AuroraMysqlAudit(scope, 'Audit', { cluster: plainCluster(scope, { clusterIdentifier }), detections, auditQueries: false });
}

/** An audit as others may see one: names and detections, no cluster. */
function named(stack: Stack, clusterIdentifier: string, detections = AuditDetection.recommended()): IAuroraMysqlAudit {
  const { auditLogGroup } = auditOf(stack, clusterIdentifier, []);
  return { node: stack.node, clusterIdentifier, metricNamespace: `AuroraMysqlAudit/${clusterIdentifier}`, auditLogGroup, detections, alarms: [] } as never;
}

const titles = ({ widgets }: Rendered) => widgets.map(({ properties }) => properties.title ?? properties.markdown.split('\n')[0]);
const widget = (rendered: Rendered, title: string) => rendered.widgets.find(({ properties }) => properties.title === title)!;

describe('the dashboard of one cluster', () => {
  const stack = newStack();
  const { audit } = auditedCluster(stack, { clusterIdentifier: 'Orders', auditQueries: false });
  new AuditDashboard(stack, 'Dashboard', { audits: [audit] });
  const rendered = body(stack);

  test('shows alarms, what they look at, who was active, and what to do', () => {
    expect(titles(rendered)).toEqual([
      '# Aurora MySQL audit', 'Alarms', 'Refused logins', 'Denied access',
      ...['critical', 'high', 'medium', 'low'].map(severity => `Detections: ${severity}`),
      'Audit records per minute: 0 is silence', '## orders', 'Records that detections count', 'Failed logins by user and host', 'Most active users and hosts', 'Last urgent records', '## What to do',
    ]);
  });

  test('needs no choice of a cluster', () => {
    expect(rendered.variables).toBeUndefined();
    expect(JSON.stringify(rendered)).not.toContain('chosen_cluster');
  });

  test('shows every alarm', () => {
    expect(widget(rendered, 'Alarms').properties.alarms).toHaveLength(audit.alarms.length);
  });

  test('shows minutes without records as 0', () => {
    expect(widget(rendered, 'Audit records per minute: 0 is silence').properties.metrics).toEqual([
      [{ label: 'orders', expression: 'FILL(records0, 0)', period: 60 }],
      ['AWS/Logs', 'IncomingLogEvents', 'LogGroupName', '/aws/rds/cluster/orders/audit', { stat: 'Sum', period: 60, visible: false, id: 'records0' }],
    ]);
  });

  test('counts what the metric filters count, under their names', () => {
    const filters = Object.values<any>(Template.fromStack(stack).findResources('AWS::Logs::MetricFilter')).map(({ Properties }) => Properties.MetricTransformations[0]);
    const counted = widget(rendered, 'Records that detections count').properties.metrics;
    const [[namespace]] = counted;
    expect(namespace).toBe(filters[0].MetricNamespace);
    expect(counted.map((metric: string[]) => metric[1]).sort()).toEqual([...new Set(filters.map(({ MetricName }) => MetricName)), 'MatchedEvents'].sort());
  });

  test('asks for urgent records by the predicates of the detections', () => {
    const { query } = widget(rendered, 'Last urgent records').properties;
    const [source, rest] = query.split(/ \| (.*)/s);
    expect(source).toBe("SOURCE '/aws/rds/cluster/orders/audit'");
    const record = (statement: string) => ({ timestamp: 0, message: `1728498527380921,node-1,app,10.0.0.5,42,4711,QUERY,shop,'${statement}',0` });
    expect(ask(rest, ['SELECT 1', 'GRANT ALL ON *.* TO eve', 'DROP DATABASE shop', 'SET GLOBAL general_log = 0', "SELECT 1 INTO OUTFILE \\'/tmp/x\\'", 'SELECT \\\'DROP TABLE x\\\''].map(record))
      .map(({ object }) => object)).toEqual(["'GRANT ALL ON *.* TO eve'", "'DROP DATABASE shop'", "'SET GLOBAL general_log = 0'", "'SELECT 1 INTO OUTFILE \\'/tmp/x\\''"]);
  });

  test('tells the runbook of each detection', () => {
    const { markdown } = rendered.widgets.at(-1)!.properties;
    AuditDetection.recommended().forEach(({ detectionId, severity, runbook }) => expect(markdown).toContain(`| ${detectionId} | ${severity} | ${runbook} |`));
  });
});

describe('the dashboard of several clusters', () => {
  const app = new App();
  const stack = new Stack(app, 'Dashboards');
  new AuditDashboard(stack, 'Dashboard', { audits: audits(stack, ['Orders', 'billing', 'hr']) });
  const rendered = body(stack);

  test('lets the viewer choose one, by a name that no cluster can have', () => {
    expect(rendered.variables).toEqual([{
      type: 'pattern',
      pattern: 'chosen_cluster',
      inputType: 'select',
      id: 'cluster',
      label: 'Cluster',
      defaultValue: 'orders',
      values: ['orders', 'billing', 'hr'].map(value => ({ value, label: value })),
    }]);
  });

  test('shows all of them above, and the chosen one below', () => {
    const texts = rendered.widgets.map(each => JSON.stringify(each));
    const [first, ...others] = texts.map((text, index) => text.includes('chosen_cluster') ? index : []).flat();
    expect(others.length).toBeGreaterThan(3);
    expect(texts.slice(first, -1).filter(text => !text.includes('chosen_cluster') || text.includes('billing'))).toEqual([]);
    expect(texts.slice(1, first).filter(text => text.includes('chosen_cluster'))).toEqual([]);
    expect(texts[first]).toContain('chosen_cluster');
  });

  test.each(['orders', 'billing', 'hr'])('shows metrics and records of %s when that is chosen', chosen => {
    const details = JSON.stringify(rendered.widgets).replaceAll('chosen_cluster', chosen);
    expect(details).toContain(`"AuroraMysqlAudit/${chosen}","ExfiltrationAndInjection"`);
    expect(details).toContain(`SOURCE '/aws/rds/cluster/${chosen}/audit'`);
    expect(details).toContain(`"RuleName","audit-${chosen}"`);
  });

  test('has a line for each cluster', () => {
    expect(widget(rendered, 'Refused logins').properties.metrics.map((metric: any[]) => metric.at(-1).label)).toEqual(['orders', 'billing', 'hr']);
  });

  test('adds up the detections of all of them', () => {
    const { metrics } = widget(rendered, 'Detections: critical').properties;
    expect(metrics.filter(([first]: any[]) => first.expression).map(([{ label, expression }]: any[]) => [label, expression])).toEqual([
      ['AuditTampering', 'SUM([dcritical0x0, dcritical0x1, dcritical0x2])'], ['ControlPlaneChanges', 'SUM([dcritical1x0, dcritical1x1, dcritical1x2])'],
    ]);
  });

  test('refers to the other stacks for the ARNs of alarms and for nothing else', () => {
    const text = JSON.stringify(Template.fromStack(stack).toJSON());
    const imports = [...text.matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name]) => name);
    expect(imports).toHaveLength(3 * AuditDetection.recommended().length);
    expect(imports.filter(name => !/Alarm/.test(name))).toEqual([]);
  });
});

test('a detection that is added after the dashboard is shown as well', () => {
  // GIVEN
  const stack = newStack();
  const [audit] = audits(stack, ['orders'], [AuditDetection.FAILED_LOGINS]);
  new AuditDashboard(stack, 'Dashboard', { audits: [audit] });

  // WHEN
  audit.addDetection(AuditDetection.of('Own', { filterPattern: '"x"', severity: AuditDetectionSeverity.HIGH, runbook: 'Ask\nwho | what.' }));

  // THEN
  const rendered = body(stack);
  expect(widget(rendered, 'Alarms').properties.alarms).toHaveLength(2);
  expect(widget(rendered, 'Last urgent records').properties.query).toContain('filter @message like /x/');
  expect(rendered.widgets.at(-1)!.properties.markdown).toContain('| Own | HIGH | Ask who \\| what. |');
});

test('a cluster without detections shows its records', () => {
  const stack = newStack();
  new AuditDashboard(stack, 'Dashboard', { audits: audits(stack, ['orders'], []) });
  expect(titles(body(stack))).toEqual([
    '# Aurora MySQL audit', 'Audit records per minute: 0 is silence', '## orders', 'Failed logins by user and host', 'Most active users and hosts', '## What to do',
  ]);
});

test('urgent detections beyond the length of a query make another one', () => {
  const stack = newStack();
  const own = Array.from({ length: 12 }, (_, index) => AuditDetection.of(`Own${index}`, {
    filterPattern: `"${String(index).padStart(2, '0')}${'x'.repeat(1000)}"`, severity: AuditDetectionSeverity.HIGH, runbook: 'Look.',
  }));
  new AuditDashboard(stack, 'Dashboard', { audits: audits(stack, ['orders'], own) });
  const queries = body(stack).widgets.filter(({ properties }) => properties.title?.startsWith('Last urgent records')).map(({ properties }) => properties.query as string);
  expect(queries).toHaveLength(2);
  expect(queries.filter(query => query.length > 10_000 + 50)).toEqual([]);
  expect(queries.flatMap(query => commandsOf(query.replace(/^SOURCE \S+ \| /, ''))[0][1].match(/\/\d\d/g))).toHaveLength(12);
});

test.each<[string, string]>([
  ['eu-central-1', 'https://console.aws.amazon.com/cloudwatch/home?region=eu-central-1#alarmsV2:'],
  ['cn-north-1', 'https://console.amazonaws.cn/cloudwatch/home?region=cn-north-1#alarmsV2:'],
  ['us-gov-west-1', 'https://console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#alarmsV2:'],
])('links in %s lead to its console', (region, link) => {
  const stack = newStack({ env: { ...ENV, region } });
  const { audit } = auditedCluster(stack, { detections: [] });
  new AuditDashboard(stack, 'Dashboard', { audits: [audit] });
  expect(body(stack).widgets[0].properties.markdown).toContain(`(${link})`);
});

describe('the limits of CloudWatch', () => {
  function rendered(clusters: number, detections?: AuditDetection[]): Rendered {
    const stack = newStack();
    const first = named(stack, 'orders-0', detections);
    const others = Array.from({ length: clusters - 1 }, (_, index) => ({
      ...first, node: stack.node, clusterIdentifier: `orders-${index + 1}`, metricNamespace: `AuroraMysqlAudit/orders-${index + 1}`,
    }) as never);
    new AuditDashboard(stack, 'Dashboard', { audits: [first, ...others] });
    return body(stack);
  }

  const metricsOf = ({ properties }: Rendered['widgets'][number]) => (properties.metrics ?? []).filter(([first]: any[]) => typeof first === 'string').length;

  test.each([1, 10, 40, 100])('are kept for %d clusters', clusters => {
    const dashboard = rendered(clusters);
    expect(dashboard.widgets.length).toBeLessThanOrEqual(500);
    expect(Math.max(...dashboard.widgets.map(metricsOf))).toBeLessThanOrEqual(500);
    expect(dashboard.widgets.reduce((sum, each) => sum + metricsOf(each), 0)).toBeLessThanOrEqual(2500);
    // A template has at most 1 MB.
    expect(JSON.stringify(dashboard).length).toBeLessThan(500_000);
    dashboard.widgets.forEach(({ x, width }) => expect(x + width).toBeLessThanOrEqual(24));
  });

  test('refuse more clusters than that, with a way out', () => {
    expect(() => rendered(101)).toThrow('audits: 101 clusters and their detections make 505 metrics in one widget, CloudWatch has room for 500; make a dashboard for each part of them');
  });

  test('refuse more metrics than one dashboard has room for', () => {
    const detections = Array.from({ length: 500 }, (_, index) => AuditDetection.of(`Own${index}`, {
      filterPattern: 'x', runbook: 'y', severity: Object.values(AuditDetectionSeverity)[index % 4], threshold: 2,
    }));
    expect(() => rendered(4, detections)).toThrow('audits: 4 clusters and their detections make 2504 metrics, CloudWatch has room for 2500');
  });

  test('divide the alarms among widgets', () => {
    const stack = newStack();
    const [audit] = audits(stack, ['orders'], Array.from({ length: 60 }, (_, index) => AuditDetection.of(`Own${index}`, { filterPattern: 'x', runbook: 'y' })));
    const other = audits(stack, ['billing'], Array.from({ length: 60 }, (_, index) => AuditDetection.of(`Own${index}`, { filterPattern: 'x', runbook: 'y' })));
    new AuditDashboard(stack, 'Dashboard', { audits: [audit, ...other] });
    expect(body(stack).widgets.filter(({ type }) => type === 'alarm').map(({ properties }) => properties.alarms.length)).toEqual([100, 20]);
  });
});

test('identifiers of any kind keep to their places', () => {
  const identifier = fc.stringMatching(/^[a-z](-?[a-z0-9]){0,30}$/);
  const stack = newStack();
  const first = named(stack, 'first');
  let count = 0;
  fc.assert(fc.property(fc.uniqueArray(identifier, { minLength: 2, maxLength: 4 }), identifiers => {
    const own = new Stack(new App(), `Stack${count++}`);
    new AuditDashboard(own, 'Dashboard', {
      audits: identifiers.map(clusterIdentifier => ({ ...first, node: own.node, clusterIdentifier, metricNamespace: `AuroraMysqlAudit/${clusterIdentifier}` }) as never),
    });
    const dashboard = body(own);
    const [chosen] = identifiers;
    expect(dashboard.variables![0].values.map(({ value }: { value: string }) => value)).toEqual(identifiers);
    expect(JSON.parse(JSON.stringify(dashboard.widgets).replaceAll('chosen_cluster', chosen))).toHaveLength(dashboard.widgets.length);
    expect(widget(dashboard, 'Failed logins by user and host').properties.query).toContain("SOURCE '/aws/rds/cluster/chosen_cluster/audit' | parse");
    const { metrics } = widget(dashboard, 'Records that detections count').properties;
    expect(metrics.map(([namespace]: string[]) => namespace)).toEqual(metrics.map(([namespace]: string[]) => namespace === 'AWS/Events' ? namespace : 'AuroraMysqlAudit/chosen_cluster'));
  }), { numRuns: 10, examples: [[['sql', 'udit']], [['a', 'it']]] });
});

describe('is refused', () => {
  const stack = newStack({ env: ENV });
  const [audit] = audits(stack, ['orders']);

  test.each<[string, any, string]>([
    ['nothing', undefined, 'audits: must be a list of at least one audit, for example [cluster.audit], got: undefined'],
    ['no audit', { audits: [] }, 'audits: must be a list of at least one audit'],
    ['an audit without a list', { audits: audit }, 'audits: must be a list of at least one audit'],
    ['a cluster', { audits: [plainCluster(newStack())] }, 'audits: must hold audits such as AuroraMysqlAudit, got: '],
    ['null', { audits: [null] }, 'audits: must hold audits such as AuroraMysqlAudit, got: null'],
    ['an audit twice', { audits: [audit, audit] }, "audits: 'orders' is there twice"],
    ['an identifier that is a token', { audits: [{ ...named(newStack(), 'x'), clusterIdentifier: Token.asString({ Ref: 'X' }) }] }, 'audits: the identifier of a cluster must be a literal'],
    ['a name with a space', { audits: [audit], dashboardName: 'my audits' }, "dashboardName: must be 1 to 255 letters, digits, - and _, got: 'my audits'"],
    ['a name that is no text', { audits: [audit], dashboardName: 5 }, 'dashboardName: must be 1 to 255 letters, digits, - and _, got: 5'],
    ['an interval as text', { audits: [audit], defaultInterval: '1d' }, "defaultInterval: must be a literal Duration of at least one minute, got: '1d'"],
    ['an interval of nothing', { audits: [audit], defaultInterval: Duration.seconds(1) }, 'defaultInterval: must be a literal Duration of at least one minute, got: 1 seconds'],
    ['an interval that is a token', { audits: [audit], defaultInterval: Duration.hours(Token.asNumber({ Ref: 'X' })) }, 'defaultInterval: must be a literal Duration of at least one minute, got: Duration'],
  ])('%s', (_, props, message) => {
    expect(() => new AuditDashboard(new Stack(stack.node.root as App, `D-${message.length}-${_.replace(/\W/g, '')}`, { env: ENV }), 'Dashboard', props)).toThrow(message);
  });

  test('a cluster of another region', () => {
    const elsewhere = new Stack(stack.node.root as App, 'Elsewhere', { env: { ...ENV, region: 'eu-west-1' } });
    expect(() => new AuditDashboard(elsewhere, 'Dashboard', { audits: [audit] })).toThrow("audits: the log group of 'orders': must be in eu-west-1, the region of the stack, got: eu-central-1");
  });

  test('a cluster of another stage', () => {
    const staged = new Stack(new Stage(stack.node.root as App, 'Prod'), 'Stack', { env: ENV });
    expect(() => new AuditDashboard(staged, 'Dashboard', { audits: [audit] })).toThrow('audits: Stack-orders/Audit is in another stage than the dashboard; make a dashboard in each stage');
  });
});

test('an app that is synthesised again has the same dashboard', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  new AuditDashboard(stack, 'Dashboard', { audits: [auditedCluster(stack).audit] });
  const { template } = app.synth().getStackByName('Stack');
  expect(app.synth({ force: true }).getStackByName('Stack').template).toEqual(template);
});

test('it has the name and the time that it is given', () => {
  const stack = newStack();
  const { audit } = auditedCluster(stack, { detections: [] });
  new AuditDashboard(stack, 'Dashboard', { audits: [audit], dashboardName: 'audits', defaultInterval: Duration.hours(3) });
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'audits' });
  expect((body(stack) as any).start).toBe('-PT3H');
});
