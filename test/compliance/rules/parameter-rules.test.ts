import { AuditEvent, type AuroraMysqlAuditChecksProps, AuroraMysqlAuditChecks } from '../../../src';
import { cluster, findingsOf, group, parameters, stackOf, type Change } from '../audited-template';
import { said } from '../judged-template';

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
    ['but on in the instances', t => { delete parameters(t).server_audit_logging; onInstances({ max_connections: '100', server_audit_logging: '1' })(t); },
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
    ['connections are not recorded with the parts of statements', [AuditEvent.CONNECT], 'QUERY_DCL,QUERY_DDL,QUERY_DML', ['AuditEvents[CONNECT]']],
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
    ['10.1.mysql_aurora.9', 'aurora-mysql10.1', true],
    ['8.10.mysql_aurora.1', 'aurora-mysql8.10', true],
    ['8.0', 'aurora-mysql5.7', false],
    ['v8.0', 'aurora-mysql5.7', true],
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

  test('that is not set is told as such', () => {
    expect(said(t => { delete group(t).Family; }).map(({ message }) => message))
      .toEqual(["the family of the parameter group is not set, version 8.0.mysql_aurora.3.08.0 needs 'aurora-mysql8.0'"]);
  });

  test.each<[string | undefined, string]>([
    ['8.0.mysql_aurora.3.08.0', "the family of the parameter group is 'mysql8.0', version 8.0.mysql_aurora.3.08.0 needs 'aurora-mysql8.0'"],
    [undefined, "the family of the parameter group is 'mysql8.0', none of Aurora MySQL"],
    ['latest', "the family of the parameter group is 'mysql8.0', none of Aurora MySQL"],
  ])('for version %p is named with what is wanted', (version, message) => {
    expect(messagesOf(t => { cluster(t).EngineVersion = version; group(t).Family = 'mysql8.0'; })).toEqual([message]);
  });
});

describe('what is wrong is mended', () => {
  const inGroup = (set: string) => `CDK: in the rds.ParameterGroup that is attached parameters: { ${set} }\nCloudFormation: in Parameters Parameters: { ${set} }`;
  const ALL = "server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY,TABLE'";
  const newGroup = (family: string) => `CDK: in the properties of the cluster parameters: { ${ALL} }\nCloudFormation: AuditParameters:\n`
    + `  Type: AWS::RDS::DBClusterParameterGroup\n  Properties: { Family: ${family}, Description: audited, Parameters: { ${ALL} } }\n`
    + 'and in the cluster DBClusterParameterGroupName: !Ref AuditParameters';
  const ofVersion = (version?: string): Change => t => { delete cluster(t).DBClusterParameterGroupName; cluster(t).EngineVersion = version; };

  test.each<[string, Change, string]>([
    ['auditing that is off', t => { parameters(t).server_audit_logging = '0'; }, inGroup("server_audit_logging: '1'")],
    ['auditing that is not on', t => { delete parameters(t).server_audit_logging; }, inGroup("server_audit_logging: '1'")],
    ['events that are not set', t => { delete parameters(t).server_audit_events; }, inGroup("server_audit_events: 'CONNECT,QUERY,TABLE'")],
    ['no parameters at all', t => { delete group(t).Parameters; }, inGroup(ALL)],
    ['a default group', ofVersion('8.0.mysql_aurora.3.08.0'), newGroup('aurora-mysql8.0')],
    ['a default group of an older version', ofVersion('5.7.mysql_aurora.2.11.4'), newGroup('aurora-mysql5.7')],
    ['a default group of the oldest version', ofVersion('5.6'), newGroup('aurora5.6')],
    ['a default group of no version', ofVersion(), newGroup('aurora-mysql8.0')],
    ['a default group of an odd version', ofVersion('eight'), newGroup('aurora-mysql8.0')],
    ['the wrong family', t => { group(t).Family = 'aurora-mysql5.7'; },
      'CDK: in the rds.ParameterGroup engine: cluster.engine!\nCloudFormation: in Parameters Family: aurora-mysql8.0'],
    ['a family of something else', t => { group(t).Family = 'mysql8.0'; delete cluster(t).EngineVersion; },
      'CDK: in the rds.ParameterGroup engine: cluster.engine!\n'
      + 'CloudFormation: Family: aurora-mysql8.4 for 8.4.mysql_aurora.x, aurora-mysql8.0 for 8.0.mysql_aurora.3.x, aurora-mysql5.7 for 5.7.mysql_aurora.2.x'],
  ])('%s', (_, change, fix) => {
    const [found, ...others] = said(change);
    expect(others).toEqual([]);
    expect(found.fix).toBe(fix);
  });
});

describe('what is wrong is shown where it stands', () => {
  const choice: Change = t => {
    t.Parameters.Kind = { Type: 'String', AllowedValues: ['on', 'off'] };
    t.Conditions.Off = { 'Fn::Equals': [{ Ref: 'Kind' }, 'off'] };
  };
  const eitherGroup = (value: string): Change => t => {
    choice(t);
    t.Resources.Other = { ...t.Resources.Parameters, Properties: { ...group(t), Parameters: { ...parameters(t), server_audit_logging: value } } };
    cluster(t).DBClusterParameterGroupName = { 'Fn::If': ['Off', { Ref: 'Other' }, { Ref: 'Parameters' }] };
  };
  const off = { 'Fn::If': ['Off', { Ref: 'AWS::NoValue' }, '1'] };

  test.each<[string, Change, string[]]>([
    ['a name that there is not', t => { parameters(t).server_audit_logs = '1'; }, ['Parameters Properties.Parameters.server_audit_logs']],
    ['not a name that stands for no value', t => { parameters(t).server_audit_logs = { Ref: 'AWS::NoValue' }; }, []],
    ['a name that may be there', t => { choice(t); parameters(t).server_audit_logs = off; }, ['Parameters Properties.Parameters.server_audit_logs']],
    ['a user', t => { parameters(t).server_audit_excl_users = 'me'; }, ['Parameters Properties.Parameters.server_audit_excl_users']],
    ['in the group that is wrong', eitherGroup('0'), ['Other Properties.Parameters.server_audit_logging']],
    ['in no group that is right', eitherGroup('1'), []],
    ['at the cluster for a default group', t => { cluster(t).DBClusterParameterGroupName = 'default.aurora-mysql8.0'; },
      ['Cluster Properties.DBClusterParameterGroupName']],
    ['at the cluster for a group from elsewhere', t => { cluster(t).DBClusterParameterGroupName = 'elsewhere'; }, ['Cluster Properties.DBClusterParameterGroupName']],
    ['the version that is not known', t => { cluster(t).EngineVersion = { 'Fn::GetAZs': '' }; }, ['Cluster Properties.EngineVersion']],
  ])('%s', (_, change, places) => {
    expect(said(change).map(({ where }) => where)).toEqual(places);
  });

  test('both lists only where both are set', () => {
    const found = said(t => {
      choice(t);
      Object.assign(parameters(t), { server_audit_incl_users: { 'Fn::If': ['Off', 'app', ''] }, server_audit_excl_users: { 'Fn::If': ['Off', '', 'rdsadmin'] } });
    });
    expect(found.map(({ message }) => message)).toEqual(["server_audit_incl_users is 'app': only these users are recorded (where Kind is off)"]);
  });
});
