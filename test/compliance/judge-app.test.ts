import { auditedTemplate, type Change, cluster, logs, parameters } from './audited-template';
import { PlainScope } from './exceptions/scopes';
import { Acceptances } from '../../src/compliance/exceptions/acceptances';
import { unmatchedExceptions } from '../../src/compliance/exceptions/unmatched';
import { judgeApp, type Judged, type PlacedApp } from '../../src/compliance/judge-app';
import { judgingBy } from '../../src/compliance/judging';
import { exceptionViolations, violations } from '../../src/compliance/report';
import { resourcesOf, type TemplateSource } from '../../src/compliance/resolved/template-source';

const RETENTION = 'AuroraMysqlAudit-AuditLogRetention';
const EXPORT = 'AuroraMysqlAudit-AuditLogExport';
const UNKNOWN = { 'Fn::GetAZs': '' };

const judging = (props: object = {}) => judgingBy(props);

/** The audited template after changes, with scopes in place of constructs. */
function placed(change: Change, more: Partial<TemplateSource> = {}) {
  const sections = auditedTemplate();
  change(sections);
  const template = { path: 'T', stackName: 'orders', environment: '', sections: sections as never, resources: resourcesOf(sections, 'T'), ...more };
  const root = new PlainScope('');
  const stack = new PlainScope('T', root);
  const scopes = new Map(template.resources.map(({ logicalId }) => [logicalId, new PlainScope(logicalId, stack)]));
  const app: PlacedApp = {
    templates: [template],
    place: (_, resource) => {
      const construct = resource === undefined ? stack : scopes.get(resource.logicalId)!;
      return { construct, path: construct.node.path, logicalId: resource?.logicalId ?? '', templatePath: 'T.json' };
    },
  };
  return { app, root, stack, scopes };
}

function judged(change: Change, settings = judging(), more?: Partial<TemplateSource>): Judged[] {
  return judgeApp(placed(change, more).app, () => true, settings);
}

const shortRetention: Change = t => { logs(t).RetentionInDays = 30; };
const unknownExport: Change = t => { cluster(t).EnableCloudwatchLogsExports = UNKNOWN; };

describe('an outcome', () => {
  test('says what was found, of which cluster, and where', () => {
    const [{ outcome, rule, subject, located }, ...others] = judged(shortRetention);
    expect(others).toEqual([]);
    expect(outcome).toEqual({
      ruleId: RETENTION,
      findingId: RETENTION,
      status: 'violated',
      level: 'error',
      constructPath: 'T/Cluster',
      stackName: 'orders',
      logicalId: 'Cluster',
      resourceType: 'AWS::RDS::DBCluster',
      clusterIdentifier: 'orders',
      controls: rule.controls,
      propertyPath: 'Properties.RetentionInDays',
      locatedAt: 'T/AuditLogs',
      message: 'the records are kept for 30 days, required: 365',
      fix: expect.stringContaining('RetentionInDays: 365'),
    });
    expect([subject.path, located.path]).toEqual(['T/Cluster', 'T/AuditLogs']);
  });

  test('of the cluster itself is nowhere else', () => {
    const [{ outcome, subject, located }] = judged(t => { cluster(t).EnableCloudwatchLogsExports = ['error']; });
    expect(outcome).not.toHaveProperty('locatedAt');
    expect(located).toBe(subject);
  });

  test('of a finding with a name has that in its id', () => {
    expect(judged(t => { parameters(t).server_audit_excl_users = 'a b'; }).map(({ outcome }) => [outcome.ruleId, outcome.findingId]))
      .toEqual([['AuroraMysqlAudit-AuditUsers', 'AuroraMysqlAudit-AuditUsers[a-b]']]);
  });

  test('of a template as a whole is of its stack', () => {
    const [{ outcome, located }] = judged(t => { (t as any).Transform = 'Ours'; });
    expect(outcome).toMatchObject({ resourceType: 'AWS::CloudFormation::Stack', constructPath: 'T', logicalId: '', level: 'warning' });
    expect(outcome).not.toHaveProperty('clusterIdentifier');
    expect(located.path).toBe('T');
  });

  test('of a template without stack is of the template', () => {
    const [{ outcome: { stackName } }] = judged(shortRetention, judging(), { stackName: undefined });
    expect(stackName).toBe('T');
  });

  test.each<[string, Change, string | undefined]>([
    ['given', () => undefined, 'orders'],
    ['in other letters', t => { cluster(t).DBClusterIdentifier = 'ORDERS'; }, 'orders'],
    ['of a parameter', t => { t.Parameters.P = { Type: 'String' }; cluster(t).DBClusterIdentifier = { Ref: 'P' }; }, '<parameter P of T, which has no default>'],
    ['that CloudFormation makes up', t => { delete cluster(t).DBClusterIdentifier; }, undefined],
  ])('names the cluster by an identifier %s', (_, change, identifier) => {
    const { outcome } = judged(t => { change(t); cluster(t).EnableCloudwatchLogsExports = ['error']; }).find(({ outcome: { ruleId } }) => ruleId === EXPORT)!;
    expect(outcome.clusterIdentifier).toBe(identifier);
    expect('clusterIdentifier' in outcome).toBe(identifier !== undefined);
  });

  test('names no identifier of what is no cluster', () => {
    const [{ outcome }] = judged(t => {
      t.Resources = { I: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'mysql', DBInstanceIdentifier: 'i' } } };
    });
    expect(outcome.logicalId).toBe('I');
    expect(outcome).not.toHaveProperty('clusterIdentifier');
  });

  test('hides the marks of what is only known at deployment', () => {
    const [{ outcome: { message, fix } }] = judged(t => {
      t.Parameters.P = { Type: 'String' };
      cluster(t).EnableCloudwatchLogsExports = [{ 'Fn::Sub': 'error-${P}' }];
    });
    expect(`${message}${fix}`).not.toContain('\u0000');
    expect(message).toContain('parameter P of T');
  });
});

describe('the level of a finding', () => {
  test.each<[string, Change, object, string]>([
    ['is that of the rule', shortRetention, {}, 'error'],
    ['is that which the rule was given', shortRetention, { ruleLevels: { [RETENTION]: 'warning' } }, 'warning'],
    ['is not that of what cannot be told, where something is wrong', shortRetention, { unknownLevel: 'warning' }, 'error'],
    ['of what cannot be told is that of the rule', unknownExport, {}, 'error'],
    ['of what cannot be told is that which it was given', unknownExport, { unknownLevel: 'warning' }, 'warning'],
    ['of what cannot be told is not above that of the rule', unknownExport, { ruleLevels: { [EXPORT]: 'warning' }, unknownLevel: 'error' }, 'warning'],
    ['may be its own', t => { delete logs(t).RetentionInDays; }, { warnOfInfiniteRetention: true }, 'warning'],
  ])('%s', (_, change, props, level) => {
    expect(judged(change, judging(props)).map(({ outcome }) => outcome.level)).toEqual([level]);
  });
});

describe('outcomes without finding', () => {
  const kept = (change: Change) => judged(change, { ...judging(), keepsEvidence: true }).map(({ outcome }) => outcome);

  test('are kept where evidence is wanted', () => {
    expect(judged(() => undefined)).toEqual([]);
    const outcomes = kept(() => undefined);
    expect([...new Set(outcomes.filter(({ resourceType }) => resourceType === 'AWS::RDS::DBCluster').map(({ status }) => status))]).toEqual(['compliant']);
    expect(outcomes.find(({ ruleId }) => ruleId === RETENTION)).not.toHaveProperty('message');
  });

  test('say what they follow from', () => {
    const group = kept(t => { delete cluster(t).DBClusterParameterGroupName; }).find(({ ruleId }) => ruleId === 'AuroraMysqlAudit-AuditEvents');
    expect(group).toMatchObject({ status: 'not-applicable', message: expect.any(String), consequenceOf: ['AuroraMysqlAudit-AuditLogging'] });
  });

  test('say why there is nothing to say', () => {
    const outcomes = kept(t => Object.assign(cluster(t), { Engine: 'aurora-postgresql', EngineVersion: '16.4' }));
    expect(outcomes.find(({ ruleId }) => ruleId === RETENTION)).toMatchObject({ status: 'not-applicable', message: 'not Aurora MySQL' });
    expect(outcomes.find(({ ruleId }) => ruleId === RETENTION)).not.toHaveProperty('consequenceOf');
  });
});

describe('a report', () => {
  /** What is reported where this was accepted. */
  function reported(
    change: Change, accept: (scopes: ReturnType<typeof placed>) => void = () => undefined, { isVerbose = false, hasFiles = true } = {},
  ) {
    const all = placed(change);
    accept(all);
    const acceptances = new Acceptances('2027-06-30');
    const settled = judgeApp(all.app, () => true, { ...judging(), keepsEvidence: true }).map(one => acceptances.settle(one));
    return {
      found: violations(settled, ({ templatePath }) => hasFiles ? templatePath : undefined, isVerbose),
      unmatched: exceptionViolations(unmatchedExceptions([all.root, all.stack, ...all.scopes.values()], acceptances, 'warning'), isVerbose),
    };
  }

  test('has findings only, each with its place, its reason and how it is mended', () => {
    expect(reported(shortRetention).found).toEqual([{
      ruleName: RETENTION,
      description: 'the records are kept for 30 days, required: 365',
      severity: 'error',
      fix: expect.stringContaining('RetentionInDays: 365'),
      ruleMetadata: { controls: expect.stringContaining(', '), wants: expect.any(String), why: expect.any(String) },
      violatingResources: [{ constructPath: 'T/AuditLogs', resourceLogicalId: 'AuditLogs', templatePath: 'T.json', locations: ['Properties.RetentionInDays'] }],
    }]);
  });

  test('names no file where none was written', () => {
    expect(reported(shortRetention, undefined, { hasFiles: false }).found[0].violatingResources)
      .toEqual([{ constructPath: 'T/AuditLogs', locations: ['Properties.RetentionInDays'] }]);
  });

  test('names no resource where it is the template', () => {
    expect(reported(t => { (t as any).Transform = 'Ours'; }).found[0].violatingResources).toEqual([{ constructPath: 'T', locations: ['Transform'] }]);
  });

  test('says why, where it is to be verbose', () => {
    const { found: [{ description, ruleMetadata }] } = reported(shortRetention, undefined, { isVerbose: true });
    expect(description).toBe(`the records are kept for 30 days, required: 365. ${ruleMetadata!.why}`);
  });

  test('tells once what is wrong with what two clusters share', () => {
    const { found } = reported(t => {
      parameters(t).server_audit_logging = '0';
      const { Cluster } = t.Resources;
      t.Resources.Twin = { ...Cluster, Properties: { ...Cluster.Properties, DBClusterIdentifier: 'orders-2' } };
    });
    expect(found.filter(({ ruleName }) => ruleName === 'AuroraMysqlAudit-AuditLogging')).toHaveLength(1);
  });

  test('tells each of two findings at one place', () => {
    expect(reported(t => { parameters(t).server_audit_excl_users = 'a,b'; }).found.map(({ ruleName }) => ruleName))
      .toEqual(['AuroraMysqlAudit-AuditUsers[a]', 'AuroraMysqlAudit-AuditUsers[b]']);
  });

  test('places what is accepted where it was accepted: aws-cdk-lib looks around the construct that it is told', () => {
    const at = (id: string) => reported(shortRetention, ({ scopes }) => scopes.get(id)!.accept({ reason: 'archived' })).found
      .map(({ violatingResources: [{ constructPath, resourceLogicalId }] }) => [constructPath, resourceLogicalId]);
    expect(at('Cluster')).toEqual([['T/Cluster', 'Cluster']]);
    expect(at('AuditLogs')).toEqual([['T/AuditLogs', 'AuditLogs']]);
  });

  test('makes fatal what was acknowledged without a reason', () => {
    expect(reported(shortRetention, ({ stack }) => stack.acknowledge({ [RETENTION]: '' })).found.map(({ severity }) => severity)).toEqual(['fatal']);
  });

  test('has what is accepted for nothing', () => {
    const nothing = ({ stack }: ReturnType<typeof placed>) => stack.accept({ reason: 'r' });
    const description = 'what is accepted at T matches nothing: there is no such finding';
    expect(reported(() => undefined, nothing).unmatched).toEqual([{
      ruleName: 'AuroraMysqlAudit-AuditExceptions[unmatched]',
      description,
      severity: 'warning',
      fix: expect.stringMatching(/^Remove it/),
      ruleMetadata: { controls: expect.any(String), wants: expect.any(String), why: expect.any(String) },
      violatingResources: [{ constructPath: 'T', locations: [] }],
    }]);
    expect(reported(() => undefined, nothing, { isVerbose: true }).unmatched[0].description).toMatch(new RegExp(`^${description}\\. One that accepts nothing`));
  });
});
