import { cluster, logs, type Change } from '../audited-template';
import { said } from '../judged-template';

const NAME = '/aws/rds/cluster/orders/audit';
const AT_CLUSTER = 'Cluster Properties.DBClusterIdentifier';

const withoutLogs: Change = t => { delete t.Resources.AuditLogs; delete t.Resources.Cluster.DependsOn; };
const onName: Change = t => ['FailedLogins', 'PrivilegeChanges'].forEach(id => { t.Resources[id].Properties.LogGroupName = NAME; });
const unwatched: Change = t => ['FailedLogins', 'PrivilegeChanges', 'FailedLoginsAlarm', 'PrivilegeChangesAlarm'].forEach(id => delete t.Resources[id]);
const all = (...changes: Change[]): Change => t => changes.forEach(change => change(t));
const inEurope: Change = t => { t.Conditions.Europe = { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] }; };
const retention = (name: unknown): Change => t => {
  t.Resources.Retention = { Type: 'Custom::LogRetention', Properties: { ServiceToken: 'x', LogGroupName: name, RetentionInDays: 365 } };
};
const parameter = (name: string, definition: object): Change => t => { t.Parameters[name] = { Type: 'String', ...definition }; };
const LACKS = 'RDS makes one that never expires and has no key';

describe('a log group', () => {
  test.each<[string, Change, string, string]>([
    ['that nobody has', all(withoutLogs, unwatched), AT_CLUSTER, `no log group in the app is named ${NAME}: ${LACKS}, and nothing watches it`],
    ['that nobody has, watched', all(withoutLogs, onName), AT_CLUSTER, `no log group in the app is named ${NAME}: ${LACKS}`],
    ['of which a custom resource sets the retention', all(withoutLogs, onName, retention(NAME)), AT_CLUSTER,
      `no log group in the app is named ${NAME}: ${LACKS}; T/Retention only sets a retention afterwards`],
    ['in other letters', all(onName, t => { logs(t).LogGroupName = NAME.toUpperCase(); }), 'AuditLogs Properties.LogGroupName',
      `the cluster writes to ${NAME}, in lower case; the log group is named ${NAME.toUpperCase()}`],
    ['that there is in Europe only', all(onName, inEurope, t => { t.Resources.AuditLogs.Condition = 'Europe'; }), 'AuditLogs Condition',
      `the log group ${NAME} exists in some deployments only, the cluster in others as well (where AWS::Region is not eu-central-1)`],
    ['that has the name in Europe only', all(onName, inEurope, t => { logs(t).LogGroupName = { 'Fn::If': ['Europe', NAME, 'other'] }; }), 'AuditLogs Properties.LogGroupName',
      `the log group ${NAME} exists in some deployments only, the cluster in others as well (where AWS::Region is not eu-central-1)`],
    ['of a name that is not known', all(onName, t => { logs(t).LogGroupName = { 'Fn::GetAtt': ['Topic', 'TopicName'] }; }), AT_CLUSTER,
      `cannot tell whether DBClusterIdentifier is as it should be: the cluster writes to ${NAME}, and the name of T/AuditLogs is only known at deployment`],
    ['of a cluster without identifier', all(withoutLogs, unwatched, t => { delete cluster(t).DBClusterIdentifier; }), AT_CLUSTER,
      `the cluster has no identifier, CloudFormation makes one up: no log group of the app can be that of its audit log. ${LACKS}, and nothing watches it`],
  ])('%s', (_, change, where, message) => {
    expect(said(change)).toContainEqual(expect.objectContaining({ where, message, level: 'error' }));
  });

  const CREATE = "CDK: const auditKey = new kms.Key(this, 'AuditKey', { enableKeyRotation: true });";

  test.each<[string, Change, string]>([
    ['that nobody has', all(withoutLogs, unwatched), CREATE],
    ['that there is in Europe only', all(onName, inEurope, t => { t.Resources.AuditLogs.Condition = 'Europe'; }), CREATE],
    ['in other letters', all(onName, t => { logs(t).LogGroupName = NAME.toUpperCase(); }), `CDK: in the properties of the logs.LogGroup logGroupName: '${NAME}'`],
  ])('%s is mended', (_, change, fix) => {
    expect(said(change)[0].fix.split('\n')[0]).toBe(fix);
  });

  test('is mended with what has to watch it', () => {
    expect(said(all(withoutLogs, unwatched))[0].fix).toMatch(
      /Then metric filters on it that look for failed logins \("FAILED_CONNECT"\) and for changes of privileges \(\?"GRANT " \?"REVOKE "\), each with an alarm$/);
  });

  test('in other letters is none where there is none', () => {
    const elsewhere: Change = t => {
      t.Conditions.Elsewhere = { 'Fn::Not': [{ Condition: 'Europe' }] };
      Object.values(t.Resources).forEach((one: any) => { one.Condition = 'Europe'; });
      t.Resources.AuditLogs.Condition = 'Elsewhere';
      logs(t).LogGroupName = NAME.toUpperCase();
    };
    expect(said(all(onName, inEurope, elsewhere)).map(({ message }) => message)).toEqual([`no log group in the app is named ${NAME}: ${LACKS}`]);
  });

  test('that there is always is found once, in other letters only where it is missing', () => {
    const loud: Change = t => { t.Resources.Loud = { ...t.Resources.AuditLogs, Properties: { ...logs(t), LogGroupName: NAME.toUpperCase() } }; };
    expect(said(all(onName, loud))).toEqual([]);
  });

  test('of a name in capitals, perhaps, may be another', () => {
    const upper = 'cannot tell whether DBClusterIdentifier is as it should be: RDS puts the identifier into lower case, and it depends on '
      + 'parameter Name of T, which has no default, which may hold upper case';
    const named = (definition: object) => all(parameter('Name', definition), t => {
      cluster(t).DBClusterIdentifier = { Ref: 'Name' };
      logs(t).LogGroupName = { 'Fn::Sub': '/aws/rds/cluster/${Name}/audit' };
    });
    expect(said(named({})).map(({ message }) => message)).toEqual([upper]);
    expect(said(named({ AllowedPattern: '[a-z]+' }))).toEqual([]);
  });

  test('that comes after the cluster is a warning', () => {
    const late: Change = t => { delete t.Resources.Cluster.DependsOn; t.Resources.AuditLogs.DependsOn = 'Cluster'; };
    expect(said(late)).toEqual([{
      where: 'AuditLogs Properties.LogGroupName',
      message: 'the log group is created after the cluster: where RDS has made one of that name by then, the deployment fails',
      level: 'warning',
      fix: 'CDK: give the cluster and the log group literal names, and create the log group first: cluster.node.addDependency(auditLogs)\n'
        + 'CloudFormation: in the cluster DependsOn: AuditLogs',
    }]);
  });

  test('whose retention a custom resource sets as well', () => {
    expect(said(retention({ Ref: 'AuditLogs' }))).toEqual([{
      where: 'Retention Properties.RetentionInDays',
      message: 'the custom resource T/Retention sets the retention of the same log group',
      level: 'error',
      fix: 'Remove cloudwatchLogsRetention from the cluster, and set the retention of the log group',
    }]);
  });

  test('whose retention a custom resource may set is a warning', () => {
    expect(said(retention({ 'Fn::GetAtt': ['Topic', 'TopicName'] }))).toEqual([expect.objectContaining({
      where: 'Retention Properties.LogGroupName',
      message: 'cannot tell whether LogGroupName is as it should be: the custom resource T/Retention sets a retention, and of which log group is only known at deployment',
      level: 'warning',
    })]);
    expect(said(retention('/aws/lambda/f'))).toEqual([]);
  });

  test.each<[string, Change, string]>([
    ['of a name', NAME_OF('orders'), "logGroupName: '/aws/rds/cluster/orders/audit'"],
    ['of parameters', NAME_OF({ 'Fn::Sub': 'orders-${AWS::Region}' }), "logGroupName: Fn.sub('/aws/rds/cluster/orders-${AWS::Region}/audit')"],
    ['of what nobody can write', NAME_OF({ 'Fn::ImportValue': 'x' }), "logGroupName: '/aws/rds/cluster/<identifier in lower case>/audit'"],
    ['of a dynamic reference', NAME_OF('{{resolve:ssm:/name}}'), "logGroupName: '/aws/rds/cluster/{{resolve:ssm:/name}}/audit'"],
  ])('%s is written into the fix', (_, named, expected) => {
    expect(said(all(withoutLogs, unwatched, named))[0].fix).toContain(expected);
  });
});

function NAME_OF(identifier: unknown): Change {
  return t => { cluster(t).DBClusterIdentifier = identifier; };
}

describe('the identifier that is suggested', () => {
  test.each<[string | undefined, string]>([
    ['Shop', 'shop-cluster'],
    ['My_Shop  2', 'my-shop-2-cluster'],
    ['42-shop', 'shop-cluster'],
    ['S'.repeat(62), 's'.repeat(62)],
    ['S'.repeat(70), 's'.repeat(63)],
    [undefined, 'cluster'],
  ])('for a cluster of %s is %s', (stackName, expected) => {
    const change = all(withoutLogs, unwatched, t => { delete cluster(t).DBClusterIdentifier; });
    expect(said(change, {}, { stackName })[0].fix.split('\n')[0])
      .toBe(`Give the cluster an identifier: CDK clusterIdentifier: '${expected}', CloudFormation DBClusterIdentifier: ${expected}`);
  });
});

describe('the retention', () => {
  const kept = (days: unknown): Change => t => { logs(t).RetentionInDays = days; };
  const chosen = (definition: object) => all(parameter('Days', { Type: 'Number', ...definition }), kept({ Ref: 'Days' }));

  test.each<[string, Change, string[]]>([
    ['a day less', kept(364), ['the records are kept for 364 days, required: 365']],
    ['as text', kept('365'), []],
    ['at least as long', chosen({ MinValue: 365 }), []],
    ['at most a day less', chosen({ MaxValue: 364 }), ['the records are kept for 364 days at most, required: 365']],
    ['at most as long', chosen({ MaxValue: 365 }), ['cannot tell whether RetentionInDays is as it should be: it depends on parameter Days of T, which has no default']],
    ['at least a day less', chosen({ MinValue: 364 }), ['cannot tell whether RetentionInDays is as it should be: it depends on parameter Days of T, which has no default']],
    ['for ever', t => { delete logs(t).RetentionInDays; }, []],
  ])('%s', (_, change, messages) => expect(said(change).map(({ message }) => message)).toEqual(messages));

  test('that never ends is a warning, where that is asked for', () => {
    expect(said(t => { delete logs(t).RetentionInDays; }, { warnOfInfiniteRetention: true })).toEqual([expect.objectContaining({
      where: 'AuditLogs Properties.RetentionInDays', message: 'the records never expire, which costs more every year', level: 'warning',
    })]);
    expect(said(() => undefined, { warnOfInfiniteRetention: true })).toEqual([]);
  });

  test('is written into the fix as it is required', () => {
    expect(said(kept(7))[0].fix).toBe('CDK: in the properties of the logs.LogGroup retention: logs.RetentionDays.ONE_YEAR\nCloudFormation: in the log group RetentionInDays: 365');
    expect(said(kept(7), { requiredRetention: 9999 })[0]).toMatchObject({
      message: 'the records are kept for 7 days, required: 9999',
      fix: 'CDK: in the properties of the logs.LogGroup retention: logs.RetentionDays.INFINITE\nCloudFormation: in the log group remove RetentionInDays',
    });
  });
});

describe('what becomes of the records', () => {
  test.each<[string, object, string[]]>([
    ['is not said', { DeletionPolicy: undefined, UpdateReplacePolicy: undefined }, ['the log group is deleted with the stack: DeletionPolicy is not set']],
    ['is that they are deleted', { DeletionPolicy: 'Delete' }, ["the log group is deleted with the stack: DeletionPolicy is 'Delete'"]],
    ['is that they are replaced', { UpdateReplacePolicy: 'Delete' }, ["the log group is deleted when an update replaces it: UpdateReplacePolicy is 'Delete'"]],
    ['is not said of replacements', { UpdateReplacePolicy: undefined }, ['the log group is deleted when an update replaces it: UpdateReplacePolicy is not set']],
    ['is that they are kept once they are there', { DeletionPolicy: 'RetainExceptOnCreate' }, []],
    ['is that they are kept on creation only', { UpdateReplacePolicy: 'RetainExceptOnCreate' },
      ["the log group is deleted when an update replaces it: UpdateReplacePolicy is 'RetainExceptOnCreate'"]],
  ])('%s', (_, policies, messages) => {
    const found = said(t => Object.assign(t.Resources.AuditLogs, policies));
    expect(found.map(({ message }) => message)).toEqual(messages);
    expect(found.map(({ where }) => where)).toEqual(messages.map(message => `AuditLogs ${/(\w+Policy) is/.exec(message)![1]}`));
  });
});

test('what becomes of the records may be chosen', () => {
  const found = said(all(inEurope, t => { t.Resources.AuditLogs.DeletionPolicy = { 'Fn::If': ['Europe', { Ref: 'AWS::NoValue' }, 'Snapshot'] }; }));
  expect(found.map(({ message }) => message)).toEqual(['the log group is deleted with the stack: DeletionPolicy is not set (where AWS::Region is eu-central-1); '
    + "the log group is deleted with the stack: DeletionPolicy is 'Snapshot' (where AWS::Region is not eu-central-1)"]);
});

test.each<[string, object, string[]]>([
  ['is empty', { KmsKeyId: '' }, ['AuditLogs Properties.KmsKeyId: the log group has no KMS key']],
  ['is missing', { KmsKeyId: undefined }, ['AuditLogs Properties.KmsKeyId: the log group has no KMS key']],
  ['is that of another class', { LogGroupClass: 'INFREQUENT_ACCESS' }, ["AuditLogs Properties.LogGroupClass: the class of the log group is 'INFREQUENT_ACCESS'"]],
  ['is the usual one', { LogGroupClass: 'STANDARD' }, []],
])('the setting of a log group %s', (_, properties, expected) => {
  expect(said(t => Object.assign(logs(t), properties)).map(({ where, message }) => `${where}: ${message}`)).toEqual(expected);
});
