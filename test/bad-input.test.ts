import { Aws, CfnParameter, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as fc from 'fast-check';
import { auditedCluster, newStack } from './stacks';
import { AuditDetection, AuditEvent, AuditedAuroraMysqlCluster } from '../src';

test.each<[string, any, string]>([
  ['no vpc', { vpc: undefined }, 'vpc: must be a VPC, got: undefined'],
  ['no writer', { writer: undefined }, 'writer: must be a cluster instance'],
  ['a version as text', { version: '8.0' }, 'version: must be an rds.AuroraMysqlEngineVersion, got: \'8.0\''],
  ['a version whose major version was left out', { version: rds.AuroraMysqlEngineVersion.of('8.4.mysql_aurora.8.4.7') },
    "version: '8.4.mysql_aurora.8.4.7' must begin with its major version, got: '5.7'"],
  ['parameters as text', { parameters: 'a=b' }, 'parameters: must be a map of names to values, got: \'a=b\''],
  ['no events', { auditEvents: [] }, 'auditEvents: must hold at least one AuditEvent'],
  ['events as text', { auditEvents: 'CONNECT' }, 'auditEvents: must hold at least one AuditEvent'],
  ['event names', { auditEvents: ['CONNECT'] }, 'auditEvents: must be a list of AuditEvent, got: \'CONNECT\''],
  ['an event twice', { auditEvents: [AuditEvent.TABLE, AuditEvent.TABLE] }, 'auditEvents: TABLE is there twice'],
  ['an undefined event', { auditEvents: [undefined] }, 'auditEvents: must be a list of AuditEvent, got: undefined'],
  ['a user with a space', { auditExcludedUsers: ['app user'] }, 'auditExcludedUsers: \'app user\' has a space; names are comma-separated without spaces'],
  ['a user with a comma', { auditIncludedUsers: ['a,b'] }, 'auditIncludedUsers: \'a,b\' must be a user name without its host'],
  ['a user with its host', { auditIncludedUsers: ["app'@'%"] }, 'must be a user name without its host'],
  ['a user name that is too long', { auditIncludedUsers: ['x'.repeat(33)] }, '1 to 32 of letters'],
  ['a user list that is empty', { auditExcludedUsers: [] }, 'auditExcludedUsers: must be a list of at least one user name, got: []'],
  ['a user that is no text', { auditExcludedUsers: [1] }, 'auditExcludedUsers: must hold user names, got: 1'],
  ['a user twice', { auditExcludedUsers: ['a', 'a'] }, "auditExcludedUsers: 'a' is there twice"],
  ['a user in both lists', { auditExcludedUsers: ['a'], auditIncludedUsers: ['a'] }, "auditExcludedUsers: 'a' is in auditIncludedUsers too"],
  ['users over 1,024 characters', { auditExcludedUsers: Array.from({ length: 40 }, (_, i) => `user-with-a-long-name-${1000 + i}`) },
    'auditExcludedUsers: the names joined by commas must be at most 1024 characters, got: 1079'],
  ['a retention that is none', { auditLogRetention: 42 }, 'auditLogRetention: must be one of logs.RetentionDays'],
  ['a retention as text', { auditLogRetention: 'ONE_YEAR' }, 'auditLogRetention: must be one of logs.RetentionDays'],
  ['a removal policy that is none', { auditLogRemovalPolicy: 'snapshot' }, 'auditLogRemovalPolicy: must be RETAIN_ON_UPDATE_OR_DELETE, RETAIN or DESTROY, got: \'snapshot\''],
  ['a deletion protection that is none', { auditLogDeletionProtection: 'on' }, 'auditLogDeletionProtection: must be true or false, got: \'on\''],
  ['deletion protection of what is to be destroyed', { auditLogDeletionProtection: true, auditLogRemovalPolicy: RemovalPolicy.DESTROY },
    'auditLogDeletionProtection: contradicts auditLogRemovalPolicy DESTROY'],
  ['saved queries by name', { auditQueries: 'all' }, 'auditQueries: must be true or false, got: \'all\''],
  ['no saved queries at all', { auditQueries: null }, 'auditQueries: must be true or false, got: null'],
  ['audit parameters of an instance', { writer: rds.ClusterInstance.serverlessV2('writer', { parameters: { server_audit_logging: '1' } }) },
    'parameters: server_audit_logging is in the parameters of the instance Stack/Database/writer/Resource; audit parameters belong to the parameter group of the cluster'],
  ['audit parameters of a reader, misspelt', { readers: [rds.ClusterInstance.provisioned('reader', { parameters: { 'server-audit-logs': '1' } })] },
    'parameters: server-audit-logs is in the parameters of the instance Stack/Database/reader/Resource'],
  ['an alarm action that gives no ARN', { alarmActions: [{ bind: () => ({}) }] }, 'alarmActions: an alarm action must give an alarmActionArn, got: {}'],
  ['a key that is none', { auditLogEncryptionKey: 'arn:aws:kms:eu-west-1:111111111111:key/k' }, 'auditLogEncryptionKey: must be a KMS key, got: '],
  ['a log type that is none', { cloudwatchLogsExports: ['audits'] }, 'cloudwatchLogsExports: must hold only audit, error, general, slowquery, instance, iam-db-auth-error, got: \'audits\''],
  ['log types as text', { cloudwatchLogsExports: 'audit' }, 'cloudwatchLogsExports: must be a literal list, got: \'audit\''],
  ['an undefined log type', { cloudwatchLogsExports: [undefined] }, 'cloudwatchLogsExports: must hold only'],
  ['log types as a token', { cloudwatchLogsExports: Fn.split(',', Aws.REGION) }, 'cloudwatchLogsExports: must be a literal list, got: a token'],
  ['an identifier with two hyphens', { clusterIdentifier: 'a--b' }, 'clusterIdentifier: must be 1 to 63 letters, digits and hyphens'],
  ['an identifier with a digit first', { clusterIdentifier: '1a' }, 'got: \'1a\''],
  ['an identifier with a hyphen last', { clusterIdentifier: 'a-' }, 'got: \'a-\''],
  ['an identifier that is too long', { clusterIdentifier: 'a'.repeat(64) }, 'clusterIdentifier: must be'],
  ['an empty identifier', { clusterIdentifier: '' }, 'got: \'\''],
  ['a log group that is none', { auditLogGroup: 'x' }, 'auditLogGroup: must be a log group, got: \'x\''],
  ['log groups that are no map', { logGroups: 'x' }, 'logGroups: must be a map of log types to log groups, got: \'x\''],
  ['contacts as text', { securityContacts: 'a@example.com' }, 'securityContacts: must be a list of e-mail addresses, got: \'a@example.com\''],
  ['a contact that is no address', { securityContacts: ['security'] }, 'securityContacts: must hold e-mail addresses, got: \'security\''],
  ['a contact with a newline', { securityContacts: ['a@example.com\n'] }, 'securityContacts: must hold e-mail addresses'],
  ['a contact that is no text', { securityContacts: [null] }, 'securityContacts: must hold e-mail addresses, got: null'],
  ['a contact twice', { securityContacts: ['a@example.com', 'a@example.com'] }, "securityContacts: 'a@example.com' is there twice"],
  ['no alarm action', { alarmActions: [] }, 'alarmActions: must be a list of at least one alarm action'],
  ['no urgent alarm action', { urgentAlarmActions: [] }, 'urgentAlarmActions: must be a list of at least one alarm action, leave it out for the same actions'],
  ['an urgent alarm action that is none', { urgentAlarmActions: [5] }, 'urgentAlarmActions: must be a list of at least one alarm action'],
  ['an alarm action that is none', { alarmActions: ['arn'] }, 'alarmActions: must be a list of at least one alarm action'],
  ['detections as text', { detections: 'FailedLogins' }, 'detections: must be a list of AuditDetection, got: \'FailedLogins\''],
  ['a detection that is none', { detections: [{}] }, 'detections: must hold AuditDetection, got: {}'],
  ['a detection twice', { detections: [AuditDetection.FAILED_LOGINS, AuditDetection.FAILED_LOGINS] }, "detections: 'FailedLogins' is there twice"],
])('%s is refused', (_, props, message) => {
  expect(() => auditedCluster(newStack(), props)).toThrow(message);
});

describe('a log group that was handed in is refused', () => {
  test.each<[string, (stack: any) => any, string]>([
    ['under another name', stack => ({ auditLogGroup: logs.LogGroup.fromLogGroupName(stack, 'G', '/aws/rds/cluster/Orders/audit') }),
      'auditLogGroup: the cluster writes to /aws/rds/cluster/orders/audit, got: /aws/rds/cluster/Orders/audit'],
    ['with a generated name', stack => ({ auditLogGroup: new logs.LogGroup(stack, 'G') }), 'got: a group with a generated name'],
    ['of a class without metric filters', stack => ({
      auditLogGroup: new logs.LogGroup(stack, 'G', { logGroupName: '/aws/rds/cluster/orders/audit', logGroupClass: logs.LogGroupClass.INFREQUENT_ACCESS }),
    }), 'auditLogGroup: must be of class STANDARD'],
    ['for a log type that is not exported', stack => ({ logGroups: { instance: logs.LogGroup.fromLogGroupName(stack, 'G', 'x') } }),
      "logGroups['instance']: the cluster does not export this log type, it exports audit, error, general, slowquery"],
    ['with a data protection policy beside it', stack => ({
      auditLogGroup: logs.LogGroup.fromLogGroupName(stack, 'G', '/aws/rds/cluster/orders/audit'),
      auditLogDataProtectionPolicy: new logs.DataProtectionPolicy({ identifiers: [logs.DataIdentifier.EMAILADDRESS] }),
    }), 'auditLogDataProtectionPolicy: cannot be set on the auditLogGroup given'],
  ])('%s', (_, props, message) => {
    const stack = newStack();
    expect(() => auditedCluster(stack, { clusterIdentifier: 'orders', ...props(stack) })).toThrow(message);
  });
});

test('no props at all are refused', () => {
  expect(() => new AuditedAuroraMysqlCluster(newStack(), 'Database', undefined as never)).toThrow('props: must be an object with vpc and writer, got: undefined');
});

test('tokens pass where they cannot be judged', () => {
  // GIVEN
  const stack = newStack();
  const text = new CfnParameter(stack, 'Text').valueAsString;
  const list = new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList;
  const days = new CfnParameter(stack, 'Days', { type: 'Number' }).valueAsNumber;

  // WHEN
  auditedCluster(stack, { auditIncludedUsers: list, auditExcludedUsers: ['literal', text], auditLogRetention: days, securityContacts: [text] });

  // THEN
  const template = Template.fromStack(stack);
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: { Ref: 'Days' } });
  template.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: { Ref: 'Text' } });
  template.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', {
    Parameters: { server_audit_incl_users: { 'Fn::Join': [',', { Ref: 'List' }] }, server_audit_excl_users: { 'Fn::Join': [',', ['literal', { Ref: 'Text' }]] } },
  });
});

describe('whatever the props, there is a template or an error that names one of them', () => {
  const GOOD: Record<string, fc.Arbitrary<unknown>> = {
    auditEvents: fc.subarray([AuditEvent.CONNECT, AuditEvent.QUERY, AuditEvent.TABLE], { minLength: 1 }),
    auditIncludedUsers: fc.array(fc.string({ maxLength: 8 }), { maxLength: 3 }),
    auditExcludedUsers: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 3 }),
    auditLogRetention: fc.constantFrom(...Object.values(logs.RetentionDays)),
    clusterIdentifier: fc.stringMatching(/^[a-z-]{0,64}$/),
    cloudwatchLogsExports: fc.array(fc.constantFrom('audit', 'error', 'slowquery')),
    detections: fc.subarray(AuditDetection.recommended()),
    parameters: fc.dictionary(fc.constantFrom('server_audit_logging', 'server_audit_x', 'max_connections'), fc.string()),
    securityContacts: fc.array(fc.constantFrom('a@example.com', 'b@example.com', 'b')),
  };
  const PROPS = [...Object.keys(GOOD), 'auditQueries', 'auditLogDeletionProtection', 'auditLogEncryptionKey', 'auditLogRemovalPolicy', 'auditLogDataProtectionPolicy', 'auditLogGroup',
    'logGroups', 'alarmActions', 'urgentAlarmActions', 'parameterGroup', 'version', 'writer', 'vpc'];

  function expectTemplateOrClearError(props: any): void {
    const stack = newStack();
    try {
      auditedCluster(stack, props);
    } catch (error) {
      expect(error).not.toBeInstanceOf(TypeError);
      expect((error as Error).message).toMatch(new RegExp(`(${PROPS.join('|')})`));
      return;
    }
    Template.fromStack(stack, { skipCyclicalDependenciesCheck: false }).resourceCountIs('AWS::RDS::DBCluster', 1);
  }

  test.each(PROPS)('%s of any value', prop => {
    const anything = fc.anything({ maxDepth: 2, withNullPrototype: true, withBigInt: true });
    fc.assert(fc.property(anything, value => expectTemplateOrClearError({ [prop]: value })), { numRuns: 60 });
  });

  test('props that go together or do not', () => {
    fc.assert(fc.property(fc.record(GOOD, { requiredKeys: [] }), expectTemplateOrClearError), { numRuns: 60 });
  });
});
