import { deployTime } from '../../../src/compliance/resolved/symbolic-text';
import { apiCallsIn } from '../../../src/compliance/subjects/api-calls';

const CALL = { service: 'rds', action: 'modifyDBCluster', parameters: { a: 1 } };

test.each<[string, unknown]>([
  ['as a map', { Create: { service: 'RDS', action: 'modifyDBCluster', parameters: { a: 1 } } }],
  ['in the words of the newer SDK', { Call: { Service: '@aws-sdk/client-rds', Action: 'ModifyDBClusterCommand', Parameters: { a: 1 } } }],
  ['as text', { Create: '{"service":"RDS","action":"modifyDBCluster","parameters":{"a":1}}' }],
  ['as text after a line break', { Create: '\n {"service":"RDS","action":"modifyDBCluster","parameters":{"a":1}}' }],
  ['in a list', { Calls: [{ service: 'rds', action: 'ModifyDBCluster', parameters: { a: 1 } }] }],
  ['in text within text', { Calls: JSON.stringify([JSON.stringify({ service: 'rds', action: 'modifyDBCluster', parameters: { a: 1 } })]) }],
])('a call is found %s', (_, properties) => {
  expect(apiCallsIn(properties).calls).toEqual([CALL]);
});

test('a call of which parts are only known at deployment is found', () => {
  const text = `{"service":"RDS","action":"modifyDBCluster","parameters":{"DBClusterIdentifier":"${deployTime('Stack/C')}"}}`;
  expect(apiCallsIn({ Create: text }).calls).toEqual([{ ...CALL, parameters: { DBClusterIdentifier: deployTime('Stack/C') } }]);
});

test.each<[string, unknown]>([
  ['no map', 'modifyDBCluster'],
  ['no JSON', { Create: '{"service":' }],
  ['no action', { service: 'RDS' }],
  ['no text', { service: 1, action: 2 }],
  ['a service that is no text', { service: 1, action: 'x' }],
  ['an action that is no text', { service: 'rds', action: ['x'] }],
  ['nothing', undefined],
])('nothing is found where there is %s', (_, properties) => {
  expect(apiCallsIn(properties).calls).toEqual([]);
});

test('logs have two names', () => {
  const names = ['Logs', 'CloudWatchLogs', '@aws-sdk/client-cloudwatch-logs'];
  expect(names.flatMap(service => apiCallsIn({ service, action: 'x' }).calls).map(({ service }) => service)).toEqual(names.map(() => 'cloudwatchlogs'));
});

test('a service whose name begins like that of logs is another', () => {
  expect(apiCallsIn({ service: 'LogsInsights', action: 'x' }).calls).toMatchObject([{ service: 'logsinsights' }]);
});

test('only at the end of an action is Command the word of an SDK', () => {
  expect(apiCallsIn({ service: 'ssm', action: 'SendCommandToAll' }).calls).toMatchObject([{ action: 'sendCommandToAll' }]);
});

test.each(['modify__db-_cluster', 'modifyDBCluster', 'ModifyDBClusterCommand', 'modify_db_cluster', 'modify-db-cluster'])('%s is the same action', action => {
  const [call] = apiCallsIn({ service: 'rds', action }).calls;
  expect(call.action.toLowerCase()).toBe('modifydbcluster');
});

test('names that are only known at deployment stay as they are', () => {
  const name = deployTime('Some-Name');
  expect(apiCallsIn({ service: name, action: name }).calls).toEqual([{ service: name, action: name }]);
});

test('parameters may be text within text', () => {
  expect(apiCallsIn({ service: 'rds', action: 'modifyDBCluster', parameters: '{"a":1}' }).calls).toEqual([CALL]);
});

test('parameters that are only known at deployment are none', () => {
  expect(apiCallsIn({ service: 'rds', action: 'modifyDBCluster', parameters: deployTime('P') }).calls).toEqual([{ service: 'rds', action: 'modifyDBCluster' }]);
});

test('what is beside the calls is kept as text', () => {
  const { rest } = apiCallsIn({ Create: JSON.stringify({ service: 'rds', action: 'describe' }), Update: '{"service":"rds",', Command: ['a', 1] });
  expect(rest.split('\n')).toEqual(['Create', 'Update', '{"service":"rds",', 'Command', 'a', '1']);
});

test('what is no call is kept as text, whatever its parts are called', () => {
  expect(apiCallsIn({ Parameters: ['a'], Service: 'b', Text: '"c"' }).rest.split('\n')).toEqual(['Parameters', 'a', 'Service', 'b', 'Text', '"c"']);
});

test('text cannot pretend to have parts that are only known at deployment', () => {
  const [call] = apiCallsIn('{"service":"rds","action":"x","parameters":{"a":"\\u0000b\\u0001{\\u0000"}}').calls;
  expect(call.parameters).toEqual({ a: '\ufffdb\u0001{\ufffd' });
});
