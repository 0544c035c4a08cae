import { App, Aspects, CfnResource, CustomResource, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as destinations from 'aws-cdk-lib/aws-logs-destinations';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { auditedCluster, clusterBasics, plainCluster } from './stacks';
import { AuditDetection, AuditedAuroraMysqlCluster, AuroraMysqlAudit } from '../src';

const CONTEXT = { '@aws-cdk/aws-cloudwatch-actions:changeLambdaPermissionLogicalIdForLambdaAction': true };

function appStack(id = 'Stack'): Stack {
  return new Stack(new App({ context: CONTEXT }), id);
}

/** What the clusters of a stack wait for; throws where the template has a circle. */
function awaited(stack: Stack): string[] {
  const template = Template.fromStack(stack);
  return Object.values<any>(template.findResources('AWS::RDS::DBCluster')).flatMap(({ DependsOn }) => DependsOn);
}

function alarmIds(stack: Stack): string[] {
  return Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).sort();
}

function notifier(scope: Construct, id = 'Notifier'): lambda.Function {
  return new lambda.Function(scope, id, { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {}') });
}

/** An action of the user's own, by its ARN. */
function acting(alarmActionArn: string): cloudwatch.IAlarmAction {
  return { bind: () => ({ alarmActionArn }) };
}

const LATE = /Silence/;

describe('the cluster waits for its audit, so that a deletion that is refused leaves it watched', () => {
  test('for filters, alarms, topic, its policy and its subscriptions, and for what is added later', () => {
    // GIVEN
    const stack = appStack();
    const cluster = auditedCluster(stack, { securityContacts: ['security@example.com'] });

    // WHEN
    cluster.audit.addDetection(AuditDetection.of('Own', { filterPattern: 'x', runbook: 'y' }));

    // THEN
    const template = Template.fromStack(stack);
    const types = ['AWS::Logs::LogGroup', 'AWS::Logs::MetricFilter', 'AWS::Logs::QueryDefinition', 'AWS::CloudWatch::Alarm', 'AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'AWS::SNS::Subscription', 'AWS::KMS::Key'];
    const expected = types.flatMap(type => Object.keys(template.findResources(type))).filter(id => !LATE.test(id));
    expect(awaited(stack).sort()).toEqual(expected.sort());
    expect(expected.filter(id => id.includes('DetectionsOwn'))).toHaveLength(2);
  });

  test('of a cluster that is audited where it stands', () => {
    const stack = appStack();
    new AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(stack) });
    expect(awaited(stack)).toEqual(expect.arrayContaining(alarmIds(stack).filter(id => !LATE.test(id))));
  });
});

/** Actions that lead back to the cluster: the alarms then come after it. */
const LEADING_BACK: [string, (stack: Stack) => void][] = [
  ['a function that gets the endpoint of the cluster', stack => {
    const fn = notifier(stack);
    const cluster = auditedCluster(stack, { alarmActions: [new actions.LambdaAction(fn)] });
    fn.addEnvironment('HOST', cluster.clusterEndpoint.hostname);
  }],
  ['an alias of such a function', stack => {
    const fn = notifier(stack);
    const alias = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
    const cluster = auditedCluster(stack, { alarmActions: [new actions.LambdaAction(alias)] });
    fn.addEnvironment('HOST', cluster.clusterEndpoint.hostname);
  }],
  ['a function whose role may read the secret', stack => {
    const fn = notifier(stack);
    auditedCluster(stack, { alarmActions: [new actions.LambdaAction(fn)] }).secret!.grantRead(fn);
  }],
  ['a function whose role may connect, through a proxy', stack => {
    const fn = notifier(stack);
    const cluster = auditedCluster(stack, { alarmActions: [new actions.LambdaAction(fn)] });
    cluster.addProxy('Proxy', { secrets: [cluster.secret!], vpc: cluster.vpc }).grantConnect(fn, 'app');
  }],
  ['a function that depends on the cluster', stack => {
    const fn = notifier(stack);
    fn.node.addDependency(auditedCluster(stack, { alarmActions: [new actions.LambdaAction(fn)] }));
  }],
  ['a function that an aspect gives the endpoint', stack => {
    const fn = notifier(stack);
    const cluster = auditedCluster(stack, { alarmActions: [new actions.LambdaAction(fn)] });
    Aspects.of(fn).add({ visit: node => { if (node === fn) { fn.addEnvironment('HOST', cluster.clusterEndpoint.hostname); } } });
  }],
  ['a topic that depends on an instance', stack => {
    const topic = new sns.Topic(stack, 'Topic');
    const cluster = auditedCluster(stack, { alarmActions: [new actions.SnsAction(topic)] });
    topic.node.addDependency(cluster.node.findChild('writer'));
  }],
  ['a topic whose resource waits for that of the cluster', stack => {
    const topic = new sns.Topic(stack, 'Topic');
    const cluster = auditedCluster(stack, { alarmActions: [new actions.SnsAction(topic)] });
    (topic.node.defaultChild as sns.CfnTopic).addResourceDependency(cluster.node.defaultChild as rds.CfnDBCluster);
  }],
  ['a topic whose template says that it depends on the cluster', stack => {
    const topic = new sns.Topic(stack, 'Topic');
    const cluster = auditedCluster(stack, { alarmActions: [new actions.SnsAction(topic)] });
    (topic.node.defaultChild as sns.CfnTopic).addOverride('DependsOn', [stack.getLogicalId(cluster.node.defaultChild as rds.CfnDBCluster)]);
  }],
  ['a function that depends on a cluster with an audit below it', stack => {
    const fn = notifier(stack);
    const cluster = plainCluster(stack);
    new AuroraMysqlAudit(cluster, 'Audit', { cluster, alarmActions: [new actions.LambdaAction(fn)] });
    fn.node.addDependency(cluster);
  }],
  ['a resource that is named by its logical id', stack => {
    const cluster = auditedCluster(stack, { alarmActions: [acting(Fn.getAtt('Machine', 'Arn').toString())] });
    const machine = new CfnResource(stack, 'Machine', { type: 'AWS::StepFunctions::StateMachine' });
    machine.addPropertyOverride('DefinitionString', { 'Fn::Sub': `\${${stack.getLogicalId(cluster.node.defaultChild as rds.CfnDBCluster)}}` });
  }],
  ['a function in a nested stack that gets the endpoint', stack => {
    const nested = new NestedStack(stack, 'Nested');
    const fn = notifier(nested);
    const cluster = auditedCluster(stack, { alarmActions: [acting(fn.functionArn)] });
    fn.addEnvironment('HOST', cluster.clusterEndpoint.hostname);
  }],
  ['a function beside another one, in a nested stack, that gets the endpoint', stack => {
    const nested = new NestedStack(stack, 'Nested');
    const cluster = auditedCluster(stack, { alarmActions: [acting(notifier(nested).functionArn)] });
    notifier(nested, 'Other').addEnvironment('HOST', cluster.clusterEndpoint.hostname);
  }],
];

test.each(LEADING_BACK)('%s, as action, makes no circle', (_, build) => {
  // GIVEN
  const stack = appStack();

  // WHEN
  build(stack);

  // THEN
  expect(awaited(stack).filter(id => alarmIds(stack).includes(id))).toEqual([]);
  expect(awaited(stack)).toEqual(expect.arrayContaining(Object.keys(Template.fromStack(stack).findResources('AWS::Logs::MetricFilter'))));
});

/** What does not lead back. */
const HARMLESS: [string, (stack: Stack) => void][] = [
  ['a function that knows nothing of the cluster', stack => {
    auditedCluster(stack, { alarmActions: [new actions.LambdaAction(notifier(stack))] });
  }],
  ['a topic to which a function with the endpoint is subscribed', stack => {
    const topic = new sns.Topic(stack, 'Topic');
    const cluster = auditedCluster(stack, { alarmActions: [new actions.SnsAction(topic)] });
    const fn = notifier(stack);
    fn.addEnvironment('HOST', cluster.clusterEndpoint.hostname);
    topic.addSubscription(new subscriptions.LambdaSubscription(fn));
  }],
  ['the topic of the audit, to which a function with the endpoint is subscribed', stack => {
    const cluster = auditedCluster(stack);
    const fn = notifier(stack);
    fn.addEnvironment('HOST', cluster.clusterEndpoint.hostname);
    cluster.audit.topic!.addSubscription(new subscriptions.LambdaSubscription(fn));
  }],
  ['a topic of another stack', stack => {
    const other = new Stack(stack.node.root as App, 'Topics');
    auditedCluster(stack, { alarmActions: [new actions.SnsAction(new sns.Topic(other, 'Topic'))] });
  }],
  ['rotation, a proxy and grants of the cluster', stack => {
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    const key = new kms.Key(stack, 'Key');
    const cluster = auditedCluster(stack, { auditLogEncryptionKey: key });
    cluster.addRotationSingleUser();
    cluster.addProxy('Proxy', { secrets: [cluster.secret!], vpc: cluster.vpc }).grantConnect(role);
    cluster.grantConnect(role, 'app');
    cluster.audit.grantReadAuditLogs(role);
  }],
  ['a function with the endpoint that gets the records', stack => {
    const fn = notifier(stack);
    const cluster = auditedCluster(stack);
    fn.addEnvironment('HOST', cluster.clusterEndpoint.hostname);
    cluster.auditLogGroup.addSubscriptionFilter('Records', { destination: new destinations.LambdaDestination(fn), filterPattern: logs.FilterPattern.allEvents() });
  }],
  ['a function with the endpoint that gets the records of a group handed in', stack => {
    const auditLogGroup = new logs.LogGroup(stack, 'Own', { logGroupName: '/aws/rds/cluster/orders/audit' });
    const fn = notifier(stack);
    const cluster = auditedCluster(stack, { auditLogGroup, clusterIdentifier: 'orders' });
    fn.addEnvironment('HOST', cluster.clusterEndpoint.hostname);
    auditLogGroup.addSubscriptionFilter('Records', { destination: new destinations.LambdaDestination(fn), filterPattern: logs.FilterPattern.allEvents() });
  }],
  ['what waits for the cluster', stack => {
    const cluster = auditedCluster(stack);
    new CustomResource(stack, 'Migration', { serviceToken: notifier(stack).functionArn }).node.addDependency(cluster);
  }],
  ['what the cluster waits for', stack => {
    const topic = new sns.Topic(stack, 'Topic');
    auditedCluster(stack).node.addDependency(topic);
  }],
];

test.each(HARMLESS)('%s: the cluster still waits for its alarms', (_, build) => {
  // GIVEN
  const stack = appStack();

  // WHEN
  build(stack);

  // THEN
  expect(awaited(stack)).toEqual(expect.arrayContaining(alarmIds(stack).filter(id => !LATE.test(id))));
});

test('two clusters whose notifiers use each other make no circle together', () => {
  // GIVEN
  const stack = appStack();
  const basics = clusterBasics(stack);
  const [one, two] = ['One', 'Two'].map(id => notifier(stack, `Notifier${id}`));

  // WHEN
  const [first, second] = ([['One', one], ['Two', two]] as const).map(([id, fn]) =>
    new AuditedAuroraMysqlCluster(stack, id, { ...basics, alarmActions: [new actions.LambdaAction(fn)] }));
  one.addEnvironment('OTHER', second.clusterEndpoint.hostname);
  two.addEnvironment('OTHER', first.clusterEndpoint.hostname);

  // THEN the first waits for its alarms, and so the second cannot
  const waiting = awaited(stack).filter(id => alarmIds(stack).includes(id));
  expect(waiting.length).toBeGreaterThan(0);
  expect(waiting.filter(id => id.startsWith('Two'))).toEqual([]);
});

test('a cluster that comes after somebody asked for dependencies waits for its audit as well', () => {
  // GIVEN
  const stack = appStack();
  const basics = clusterBasics(stack);
  const [first] = ['One', 'Two'].map(id => {
    const cluster = new AuditedAuroraMysqlCluster(stack, id, basics);
    return cluster.node.defaultChild!.node.dependencies;
  });

  // THEN
  expect(first.length).toBeGreaterThan(0);
  expect(awaited(stack)).toEqual(expect.arrayContaining(alarmIds(stack).filter(id => !LATE.test(id))));
});

test('what one stage waits for is decided when that stage is synthesised', () => {
  // GIVEN
  const app = new App({ context: CONTEXT });
  const stacks = ['A', 'B'].map(id => new Stack(new Stage(app, id), 'Stack'));
  const clusters = stacks.map(stack => auditedCluster(stack));
  Stage.of(stacks[0])!.synth();

  // WHEN
  clusters[1].audit.addDetection(AuditDetection.of('Own', { filterPattern: 'x', runbook: 'y' }));

  // THEN
  stacks.forEach(stack => expect(awaited(stack)).toEqual(expect.arrayContaining(alarmIds(stack).filter(id => !LATE.test(id)))));
  expect(awaited(stacks[1]).filter(id => id.includes('DetectionsOwn'))).toHaveLength(2);
});

describe('nobody is paged by the deployment itself', () => {
  function dependenciesOf(stack: Stack, id: RegExp): string[] {
    const resources = Object.entries<any>(Template.fromStack(stack).toJSON().Resources);
    return resources.find(([logicalId]) => id.test(logicalId))![1].DependsOn;
  }

  test('the alarm on silence comes after the instances', () => {
    const stack = appStack();
    auditedCluster(stack, { readers: [rds.ClusterInstance.serverlessV2('reader')] });
    const instances = Object.keys(Template.fromStack(stack).findResources('AWS::RDS::DBInstance'));
    expect(instances).toHaveLength(2);
    expect(dependenciesOf(stack, /SilenceAlarm/)).toEqual(expect.arrayContaining(instances));
  });

  test.each<[string, AuditDetection[]]>([
    ['alone', [AuditDetection.CONTROL_PLANE_CHANGES]],
    ['without silence', AuditDetection.recommendedExcept([AuditDetection.SILENCE])],
  ])('the rule for API calls comes after the cluster and its log groups, %s', (_, detections) => {
    const stack = appStack();
    auditedCluster(stack, { detections });
    const instances = Object.keys(Template.fromStack(stack).findResources('AWS::RDS::DBInstance'));
    expect(dependenciesOf(stack, /Rule/)).toEqual(expect.arrayContaining(instances));
  });

  test('the rule for API calls comes after all filters and alarms, its own among them', () => {
    // GIVEN
    const stack = appStack();
    const cluster = auditedCluster(stack);

    // WHEN
    cluster.audit.addDetection(AuditDetection.of('Own', { filterPattern: 'x', runbook: 'y' }));

    // THEN
    const template = Template.fromStack(stack);
    const [ruleId] = Object.keys(template.findResources('AWS::Events::Rule'));
    const others = [...alarmIds(stack), ...Object.keys(template.findResources('AWS::Logs::MetricFilter'))];
    expect(dependenciesOf(stack, new RegExp(`^${ruleId}$`))).toEqual(expect.arrayContaining(others));
  });
});
