import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { REVIEW_SIZES, reviewStack } from './review-matrix';
import { inValidatedApp } from './validated-app';

/** What CloudFormation takes. */
const MOST_RESOURCES = 500;
const MOST_BYTES = 1_000_000;

test('one, ten and forty clusters are what the templates are linted for', () => {
  expect(REVIEW_SIZES).toEqual([1, 10, 40]);
});

describe.each(REVIEW_SIZES)('of %i clusters', size => {
  const outdir = mkdtempSync(join(tmpdir(), 'review-'));
  afterAll(() => rmSync(outdir, { recursive: true }));

  test('archive and analysis fit into one template, dashboard and review into another, and QuickSight into a third, all as strict as CloudFormation', () => {
    inValidatedApp(app => {
      // GIVEN
      reviewStack(app, size);

      // WHEN
      const stacks = app.synth().stacks.filter(({ stackName }) => stackName.startsWith('Review'));

      // THEN
      expect(stacks).toHaveLength(3);
      stacks.forEach(({ stackName, templateFullPath }) => {
        const text = readFileSync(templateFullPath, 'utf8');
        const fits = [Object.keys(JSON.parse(text).Resources).length <= MOST_RESOURCES, Buffer.byteLength(text) <= MOST_BYTES];
        expect([stackName, ...fits]).toEqual([stackName, true, true]);
      });
    }, { outdir });
  });
});

test('of forty-five clusters they do not fit, and the synthesis says so', () => {
  const app = new App();
  reviewStack(app, 45);
  expect(() => app.synth()).toThrow(/Number of resources in stack 'Review-45': \d+ is greater than allowed maximum of 500/);
});
