import { deployTime } from '../../../src/compliance/resolved/symbolic-text';
import { apiCallsIn } from '../../../src/compliance/subjects/api-calls';

const CALL = { service: 'rds', action: 'modifyDBCluster', parameters: { a: 1 } };

test.each<[string, unknown]>([
  ['as a map', { Create: { service: 'RDS', action: 'modifyDBCluster', parameters: { a: 1 } } }],
  ['in the words of the newer SDK', { Call: { Service: '@aws-sdk/client-rds', Action: 'ModifyDBClusterCommand', Parameters: { a: 1 } } }],
  ['as text', { Create: '{"service":"RDS","action":"modifyDBCluster","parameters":{"a":1}}' }],
  ['in a list', { Calls: [{ service: 'rds', action: 'ModifyDBCluster', parameters: { a: 1 } }] }],
  ['in text within text', { Calls: JSON.stringify([JSON.stringify({ service: 'rds', action: 'modifyDBCluster', parameters: { a: 1 } })]) }],
])('a call is found %s', (_, properties) => {
  expect(apiCallsIn(properties)).toEqual([CALL]);
});

test('a call of which parts are only known at deployment is found', () => {
  const text = `{"service":"RDS","action":"modifyDBCluster","parameters":{"DBClusterIdentifier":"${deployTime('Stack/C')}"}}`;
  expect(apiCallsIn({ Create: text })).toEqual([{ ...CALL, parameters: { DBClusterIdentifier: '<Stack/C>' } }]);
});

test.each<[string, unknown]>([
  ['no map', 'modifyDBCluster'],
  ['no JSON', { Create: '{"service":' }],
  ['no action', { service: 'RDS' }],
  ['no text', { service: 1, action: 2 }],
  ['nothing', undefined],
])('nothing is found where there is %s', (_, properties) => {
  expect(apiCallsIn(properties)).toEqual([]);
});

test('logs have two names', () => {
  const names = ['Logs', 'CloudWatchLogs', '@aws-sdk/client-cloudwatch-logs'];
  expect(names.flatMap(service => apiCallsIn({ service, action: 'x' })).map(({ service }) => service)).toEqual(names.map(() => 'cloudwatchlogs'));
});
