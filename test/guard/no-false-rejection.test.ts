import { App } from 'aws-cdk-lib';
import { Template as CdkTemplate } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { guardVerdicts } from './cfn-guard';
import { clusterMatrix } from '../cluster-matrix';
import { auditedTemplate, type Change } from '../compliance/audited-template';
import type { Bypass } from '../compliance/bypasses/bypass';
import { templateOf, variation } from '../compliance/chosen-template';
import { idsOf } from '../compliance/judged-template';
import { PUBLIC_TEMPLATES, templateIn, textOf } from '../compliance/public-templates';
import { afresh } from '../runner/afresh';

const SUBJECTS = ['alarms', 'engines', 'events', 'exports', 'instances', 'log-groups', 'metric-filters', 'names-users-families', 'parameter-groups', 'unseen-changes'];

/** What the tests of the pack describe, instead of being described here, too. */
const BYPASSES = afresh(() => {
  const found: Bypass[] = [];
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const actual = require('../compliance/bypasses/bypass');
  require.cache[require.resolve('../compliance/bypasses/bypass')]!.exports = {
    ...actual, describeBypasses: (bypasses: Bypass[]) => found.push(...bypasses),
  };
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  SUBJECTS.forEach(subject => require(`../compliance/bypasses/${subject}.test`));
  return found;
});

function changed(change: Change): object {
  const template = auditedTemplate();
  change(template);
  return template;
}

/** The rules of the pack that find something, by their ids. */
function rulesOf(template: object): string[] {
  return [...new Set(idsOf(template).map(id => id.replace(/\[.*/, '')))];
}

/** The rules that Guard rejects a template for, and those of them for which the pack finds nothing. */
function rejections(templates: readonly object[], texts: readonly (object | string)[] = templates) {
  return guardVerdicts(texts).map(({ failed }, index) => {
    const found = rulesOf(templates[index]);
    return { failed, wrongly: failed.filter(rule => !found.includes(rule)) };
  });
}

const wronglyIn = (found: ReturnType<typeof rejections>) => found.flatMap(({ wrongly }) => wrongly);

test('of the templates that slip past checks, each is rejected for what the pack finds in it alone', () => {
  const found = rejections(BYPASSES.map(([, bypass]) => changed(bypass)));
  expect(wronglyIn(found)).toEqual([]);
  // What the guide says: about one in eight.
  const share = found.filter(({ failed }) => failed.length > 0).length / found.length;
  expect([share > 0.1, share < 0.15]).toEqual([true, true]);
});

test('no compliant twin of them is rejected', () => {
  expect(guardVerdicts(BYPASSES.map(([, , , twin]) => changed(twin))).flatMap(({ failed }) => failed)).toEqual([]);
});

test('of templates in common styles, as YAML with short forms, none is rejected for what the pack does not find', () => {
  const found = rejections(PUBLIC_TEMPLATES.map(templateIn), PUBLIC_TEMPLATES.map(textOf));
  expect(wronglyIn(found)).toEqual([]);
  expect(found.flatMap(({ failed }, index) => failed.map(rule => `${PUBLIC_TEMPLATES[index]}: ${rule}`))).toEqual([
    'quick-start.yaml: AuditLogExport', 'quick-start.yaml: AuditLogging', 'sam.yaml: AuditLogExport', 'sam.yaml: AuditLogging',
  ]);
});

test('no cluster of this library is rejected, and Guard judges what can be judged of it', () => {
  const verdicts = guardVerdicts(clusterMatrix(new App()).map(stack => CdkTemplate.fromStack(stack).toJSON()));
  expect(verdicts.flatMap(({ failed }) => failed)).toEqual([]);
  verdicts.forEach(({ skipped }) => expect(skipped).toEqual(['AuditLogClass', 'AuditUsers', 'InstanceLogExports']));
});

test('of templates whose values are chosen at deployment, none is rejected for what the pack does not find', () => {
  let rejected = 0;
  fc.assert(fc.property(fc.array(variation.map(templateOf), { minLength: 40, maxLength: 40 }), templates => {
    const found = rejections(templates);
    rejected += found.filter(({ failed }) => failed.length > 0).length;
    expect(wronglyIn(found)).toEqual([]);
  }), { numRuns: 5 });
  // Otherwise nothing would be rejected at all.
  expect(rejected).toBeGreaterThan(0);
});
