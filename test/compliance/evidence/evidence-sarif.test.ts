import { readFileSync } from 'fs';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import type { Log, Result, Run } from 'sarif';
import { evidence, hostile, outcome, REQUIREMENTS, unmatchedException } from './outcomes';
import { type Evidence, evidenceOf, STATUSES } from '../../../src/compliance/evidence/evidence';
import { evidenceSarif } from '../../../src/compliance/evidence/evidence-sarif';
import type { RuleOutcome } from '../../../src/compliance/evidence/rule-outcome';
import { ruleId, RULES as ALL_RULES } from '../../../src/compliance/rules/rule-table';

/** Those that are applied where nothing more is asked for. */
const RULES = ALL_RULES.filter(({ isAskedFor }) => !isAskedFor);

const SCHEMA = JSON.parse(readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
const validate = addFormats(new Ajv({ allErrors: true, strict: false, unicodeRegExp: false })).compile(SCHEMA);

function logOf(given: Evidence): Log {
  const log = JSON.parse(evidenceSarif(given));
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  return log;
}

const rendered = (...outcomes: RuleOutcome[]): Log => logOf(evidence(...outcomes));
const run = (...outcomes: RuleOutcome[]): Run => rendered(...outcomes).runs[0];
const results = (...outcomes: RuleOutcome[]): Result[] => run(...outcomes).results!;
const fingerprint = (one: Result) => one.partialFingerprints!.primaryLocationLineHash;

test.each<[RuleOutcome['status'], number]>([['violated', 1], ['cannot-tell', 1], ['acknowledged', 1], ['compliant', 0], ['not-applicable', 0]])(
  'what is %s makes %d results', (status, count) => {
    expect(results(outcome(status))).toHaveLength(count);
  });

test('an app without databases has no results, and all rules', () => {
  const { tool, results: none } = run();
  expect(none).toEqual([]);
  expect(tool.driver.rules?.map(({ id }) => id)).toEqual(RULES.map(ruleId));
});

test('a result names the archives and reviews of its cluster', () => {
  const archives = [{ bucket: 'Platform/Archive/Bucket', lockMode: 'GOVERNANCE', lockDays: 365 }];
  const reviews = [{ schedule: 'Platform/Review/Schedule' }];
  const [named, plain] = results(outcome('violated', { archives, reviews }), outcome('violated', { constructPath: 'Other' }));
  expect([named, plain].map(({ properties }) => [properties!.archives, properties!.reviews])).toEqual(
    expect.arrayContaining([[archives, reviews], [undefined, undefined]]));
});

test('rules that have to be asked for are there where they are', () => {
  const { tool } = logOf(evidenceOf([], { ...REQUIREMENTS, requiresArchive: true, requiresReview: true })).runs[0];
  expect(tool.driver.rules?.map(({ id }) => id)).toEqual(ALL_RULES.map(ruleId));
});

test('a rule has what code scanning shows of it', () => {
  const [rule] = run().tool.driver.rules!;
  expect(rule).toMatchObject({
    id: 'AuroraMysqlAudit-AuditLogExport',
    name: 'AuroraMysqlAuditAuditLogExport',
    shortDescription: { text: 'The cluster exports its audit log to CloudWatch Logs.' },
    help: { text: expect.stringContaining('cloudwatchLogsExports'), markdown: expect.stringContaining('```\nCDK: ') },
    helpUri: expect.stringMatching(/^https:.*RULES\.md#auroramysqlaudit-auditlogexport$/),
    defaultConfiguration: { level: 'error' },
    properties: { 'tags': expect.arrayContaining(['security', 'Security Hub RDS.34']), 'precision': 'very-high', 'problem.severity': 'error' },
  });
});

test('no rule has more tags or longer texts than code scanning takes', () => {
  run().tool.driver.rules!.forEach(rule => {
    expect(rule.properties!.tags!.length).toBeLessThanOrEqual(20);
    expect(rule.shortDescription!.text.length).toBeLessThanOrEqual(1024);
    expect(rule.fullDescription!.text.length).toBeLessThanOrEqual(1024);
  });
});

test('a result says what, how grave, and where', () => {
  const [found] = results(outcome('violated', { level: 'warning', locatedAt: 'Stack/Group', templateFile: 'assembly-Test/Stack.template.json' }));
  expect(found).toMatchObject({
    ruleId: 'AuroraMysqlAudit-AuditLogExport',
    ruleIndex: 0,
    level: 'warning',
    message: { text: 'wrong' },
    properties: { status: 'violated', findingId: 'AuroraMysqlAudit-AuditLogExport', propertyPath: 'Properties.X', fix: 'mend it' },
  });
  expect(found.locations).toEqual([{
    physicalLocation: { artifactLocation: { uri: 'assembly-Test/Stack.template.json', uriBaseId: 'CLOUD_ASSEMBLY' }, region: { startLine: 1 } },
    logicalLocations: [
      { fullyQualifiedName: 'Stack/Group', kind: 'resource' },
      { name: 'Cluster', fullyQualifiedName: 'Stack/Cluster', kind: 'resource' },
    ],
  }]);
  expect(found.suppressions).toBeUndefined();
});

test('a result points to the line of the app, where that is known, and to the template beside it', () => {
  const [{ locations, relatedLocations }] = results(outcome('violated', { templateFile: 'Stack.template.json', source: { file: 'lib/my stack.ts', line: 12 } }));
  expect(locations![0]).toMatchObject({
    physicalLocation: { artifactLocation: { uri: 'lib/my%20stack.ts', uriBaseId: 'SRCROOT' }, region: { startLine: 12 } },
    logicalLocations: [{ fullyQualifiedName: 'Stack/Cluster' }],
  });
  expect(relatedLocations).toMatchObject([{ physicalLocation: { artifactLocation: { uri: 'Stack.template.json', uriBaseId: 'CLOUD_ASSEMBLY' } } }]);
});

test('an alert stays the same one while lines move', () => {
  const [one, other] = [1, 2].map(line => results(outcome('violated', { source: { file: 'lib/stack.ts', line } })).map(fingerprint));
  expect(one).toEqual(other);
});

test('an exception that accepts nothing is a result, with a rule of its own', () => {
  const { tool, results: found } = logOf(evidenceOf([], REQUIREMENTS, {}, [
    unmatchedException('matches nothing', { id: 'x', constructPath: 'Stack', source: { file: 'bin/app.ts', line: 3 } }),
    unmatchedException('matches nothing', { id: 'y', constructPath: 'Stack', acceptance: { reason: 'shared', construct: undefined as never } }),
  ])).runs[0];
  expect(tool.driver.rules!.map(({ id }) => id)).toEqual([...RULES.map(ruleId), 'AuroraMysqlAudit-AuditExceptions']);
  expect(found!.map(({ ruleIndex }) => ruleIndex)).toEqual([RULES.length, RULES.length]);
  expect(found).toMatchObject([
    { level: 'warning', message: { text: 'matches nothing' }, locations: [{ physicalLocation: { artifactLocation: { uri: 'bin/app.ts' }, region: { startLine: 3 } } }] },
    { locations: [{ physicalLocation: { artifactLocation: { uri: 'manifest.json', uriBaseId: 'CLOUD_ASSEMBLY' } } }], suppressions: [{ justification: 'shared' }] },
  ]);
  expect(new Set(found!.map(fingerprint)).size).toBe(2);
});

test('a run says what it is of, where the caller says so', () => {
  expect(run().properties).toBeUndefined();
  expect(logOf(evidenceOf([], REQUIREMENTS, { title: 'Orders', commit: '9f2c1d4' })).runs[0].properties).toEqual({ title: 'Orders', commit: '9f2c1d4' });
});

test('the rule of a result is found by its index', () => {
  const { tool, results: found } = run(...RULES.map(rule => outcome('violated', { ruleId: ruleId(rule), findingId: ruleId(rule) })));
  expect(found!.map(({ ruleIndex }) => tool.driver.rules![ruleIndex!].id)).toEqual(RULES.map(ruleId));
  expect(found!.map(one => one.ruleId)).toEqual(RULES.map(ruleId));
});

test('where the template is not known it is named after the stack', () => {
  expect(results(outcome('violated'))[0].locations![0].physicalLocation!.artifactLocation!.uri).toBe('Stack.template.json');
});

test('a suppression says who accepted it, until when and where', () => {
  const acknowledgement = {
    id: 'x', reason: 'accepted', constructPath: 'Stack', approvedBy: 'Ana', expires: '2027-06-30', source: { file: 'bin/app.ts', line: 3 },
  };
  expect(results(outcome('acknowledged', { acknowledgement }))[0].suppressions).toMatchObject([{
    justification: 'accepted',
    location: { physicalLocation: { artifactLocation: { uri: 'bin/app.ts', uriBaseId: 'SRCROOT' }, region: { startLine: 3 } } },
    properties: { approvedBy: 'Ana', expires: '2027-06-30' },
  }]);
});

test('what was acknowledged is suppressed, with the reason', () => {
  expect(results(outcome('acknowledged'))[0].suppressions).toEqual([{
    kind: 'external', status: 'accepted', justification: 'accepted', location: { logicalLocations: [{ fullyQualifiedName: 'Stack' }] },
  }]);
});

describe('fingerprints', () => {
  const of = (...outcomes: RuleOutcome[]) => results(...outcomes).map(fingerprint);

  test('stay while values change', () => {
    expect(of(outcome('violated', { message: '30 days', fix: 'x' }))).toEqual(of(outcome('violated', { message: '31 days', level: 'warning' })));
  });

  test.each<Partial<RuleOutcome>>([
    { findingId: 'AuroraMysqlAudit-AuditLogExport[other]' }, { constructPath: 'Other' }, { locatedAt: 'Other' }, { propertyPath: 'Properties.Y' },
  ])('differ where %p', difference => {
    expect(of(outcome('violated', difference))).not.toEqual(of(outcome('violated')));
  });

  test('of findings of one place differ as well', () => {
    const [one, other] = of(outcome('violated', { message: 'a' }), outcome('violated', { message: 'b' }));
    expect([one, other]).toEqual([expect.stringMatching(/^[0-9a-f]{32}:1$/), `${one.slice(0, 32)}:2`]);
  });
});

test('a message makes no links', () => {
  expect(results(outcome('violated', { message: '[click](https://example.com) \\' }))[0].message.text).toBe('\\[click\\](https://example.com) \\\\');
});

test('whatever stands in a template makes a valid log', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), text => {
    const [{ suppressions }] = results(hostile(text));
    expect(suppressions![0].justification).toBe(text);
  }));
});

test.each(['javascript:alert(1)', '../../etc/passwd file', '\ud800', 'a%b#c?d'])('the template %j is a relative URI', templateFile => {
  const { uri } = results(outcome('violated', { templateFile }))[0].locations![0].physicalLocation!.artifactLocation!;
  expect(uri).toMatch(/^[A-Za-z0-9%._~!*'()/-]+$/);
});

test('the validator refuses what is no SARIF', () => {
  const log: any = rendered(...STATUSES.map(status => outcome(status)));
  log.runs[0].results[0].level = 'fatal';
  expect(validate(log)).toBe(false);
});
