import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as fc from 'fast-check';
import { AuditDetection, AuroraMysqlAudit } from '../../../src';
import { auditedCluster, newStack, plainCluster } from '../../stacks';

const QUERY = 'AWS::Logs::QueryDefinition';

/** The schema of CloudFormation. */
const NAME = /^([^:*/]+\/?)*[^:*/]+$/;

function queries(stack: Stack): { Name: string; QueryString: string }[] {
  return Object.values<any>(Template.fromStack(stack).findResources(QUERY)).map(({ Properties }) => Properties);
}

const names = (stack: Stack) => queries(stack).map(({ Name }) => Name);

test('a cluster has its queries in a folder of its own, each on its audit log group', () => {
  // GIVEN
  const stack = newStack();

  // WHEN
  const cluster = auditedCluster(stack, { clusterIdentifier: 'Orders-DB' });

  // THEN
  const logGroup = stack.getLogicalId(cluster.auditLogGroup.node.defaultChild as logs.CfnLogGroup);
  Template.fromStack(stack).allResourcesProperties(QUERY, { LogGroupNames: [{ Ref: logGroup }] });
  expect(names(stack).filter(name => !name.startsWith('AuroraMysqlAudit/orders-db/Detections/')).sort()).toEqual([
    'Failed logins by user and host', 'Most active users and hosts', 'New hosts', 'Off-hours logins', 'Privilege and account changes', 'Statements by a user', 'Tables touched',
    'Unreadable lines', 'Volume by day',
  ].map(title => `AuroraMysqlAudit/orders-db/${title}`));
  expect(cluster.audit.queryDefinitions.map(({ name }) => name)).toEqual(expect.arrayContaining(names(stack)));
});

test('each detection of a cluster has the query that its runbook leads to', () => {
  // GIVEN
  const stack = newStack();
  const own = AuditDetection.of('Own', { filterPattern: 'x', runbook: 'Find out\nwho.', logsInsightsQuery: 'filter @message like /x/' });

  // WHEN
  auditedCluster(stack, { clusterIdentifier: 'orders', detections: [AuditDetection.DENIED_ACCESS, AuditDetection.SILENCE, own] });

  // THEN
  expect(names(stack).filter(name => name.includes('/Detections/'))).toEqual(['AuroraMysqlAudit/orders/Detections/DeniedAccess', 'AuroraMysqlAudit/orders/Detections/Own']);
  Template.fromStack(stack).hasResourceProperties(QUERY, { Name: Match.stringLikeRegexp('Own$'), QueryString: '# Find out who.\nfilter @message like /x/' });
});

test('a detection that is added has its query as well', () => {
  const stack = newStack();
  const cluster = auditedCluster(stack, { detections: [] });
  cluster.audit.addDetection(AuditDetection.BACKUPS);
  expect(names(stack).filter(name => name.endsWith('/Detections/Backups'))).toHaveLength(1);
  expect(cluster.audit.queryDefinitions).toHaveLength(queries(stack).length);
});

test('a cluster that is audited where it stands has them too', () => {
  const stack = newStack();
  new AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(stack) });
  expect(names(stack)).toContain('AuroraMysqlAudit/orders-db/New hosts');
});

test('they can be left out', () => {
  // GIVEN
  const stack = newStack();

  // WHEN
  const { audit } = auditedCluster(stack, { auditQueries: false });
  audit.addDetection(AuditDetection.of('Own', { filterPattern: 'x', runbook: 'y', logsInsightsQuery: 'z' }));

  // THEN
  Template.fromStack(stack).resourceCountIs(QUERY, 0);
  expect(audit.queryDefinitions).toEqual([]);
});

test('every name is one that CloudFormation takes, whatever cluster and detection are called', () => {
  fc.assert(fc.property(fc.stringMatching(/^[A-Za-z](-?[A-Za-z0-9]){0,31}$/), fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,99}$/), (clusterIdentifier, detectionId) => {
    const stack = newStack();
    auditedCluster(stack, { clusterIdentifier, detections: [AuditDetection.of(detectionId, { filterPattern: 'x', runbook: 'y', logsInsightsQuery: 'z' })] });
    expect(names(stack).filter(name => !NAME.test(name) || name.length > 255)).toEqual([]);
    expect(new Set(names(stack).map(name => name.toLowerCase())).size).toBe(names(stack).length);
  }), { numRuns: 10 });
});

describe('more than 1,000 queries in one region of an account', () => {
  const ENV = { account: '111111111111', region: 'eu-central-1' };

  function errors(others: number, env?: { account: string; region: string }): string[] {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env });
    new AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(stack), detections: [] });
    const other = new Stack(app, 'Other', { env });
    Array.from({ length: others }, (_, index) => new logs.CfnQueryDefinition(other, `Own${index}`, { name: `own-${index}`, queryString: 'limit 1' }));
    return app.node.findAll().flatMap(({ node }) => node.validate());
  }

  test('are refused, those of the whole app together', () => {
    expect(errors(992, ENV)).toEqual([
      'auditQueries: CloudWatch Logs saves at most 1000 queries in eu-central-1 of 111111111111, got: 1001; set auditQueries: false on some of the clusters',
    ]);
  });

  test.each<[string, typeof ENV | undefined, number]>([
    ['exactly 1,000', ENV, 991],
    ['those in places that are not known yet', undefined, 1000],
  ])('%s are not', (_, env, others) => {
    expect(errors(others, env)).toEqual([]);
  });
});
