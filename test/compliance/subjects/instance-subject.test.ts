import { ResolvedApp } from '../../../src/compliance/resolved/resolved-app';
import { resourcesOf } from '../../../src/compliance/resolved/template-source';
import { AuditIndex } from '../../../src/compliance/subjects/audit-index';
import { InstanceSubject } from '../../../src/compliance/subjects/instance-subject';

const INSTANCE = 'AWS::RDS::DBInstance';

/** The engines that the instance `Subject` may have beside another one, and why it is not known. */
function enginesOf(properties: object, source: object = {}): [string[], string | undefined] {
  const sections = { Resources: { Source: { Type: INSTANCE, Properties: source }, Subject: { Type: INSTANCE, Properties: properties } } };
  const app = new ResolvedApp({ templates: [{ path: 'T', environment: '', sections, resources: resourcesOf(sections, 'T') }] });
  const { engine: { values, unknown } } = new InstanceSubject(app.ofType(INSTANCE)[1], new AuditIndex(app));
  return [values, unknown];
}

const OF_SOURCE = { SourceDBInstanceIdentifier: { Ref: 'Source' } };

test.each<[string, object, object, string]>([
  ['its own', { Engine: ' MySQL ' }, {}, 'mysql'],
  ['its own rather than that of its source', { Engine: 'mysql', ...OF_SOURCE }, { Engine: 'mariadb' }, 'mysql'],
  ['that of its source', OF_SOURCE, { Engine: 'mariadb' }, 'mariadb'],
  ['that of its source where its own is blank', { Engine: ' ', ...OF_SOURCE }, { Engine: 'mariadb' }, 'mariadb'],
  ['that of the source whose ARN it has', { SourceDBInstanceIdentifier: 'arn:aws:rds:eu-west-1:1:db:Shop' }, { Engine: 'mariadb', DBInstanceIdentifier: 'shop' }, 'mariadb'],
])('the engine of a replica is %s', (_, properties, source, engine) => {
  expect(enginesOf(properties, source)).toEqual([[engine], undefined]);
});

test.each<[string, object, object]>([
  ['it has no source', {}, { Engine: 'mysql' }],
  ['its source is not in the app', { SourceDBInstanceIdentifier: 'elsewhere' }, { Engine: 'mysql' }],
  ['its source does not say it', OF_SOURCE, {}],
  ['each is the source of the other', OF_SOURCE, { SourceDBInstanceIdentifier: { Ref: 'Subject' } }],
])('the engine of a replica is not known where %s', (_, properties, source) => {
  expect(enginesOf(properties, source)).toEqual([[], 'it names no Engine']);
});
