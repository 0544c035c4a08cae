import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';

const ROOT = join(__dirname, '..');
const EXAMPLES = readdirSync(join(ROOT, 'examples'), { withFileTypes: true }).filter(entry => entry.isDirectory() && entry.name !== 'node_modules').map(({ name }) => name);

const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const { devDependencies, peerDependencies } = JSON.parse(read('package.json'));

/** What an example wants of each package that it names, however its language writes that. */
const MANIFESTS: Record<string, (text: string) => [name: string, version: string][]> = {
  'package.json': text => {
    const { dependencies, devDependencies: tools } = JSON.parse(text);
    return Object.entries({ ...dependencies, ...tools });
  },
  'requirements.txt': text => [...text.matchAll(/^([\w-]+)(?:==)?(.*)$/gm)].map(([, name, version]) => [name, version]),
  'pom.xml': text => [...text.matchAll(/<artifactId>(aws-cdk-lib|cdk-audited-aurora-mysql)<\/artifactId>\s*<version>(.*)<\/version>/g)]
    .map(([, name, version]) => [name, version.replace(/^\$\{(.*)\}$/, (_, property) => new RegExp(`<${property}>(.*)</`).exec(text)?.[1] ?? '')]),
  'go.mod': text => [...text.matchAll(/\/(awscdk|cdkauditedauroramysql)(?:\/v\d+)? v(.*)$/gm)]
    .map(([, name, version]) => [{ awscdk: 'aws-cdk-lib', cdkauditedauroramysql: 'cdk-audited-aurora-mysql' }[name]!, version]),
};

/** The first stable release and what is compatible with it. */
const LIBRARY = ['^1.0.0', '>=1.0.0,<2', '1.0.0'];

const tasks = read('.projen', 'tasks.json');

describe.each(EXAMPLES)('%s is an app that can be copied', example => {
  const manifest = Object.keys(MANIFESTS).find(name => existsSync(join(ROOT, 'examples', example, name)))!;

  test('it names the library and what that needs, at the versions that the tests have', () => {
    const { 'cdk-audited-aurora-mysql': library, ...others } = Object.fromEntries(MANIFESTS[manifest](read('examples', example, manifest)));

    expect(LIBRARY).toContain(library);
    expect(Object.keys(others)).toContain('aws-cdk-lib');
    expect(others).toEqual(Object.fromEntries(Object.keys(others).map(name => [name, devDependencies[name]])));
  });

  test('it names every peer, where its package manager does not find them', () => {
    const names = MANIFESTS[manifest](read('examples', example, manifest)).map(([name]) => name);
    const found = ['package.json', 'requirements.txt'].includes(manifest) ? Object.keys(peerDependencies) : [];

    expect(names).toEqual(expect.arrayContaining(found));
  });

  test('it has the feature flags of the others', () => {
    expect(JSON.parse(read('examples', example, 'cdk.json')).context).toEqual(JSON.parse(read('examples', 'quickstart-typescript', 'cdk.json')).context);
  });

  test('what its README tells to run is run by a task', () => {
    expect(tasks).toMatch(new RegExp(`scripts/run-example\\.ts [^"]*examples/${example}\\b(?!-)`));
  });

  test('it is in the list of examples', () => {
    expect(read('examples', 'README.md')).toContain(`](${example})`);
  });
});

describe('the workflow of gate-in-ci', () => {
  const { jobs } = parse(read('examples', 'gate-in-ci', '.github', 'workflows', 'audit.yml'));
  const steps: { run?: string }[] = jobs.check.steps;

  test('runs what the README shows', () => {
    const [synth, check] = /^```sh\n(npx cdk synth.*)\n(npx \S+ check .*?) \|\|/m.exec(read('examples', 'gate-in-ci', 'README.md'))!.slice(1);

    expect(steps.filter(({ run }) => run?.startsWith(synth))).toHaveLength(1);
    expect(steps.filter(({ run }) => run?.startsWith(`${check} --format sarif`))).toHaveLength(1);
  });
});
