import { ResolvedApp } from '../../../src/compliance/resolved/resolved-app';
import { resourcesOf, type TemplateSource } from '../../../src/compliance/resolved/template-source';
import { AuditIndex } from '../../../src/compliance/subjects/audit-index';
import { isDefaultGroup } from '../../../src/recording/aurora-mysql';

const CLUSTER = 'AWS::RDS::DBCluster';
const GLOBAL = 'AWS::RDS::GlobalCluster';
const OPEN = { 'Fn::GetAtt': ['Topic', 'TopicName'] };

type Resources = Record<string, { readonly Type: string; readonly Properties?: object; readonly Condition?: string }>;

const CONDITIONS = { Europe: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] } };

function template(path: string, environment: string, resources: Resources): TemplateSource {
  const sections = { Conditions: CONDITIONS, Resources: { Topic: { Type: 'AWS::SNS::Topic' }, ...resources } };
  return { path, environment, sections, resources: resourcesOf(sections, path) };
}

/** The engines that the cluster `Subject` may have, and why it is not known. */
function enginesOf(properties: object, others: Resources = {}, elsewhere: Resources = {}): [string[], string | undefined] {
  const app = new ResolvedApp({ templates: [template('T', 'here', { ...others, Subject: { Type: CLUSTER, Properties: properties } }), template('U', 'there', elsewhere)] });
  const subject = app.ofType(CLUSTER).find(({ logicalId }) => logicalId === 'Subject')!;
  const { values, unknown } = new AuditIndex(app).engine(subject);
  return [values, unknown];
}

const mysql = [['aurora-mysql'], undefined];
const other = [['other'], undefined];
const NO_ENGINE = [[], 'it names no Engine'];

describe('by what the cluster says', () => {
  test.each<[string, object, unknown]>([
    ['its engine', { Engine: 'aurora-mysql' }, mysql],
    ['its engine in other letters', { Engine: ' Aurora-MySQL ' }, mysql],
    ['the oldest name of the engine', { Engine: 'aurora' }, mysql],
    ['another engine', { Engine: 'aurora-postgresql' }, other],
    ['another engine, of a version of Aurora MySQL', { Engine: 'mysql', EngineVersion: '8.0.mysql_aurora.3.08.0' }, other],
    ['no engine', {}, NO_ENGINE],
    ['a blank engine', { Engine: ' ' }, NO_ENGINE],
    ['an engine that is not known', { Engine: OPEN }, [[], 'its Engine is only known at deployment']],
    ['an engine that is no text', { Engine: { a: 1 } }, [[], '{"a":1} is not text']],
    ['a version of Aurora MySQL', { EngineVersion: '8.0.mysql_aurora.3.08.0' }, mysql],
    ['a version of Aurora MySQL, of an engine that is not known', { Engine: OPEN, EngineVersion: '8.0.mysql_aurora.3.08.0' }, mysql],
    ['a version of something else', { EngineVersion: '16.4' }, NO_ENGINE],
    ['a default group', { DBClusterParameterGroupName: 'default.aurora-mysql8.0' }, mysql],
    ['a default group in other letters', { DBClusterParameterGroupName: 'Default.Aurora-MySQL8.0' }, mysql],
    ['a default group of the oldest name', { DBClusterParameterGroupName: 'default.aurora5.6' }, mysql],
    ['a default group of another engine', { DBClusterParameterGroupName: 'default.neptune1' }, other],
    ['a default group of no engine', { DBClusterParameterGroupName: 'default.8' }, NO_ENGINE],
    ['a group of its own with a telling name', { DBClusterParameterGroupName: 'aurora-mysql8.0' }, NO_ENGINE],
  ])('%s', (_, properties, expected) => expect(enginesOf(properties)).toEqual(expected));
});

describe('by what belongs to the cluster', () => {
  const group = (Family: unknown, more = {}) => ({ G: { Type: 'AWS::RDS::DBClusterParameterGroup', Properties: { DBClusterParameterGroupName: 'g', Family, ...more } } });
  const member = (Engine: unknown, more = {}) => ({ Type: 'AWS::RDS::DBInstance', Properties: { Engine, DBClusterIdentifier: { Ref: 'Subject' } }, ...more });

  test.each<[string, object, Resources, unknown]>([
    ['the family of its group', { DBClusterParameterGroupName: 'G' }, group('aurora-mysql8.0'), mysql],
    ['another family of its group', { DBClusterParameterGroupName: 'g' }, group('aurora-postgresql16'), other],
    ['a family of its group that is not known', { DBClusterParameterGroupName: 'g' }, group(OPEN), NO_ENGINE],
    ['a group of another name', { DBClusterParameterGroupName: 'h' }, group('aurora-mysql8.0'), NO_ENGINE],
    ['a member', {}, { M: member('aurora-mysql') }, mysql],
    ['a member of another engine', {}, { M: member('aurora-postgresql') }, other],
    ['the first member that says it', {}, { L: member(undefined), M: member('aurora-mysql'), N: member('aurora-postgresql') }, mysql],
    ['members of a condition', {}, { M: member('aurora-mysql', { Condition: 'Europe' }), N: member('aurora-postgresql') }, [['aurora-mysql', 'other'], undefined]],
    ['a member by a name in capitals', { DBClusterIdentifier: 'orders' },
      { M: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'aurora-mysql', DBClusterIdentifier: 'ORDERS' } } }, mysql],
    ['an instance of another cluster', {}, { M: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'aurora-mysql', DBClusterIdentifier: 'x' } } }, NO_ENGINE],
    ['a group before the global cluster', { DBClusterParameterGroupName: 'g', GlobalClusterIdentifier: 'w' },
      { ...group('aurora-mysql8.0'), W: { Type: GLOBAL, Properties: { GlobalClusterIdentifier: 'w', Engine: 'aurora-postgresql' } } }, mysql],
  ])('%s', (_, properties, others, expected) => expect(enginesOf(properties, others)).toEqual(expected));
});

describe('by what the cluster copies', () => {
  const source = (Engine: unknown, more = {}): Resources => ({ S: { Type: CLUSTER, Properties: { DBClusterIdentifier: 'source', Engine }, ...more } });
  const global = (properties: object): Resources => ({ W: { Type: GLOBAL, Properties: { GlobalClusterIdentifier: 'world', ...properties } } });
  const ARN = 'arn:aws:rds:eu-central-1:111111111111:cluster:source';

  test.each<[string, object, Resources, Resources, unknown]>([
    ['its source', { SourceDBClusterIdentifier: 'SOURCE' }, source('aurora-mysql'), {}, mysql],
    ['its source of another engine', { SourceDBClusterIdentifier: 'source' }, source('aurora-postgresql'), {}, other],
    ['the source of the replica', { ReplicationSourceIdentifier: 'source' }, source('aurora-mysql'), {}, mysql],
    ['a source that is nowhere', { SourceDBClusterIdentifier: 'nowhere' }, source('aurora-mysql'), {}, NO_ENGINE],
    ['a source that is there in Europe', { SourceDBClusterIdentifier: 'source' }, source('aurora-mysql', { Condition: 'Europe' }), {}, [['aurora-mysql'], 'it names no Engine']],
    ['a source by name in another region', { SourceDBClusterIdentifier: 'source' }, {}, source('aurora-mysql'), NO_ENGINE],
    ['a source by ARN in another region', { SourceDBClusterIdentifier: ARN }, {}, source('aurora-mysql'), mysql],
    ['a source by ARN, the nearest', { SourceDBClusterIdentifier: ARN }, source('aurora-mysql'), source('aurora-postgresql'), mysql],
    ['a source by something else', { SourceDBClusterIdentifier: `x${ARN}` }, source('aurora-mysql'), {}, NO_ENGINE],
    ['a source that is not known', { SourceDBClusterIdentifier: { a: 1 } }, source('aurora-mysql'), {}, NO_ENGINE],
    ['itself', { DBClusterIdentifier: 'me', SourceDBClusterIdentifier: 'me' }, {}, {}, NO_ENGINE],
    ['the global cluster', { GlobalClusterIdentifier: 'world' }, global({ Engine: 'aurora-mysql' }), {}, mysql],
    ['the global cluster of another region', { GlobalClusterIdentifier: 'World' }, {}, global({ Engine: 'aurora-mysql' }), mysql],
    ['the global cluster, which copies a cluster', { GlobalClusterIdentifier: 'world' }, { ...source('aurora-mysql'), ...global({ SourceDBClusterIdentifier: 'source' }) }, {}, mysql],
    ['the global cluster, which says nothing', { GlobalClusterIdentifier: 'world' }, global({}), {}, NO_ENGINE],
    ['another global cluster', { GlobalClusterIdentifier: 'moon' }, global({ Engine: 'aurora-mysql' }), {}, NO_ENGINE],
  ])('%s', (_, properties, others, elsewhere, expected) => expect(enginesOf(properties, others, elsewhere)).toEqual(expected));
});

test.each([['default.aurora-mysql8.0', true], ['DEFAULT.x', true], ['my-default.x', false], ['default', false]])('%s is a default group: %p', (name, expected) => {
  expect(isDefaultGroup(name)).toBe(expected);
});
