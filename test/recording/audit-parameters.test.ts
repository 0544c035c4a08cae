import { CfnParameter } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AuditEvent } from '../../src';
import { auditedCluster, newStack } from '../stacks';

test.each([
  [{}, { server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY,TABLE' }],
  [{ auditEvents: [AuditEvent.CONNECT, AuditEvent.QUERY_DCL, AuditEvent.QUERY_DDL, AuditEvent.QUERY_DML] },
    { server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY_DCL,QUERY_DDL,QUERY_DML' }],
  [{ auditIncludedUsers: ['app', 'admin'] }, { server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY,TABLE', server_audit_incl_users: 'app,admin' }],
  [{ auditExcludedUsers: ['monitor'] }, { server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY,TABLE', server_audit_excl_users: 'monitor' }],
])('%p renders its parameters', (props, parameters) => {
  // GIVEN
  const stack = newStack();

  // WHEN
  auditedCluster(stack, props);

  // THEN
  const groups = Template.fromStack(stack).findResources('AWS::RDS::DBClusterParameterGroup');
  expect(Object.values(groups).map(group => group.Properties.Parameters)).toEqual([parameters]);
});

test.each<[Record<string, string>, string]>([
  [{ server_audit_logs: '1' }, 'server_audit_logs is not a parameter of Aurora MySQL; did you mean server_audit_logging?'],
  [{ server_audit_output_type: 'file' }, 'server_audit_output_type is not a parameter of Aurora MySQL; it belongs to the MariaDB audit plugin'],
  [{ server_audit_cw_upload: '1' }, 'it is deprecated'],
  [{ server_audit_eventz: 'CONNECT' }, 'did you mean server_audit_events?'],
  [{ SERVER_AUDIT_LOGGING: '1' }, 'SERVER_AUDIT_LOGGING is not a parameter of Aurora MySQL; did you mean server_audit_logging?'],
  [{ 'server-audit-excl-users': 'a' }, 'did you mean server_audit_excl_users?'],
  [{ server_audit_logging: '0' }, "server_audit_logging '0' contradicts the audit options, which make it '1'; auditing is always on"],
  [{ server_audit_events: 'CONNECT' }, "server_audit_events 'CONNECT' contradicts the audit options, which make it 'CONNECT,QUERY,TABLE'; use auditEvents"],
  [{ server_audit_incl_users: 'app' }, "server_audit_incl_users 'app' contradicts the audit options, which make it ''; use auditIncludedUsers"],
  [{ server_audit_excl_users: 'app' }, 'use auditExcludedUsers'],
  [{ server_audit_logs_upload: '1' }, 'the audit log export publishes the records already'],
])('parameters %p are refused', (parameters, message) => {
  expect(() => auditedCluster(newStack(), { parameters })).toThrow(message);
});

test.each<[Record<string, string>]>([
  [{ server_audit_logging: '1' }], [{ server_audit_logging: 'ON' }], [{ server_audit_logging: 'on' }],
  [{ server_audit_events: 'TABLE,CONNECT,QUERY' }], [{ server_audit_logs_upload: '0' }], [{ server_audit_logs_upload: 'OFF' }],
  [{ server_audit_excl_users: '' }],
])('parameters %p, which say the same, stay', parameters => {
  const stack = newStack();
  auditedCluster(stack, { parameters });
  Template.fromStack(stack).hasResourceProperties('AWS::RDS::DBClusterParameterGroup', { Parameters: parameters });
});

test('a token in parameters cannot be judged and stays', () => {
  const stack = newStack();
  const parameter = new CfnParameter(stack, 'Logging');
  auditedCluster(stack, { parameters: { server_audit_logging: parameter.valueAsString } });
  Template.fromStack(stack).hasResourceProperties('AWS::RDS::DBClusterParameterGroup', { Parameters: { server_audit_logging: { Ref: 'Logging' } } });
});
