import { REFERENCE } from '../../../src/compliance/resolved/intrinsics';
import { ResolvedApp } from '../../../src/compliance/resolved/resolved-app';
import { type AppSource, resourcesOf, type TemplateSource } from '../../../src/compliance/resolved/template-source';
import { creationOrder } from '../../../src/compliance/subjects/creation-order';

const LOGS = { Type: 'AWS::Logs::LogGroup' };
const CLUSTER = { Type: 'AWS::RDS::DBCluster' };
const TOPIC = { Type: 'AWS::SNS::Topic' };
const NESTED = { Type: 'AWS::CloudFormation::Stack' };

function stack(path: string, resources: object, more: Partial<TemplateSource> = {}): TemplateSource {
  return { path, environment: '', sections: {}, resources: resourcesOf({ Resources: resources }, path), ...more };
}

const resourceOf = (template: TemplateSource, id: string) => template.resources.find(({ logicalId }) => logicalId === id)!;

/** When the log group is created, seen from the cluster. */
function order(templates: TemplateSource[], more: Omit<AppSource, 'templates'> = {}): string {
  const app = new ResolvedApp({ templates, ...more });
  return creationOrder(app, app.ofType('AWS::Logs::LogGroup')[0], app.ofType('AWS::RDS::DBCluster')[0]);
}

const property = (value: unknown) => ({ ...LOGS, Properties: { Tags: value } });

describe('in one stack', () => {
  test.each<[string, object, object, string]>([
    ['nothing says so', LOGS, CLUSTER, 'not later'],
    ['it depends on the cluster', { ...LOGS, DependsOn: 'Cluster' }, CLUSTER, 'later'],
    ['it depends on the cluster, among others', { ...LOGS, DependsOn: ['Topic', 'Cluster'] }, CLUSTER, 'later'],
    ['it depends on something else', { ...LOGS, DependsOn: ['Topic'] }, CLUSTER, 'not later'],
    ['it depends on what depends on the cluster', { ...LOGS, DependsOn: 'After' }, CLUSTER, 'later'],
    ['the cluster depends on it', { ...LOGS, DependsOn: 'Topic' }, { ...CLUSTER, DependsOn: 'Logs' }, 'not later'],
    ['each depends on the other', { ...LOGS, DependsOn: 'Cluster' }, { ...CLUSTER, DependsOn: 'Logs' }, 'not later'],
    ['it depends on what is no name', { ...LOGS, DependsOn: [7, null] }, CLUSTER, 'not later'],
    ['it refers to the cluster', property({ Ref: 'Cluster' }), CLUSTER, 'later'],
    ['it refers to an attribute of the cluster', property({ 'Fn::GetAtt': ['Cluster', 'DBClusterArn'] }), CLUSTER, 'later'],
    ['it refers to an attribute of the cluster, as text', property({ 'Fn::GetAtt': 'Cluster.DBClusterArn' }), CLUSTER, 'later'],
    ['it refers to the cluster in a list in a map', property([{ Value: { Ref: 'Cluster' } }]), CLUSTER, 'later'],
    ['it has the cluster in text', property({ 'Fn::Sub': 'x-${Cluster}' }), CLUSTER, 'later'],
    ['it has the cluster in text with spaces', property({ 'Fn::Sub': '${ Cluster }' }), CLUSTER, 'later'],
    ['it has an attribute of the cluster in text', property({ 'Fn::Sub': ['${Cluster.Endpoint.Address}', {}] }), CLUSTER, 'later'],
    ['it has the name of the cluster in text', property({ 'Fn::Sub': '${!Cluster} Cluster' }), CLUSTER, 'not later'],
    ['it refers to what nobody knows', property({ [REFERENCE]: ['nobody', 'Arn'] }), CLUSTER, 'not later'],
    ['it refers to nothing', property({ 'Ref': 7, 'Fn::GetAtt': [], 'Fn::Sub': {} }), CLUSTER, 'not later'],
  ])('where %s', (_, logs, cluster, expected) => {
    expect(order([stack('S', { Logs: logs, Cluster: cluster, Topic: TOPIC, After: { ...TOPIC, DependsOn: 'Cluster' } })])).toBe(expected);
  });
});

describe('in two stacks', () => {
  const LOG_STACK = stack('Logs', { Logs: LOGS });
  const CLUSTER_STACK = stack('Data', { Cluster: CLUSTER });

  test('nothing says which comes first', () => expect(order([LOG_STACK, CLUSTER_STACK])).toBe('in a stack of its own'));

  test('the one that is declared to come before comes before', () => {
    expect(order([LOG_STACK, stack('Data', { Cluster: CLUSTER }, { precededBy: [LOG_STACK] })])).toBe('not later');
    expect(order([CLUSTER_STACK, stack('Logs', { Logs: LOGS }, { precededBy: [CLUSTER_STACK] })])).toBe('later');
  });

  test('the one that comes before one between comes before', () => {
    const between = stack('Between', { Topic: TOPIC }, { precededBy: [LOG_STACK] });
    expect(order([LOG_STACK, between, stack('Data', { Cluster: CLUSTER }, { precededBy: [between] })])).toBe('not later');
  });

  describe('of which one refers to the other', () => {
    const referring = { Type: 'AWS::SNS::Topic', Properties: { TopicName: { [REFERENCE]: ['it', 'Arn'] } } };
    const leadingTo = (template: TemplateSource, id?: string): Omit<AppSource, 'templates'> => ({
      referenced: key => key !== 'it' ? undefined : { template, logicalId: () => id!, ...id === undefined ? {} : { resource: resourceOf(template, id) } },
    });

    test('the one that is referred to comes before', () => {
      const data = stack('Data', { Cluster: CLUSTER, Topic: referring });
      expect(order([LOG_STACK, data], leadingTo(LOG_STACK, 'Logs'))).toBe('not later');
      expect(order([LOG_STACK, data], leadingTo(LOG_STACK))).toBe('not later');
      expect(order([LOG_STACK, data])).toBe('in a stack of its own');
      expect(order([CLUSTER_STACK, stack('Logs', { Logs: LOGS, Topic: referring })], leadingTo(CLUSTER_STACK, 'Cluster'))).toBe('later');
    });
  });

  test('what is declared to be there before a resource is there before it', () => {
    const declared = (of: string, before: () => TemplateSource['resources']): Omit<AppSource, 'templates'> => ({
      prerequisites: ({ logicalId }) => logicalId === of ? before() : [],
    });
    expect(order([LOG_STACK, CLUSTER_STACK], declared('Cluster', () => LOG_STACK.resources))).toBe('not later');
    expect(order([LOG_STACK, CLUSTER_STACK], declared('Logs', () => CLUSTER_STACK.resources))).toBe('later');
    expect(order([LOG_STACK, CLUSTER_STACK], declared('Cluster', () => stack('Elsewhere', { Logs: LOGS }).resources))).toBe('in a stack of its own');
  });
});

describe('in stacks that are nested', () => {
  function nested(outside: object, resources: object) {
    const parent = stack('Outer', outside);
    return [parent, stack('Nested', resources, { parent: { template: parent, resource: resourceOf(parent, 'N') } })];
  }

  test.each<[string, object, object, string]>([
    ['nothing says so', { Cluster: CLUSTER, N: NESTED }, { Logs: LOGS }, 'not later'],
    ['the nested stack waits for the cluster', { Cluster: CLUSTER, N: { ...NESTED, DependsOn: 'Cluster' } }, { Logs: LOGS }, 'later'],
    ['it waits for a nested stack with the cluster', { Logs: { ...LOGS, DependsOn: 'N' }, N: NESTED }, { Cluster: CLUSTER }, 'later'],
    ['the nested stack with the cluster waits for it', { Logs: LOGS, N: { ...NESTED, DependsOn: 'Logs' } }, { Cluster: CLUSTER }, 'not later'],
    ['the cluster waits for something else of the same logical id', { Logs: { ...LOGS, DependsOn: 'N' }, N: NESTED }, { Logs: TOPIC, Cluster: { ...CLUSTER, DependsOn: 'Logs' } }, 'later'],
    ['both are in it', { N: NESTED }, { Logs: LOGS, Cluster: CLUSTER }, 'not later'],
    ['both are in it, and what waits for it is outside', { Topic: { ...TOPIC, DependsOn: 'N' }, N: NESTED }, { Logs: LOGS, Cluster: CLUSTER }, 'not later'],
    ['a log group of the same logical id waits', { Logs: { ...TOPIC, DependsOn: 'Cluster' }, Cluster: TOPIC, N: NESTED }, { Logs: LOGS, Cluster: CLUSTER }, 'not later'],
  ])('where %s', (_, outside, inside, expected) => {
    expect(order(nested(outside, inside))).toBe(expected);
  });
});
