import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { losses } from './losses';
import { currentRelease, type Release } from './released-stacks';

const RELEASES = join(__dirname, 'releases');

/** What an upgrade replaces or deletes on purpose, and why: by release, stack and type. */
const ACCEPTED: { [release: string]: { [stackName: string]: string[] } } = {};

const CURRENT = currentRelease(new App());

const CASES = readdirSync(RELEASES).flatMap(file => {
  const release = JSON.parse(readFileSync(join(RELEASES, file), 'utf8')) as Release;
  return Object.entries(release).map(([stackName, template]) => ({ version: file.replace('.json', ''), stackName, template }));
});

test('there are earlier releases to hold this one against', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(Object.keys(CURRENT).length);
});

test.each(CASES)('an upgrade of $stackName from $version replaces and deletes nothing that holds data', ({ version, stackName, template }) => {
  expect(losses(template, CURRENT[stackName])).toEqual(ACCEPTED[version]?.[stackName] ?? []);
});
