import { App } from 'aws-cdk-lib';
import { Template as CdkTemplate } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { guardVerdicts } from './cfn-guard';
import { auditedTemplate, type Change } from '../compliance/audited-template';
import type { Bypass } from '../compliance/bypasses/bypass';
import { templateOf, variation } from '../compliance/chosen-template';
import { idsOf } from '../compliance/judged-template';
import { PUBLIC_TEMPLATES, templateIn, textOf } from '../compliance/public-templates';
import { clusterMatrix } from '../cluster-matrix';

const mockBypasses: Bypass[] = [];
jest.mock('../compliance/bypasses/bypass', () => ({
  ...jest.requireActual('../compliance/bypasses/bypass'),
  describeBypasses: (bypasses: Bypass[]) => mockBypasses.push(...bypasses),
}));

const SUBJECTS = ['alarms', 'engines', 'events', 'exports', 'instances', 'log-groups', 'metric-filters', 'names-users-families', 'parameter-groups', 'unseen-changes'];
// eslint-disable-next-line @typescript-eslint/no-require-imports
SUBJECTS.forEach(subject => require(`../compliance/bypasses/${subject}.test`));

function changed(change: Change): object {
  const template = auditedTemplate();
  change(template);
  return template;
}

/** The rules of the pack that find something, by their ids. */
function rulesOf(template: object): string[] {
  return [...new Set(idsOf(template).map(id => id.replace(/\[.*/, '')))];
}

/** What Guard rejects is what the pack finds, rule by rule. */
function rejectedWrongly(templates: readonly object[], texts: readonly (object | string)[] = templates): string[][] {
  return guardVerdicts(texts).map(({ failed }, index) => {
    const found = rulesOf(templates[index]);
    return failed.filter(rule => !found.includes(rule));
  });
}

const nothing = (templates: readonly unknown[]) => templates.map(() => []);

test('of the templates that slip past checks, each is rejected for what the pack finds in it', () => {
  const templates = mockBypasses.map(([, bypass]) => changed(bypass));
  expect(templates.length).toBeGreaterThan(150);
  expect(rejectedWrongly(templates)).toEqual(nothing(templates));
});

test('no compliant twin of them is rejected', () => {
  const twins = mockBypasses.map(([, , , twin]) => changed(twin));
  expect(guardVerdicts(twins).map(({ failed }) => failed)).toEqual(nothing(twins));
});

test('of templates in common styles, as YAML with short forms, none is rejected for what the pack does not find', () => {
  const templates = PUBLIC_TEMPLATES.map(templateIn);
  expect(rejectedWrongly(templates, PUBLIC_TEMPLATES.map(textOf))).toEqual(nothing(templates));
});

test('no cluster of this library is rejected, and in all of them Guard judges everything', () => {
  const templates = clusterMatrix(new App()).map(stack => CdkTemplate.fromStack(stack).toJSON());
  const verdicts = guardVerdicts(templates);
  expect(verdicts.map(({ failed }) => failed)).toEqual(nothing(templates));
  verdicts.forEach(({ passed }) => expect(passed).toEqual(expect.arrayContaining(['AuditLogExport', 'AuditLogging', 'AuditEvents', 'AuditLogRetention', 'AuditLogRemoval'])));
});

test('of templates whose values are chosen at deployment, none is rejected for what the pack does not find', () => {
  let rejected = 0;
  fc.assert(fc.property(fc.array(variation.map(templateOf), { minLength: 100, maxLength: 100 }), templates => {
    rejected += guardVerdicts(templates).filter(({ failed }) => failed.length > 0).length;
    expect(rejectedWrongly(templates)).toEqual(nothing(templates));
  }), { numRuns: 5 });
  expect(rejected).toBeGreaterThan(20);
});
