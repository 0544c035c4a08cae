import { App, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as logs from 'aws-cdk-lib/aws-logs';
import { AuditDetection, type AuditedAuroraMysqlCluster } from '../../src';
import { auditedCluster, newStack } from '../stacks';

const own = (id: string, filterPattern: string) => AuditDetection.of(id, { filterPattern, runbook: 'y' });

function metricFilter(scope: Stack, id: string, logGroup: logs.ILogGroup, pattern: string): void {
  new logs.MetricFilter(scope, id, { logGroup, filterPattern: logs.FilterPattern.literal(pattern), metricNamespace: 'Own', metricName: id });
}

function subscriptionFilter(scope: Stack, id: string, logGroupName: string, filterPattern: string): void {
  new logs.CfnSubscriptionFilter(scope, id, { logGroupName, filterPattern, destinationArn: 'arn:aws:kinesis:eu-west-1:111111111111:stream/x' });
}

describe('a sixth filter pattern with a regular expression on the audit log group is refused with the names of all six', () => {
  test.each<[string, (stack: Stack, cluster: AuditedAuroraMysqlCluster) => void, string]>([
    ['a detection', (_, cluster) => cluster.audit.addDetection(own('Sixth', '%x+%')), 'Stack/Database/Audit/Detections/Sixth/MetricFilter/Resource'],
    ['a metric filter', (stack, cluster) => metricFilter(stack, 'Sixth', cluster.auditLogGroup, '%x+%'), 'Stack/Sixth/Resource'],
    ['a metric filter on fields', (stack, cluster) => metricFilter(stack, 'Sixth', cluster.auditLogGroup, '[a=%x+%, b]'), 'Stack/Sixth/Resource'],
    ['a subscription', (stack, cluster) => subscriptionFilter(stack, 'Sixth', cluster.auditLogGroup.logGroupName, '%x+%'), 'Stack/Sixth'],
    ['a subscription by name', stack => subscriptionFilter(stack, 'Sixth', '/aws/rds/cluster/orders/audit', '%x+%'), 'Stack/Sixth'],
    ['a metric filter in another stack', (stack, cluster) => metricFilter(new Stack(stack.node.root, 'Other'), 'Sixth', cluster.auditLogGroup, '%x+%'), 'Other/Sixth/Resource'],
  ])('as %s', (_, add, path) => {
    // GIVEN
    const stack = newStack();
    const cluster = auditedCluster(stack, { clusterIdentifier: 'orders' });

    // WHEN
    add(stack, cluster);

    // THEN
    const names = ['DeniedAccess', 'AccountAndPrivilegeChanges', 'DestructiveStatements', 'AuditTampering', 'ExfiltrationAndInjection'];
    const synth = () => Template.fromStack(stack);
    expect(synth).toThrow('the audit log group takes at most 5 filter patterns with a regular expression, got: 6');
    [...names, path].forEach(name => expect(synth).toThrow(name));
    expect(synth).toThrow('AuditDetection.recommended().filter(');
  });
});

describe('the quota is kept', () => {
  test('where a detection makes room for another', () => {
    const stack = newStack();
    const detections = AuditDetection.recommended().filter(({ detectionId }) => detectionId !== AuditDetection.DENIED_ACCESS.detectionId);
    auditedCluster(stack, { detections: [...detections, own('Sixth', '%x+%')] });
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test.each<[string, (stack: Stack, cluster: AuditedAuroraMysqlCluster) => void]>([
    ['text patterns', (_, cluster) => cluster.audit.addDetection(own('Text', '"100 %" other'))],
    ['patterns that are only known at deployment', (stack, cluster) => metricFilter(stack, 'Late', cluster.auditLogGroup, Fn.ref('Pattern'))],
    ['fields without regular expression', (stack, cluster) => metricFilter(stack, 'Fields', cluster.auditLogGroup, '[a=x, b]')],
    ['filters on other log groups', stack => metricFilter(stack, 'Else', new logs.LogGroup(stack, 'LogGroup'), '%x+%')],
    ['filters that the service will refuse', (stack, cluster) => metricFilter(stack, 'Broken', cluster.auditLogGroup, '[a=%(x)%, b]')],
    ['two subscriptions', (stack, cluster) => ['A', 'B'].forEach(id => subscriptionFilter(stack, id, cluster.auditLogGroup.logGroupName, ''))],
  ])('beside %s', (_, add) => {
    const stack = newStack();
    add(stack, auditedCluster(stack));
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('by clusters of the same identifier in two stages, whose log groups were there', () => {
    const app = new App();
    const stacks = ['Dev', 'Prod'].map(id => new Stack(app, id));
    stacks.forEach(stack => auditedCluster(stack, {
      clusterIdentifier: 'orders',
      auditLogGroup: logs.LogGroup.fromLogGroupName(stack, 'Audit', '/aws/rds/cluster/orders/audit'),
    }));
    stacks.forEach(stack => expect(() => Template.fromStack(stack)).not.toThrow());
  });

  test('by every cluster for itself', () => {
    const app = new App();
    const stacks = ['A', 'B'].map(id => new Stack(app, id));
    stacks.forEach(stack => auditedCluster(stack));
    stacks.forEach(stack => expect(() => Template.fromStack(stack)).not.toThrow());
  });
});

test.each<[string, number, (stack: Stack, cluster: AuditedAuroraMysqlCluster, id: string) => void, string]>([
  ['a third subscription', 3, (stack, cluster, id) => subscriptionFilter(stack, id, cluster.auditLogGroup.logGroupName, ''), 'takes at most 2 subscription filters, got: 3'],
  ['a hundred metric filters and one', 93, (stack, cluster, id) => metricFilter(stack, id, cluster.auditLogGroup, 'x'), 'takes at most 100 metric filters, got: 101'],
])('%s is refused', (_, count, add, message) => {
  const stack = newStack();
  const cluster = auditedCluster(stack);
  Array.from({ length: count }, (__, index) => add(stack, cluster, `Own${index}`));
  expect(() => Template.fromStack(stack)).toThrow(message);
});
