import { ResolvedApp } from '../../../src/compliance/resolved/resolved-app';
import { resourcesOf } from '../../../src/compliance/resolved/template-source';
import { AuditIndex } from '../../../src/compliance/subjects/audit-index';

const GROUP = 'AWS::RDS::DBClusterParameterGroup';
const setting = (server_audit_logging: unknown) => ({ Type: GROUP, Properties: { Parameters: { server_audit_logging } } });

function template(environment: string, groups: object) {
  const sections = { Conditions: { Europe: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] } }, Resources: groups };
  return { path: environment, environment, sections, resources: resourcesOf(sections, environment) };
}

test('parameter groups that may turn auditing on are found where they are', () => {
  const index = new AuditIndex(new ResolvedApp({
    templates: [
      template('here', {
        On: setting('1'),
        Off: setting('0'),
        Either: setting({ 'Fn::If': ['Europe', 'ON', '0'] }),
        Silent: { Type: GROUP },
        Perhaps: setting({ 'Fn::If': ['Europe', '1', { Ref: 'AWS::NoValue' }] }),
      }),
      template('there', { On: setting('ON') }),
    ],
  }));
  const found = (environment: string) => index.auditingGroups(environment).map(({ key }) => key);
  expect(found('here')).toEqual(['here/On', 'here/Either', 'here/Perhaps']);
  expect(found('there')).toEqual(['there/On']);
  expect(found('nowhere')).toEqual([]);
});
