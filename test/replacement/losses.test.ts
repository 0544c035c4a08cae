import { losses, templateOf, type Template } from './losses';
import { auditedCluster } from '../stacks';

const BEFORE = templateOf(stack => auditedCluster(stack));

function changed(type: string, properties: object): Template {
  return {
    Resources: Object.fromEntries(Object.entries(BEFORE.Resources).map(([id, resource]) => [
      id, resource.Type === type ? { ...resource, Properties: { ...resource.Properties, ...properties } } : resource,
    ])),
  };
}

test.each([
  ['AWS::RDS::DBCluster', { DBClusterIdentifier: 'other' }, ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance']],
  ['AWS::RDS::DBCluster', { EngineVersion: '8.0.mysql_aurora.3.13.0' }, []],
  ['AWS::RDS::DBClusterParameterGroup', { Description: 'other' }, ['AWS::RDS::DBClusterParameterGroup']],
  ['AWS::RDS::DBClusterParameterGroup', { Parameters: { server_audit_logging: '1' } }, []],
  ['AWS::Logs::LogGroup', { LogGroupName: 'other' }, ['AWS::Logs::LogGroup']],
  ['AWS::Logs::LogGroup', { RetentionInDays: 3653 }, []],
])('%s with %p is a loss of %p', (type, properties, expected) => {
  expect(losses(BEFORE, changed(type, properties))).toEqual(expected);
});

test('another logical id is a loss', () => {
  const renamed = { Resources: Object.fromEntries(Object.entries(BEFORE.Resources).map(([id, resource]) => [resource.Type === 'AWS::RDS::DBInstance' ? 'Renamed' : id, resource])) };

  expect(losses(BEFORE, renamed)).toEqual(['AWS::RDS::DBInstance']);
});
