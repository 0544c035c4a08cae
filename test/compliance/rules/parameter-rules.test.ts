import { AuditEvent, type AuroraMysqlAuditChecksProps, AuroraMysqlAuditChecks } from '../../../src';
import { cluster, findingsOf, group, parameters, stackOf, type Change } from '../audited-template';

/** What the pack says, rule by rule. */
function messagesOf(change: Change, props?: AuroraMysqlAuditChecksProps): string[] {
  return new AuroraMysqlAuditChecks(undefined, props).validateScope(stackOf(change)).violations.map(({ description }) => description);
}

const onInstances = (names: object): Change => t => {
  t.Resources.Writer = {
    Type: 'AWS::RDS::DBInstance',
    Properties: { Engine: 'aurora-mysql', DBClusterIdentifier: { Ref: 'Cluster' }, DBParameterGroupName: { Ref: 'OnInstances' } },
  };
  t.Resources.OnInstances = { Type: 'AWS::RDS::DBParameterGroup', Properties: { Family: 'aurora-mysql8.0', Description: 'd', Parameters: names } };
};

describe('auditing that is off', () => {
  test.each<[string, Change, string]>([
    ['in a group of the cluster', t => { delete parameters(t).server_audit_logging; },
      'the parameter group does not set server_audit_logging, which is off by default'],
    ['in an empty value', t => { parameters(t).server_audit_logging = ' '; },
      'the parameter group does not set server_audit_logging, which is off by default'],
    ['in a default group', t => { cluster(t).DBClusterParameterGroupName = 'default.aurora-mysql8.0'; },
      'the cluster uses default.aurora-mysql8.0, which nobody can change and which records nothing; '
      + 'Stack/Included/Parameters turns auditing on, but is not attached to this cluster'],
    ['and nowhere on', t => { parameters(t).server_audit_logging = '0'; cluster(t).DBClusterParameterGroupName = ''; },
      'the cluster uses the default parameter group, which nobody can change and which records nothing'],
    ['but on in the instances', t => { delete parameters(t).server_audit_logging; onInstances({ server_audit_logging: '1' })(t); },
      'the parameter group does not set server_audit_logging, which is off by default; '
      + 'Stack/Included/OnInstances sets audit parameters for instances, they only work in a DB cluster parameter group'],
    ['and not mentioned in the instances', t => { delete parameters(t).server_audit_logging; onInstances({ max_connections: '100' })(t); },
      'the parameter group does not set server_audit_logging, which is off by default'],
  ])('%s says where it was meant to be on', (_, change, message) => {
    expect(messagesOf(change)[0]).toBe(message);
  });
});

describe('events that are required', () => {
  test.each<[string, AuditEvent[], string, string[]]>([
    ['statements are recorded by their parts', [AuditEvent.QUERY], 'QUERY_DCL,QUERY_DDL,QUERY_DML', []],
    ['statements are not recorded by two parts', [AuditEvent.QUERY], 'QUERY_DCL,QUERY_DDL', ['AuditEvents[QUERY]']],
    ['parts are recorded with all statements', [AuditEvent.QUERY_DCL, AuditEvent.QUERY_DDL], 'QUERY', []],
    ['a part is not recorded with another', [AuditEvent.QUERY_DCL], 'QUERY_DDL', ['AuditEvents[QUERY_DCL]']],
    ['tables are not recorded with statements', [AuditEvent.TABLE], 'QUERY', ['AuditEvents[TABLE]']],
    ['connections are not recorded with statements', [AuditEvent.CONNECT], 'QUERY', ['AuditEvents[CONNECT]']],
    ['others may be recorded, too', [AuditEvent.TABLE], 'CONNECT,TABLE', []],
  ])('%s', (_, requiredEvents, events, found) => {
    expect(findingsOf(t => { parameters(t).server_audit_events = events; }, { requiredEvents })).toEqual(found);
  });

  test.each<[string, string[]]>([
    ['QUERY', ["server_audit_events is 'QUERY': CONNECT is not recorded"]],
    ['CONNECT', ["server_audit_events is 'CONNECT': QUERY is not recorded, nor all of QUERY_DCL, QUERY_DDL, QUERY_DML"]],
    ['CONNECT,query', ["server_audit_events holds 'query'; events are CONNECT, TABLE, QUERY, QUERY_DCL, QUERY_DDL, QUERY_DML, in upper case and without spaces"]],
  ])('%s is not enough', (events, messages) => {
    expect(messagesOf(t => { parameters(t).server_audit_events = events; })).toEqual(messages);
  });
});

describe('users', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['nobody', { server_audit_excl_users: '' }, []],
    ['one that is allowed', { server_audit_excl_users: 'rdsadmin' }, []],
    ['blanks', { server_audit_excl_users: 'rdsadmin, ,' }, []],
    ['the same one twice', { server_audit_excl_users: 'app,app' },
      ["server_audit_excl_users holds 'app', whose statements are not recorded; allowed: rdsadmin"]],
    ['the master user', { server_audit_excl_users: 'rdsadmin,admin' },
      ["server_audit_excl_users holds 'admin', the master user: what the most powerful user does is not recorded"]],
    ['all but one', { server_audit_incl_users: 'app' }, ["server_audit_incl_users is 'app': only these users are recorded"]],
    ['by both lists', { server_audit_incl_users: 'app', server_audit_excl_users: 'rdsadmin' }, [
      "server_audit_incl_users is 'app': only these users are recorded",
      'both server_audit_incl_users and server_audit_excl_users are set: a user in both is recorded, and nobody else',
    ]],
    ['by one list, the other empty', { server_audit_incl_users: ' ', server_audit_excl_users: 'rdsadmin' }, []],
  ])('%s excluded', (_, lists, messages) => {
    expect(messagesOf(t => Object.assign(parameters(t), lists))).toEqual(messages);
  });

  test('none allowed to be excluded', () => {
    expect(messagesOf(t => { parameters(t).server_audit_excl_users = 'rdsadmin'; }, { allowedExcludedUsers: [] })).toEqual([
      "server_audit_excl_users holds 'rdsadmin', whose statements are not recorded; allowed: nobody",
    ]);
  });
});

describe('the family of the parameter group', () => {
  test.each<[string | undefined, string | undefined, boolean]>([
    ['8.0.mysql_aurora.3.08.0', 'aurora-mysql8.0', true],
    ['8.0', 'aurora-mysql8.0', true],
    ['8.4.mysql_aurora.8.4.7', 'aurora-mysql8.4', true],
    ['5.7.mysql_aurora.2.11.4', 'aurora-mysql5.7', true],
    ['5.7.12', 'aurora-mysql5.7', true],
    ['5.6.mysql_aurora.1.22.2', 'aurora5.6', true],
    ['8.0.mysql_aurora.3.08.0', 'aurora-mysql8.4', false],
    ['8.0.mysql_aurora.3.08.0', undefined, false],
    ['8.0mysql', 'aurora-mysql5.7', true],
    ['latest', 'mysql8.0', false],
    [undefined, 'aurora-mysql8.0', true],
    [undefined, 'aurora5.6', true],
    [undefined, 'aurora-postgresql16', false],
    [undefined, 'my-aurora-mysql8.0', false],
    [undefined, undefined, false],
  ])('for version %p may be %p: %p', (version, family, fits) => {
    const found = findingsOf(t => { cluster(t).EngineVersion = version; group(t).Family = family ?? { Ref: 'AWS::NoValue' }; });
    expect(found).toEqual(fits ? [] : ['ParameterGroupFamily']);
  });

  test.each<[string | undefined, string]>([
    ['8.0.mysql_aurora.3.08.0', "the family of the parameter group is 'mysql8.0', version 8.0.mysql_aurora.3.08.0 needs 'aurora-mysql8.0'"],
    [undefined, "the family of the parameter group is 'mysql8.0', none of Aurora MySQL"],
    ['latest', "the family of the parameter group is 'mysql8.0', none of Aurora MySQL"],
  ])('for version %p is named with what is wanted', (version, message) => {
    expect(messagesOf(t => { cluster(t).EngineVersion = version; group(t).Family = 'mysql8.0'; })).toEqual([message]);
  });
});
