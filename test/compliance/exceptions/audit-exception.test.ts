import { App, CfnResource, Lazy, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { IConstruct } from 'constructs';
import { AuditException, type AuditExceptionOptions, AuditRuleLevel, AuroraMysqlAuditChecks, type AuroraMysqlAuditChecksProps } from '../../../src';
import { auditedCluster } from '../../stacks';
import { synthesis } from '../synthesis';

const RETENTION = 'AuroraMysqlAudit-AuditLogRetention';
const USERS = 'AuroraMysqlAudit-AuditUsers';
const UNMATCHED = 'AuroraMysqlAudit-AuditExceptions[unmatched]';
const REASON = { reason: 'archived in S3' };

/** A cluster with three findings: a short retention, and two excluded users. */
function faultyCluster(stack: Stack) {
  return auditedCluster(stack, { auditLogRetention: logs.RetentionDays.ONE_MONTH, auditExcludedUsers: ['backup', 'etl'] });
}

interface Scopes {
  readonly app: App;
  readonly stack: Stack;
  readonly cluster: IConstruct;
}

/** What synthesis and `validateScope` say of the faulty cluster. */
function judged(accept: (scopes: Scopes) => void, props: AuroraMysqlAuditChecksProps = {}) {
  const build = (app: App): Scopes => {
    const stack = new Stack(app, 'Stack');
    const scopes = { app, stack, cluster: faultyCluster(stack) };
    accept(scopes);
    return scopes;
  };
  const { error, violations, suppressed } = synthesis(app => {
    Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app, props));
    build(app);
  });
  const { app } = build(new App());
  const direct = new AuroraMysqlAuditChecks(app, props).validateScope(app);
  expect(direct.violations.map(({ ruleName }) => ruleName).sort()).toEqual(violations.map(({ ruleName }) => ruleName).sort());
  expect(direct.success).toBe(error === undefined);
  return { error, violations, suppressed, found: violations.map(({ ruleName }) => ruleName).sort(), metadata: direct.metadata };
}

describe('an exception accepts', () => {
  test.each<[string, AuditExceptionOptions, string[]]>([
    ['everything, where it names no rules', REASON, []],
    ['all findings of the rules that it names', { ...REASON, rules: [USERS, RETENTION] }, []],
    ['nothing of rules that it does not name', { ...REASON, rules: [USERS] }, [RETENTION]],
    ['one finding, where that is named', { ...REASON, rules: [RETENTION, `${USERS}[etl]`] }, [`${USERS}[backup]`]],
    ['ids as the command line shows them', { ...REASON, rules: [`AuroraMysqlAudit::${USERS}[etl]`, `AuroraMysqlAudit::${RETENTION}`] }, [`${USERS}[backup]`]],
  ])('%s', (_, options, left) => {
    const { found, suppressed, error } = judged(({ cluster }) => AuditException.of(cluster).accept(options));
    expect(found).toEqual(left);
    expect(suppressed).toHaveLength(3 - left.length);
    expect(error?.name).toBe(left.length === 0 ? undefined : 'ValidationFailed');
  });

  test.each<keyof Scopes>(['app', 'stack', 'cluster'])('what is within the %s', place => {
    const { found, suppressed } = judged(scopes => AuditException.of(scopes[place]).accept(REASON));
    expect(found).toEqual([]);
    expect(suppressed.map(({ acknowledgedAt }) => acknowledgedAt ?? '')).toEqual(Array(3).fill({ app: '', stack: 'Stack', cluster: 'Stack/Database' }[place]));
  });

  test('nothing beside it', () => {
    const { found } = judged(({ app, cluster }) => {
      faultyCluster(new Stack(app, 'Other'));
      AuditException.of(cluster).accept(REASON);
    });
    expect(found).toEqual([`${USERS}[backup]`, `${USERS}[etl]`, RETENTION].sort());
  });

  test('what cannot be told', () => {
    const { found, suppressed } = judged(({ cluster }) => {
      (cluster.node.defaultChild as CfnResource).addPropertyOverride('EnableCloudwatchLogsExports', { 'Fn::GetAZs': '' });
      AuditException.of(cluster).accept({ ...REASON, rules: ['AuroraMysqlAudit-AuditLogExport', RETENTION, USERS] });
    });
    expect(found).toEqual([]);
    expect(suppressed.map(({ ruleName }) => ruleName)).toContain('AuroraMysqlAudit-AuditLogExport[unknown:EnableCloudwatchLogsExports]');
  });

  test('with several decisions at one construct', () => {
    const { suppressed } = judged(({ cluster }) => {
      AuditException.of(cluster).accept({ reason: 'archived', rules: [RETENTION] });
      AuditException.of(cluster).accept({ reason: 'no people', rules: [USERS] });
    });
    expect(suppressed.map(({ ruleName, reason }) => [ruleName, reason])).toEqual([[`${USERS}[backup]`, 'no people'], [`${USERS}[etl]`, 'no people'], [RETENTION, 'archived']]);
  });

  test('with the reason of the closest, and of what is most exact there', () => {
    const { suppressed } = judged(({ stack, cluster }) => {
      AuditException.of(stack).accept({ reason: 'stack', rules: [`${USERS}[backup]`] });
      AuditException.of(cluster).accept({ reason: 'everything' });
      AuditException.of(cluster).accept({ reason: 'rule', rules: [USERS] });
      AuditException.of(cluster).accept({ reason: 'finding', rules: [`${USERS}[etl]`] });
    });
    expect(suppressed.map(({ ruleName, reason }) => [ruleName, reason])).toEqual([[`${USERS}[backup]`, 'rule'], [`${USERS}[etl]`, 'finding'], [RETENTION, 'everything']]);
  });
});

describe('the report', () => {
  test('says who accepted, why and until when, in both ways of judging', () => {
    const { suppressed, metadata } = judged(({ cluster }) =>
      AuditException.of(cluster).accept({ ...REASON, rules: [RETENTION, USERS], approvedBy: 'Ana', expires: '2027-06-30' }), { evaluationDate: '2027-06-30' });
    expect(suppressed.map(({ reason }) => reason)).toEqual(Array(3).fill('archived in S3 (approved by Ana, until 2027-06-30)'));
    expect(metadata).toMatchObject({
      [`AuroraMysqlAudit::${USERS}[etl] Stack/Database/ParameterGroup/Resource`]: 'archived in S3 (approved by Ana, until 2027-06-30), accepted at Stack/Database',
    });
  });

  test('names only what is known', () => {
    const { suppressed } = judged(({ cluster }) => {
      AuditException.of(cluster).accept({ reason: 'a', rules: [RETENTION], approvedBy: 'Ana' });
      AuditException.of(cluster).accept({ reason: 'b', rules: [USERS], expires: '2999-12-31' });
    });
    expect([...new Set(suppressed.map(({ reason }) => reason))]).toEqual(['b (until 2999-12-31)', 'a (approved by Ana)']);
  });
});

describe('an exception that expires', () => {
  const until = (evaluationDate: string | undefined) => judged(
    ({ cluster }) => AuditException.of(cluster).accept({ ...REASON, rules: [RETENTION, USERS], approvedBy: 'Ana', expires: '2027-02-28' }), { evaluationDate });

  test.each(['2027-02-27', '2027-02-28'])('holds on %s', day => {
    expect(until(day).found).toEqual([]);
  });

  test.each(['2027-03-01', '2028-01-01', '2999-12-31'])('is a finding again on %s, which says since when', day => {
    const { error, violations, suppressed } = until(day);
    expect(error?.name).toBe('ValidationFailed');
    expect(suppressed).toEqual([]);
    expect(violations.map(({ ruleName }) => ruleName).sort()).toEqual([RETENTION, `${USERS}[backup]`, `${USERS}[etl]`].sort());
    violations.forEach(({ description }) => expect(description).toContain(
      '; the exception at Stack/Database has expired, it held until 2027-02-28: archived in S3 (approved by Ana)'));
  });

  test.each([['2000-01-01', 3], ['2999-12-31', 0]])('on %s is held against the current day, where no other is given', (expires, count) => {
    const { found } = judged(({ cluster }) => AuditException.of(cluster).accept({ ...REASON, expires }));
    expect(found).toHaveLength(count);
  });

  test('leaves what is accepted further out', () => {
    const { found, suppressed } = judged(({ stack, cluster }) => {
      AuditException.of(stack).accept({ reason: 'for good' });
      AuditException.of(cluster).accept({ reason: 'for a while', expires: '2020-01-01' });
    });
    expect(found).toEqual([]);
    expect(suppressed.map(({ reason }) => reason)).toEqual(['for good', 'for good', 'for good']);
  });
});

describe('an acknowledgement of aws-cdk-lib', () => {
  const acknowledge = (id: string, reason: string, props?: AuroraMysqlAuditChecksProps) => judged(({ cluster }) => {
    AuditException.of(cluster).accept({ ...REASON, rules: [RETENTION] });
    Validations.of(cluster).acknowledge({ id, reason });
  }, props);

  test.each([USERS, `AuroraMysqlAudit::${USERS}`])('of %s accepts every finding of the rule, each of which is recorded', id => {
    const { found, suppressed } = acknowledge(id, 'no people');
    expect(found).toEqual([]);
    expect(suppressed.map(({ ruleName, reason }) => [ruleName, reason])).toEqual([
      [`${USERS}[backup]`, 'no people'], [`${USERS}[etl]`, 'no people'], [RETENTION, 'archived in S3'],
    ]);
  });

  test.each([
    [USERS, ''], [`AuroraMysqlAudit::${USERS}`, ' '], [`${USERS}[etl]`, ''], [`AuroraMysqlAudit::${USERS}[etl]`, ''], [`AuroraMysqlAudit::${USERS}[etl]`, '\n'],
  ])('of %s with the reason %j accepts nothing, and the finding says so', (id, reason) => {
    const { error, violations } = acknowledge(id, reason);
    expect(error?.name).toBe('ValidationFailed');
    expect(violations.find(({ ruleName }) => ruleName === `${USERS}[etl]`)?.description)
      .toMatch(/; what was acknowledged at Stack\/Database without a reason is not accepted$/);
  });

  test('without a reason does not make an error of a warning', () => {
    const { error } = synthesis(app => {
      Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app, { ruleLevels: { [USERS]: AuditRuleLevel.WARNING } }));
      const cluster = auditedCluster(new Stack(app, 'Stack'), { auditExcludedUsers: ['etl'] });
      Validations.of(cluster).acknowledge({ id: `AuroraMysqlAudit::${USERS}[etl]`, reason: '' });
    });
    expect(error).toBeUndefined();
  });
});

describe('what accepts nothing is reported', () => {
  const unmatched = (accept: (scopes: Scopes) => void, props?: AuroraMysqlAuditChecksProps) => judged(scopes => {
    AuditException.of(scopes.cluster).accept(REASON);
    accept(scopes);
  }, props).violations.map(({ ruleName, severity, description, violatingConstructs: [{ constructPath }] }) =>
    ({ ruleName, severity, description, constructPath }));

  const nothingFound = (id: string, constructPath: string) => ({
    ruleName: UNMATCHED, severity: 'warning', constructPath, description: `what is accepted at ${constructPath || 'the app'} as ${id} matches nothing: there is no such finding`,
  });

  test('an exception for another rule', () => {
    expect(unmatched(({ stack }) => AuditException.of(stack).accept({ ...REASON, rules: ['AuroraMysqlAudit-AuditLogClass', RETENTION] })))
      .toEqual([nothingFound('AuroraMysqlAudit-AuditLogClass', 'Stack')]);
  });

  test('an exception for another finding', () => {
    expect(unmatched(({ app }) => AuditException.of(app).accept({ ...REASON, rules: [`${USERS}[reporting]`] }))).toEqual([nothingFound(`${USERS}[reporting]`, '')]);
  });

  test('an exception for everything where there is nothing', () => {
    expect(unmatched(({ app }) => {
      AuditException.of(new Stack(app, 'Empty')).accept(REASON);
    })).toEqual([{
      ruleName: UNMATCHED, severity: 'warning', constructPath: 'Empty', description: 'what is accepted at Empty matches nothing: there is no such finding',
    }]);
  });

  test('one that has expired since', () => {
    expect(unmatched(({ stack }) => AuditException.of(stack).accept({ ...REASON, rules: ['AuroraMysqlAudit-AuditLogClass'], expires: '2020-01-01' })))
      .toEqual([nothingFound('AuroraMysqlAudit-AuditLogClass', 'Stack')]);
  });

  test.each([
    ['AuroraMysqlAudit-AuditLogClass', nothingFound('AuroraMysqlAudit-AuditLogClass', 'Stack').description],
    ['AuroraMysqlAudit::AuroraMysqlAudit-AuditLogClass', nothingFound('AuroraMysqlAudit-AuditLogClass', 'Stack').description],
    ['AuroraMysqlAudit-AuditLogRetentoin', 'what is accepted at Stack as AuroraMysqlAudit-AuditLogRetentoin matches nothing: '
      + `there is no rule AuroraMysqlAudit-AuditLogRetentoin; did you mean ${RETENTION}?`],
    ['AuditLogRetention', `what is accepted at Stack as AuditLogRetention matches nothing: there is no rule AuditLogRetention; did you mean ${RETENTION}?`],
    ['AuroraMysqlAudit::LogRetention', `what is accepted at Stack as LogRetention matches nothing: there is no rule LogRetention; did you mean ${RETENTION}?`],
  ])('an acknowledgement of %s', (id, description) => {
    expect(unmatched(({ stack }) => Validations.of(stack).acknowledge({ id, reason: 'r' })))
      .toEqual([{ ruleName: UNMATCHED, severity: 'warning', description, constructPath: 'Stack' }]);
  });

  test.each(['AwsSolutions-RDS11', '@aws-cdk/core:something', 'AwsSolutions::AwsSolutions-RDS11', 'AuroraMysqlAuditors-X'])('but not %s, which means others', id => {
    expect(unmatched(({ stack }) => Validations.of(stack).acknowledge({ id, reason: 'r' }))).toEqual([]);
  });

  test.each([[AuditRuleLevel.OFF, []], [AuditRuleLevel.ERROR, ['error']], [AuditRuleLevel.WARNING, ['warning']]])('at the level %s of the rule', (level, severities) => {
    const found = unmatched(({ stack }) => AuditException.of(stack).accept({ ...REASON, rules: ['AuroraMysqlAudit-AuditLogClass'] }),
      { ruleLevels: { 'AuroraMysqlAudit-AuditExceptions': level } });
    expect(found.map(({ severity }) => severity)).toEqual(severities);
  });

  test('as an error it fails the synthesis', () => {
    const { error } = judged(({ app, cluster }) => {
      AuditException.of(cluster).accept(REASON);
      AuditException.of(app).accept({ ...REASON, rules: ['AuroraMysqlAudit-AuditLogClass'] });
    }, { ruleLevels: { 'AuroraMysqlAudit-AuditExceptions': AuditRuleLevel.ERROR } });
    expect(error?.name).toBe('ValidationFailed');
  });

  test.each([UNMATCHED, 'AuroraMysqlAudit-AuditExceptions'])('unless somebody accepts %s', id => {
    const { found, suppressed } = judged(({ app, stack, cluster }) => {
      AuditException.of(cluster).accept(REASON);
      AuditException.of(stack).accept({ ...REASON, rules: ['AuroraMysqlAudit-AuditLogClass'] });
      AuditException.of(app).accept({ reason: 'shared by several apps', rules: [id] });
    });
    expect(found).toEqual([]);
    expect(suppressed.filter(({ ruleName }) => ruleName === UNMATCHED).map(({ reason }) => reason)).toEqual(['shared by several apps']);
  });

  test('but not what stands around other stages than the one that is judged', () => {
    const { violations } = synthesis(app => {
      const [one, other] = ['One', 'Other'].map(id => new Stage(app, id));
      Validations.of(one).addPlugins(new AuroraMysqlAuditChecks(one));
      Validations.of(other).addPlugins(new AuroraMysqlAuditChecks(other));
      [one, other].forEach(stage => auditedCluster(new Stack(stage, 'Stack'), { auditLogRetention: logs.RetentionDays.ONE_MONTH }));
      AuditException.of(app).accept({ ...REASON, rules: [RETENTION, USERS] });
      AuditException.of(other).accept({ ...REASON, rules: ['AuroraMysqlAudit-AuditLogClass'] });
    });
    expect(violations.map(({ violatingConstructs }) => violatingConstructs[0].constructPath)).toEqual(['Other']);
  });

  test('also in a stage within the stack of a pipeline', () => {
    const { violations } = synthesis(app => {
      Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
      const pipeline = new Stack(app, 'Pipeline');
      const stage = new Stage(pipeline, 'Production');
      const cluster = auditedCluster(new Stack(stage, 'Stack'));
      [pipeline, stage, cluster].forEach(scope => AuditException.of(scope).accept({ ...REASON, rules: [RETENTION] }));
    });
    expect(violations.map(({ violatingConstructs }) => violatingConstructs[0].constructPath)).toEqual(
      ['Pipeline', 'Pipeline/Production', 'Pipeline/Production/Stack/Database']);
  });

  test('but not by judging only a part of what is around', () => {
    const app = new App();
    const cluster = auditedCluster(new Stack(app, 'Stack'));
    AuditException.of(app).accept({ ...REASON, rules: [RETENTION] });
    AuditException.of(cluster).accept({ ...REASON, rules: [USERS] });
    expect(new AuroraMysqlAuditChecks().validateScope(cluster).violations.map(({ violatingResources }) => violatingResources[0].constructPath))
      .toEqual(['Stack/Database']);
  });
});

test('what is accepted of a shared parameter group for one cluster is found for the other', () => {
  const { violations, suppressed } = synthesis(app => {
    Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
    const parameterGroup = new rds.ParameterGroup(new Stack(app, 'Shared'), 'Parameters', {
      engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 }),
    });
    const [one] = ['One', 'Other'].map(id => auditedCluster(new Stack(app, id), { parameterGroup }));
    (parameterGroup.node.defaultChild as rds.CfnDBClusterParameterGroup).addPropertyOverride('Parameters.server_audit_logging', '0');
    AuditException.of(one).accept(REASON);
  });
  expect(suppressed.map(({ violatingConstructs }) => violatingConstructs[0].constructPath)).toEqual(['One/Database/Resource']);
  expect(violations.map(({ violatingConstructs }) => violatingConstructs[0].constructPath)).toEqual(['Shared/Parameters/Resource']);
});

describe('bad input is refused', () => {
  const accept = (options: unknown) => () => AuditException.of(new App()).accept(options as AuditExceptionOptions);

  test.each<[unknown, string]>([
    [undefined, 'AuditException.accept: must be given options, got: undefined'],
    [{ reason: ' ' }, 'reason: must say why, in text that is known at synthesis, got: \' \''],
    [{ reason: Lazy.string({ produce: () => 'why' }) }, 'reason: must say why, in text that is known at synthesis, got: \'${Token['],
    [{ ...REASON, approvedBy: Lazy.string({ produce: () => 'Ana' }) }, 'approvedBy: must name somebody, in text that is known at synthesis, got: \'${Token['],
    [{ ...REASON, rules: ['AuditLogRetention'] }, `rules: must hold ids of rules or of their findings, got: 'AuditLogRetention'; did you mean '${RETENTION}'?`],
    [{ ...REASON, expires: '2027-02-29' }, 'expires: must be a day, YYYY-MM-DD, got: \'2027-02-29\''],
  ])('%j', (options, message) => {
    expect(accept(options)).toThrow(message);
  });

  test.each([undefined, null, 'Stack', {}])('a scope that is %p', scope => {
    expect(() => AuditException.of(scope as unknown as IConstruct)).toThrow('AuditException.of: must be given a construct, got: ');
  });

  test.each<[any]>([['today'], [''], ['2027-02-30'], [20270101], [null]])('%p as the day of the judgement', evaluationDate => {
    expect(() => new AuroraMysqlAuditChecks(undefined, { evaluationDate })).toThrow('evaluationDate: must be a day, YYYY-MM-DD, got: ');
  });
});
