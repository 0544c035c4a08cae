import { App, CfnResource, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { auditedTemplate } from './audited-template';
import { findings } from './findings';
import { AuroraMysqlAuditChecks } from '../../src';

const NAMES = [
  'Ref', 'Fn::GetAtt', 'Fn::If', 'Fn::Join', 'Fn::Sub', 'Fn::Select', 'Fn::Split', 'Fn::FindInMap', 'Fn::ImportValue', 'Fn::Base64', 'Fn::Transform',
];

const TEXTS = [
  '', 'audit', 'Cluster', 'Parameters', 'AuditLogs', 'AWS::NoValue', 'AWS::Region', '${Cluster}', '${', '${!x}', '${Cluster.Endpoint.Address}',
  '{{resolve:ssm:x}}', 'default.aurora-mysql8.0', '/aws/rds/cluster/orders/audit', '[', '{ $.x = 1 }', '%(%', '__proto__', 'constructor', '\u0000',
  '1', '-1', 'NaN', ',',
];

/** Anything that may stand in a template: scalars, lists, maps, intrinsic functions well and badly formed. */
const anything = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(...TEXTS),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(null, true, false, 0, 1, 365, -0.5, 1e300),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...NAMES, ...TEXTS, 'server_audit_logging', 'Name'), tie('value'), { maxKeys: 3 }),
    fc.tuple(fc.constantFrom(...NAMES), tie('value')).map(([name, argument]) => ({ [name]: argument })),
  ),
})).value;

/** A stack of generic resources as in the audited template. */
function stackOf(resources: Record<string, any>): Stack {
  const stack = new Stack(new App(), 'Stack');
  for (const [id, { Type: type, Properties: properties, ...attributes }] of Object.entries(resources)) {
    const resource = new CfnResource(stack, id, { type });
    // An override is taken as it is, whatever it is.
    resource.addOverride('Properties', properties);
    Object.entries(attributes).forEach(([name, value]) => resource.addOverride(name, value));
  }
  return stack;
}

const RESOURCES = Object.entries(auditedTemplate().Resources);

const PLACES = RESOURCES.flatMap(([id, { Properties: properties, DeletionPolicy: policy, DependsOn: dependencies }]) => [
  [id, 'Properties'],
  ...Object.keys(properties).map(name => [id, 'Properties', name]),
  ...policy ? [[id, 'DeletionPolicy'], [id, 'Condition']] : [],
  ...dependencies ? [[id, 'DependsOn'], [id, 'Condition']] : [],
]).concat(['server_audit_logging', 'server_audit_events', 'server_audit_incl_users', 'server_audit_excl_users']
  .map(name => ['Parameters', 'Properties', 'Parameters', name]));

test('the audited template of generic resources is compliant', () => {
  expect(findings(stackOf(auditedTemplate().Resources))).toEqual([]);
});

test.each(PLACES.map(place => [place.join('.'), place] as const))('whatever stands in %s, the pack says something about it or nothing', (_, place) => {
  fc.assert(fc.property(anything, value => {
    const { Resources: resources } = auditedTemplate();
    const last = place[place.length - 1];
    place.slice(0, -1).reduce<any>((inner, key) => inner[key], resources)[last] = value;
    const { violations, success } = new AuroraMysqlAuditChecks().validateScope(stackOf(resources));
    expect(success).toBe(violations.every(({ severity }) => severity === 'warning'));
    violations.forEach(({ ruleName, description, violatingResources }) => {
      expect(ruleName).toMatch(/^AuroraMysqlAudit-[A-Za-z]+(\[[A-Za-z0-9_.:-]+\])?$/);
      expect(description).not.toMatch(/undefined|TypeError|\u0000/);
      expect(violatingResources).toHaveLength(1);
    });
  }), { numRuns: 30 });
});

test('templates of anything do not make the pack throw', () => {
  const types = [
    ...new Set(RESOURCES.map(([, { Type }]) => Type)), 'AWS::RDS::DBInstance', 'Custom::LogRetention', 'AWS::RDS::GlobalCluster',
  ];
  const resource = fc.record({
    Type: fc.constantFrom(...types), Properties: anything, DependsOn: anything, DeletionPolicy: anything, Condition: anything,
  });
  fc.assert(fc.property(fc.array(resource, { maxLength: 8 }), resources => {
    const stack = stackOf(Object.fromEntries(resources.map((one, index) => [`R${index}`, one])));
    new AuroraMysqlAuditChecks().validateScope(stack);
  }), { numRuns: 100 });
});

test('a value that refers to itself is unknown', () => {
  const { Resources: resources } = auditedTemplate();
  resources.Cluster.Properties.DBClusterIdentifier = { 'Fn::Sub': '${Cluster}-x' };
  expect(findings(stackOf(resources))).toContain('AuditLogGroup[unknown:DBClusterIdentifier]');
});

test('branches that multiply are unknown', () => {
  const { Resources: resources } = auditedTemplate();
  const branch = (index: number) => ({ 'Fn::If': [`C${index}`, `a${index}`, `b${index}`] });
  resources.Cluster.Properties.DBClusterIdentifier = { 'Fn::Join': ['-', Array.from({ length: 30 }, (_, index) => branch(index))] };
  expect(findings(stackOf(resources))).toContain('AuditLogGroup[unknown:DBClusterIdentifier]');
});
