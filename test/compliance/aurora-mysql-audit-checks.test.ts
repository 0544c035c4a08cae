import { App, Aspects, CfnResource, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { synthesis } from './synthesis';
import { AuditRuleLevel, AuroraMysqlAuditChecks, type AuroraMysqlAuditChecksProps } from '../../src';
import { auditedCluster } from '../stacks';

/** A synthesis in which only the retention of one audited cluster is too short. */
function withShortRetention(props: AuroraMysqlAuditChecksProps = {}, change: (scopes: Record<string, IConstruct>) => void = () => undefined) {
  return synthesis(app => {
    Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app, props));
    const stack = new Stack(app, 'Stack');
    const cluster = auditedCluster(stack, { auditLogRetention: logs.RetentionDays.ONE_MONTH });
    change({ app, stack, cluster, construct: cluster.audit, resource: cluster.auditLogGroup.node.defaultChild! });
  });
}

const ID = 'AuroraMysqlAudit-AuditLogRetention';

describe('at synthesis', () => {
  test('an audited cluster passes', () => {
    const { error, violations, suppressed } = synthesis(app => {
      Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
      auditedCluster(new Stack(app, 'Stack'));
    });
    expect(error).toBeUndefined();
    expect([violations, suppressed]).toEqual([[], []]);
  });

  test('a violation fails the synthesis and says where, why and how to mend it', () => {
    const { error, violations: [violation, ...others] } = withShortRetention();
    expect(error?.name).toBe('ValidationFailed');
    expect(others).toEqual([]);
    expect(violation).toMatchObject({
      ruleName: ID,
      description: 'the records are kept for 30 days, required: 365',
      severity: 'error',
      suggestedFix: expect.stringContaining('RetentionInDays: 365'),
      ruleMetadata: { controls: expect.stringContaining('Security Hub CloudWatch.16'), wants: expect.any(String), why: expect.any(String) },
      violatingConstructs: [{
        constructPath: 'Stack/Database/Audit/AuditLogGroup/Resource',
        cloudFormationResource: { templatePath: 'Stack.template.json', logicalId: 'DatabaseAuditAuditLogGroupBDAE3A6F', propertyPaths: ['Properties.RetentionInDays'] },
      }],
    });
  });

  test('a warning does not fail the synthesis', () => {
    const { error, violations } = withShortRetention({ ruleLevels: { [ID]: AuditRuleLevel.WARNING } });
    expect(error).toBeUndefined();
    expect(violations).toMatchObject([{ ruleName: ID, severity: 'warning' }]);
  });

  test('a rule that is left out finds nothing', () => {
    const { error, violations } = withShortRetention({ ruleLevels: { [ID]: AuditRuleLevel.OFF } });
    expect([error, violations]).toEqual([undefined, []]);
  });

  test('a verbose description says why', () => {
    const { violations: [{ description }] } = withShortRetention({ verbose: true });
    expect(description).toBe('the records are kept for 30 days, required: 365. '
      + 'Intrusions are often found months later; CloudWatch.16 and PCI DSS ask for a year.');
  });

  test('a change that a late aspect makes is seen', () => {
    const { violations } = synthesis(app => {
      Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
      const { node: { defaultChild } } = auditedCluster(new Stack(app, 'Stack'));
      Aspects.of(app).add({ visit: node => node === defaultChild && (defaultChild as CfnResource).addPropertyOverride('EnableCloudwatchLogsExports', []) });
    });
    expect(violations).toMatchObject([{ ruleName: 'AuroraMysqlAudit-AuditLogExport' }]);
  });

  test('a finding in a nested stack names its template', () => {
    const { violations: [{ violatingConstructs: [{ cloudFormationResource }] }] } = synthesis(app => {
      Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
      auditedCluster(new NestedStack(new Stack(app, 'Stack'), 'Nested') as Stack, { auditLogRetention: logs.RetentionDays.ONE_DAY });
    });
    expect(cloudFormationResource).toMatchObject({
      templatePath: expect.stringMatching(/^StackNested.*\.nested\.template\.json$/), propertyPaths: ['Properties.RetentionInDays'],
    });
  });

  test.each<[string, (app: App, production: Stage) => IConstruct, string[]]>([
    ['on a stage, it speaks of that stage', (_, production) => production, ['Production/Stack/Cluster']],
    ['on the app, it speaks of every stage', app => app, ['Production/Stack/Cluster', 'Stack/Cluster', 'Test/Stack/Cluster']],
  ])('registered %s', (_, on, paths) => {
    const { violations } = synthesis(app => {
      const production = new Stage(app, 'Production');
      for (const scope of [app, production, new Stage(app, 'Test')]) {
        new rds.CfnDBCluster(new Stack(scope, 'Stack', { stackName: `renamed-${scope.node.id}` }), 'Cluster', { engine: 'aurora-mysql' });
      }
      Validations.of(on(app, production)).addPlugins(new AuroraMysqlAuditChecks(app, { ruleLevels: {} }));
    });
    const found = violations.flatMap(({ violatingConstructs }) => violatingConstructs.map(({ constructPath }) => constructPath));
    expect([...new Set(found)].sort()).toEqual(paths);
  });

  test('works beside AwsSolutionsChecks', () => {
    const build = (app: App) => {
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new AuroraMysqlAuditChecks(app));
      auditedCluster(new Stack(app, 'Stack'), { auditLogRetention: logs.RetentionDays.ONE_WEEK });
    };
    expect(synthesis(build).violations.map(({ ruleName }) => ruleName)).toEqual([ID]);
    expect(synthesis(build, { plugin: 'AwsSolutions' }).violations.map(({ ruleName }) => ruleName)).toContain('AwsSolutions-RDS11');
  });
});

describe('an acknowledgement', () => {
  const IDS = [ID, `AuroraMysqlAudit::${ID}`];
  const PLACES = ['app', 'stack', 'cluster', 'construct', 'resource'];

  describe.each(IDS)('of %s', id => {
    test.each(PLACES)('at the %s excuses the finding at synthesis, and is recorded with its reason', place => {
      let path = '';
      const { error, violations, suppressed } = withShortRetention({}, scopes => {
        path = scopes[place].node.path;
        Validations.of(scopes[place]).acknowledge({ id, reason: 'archived elsewhere' });
      });
      expect(error).toBeUndefined();
      expect(violations).toEqual([]);
      expect(suppressed).toMatchObject([{ ruleName: ID, reason: 'archived elsewhere' }]);
      expect(suppressed[0].acknowledgedAt ?? '').toBe(path);
    });

    test.each(PLACES)('at the %s excuses the finding without synthesis, and is recorded with its reason', place => {
      const app = new App();
      const stack = new Stack(app, 'Stack');
      const cluster = auditedCluster(stack, { auditLogRetention: logs.RetentionDays.ONE_MONTH });
      const resource = cluster.auditLogGroup.node.defaultChild!;
      const scopes: Record<string, IConstruct> = { app, stack, cluster, construct: cluster.audit, resource };
      Validations.of(scopes[place]).acknowledge({ id, reason: 'archived elsewhere' });
      expect(new AuroraMysqlAuditChecks().validateScope(stack)).toEqual({
        success: true,
        violations: [],
        metadata: {
          [`AuroraMysqlAudit::${ID} Stack/Database/Audit/AuditLogGroup/Resource`]: `archived elsewhere, accepted at ${scopes[place].node.path || 'the app'}`,
        },
      });
    });

    test('at the cluster excuses what is found in a construct elsewhere', () => {
      const { error, violations, suppressed } = synthesis(app => {
        Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
        const stack = new Stack(app, 'Stack');
        const parameterGroup = new rds.ParameterGroup(stack, 'Elsewhere', {
          engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 }), parameters: {},
        });
        const cluster = auditedCluster(stack, { parameterGroup });
        (parameterGroup.node.defaultChild as rds.CfnDBClusterParameterGroup).addPropertyOverride('Parameters.server_audit_logging', '0');
        const logging = 'AuroraMysqlAudit-AuditLogging';
        Validations.of(cluster).acknowledge({ id: id.replace(ID, logging), reason: 'until the cutover' });
      });
      expect([error, violations]).toEqual([undefined, []]);
      expect(suppressed).toMatchObject([{ ruleName: 'AuroraMysqlAudit-AuditLogging', reason: 'until the cutover', acknowledgedAt: 'Stack/Database' }]);
    });
  });

  test.each([
    ['of another rule', 'AuroraMysqlAudit-AuditLogClass', 'cluster'],
    ['of one finding of the rule', `${ID}[never-expires]`, 'cluster'],
  ])('%s excuses nothing', (_, id, place) => {
    const { error, suppressed } = withShortRetention({}, scopes => Validations.of(scopes[place]).acknowledge({ id, reason: 'r' }));
    expect([error?.name, suppressed]).toEqual(['ValidationFailed', []]);
  });

  test('is recorded once, however often the app is synthesised', () => {
    let ids: string[] = [];
    synthesis(app => {
      Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
      const stack = new Stack(app, 'Stack');
      auditedCluster(stack, { auditLogRetention: logs.RetentionDays.ONE_MONTH });
      Validations.of(stack).acknowledge({ id: ID, reason: 'archived elsewhere' });
      app.synth();
      app.synth({ force: true });
      ids = stack.node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.keys(data)).filter(id => id.endsWith(ID));
    });
    expect(ids).toEqual([`Annotation::${ID}`, `AuroraMysqlAudit::${ID}`]);
  });

  test('on one cluster does not excuse another', () => {
    const { error, violations, suppressed } = synthesis(app => {
      Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
      for (const id of ['A', 'B']) {
        const cluster = auditedCluster(new Stack(app, id), { auditLogRetention: logs.RetentionDays.ONE_MONTH });
        id === 'A' && Validations.of(cluster).acknowledge({ id: ID, reason: 'archived elsewhere' });
      }
    });
    expect(error?.name).toBe('ValidationFailed');
    expect(violations.map(({ violatingConstructs }) => violatingConstructs[0].constructPath)).toEqual(['B/Database/Audit/AuditLogGroup/Resource']);
    expect(suppressed.map(({ acknowledgedAt }) => acknowledgedAt)).toEqual(['A/Database']);
  });

  test('of what cannot be told works in both forms', () => {
    const id = 'AuroraMysqlAudit-AuditLogExport[unknown:EnableCloudwatchLogsExports]';
    const outcomes = [id, `AuroraMysqlAudit::${id}`].map(form => synthesis(app => {
      Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
      const cluster = auditedCluster(new Stack(app, 'Stack'));
      (cluster.node.defaultChild as CfnResource).addPropertyOverride('EnableCloudwatchLogsExports', { 'Fn::GetAZs': '' });
      Validations.of(cluster).acknowledge({ id: form, reason: 'checked by hand' });
    }));
    outcomes.forEach(({ error, suppressed }) => {
      expect(error).toBeUndefined();
      expect(suppressed).toMatchObject([{ ruleName: id, reason: 'checked by hand' }]);
    });
  });
});

describe('what cannot be told', () => {
  const unknown = (props: AuroraMysqlAuditChecksProps) => synthesis(app => {
    Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app, props));
    (auditedCluster(new Stack(app, 'Stack')).node.defaultChild as CfnResource).addPropertyOverride('EnableCloudwatchLogsExports', { 'Fn::GetAZs': '' });
  });

  test.each<[string, AuroraMysqlAuditChecksProps, string, string | undefined]>([
    ['is an error by default', {}, 'error', 'ValidationFailed'],
    ['is a warning where the pack is told so', { unknownLevel: AuditRuleLevel.WARNING }, 'warning', undefined],
    ['is a warning where the rule is one', { ruleLevels: { 'AuroraMysqlAudit-AuditLogExport': AuditRuleLevel.WARNING } }, 'warning', undefined],
  ])('%s', (_, props, severity, name) => {
    const { error, violations } = unknown(props);
    expect(error?.name).toBe(name);
    expect(violations).toMatchObject([{
      ruleName: 'AuroraMysqlAudit-AuditLogExport[unknown:EnableCloudwatchLogsExports]',
      description: 'cannot tell whether EnableCloudwatchLogsExports is as it should be: Fn::GetAZs is only evaluated at deployment',
      severity,
    }]);
  });
});

test('a pack called without a construct tree says what it needs', () => {
  expect(() => new AuroraMysqlAuditChecks().validate({ templatePaths: [], stackTemplates: [] } as never)).toThrow(
    'AuroraMysqlAuditChecks needs the construct tree, which aws-cdk-lib 2.271.0 and newer hand to plugins');
});

test.each<[string, unknown, string]>([
  ['ruleLevels', { AuditLogExport: AuditRuleLevel.OFF }, 'ruleLevels: there is no rule \'AuditLogExport\'; did you mean \'AuroraMysqlAudit-AuditLogExport\'?'],
  ['unknownLevel', AuditRuleLevel.OFF, 'unknownLevel: must be AuditRuleLevel.ERROR or AuditRuleLevel.WARNING, got: \'off\''],
  ['verbose', 'yes', 'verbose: must be true or false, got: \'yes\''],
])('the property %s %p is refused', (prop, value, message) => {
  expect(() => new AuroraMysqlAuditChecks(undefined, { [prop]: value })).toThrow(message);
});

test.each<[any]>([[null], [[]], ['strict']])('properties that are %p are refused', props => {
  expect(() => new AuroraMysqlAuditChecks(undefined, props)).toThrow('AuroraMysqlAuditChecks: must have properties or none, got:');
});
