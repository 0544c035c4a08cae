import { App, CfnCondition, CfnElement, CfnOutput, CfnParameter, CfnResource, Fn, Lazy, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { findings } from './findings';
import { synthesis } from './synthesis';
import { AuroraMysqlAuditChecks } from '../../src';

const BARE = { Resources: { C: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-mysql' } } } };
const UNAUDITED = ['AuditLogExport', 'AuditLogGroup', 'AuditLogging'];

/** Renders resources, though it is no resource itself: as the `CfnInclude` of aws-cdk-lib's core. */
class Included extends CfnElement {
  public _toCloudFormation(): object {
    return BARE;
  }
}

class NeverSynthesised extends CfnResource {
  protected shouldSynthesize(): boolean {
    return false;
  }
}

const cluster = (stack: Stack) => new CfnResource(stack, 'C', { type: 'AWS::RDS::DBCluster', properties: { Engine: 'aurora-mysql' } });

const HIDDEN: [string, (stack: Stack) => void, string[]][] = [
  ['in an element that renders resources', stack => new Included(stack, 'Old'), UNAUDITED],
  ['behind an override of the type by a token', stack => new CfnResource(stack, 'C', { type: 'AWS::SNS::Topic', properties: { Engine: 'aurora-mysql' } })
    .addOverride('Type', Lazy.string({ produce: () => 'AWS::RDS::DBCluster' })), UNAUDITED],
  ['of a type that is a token', stack => new CfnResource(stack, 'C', { type: Lazy.string({ produce: () => 'AWS::RDS::DBCluster' }), properties: { Engine: 'aurora-mysql' } }), UNAUDITED],
  ['in a nested stack', stack => cluster(new NestedStack(stack, 'Nested') as Stack), UNAUDITED],
  ['in a nested stack of a nested stack', stack => cluster(new NestedStack(new NestedStack(stack, 'Nested'), 'Inner') as Stack), UNAUDITED],
  ['with the engine of a parameter of the parent', stack => {
    const nested = new NestedStack(stack, 'Nested', { parameters: { Engine: 'aurora-mysql' } });
    const engine = new CfnParameter(nested, 'Engine', { default: 'aurora-postgresql' });
    new rds.CfnDBCluster(nested, 'C', { engine: engine.valueAsString });
  }, UNAUDITED],
  ['that is not synthesised', stack => new (NeverSynthesised as any)(stack, 'C', { type: 'AWS::RDS::DBCluster', properties: { Engine: 'aurora-mysql' } }), []],
];

describe.each(HIDDEN)('a cluster %s', (_, build, found) => {
  test('is judged without synthesis as it will be', () => {
    const stack = new Stack(new App(), 'Stack');
    build(stack);
    expect(findings(stack)).toEqual(found);
  });

  test('is judged at synthesis by its template', () => {
    const { violations } = synthesis(app => {
      Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
      build(new Stack(app, 'Stack'));
    });
    expect(violations.map(({ ruleName }) => ruleName.replace('AuroraMysqlAudit-', '')).sort()).toEqual(found);
  });
});

test('a finding in an element that renders resources is placed there', () => {
  const { violations: [{ violatingConstructs: [{ constructPath, cloudFormationResource }] }] } = synthesis(app => {
    Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
    new Included(new Stack(app, 'Stack'), 'Old');
  });
  expect(constructPath).toBe('Stack/Old');
  expect(cloudFormationResource).toMatchObject({ logicalId: 'C', templatePath: 'Stack.template.json' });
});

test('a macro is placed at its stack', () => {
  const { violations, error } = synthesis(app => {
    Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
    new Stack(app, 'Stack').templateOptions.transforms = ['Ours'];
  });
  expect(error).toBeUndefined();
  expect(violations).toMatchObject([{
    ruleName: 'AuroraMysqlAudit-UnseenChanges[unknown:Transform]', severity: 'warning', violatingConstructs: [{ constructPath: 'Stack' }],
  }]);
});

test('values from other stacks are known from the templates', () => {
  const { violations } = synthesis(app => {
    Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
    const stage = new Stage(app, 'Production');
    const shared = new Stack(stage, 'Shared');
    const group = new rds.CfnDBClusterParameterGroup(shared, 'Group', {
      family: 'aurora-mysql8.0', description: 'd', parameters: { server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY' },
    });
    new CfnOutput(shared, 'Exports', { value: 'audit', exportName: 'exported-log' });
    new rds.CfnDBCluster(new Stack(stage, 'Data'), 'C', {
      engine: 'aurora-mysql', dbClusterParameterGroupName: group.ref, enableCloudwatchLogsExports: [Fn.importValue('exported-log')],
    });
  });
  expect(violations.map(({ ruleName }) => ruleName)).toEqual(['AuroraMysqlAudit-AuditLogGroup']);
});

test('a condition of the parent holds for what is nested', () => {
  const { violations: [{ description }] } = synthesis(app => {
    Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
    const stack = new Stack(app, 'Stack');
    const kind = new CfnParameter(stack, 'Kind', { allowedValues: ['a', 'b'] });
    const nested = new NestedStack(stack, 'Nested', { parameters: { Kind: kind.valueAsString } });
    const given = new CfnParameter(nested, 'Kind');
    const condition = new CfnCondition(nested, 'IsA', { expression: Fn.conditionEquals(given.valueAsString, 'a') });
    new rds.CfnDBCluster(nested, 'C', { engine: 'aurora-mysql', enableCloudwatchLogsExports: Fn.conditionIf('IsA', ['audit'], ['error']) as never }).cfnOptions.condition = undefined;
    expect(condition).toBeDefined();
  });
  expect(description).toBe('the audit log is not exported; exported: error (where Kind is b)');
});
