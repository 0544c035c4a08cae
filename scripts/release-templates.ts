import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { currentRelease } from '../test/replacement/released-stacks';

/** Writes the stateful resources of a release, as this working tree makes them, one line a resource. */
const [directory, version] = process.argv.slice(2);
if (!/^\d+\.\d+\.\d+$/.test(version ?? '')) {
  throw new Error(`the version of the release must be given, got: ${version}`);
}

const release = currentRelease(new App());
const lines = Object.entries(release).map(([stack, { Resources }]) => {
  const resources = Object.entries(Resources).map(([id, resource]) => `    ${JSON.stringify(id)}: ${JSON.stringify(resource)}`);
  return `  ${JSON.stringify(stack)}: { "Resources": {\n${resources.join(',\n')}\n  } }`;
});
mkdirSync(directory, { recursive: true });
writeFileSync(join(directory, `${version}.json`), `{\n${lines.join(',\n')}\n}\n`);
