import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { REVIEW_SIZES, reviewStack } from './review-matrix';
import { inValidatedApp } from './validated-app';

/** What CloudFormation takes. */
const MOST_RESOURCES = 500;
const MOST_BYTES = 1_000_000;

/** The resources and bytes of the templates that hold what people look at, by stack. */
function templates(size: number): [string, number, number][] {
  const outdir = mkdtempSync(join(tmpdir(), 'review-'));
  try {
    const app = new App({ outdir });
    reviewStack(app, size);
    return app.synth().stacks.filter(({ stackName }) => stackName.startsWith('Review')).map(({ stackName, templateFullPath }) => {
      const text = readFileSync(templateFullPath, 'utf8');
      return [stackName, Object.keys(JSON.parse(text).Resources).length, Buffer.byteLength(text)];
    });
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

test('one, ten and forty clusters are what the templates are linted for', () => {
  expect(REVIEW_SIZES).toEqual([1, 10, 40]);
});

test('archive and analysis of the most of them fit into one template, dashboard and review into another, and QuickSight into a third', () => {
  const found = templates(Math.max(...REVIEW_SIZES));

  expect(found).toHaveLength(3);
  found.forEach(([stackName, resources, bytes]) => {
    expect([stackName, resources <= MOST_RESOURCES, bytes <= MOST_BYTES]).toEqual([stackName, true, true]);
  });
});

test('of forty-five they do not, and the synthesis says so', () => {
  expect(() => templates(45)).toThrow(/Number of resources in stack 'Review-45': \d+ is greater than allowed maximum of 500/);
});

test.each(REVIEW_SIZES)('archive, analysis, dashboard, review and QuickSight of %i clusters pass the strict validation of aws-cdk-lib', size => {
  inValidatedApp(app => {
    reviewStack(app, size);
    expect(() => app.synth()).not.toThrow();
  });
});
