import type { Change } from '../audited-template';
import { said } from '../judged-template';

const OPEN = { 'Fn::GetAtt': ['Topic', 'TopicName'] };
const instance = (properties: object, others: Record<string, object> = {}): Change => t => {
  Object.entries({ ...others, Subject: properties }).forEach(([id, given]) => { t.Resources[id] = { Type: 'AWS::RDS::DBInstance', Properties: given }; });
};
const messages = (change: Change) => said(change).map(({ where, message }) => `${where}: ${message}`);

test.each<[string, string[]]>([
  ['mysql', ['audit', 'error', 'general', 'slowquery']],
  ['MariaDB', ['audit', 'error', 'general', 'slowquery']],
  ['postgres', ['postgresql', 'upgrade']],
  ['oracle-se2', ['alert', 'audit', 'trace', 'listener']],
  ['sqlserver-ex', ['error']],
  ['sqlserver-ee', ['error', 'agent']],
  ['db2-ae', []],
  ['mysql8', []],
  ['my-oracle-se', []],
])('an instance of %s exports %j', (Engine, logs) => {
  const engine = Engine.toLowerCase();
  expect(said(instance({ Engine }))).toEqual(logs.length === 0 ? [] : [{
    where: 'Subject Properties.EnableCloudwatchLogsExports',
    message: `${engine} does not export ${logs.join(', ')}; exported: nothing`,
    level: 'error',
    fix: `CloudFormation: EnableCloudwatchLogsExports: [${logs.join(', ')}]`,
  }]);
  expect(said(instance({ Engine, EnableCloudwatchLogsExports: [...logs, 'more'] }))).toEqual([]);
});

const MYSQL = 'Subject Properties.EnableCloudwatchLogsExports: mysql does not export audit, error, general, slowquery; exported: nothing';
const UNKNOWN = 'Subject Properties.Engine: cannot tell which logs the instance has to export:';

test.each<[string, Change, string[]]>([
  ['the engine', instance({ Engine: ' mysql ' }), [MYSQL]],
  ['a member of a cluster', instance({ Engine: 'mysql', DBClusterIdentifier: 'x' }), []],
  ['a member of no cluster', instance({ Engine: 'mysql', DBClusterIdentifier: '' }), [MYSQL]],
  ['no engine', instance({}), [`${UNKNOWN} it names no Engine`]],
  ['an engine that is not known', instance({ Engine: OPEN }), [`${UNKNOWN} it depends on T/Topic.TopicName`]],
  ['a replica', instance({ SourceDBInstanceIdentifier: 'SOURCE' }, { S: { DBInstanceIdentifier: 'source', Engine: 'db2-ae' } }), []],
  ['a replica by ARN', instance({ SourceDBInstanceIdentifier: 'arn:aws:rds:eu-central-1:111111111111:db:source' }, { S: { DBInstanceIdentifier: 'source', Engine: 'db2-ae' } }), []],
  ['a replica of a replica', instance({ SourceDBInstanceIdentifier: 'r' }, {
    R: { DBInstanceIdentifier: 'r', Engine: ' ', SourceDBInstanceIdentifier: 's' }, S: { DBInstanceIdentifier: 's', Engine: 'db2-ae' },
  }), []],
  ['a replica of what is nowhere', instance({ SourceDBInstanceIdentifier: 'nowhere' }), [`${UNKNOWN} it names no Engine`]],
  ['a replica of itself', instance({ DBInstanceIdentifier: 'me', SourceDBInstanceIdentifier: 'me' }), [`${UNKNOWN} it names no Engine`]],
  ['some of the logs', instance({ Engine: 'mysql', EnableCloudwatchLogsExports: ['error', 'audit'] }),
    ['Subject Properties.EnableCloudwatchLogsExports: mysql does not export general, slowquery; exported: error, audit']],
])('%s', (_, change, expected) => expect(messages(change)).toEqual(expected));

test('an engine and its logs are chosen together', () => {
  const chosen = (ofMysql: string[]): Change => t => {
    t.Parameters.Kind = { Type: 'String', AllowedValues: ['m', 'p'] };
    t.Conditions.Mysql = { 'Fn::Equals': [{ Ref: 'Kind' }, 'm'] };
    instance({
      Engine: { 'Fn::If': ['Mysql', 'mysql', 'postgres'] },
      EnableCloudwatchLogsExports: { 'Fn::If': ['Mysql', ofMysql, ['postgresql', 'upgrade']] },
    })(t);
  };
  expect(messages(chosen(['audit', 'error', 'general', 'slowquery']))).toEqual([]);
  expect(messages(chosen(['audit', 'error', 'general'])))
    .toEqual(['Subject Properties.EnableCloudwatchLogsExports: mysql does not export slowquery; exported: audit, error, general (where Kind is m)']);
});
