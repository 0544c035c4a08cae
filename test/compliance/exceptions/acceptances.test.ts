import { Construct, RootConstruct } from 'constructs';
import { plainApp, type PlainScope } from './scopes';
import { acceptancesAt, acknowledgeFinding, ACKNOWLEDGEMENT_METADATA_TYPE } from '../../../src/compliance/exceptions/acceptance';
import { Acceptances } from '../../../src/compliance/exceptions/acceptances';
import { unmatchedExceptions } from '../../../src/compliance/exceptions/unmatched';
import type { Judged } from '../../../src/compliance/judge-app';
import { RULES } from '../../../src/compliance/rules/rule-table';
import { outcome } from '../evidence/outcomes';

const USERS = 'AuroraMysqlAudit-AuditUsers';
const RETENTION = 'AuroraMysqlAudit-AuditLogRetention';
const EXCEPTIONS = 'AuroraMysqlAudit-AuditExceptions';
const DAY = '2027-06-30';

type Scopes = ReturnType<typeof plainApp>;

const place = (construct: PlainScope) => ({ construct, path: construct.node.path, logicalId: 'Id' });

/** A finding about the cluster, in its log group. */
function finding({ cluster, logs }: Scopes, more: Partial<Judged['outcome']> = {}): Judged {
  return {
    rule: RULES[0],
    subject: place(cluster),
    located: place(logs),
    outcome: outcome('violated', { ruleId: USERS, findingId: `${USERS}[etl]`, ...more }),
  };
}

/** What comes of the finding where this was accepted. */
function settled(accept: (scopes: Scopes) => void, more?: Partial<Judged['outcome']>) {
  const scopes = plainApp();
  accept(scopes);
  const acceptances = new Acceptances(DAY);
  const found = acceptances.settle(finding(scopes, more));
  return { ...found, unmatched: unmatchedExceptions(Object.values(scopes), acceptances, 'warning') };
}

const reasonGiven = (accept: (scopes: Scopes) => void) => settled(accept).outcome.acknowledgement?.reason;

describe('of what accepts a finding', () => {
  test.each<[string, (scopes: Scopes) => void, string | undefined]>([
    ['nothing is nothing', () => undefined, undefined],
    ['the place where it is counts', ({ logs }) => logs.accept({ reason: 'logs' }), 'logs'],
    ['the cluster because of which it was looked at counts', ({ cluster }) => cluster.accept({ reason: 'cluster' }), 'cluster'],
    ['the place comes before the cluster', ({ cluster, logs }) => { cluster.accept({ reason: 'cluster' }); logs.accept({ reason: 'logs' }); }, 'logs'],
    ['the closest comes first', ({ app, stack }) => { app.accept({ reason: 'app', rules: [USERS] }); stack.accept({ reason: 'stack' }); }, 'stack'],
    ['the finding comes before the rule', ({ stack }) => stack.accept({ reason: 'rule', rules: [USERS] }).accept({ reason: 'finding', rules: [`${USERS}[etl]`] }), 'finding'],
    ['the rule comes before everything', ({ stack }) => stack.accept({ reason: 'all' }).accept({ reason: 'rule', rules: [USERS] }), 'rule'],
    ['one of several rules is enough', ({ stack }) => stack.accept({ reason: 'several', rules: [RETENTION, USERS] }), 'several'],
    ['another rule accepts nothing', ({ stack }) => stack.accept({ reason: 'r', rules: [RETENTION] }), undefined],
    ['another finding accepts nothing', ({ stack }) => stack.accept({ reason: 'r', rules: [`${USERS}[other]`] }), undefined],
    ['other metadata accepts nothing', ({ stack }) => stack.keep('aws:cdk:path', { [USERS]: 'r' }), undefined],
    ['the last day counts', ({ stack }) => stack.accept({ reason: 'r', expires: DAY }), 'r'],
    ['the day before does not', ({ stack }) => stack.accept({ reason: 'r', expires: '2027-06-29' }), undefined],
    ['what has expired leaves what holds', ({ app, stack }) => { app.accept({ reason: 'app' }); stack.accept({ reason: 'r', expires: '2027-06-29' }); }, 'app'],
    ['an acknowledgement by the id of the rule counts', ({ stack }) => stack.acknowledge({ [`AuroraMysqlAudit::${USERS}`]: ' r ' }), 'r'],
    ['an acknowledgement without the pack counts', ({ stack }) => stack.acknowledge({ [`Annotation::${USERS}[etl]`]: 'r' }), 'r'],
    ['an acknowledgement without the reason does not', ({ stack }) => stack.acknowledge({ [`AuroraMysqlAudit::${USERS}`]: ' ' }), undefined],
    ['an acknowledgement that is no map does not', ({ stack }) => stack.acknowledge('AuroraMysqlAudit').acknowledge(null), undefined],
  ])('%s', (_, accept, reason) => {
    expect(reasonGiven(accept)).toBe(reason);
  });
});

test('a finding that is accepted is not violated any more, and says by whom, where and until when', () => {
  const { outcome: accepted, acceptance, isFatal } = settled(({ stack }) => stack.accept({ reason: 'archived', approvedBy: 'Ana', expires: DAY, rules: [USERS] }));
  expect(accepted).toMatchObject({ status: 'acknowledged', level: 'error' });
  expect(accepted.acknowledgement).toEqual({
    id: `AuroraMysqlAudit::${USERS}[etl]`, reason: 'archived', approvedBy: 'Ana', expires: DAY, constructPath: 'Stack', source: undefined,
  });
  expect(acceptance?.id).toBe(USERS);
  expect(isFatal).toBeUndefined();
});

test('what cannot be told can be accepted as well', () => {
  expect(settled(({ app }) => app.accept({ reason: 'looked at' }), { status: 'cannot-tell' }).outcome.status).toBe('acknowledged');
});

test.each(['compliant', 'not-applicable'] as const)('what is %s needs no acceptance, and uses none up', status => {
  const { outcome: { status: left, acknowledgement }, unmatched } = settled(({ app }) => app.accept({ reason: 'r' }), { status });
  expect([left, acknowledgement]).toEqual([status, undefined]);
  expect(unmatched).toHaveLength(1);
});

describe('what does not hold any more is told', () => {
  test.each<[string, (scopes: Scopes) => void, string]>([
    ['since when', ({ stack }) => stack.accept({ reason: 'archived', approvedBy: 'Ana', expires: '2027-06-29' }),
      'wrong; the exception at Stack has expired, it held until 2027-06-29: archived (approved by Ana)'],
    ['at the app', ({ app }) => app.accept({ reason: 'archived', expires: '2027-06-29' }),
      'wrong; the exception at the app has expired, it held until 2027-06-29: archived'],
    ['without a reason', ({ cluster }) => cluster.acknowledge({ [`AuroraMysqlAudit::${USERS}`]: '' }),
      'wrong; what was acknowledged at Stack/Cluster without a reason is not accepted'],
    ['without any reason', ({ cluster }) => cluster.acknowledge({ [`AuroraMysqlAudit::${USERS}`]: undefined }),
      'wrong; what was acknowledged at Stack/Cluster without a reason is not accepted'],
  ])('%s', (_, accept, message) => {
    expect(settled(accept).outcome).toMatchObject({ status: 'violated', message });
  });

  test.each<[string, (scopes: Scopes) => void, 'error' | 'warning', boolean]>([
    ['has expired', ({ stack }) => stack.accept({ reason: 'r', expires: '2020-01-01' }), 'error', false],
    ['has no reason', ({ stack }) => stack.acknowledge({ [`AuroraMysqlAudit::${USERS}`]: '' }), 'error', true],
    ['has no reason, among others', ({ app, stack }) => { app.acknowledge({ [`AuroraMysqlAudit::${USERS}`]: '' }); stack.accept({ reason: 'r', expires: '2020-01-01' }); }, 'error', true],
    ['has no reason, and warns', ({ stack }) => stack.acknowledge({ [`AuroraMysqlAudit::${USERS}`]: '' }), 'warning', false],
  ])('where what accepts it %s, aws-cdk-lib is to fail all the same: only of an error', (_, accept, level, isFatal) => {
    expect(settled(accept, { level }).isFatal).toBe(isFatal);
  });
});

describe('an acknowledgement', () => {
  const ids = (data: object) => acceptancesAt(plainApp().stack.acknowledge(data)).map(({ id, reason }) => [id, reason]);

  test.each<[string, string | undefined]>([
    [`AuroraMysqlAudit::${USERS}`, USERS],
    [`Annotation::${USERS}[etl]`, `${USERS}[etl]`],
    [`Construct-Annotations::${USERS}`, USERS],
    ['AuroraMysqlAudit::AuditUsers', 'AuditUsers'],
    ['AuditUsers', 'AuditUsers'],
    ['AuditUsers[etl]', 'AuditUsers[etl]'],
    [USERS, USERS],
    ['AuroraMysqlAuditors-X', undefined],
    ['X-AuroraMysqlAudit-AuditUsers', undefined],
    ['AwsSolutions::AuroraMysqlAudit', undefined],
    ['AwsSolutions-RDS11', undefined],
  ])('of %s is of %s', (id, ours) => {
    expect(ids({ [id]: 'r' })).toEqual(ours === undefined ? [] : [[ours, 'r']]);
  });

  test('of several ids is one for each', () => {
    expect(ids({ [USERS]: 'a', [RETENTION]: 7, 'AwsSolutions-RDS11': 'c' })).toEqual([[USERS, 'a'], [RETENTION, '7']]);
  });

  test('that the pack itself has made is none', () => {
    expect(ids({ [USERS]: 'a', [Symbol.for('cdk-audited-aurora-mysql:repeated')]: true })).toEqual([]);
  });
});

describe('what accepts nothing', () => {
  const unmatched = (accept: (scopes: Scopes) => void, isLookedAt?: (scope: object) => boolean) => {
    const scopes = plainApp();
    accept(scopes);
    const acceptances = new Acceptances(DAY);
    acceptances.settle(finding(scopes));
    return unmatchedExceptions(Object.values(scopes), acceptances, 'error', isLookedAt);
  };

  test.each<[string, (scopes: Scopes) => void, string[]]>([
    ['what accepts the finding', ({ stack }) => stack.accept({ reason: 'r' }), []],
    ['what accepts it, beside something closer', ({ app, stack }) => { app.accept({ reason: 'r' }); stack.accept({ reason: 'r' }); }, []],
    ['what accepted it until it expired', ({ stack }) => stack.accept({ reason: 'r', expires: '2020-01-01' }), []],
    ['what accepts another finding', ({ stack }) => stack.accept({ reason: 'r', rules: [USERS, `${USERS}[other]`] }),
      [`what is accepted at Stack as ${USERS}[other] matches nothing: there is no such finding`]],
    ['what accepts another rule for the app', ({ app }) => app.accept({ reason: 'r', rules: [RETENTION] }),
      [`what is accepted at the app as ${RETENTION} matches nothing: there is no such finding`]],
    ['what acknowledges no rule', ({ stack }) => stack.acknowledge({ 'AuroraMysqlAudit::AuditUser[x]': 'r' }),
      [`what is accepted at Stack as AuditUser[x] matches nothing: there is no rule AuditUser; did you mean ${USERS}?`]],
    ['what accepts that others accept nothing', ({ stack }) => stack.accept({ reason: 'r', rules: [EXCEPTIONS, `${EXCEPTIONS}[unmatched]`] }), []],
  ])('is not silent: %s', (_, accept, messages) => {
    expect(unmatched(accept).map(({ message }) => message)).toEqual(messages);
  });

  test('everything at a place where nothing was found', () => {
    const scopes = plainApp();
    scopes.logs.accept({ reason: 'r' });
    expect(unmatchedExceptions(Object.values(scopes), new Acceptances(DAY), 'warning')).toMatchObject([{
      message: 'what is accepted at Stack/Logs matches nothing: there is no such finding', level: 'warning', constructPath: 'Stack/Logs', reason: 'r',
    }]);
  });

  test('is told with all that is known of it', () => {
    const [found] = unmatched(({ stack }) => stack.accept({ reason: 'r', approvedBy: 'Ana', expires: '2027-12-31', rules: [RETENTION] }, [`at f (${process.cwd()}/lib/app.ts:7:3)`]));
    expect(found).toMatchObject({
      ruleId: EXCEPTIONS,
      findingId: `${EXCEPTIONS}[unmatched]`,
      level: 'error',
      id: `AuroraMysqlAudit::${RETENTION}`,
      reason: 'r',
      approvedBy: 'Ana',
      expires: '2027-12-31',
      constructPath: 'Stack',
      source: { file: 'lib/app.ts', line: 7 },
      fix: expect.stringMatching(/^Remove it/),
    });
  });

  test('names no id where it accepts everything', () => {
    const scopes = plainApp();
    scopes.stack.accept({ reason: 'r' });
    expect(unmatchedExceptions([scopes.stack], new Acceptances(DAY), 'warning')[0]).not.toHaveProperty('id');
  });

  test('is not looked for where findings were not', () => {
    const accept = ({ app, stack }: Scopes) => { app.accept({ reason: 'r', rules: [RETENTION] }); stack.accept({ reason: 'r', rules: [RETENTION] }); };
    expect(unmatched(accept, scope => (scope as PlainScope).node.path !== '').map(({ constructPath }) => constructPath)).toEqual(['Stack']);
  });

  test.each([EXCEPTIONS, `${EXCEPTIONS}[unmatched]`])('may be accepted as %s, around it and as long as that holds', id => {
    const left = ({ stack }: Scopes) => stack.accept({ reason: 'left over', rules: [RETENTION] });
    const acceptance = (accept: (scopes: Scopes) => void) => unmatched(scopes => { left(scopes); accept(scopes); })[0].acceptance?.reason;
    expect(acceptance(() => undefined)).toBeUndefined();
    expect(acceptance(({ app }) => app.accept({ reason: 'shared', rules: [id] }))).toBe('shared');
    expect(acceptance(({ app }) => app.accept({ reason: 'shared' }))).toBeUndefined();
    expect(acceptance(({ cluster }) => cluster.accept({ reason: 'shared', rules: [id] }))).toBeUndefined();
    expect(acceptance(({ app }) => app.accept({ reason: 'shared', rules: [id], expires: '2027-06-29' }))).toBeUndefined();
  });
});

describe('an acceptance is repeated as an acknowledgement of the finding', () => {
  const acceptance = { reason: 'archived', expires: DAY, trace: ['at f (/app/lib/app.ts:7:3)'] };
  const kept = (scope: Construct) => scope.node.metadata.filter(({ type }) => type === ACKNOWLEDGEMENT_METADATA_TYPE);

  test('where it stands, with who and until when, once', () => {
    const scope = new Construct(new RootConstruct(), 'Stack');
    scope.node.addMetadata('aws:cdk:path', { [`AuroraMysqlAudit::${USERS}`]: 'archived (until 2027-06-30)' });
    [USERS, USERS, RETENTION].forEach(id => acknowledgeFinding({ ...acceptance, construct: scope }, id));
    expect(kept(scope).map(({ data }) => data)).toEqual([USERS, RETENTION].map(id =>
      expect.objectContaining({ [`AuroraMysqlAudit::${id}`]: 'archived (until 2027-06-30)' })));
  });

  test('again for another reason', () => {
    const scope = new RootConstruct();
    ['one', 'two'].forEach(reason => acknowledgeFinding({ reason, construct: scope }, USERS));
    expect(kept(scope).map(({ data }) => data[`AuroraMysqlAudit::${USERS}`])).toEqual(['one', 'two']);
  });

  test('which does not count as a decision of its own', () => {
    const scope = new RootConstruct();
    acknowledgeFinding({ ...acceptance, construct: scope }, USERS);
    expect(acceptancesAt(scope)).toEqual([]);
  });
});
