import { awscdk, javascript } from 'projen';
import { addClusterProps } from './projenrc/cluster-props';
import { addCommunity, PULL_REQUEST } from './projenrc/community';
import { enforceRooms } from './projenrc/rooms';
import { addVerification } from './projenrc/verification';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-audited-aurora-mysql',
  description: 'Aurora MySQL clusters whose audit logs are recorded, kept, encrypted and watched',
  author: 'cdk-audited-aurora-mysql contributors',
  authorOrganization: true,
  authorAddress: 'cdk-audited-aurora-mysql@users.noreply.github.com',
  repositoryUrl: 'https://github.com/cdk-audited-aurora-mysql/cdk-audited-aurora-mysql.git',
  license: 'Apache-2.0',
  keywords: ['aws', 'aws-cdk', 'cdk', 'rds', 'aurora', 'mysql', 'audit', 'cloudwatch-logs', 'security-hub', 'cdk-nag'],
  defaultReleaseBranch: 'main',
  majorVersion: 1,
  stability: 'stable',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  workflowNodeVersion: '20',
  projenVersion: '0.103.25',
  projenrcTs: true,
  tsconfigDevFile: 'tsconfig.dev.json',

  // Below 2.271.0 an acknowledgement on one construct excused the same rule on every other one,
  // so a gate could not be trusted.
  cdkVersion: '2.271.0',
  constructsVersion: '10.5.1',
  peerDeps: ['cdk-nag@^3.0.2'],
  devDeps: [
    '@aws-cdk/cloudformation-diff@2.187.5',
    '@aws-cdk/integ-runner@2.197.10',
    '@aws-cdk/integ-tests-alpha@2.245.0-alpha.0',
    '@arethetypeswrong/cli@0.18.5',
    '@cdklabs/cdk-validator-cfnguard@0.0.62',
    '@microsoft/jest-sarif@1.0.0-beta.0',
    '@mrgrain/jsii-struct-builder@0.7.64',
    '@stryker-mutator/core@9.6.1',
    '@stryker-mutator/mocha-runner@9.6.1',
    '@types/sarif@2.1.7',
    'ajv-draft-04@1.0.0',
    'ajv-formats@3.0.1',
    'ajv@8.20.0',
    'asl-validator@4.0.0',
    'aws-cdk@2.1148.1',
    'aws-cdk-lib-newest@npm:aws-cdk-lib@2.276.0',
    '@jsii/spec',
    'cdk-nag@3.0.2',
    'cheerio@1.2.0',
    'csv-parse@7.0.3',
    'expect@^30.5.2',
    'fast-check@4.10.2',
    'html-validate@10.17.0',
    'jest-each@^30.5.2',
    'jest-light-runner@0.6.0',
    'mocha@11.7.5',
    'jsonata@2.0.6',
    'mysql2@3.24.6',
    'playwright-core@1.65.1',
    'publint@0.3.25',
    'tsx',
  ],
  integrationTestAutoDiscover: false,

  bundledDeps: ['fastest-levenshtein@1.0.16', 'jsep@1.4.0', 're2js@2.10.0', 'yaml@2.9.1'],

  // jsii makes a script of the wheel of it, too.
  bin: { 'cdk-audited-aurora-mysql': 'bin/cdk-audited-aurora-mysql' },

  jsiiVersion: '~6.0.16',
  publishToPypi: { distName: 'cdk-audited-aurora-mysql', module: 'cdk_audited_aurora_mysql', trustedPublishing: true },
  // Maven Central gives `io.github.<organisation>` to who owns the organisation on GitHub; a Java package name has no hyphens.
  publishToMaven: {
    mavenGroupId: 'io.github.cdk-audited-aurora-mysql',
    mavenArtifactId: 'cdk-audited-aurora-mysql',
    javaPackage: 'io.github.cdkauditedauroramysql',
    mavenServerId: 'central-ossrh',
  },
  publishToGo: { moduleName: 'github.com/cdk-audited-aurora-mysql/cdk-audited-aurora-mysql-go' },
  publishToNuget: { packageId: 'CdkAuditedAuroraMysql', dotNetNamespace: 'CdkAuditedAuroraMysql', trustedPublishing: true },
  npmTrustedPublishing: true,
  releaseToNpm: true,
  // The last that runs on Node.js 20.
  bumpPackage: 'commit-and-tag-version@12.7.3',
  depsUpgradeOptions: { workflow: true },
  pullRequestTemplateContents: PULL_REQUEST,

  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      // Stryker says more about tests than what they ran.
      collectCoverage: false,
      // Modules stay loaded from one test to the next: loading aws-cdk-lib takes longer than most tests.
      runner: 'jest-light-runner',
      setupFiles: ['typescript', 'synthesis', 'properties'].map(name => `<rootDir>/test/runner/${name}.mjs`),
      // What needs a browser is a task of its own.
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/browser/'],
    },
  },
  eslintOptions: { dirs: ['src', 'test', 'projenrc', 'scripts', 'examples', 'benchmark', 'lab', '.projenrc.ts'] },
  gitignore: ['cdk.out', '.venv', '/build', '/examples/*/target', '__pycache__', '.stryker-tmp'],
});

for (const path of [
  '/examples', '/scripts', '/benchmark', '/lab', '/projenrc', '/docs', '/.ci', '/build', '/requirements-dev.txt', '/tsconfig.newest.json',
  '/API.md', '/RULES.md',
]) {
  project.addPackageIgnore(path);
}

// Types are checked once, not by each test.
project.deps.removeDependency('ts-jest');
project.jest!.config.transform = {};
project.testTask.prependExec('tsc --noEmit --project tsconfig.dev.json');

// Node.js 20 is among the versions of our users, and jsii's box about its end is not theirs to read.
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

// A lockfile that names packages and hashes, not the registry somebody installed from.
new javascript.NpmConfig(project).addConfig('omit-lockfile-registry-resolved', 'true');

// What npm may run when it installs.
project.package.addField('allowScripts', { 'esbuild': true, 'unrs-resolver': true, '@parcel/watcher': false });

// 1.13.0 came without the binaries of most platforms, so that npm ci finds the lockfile incomplete.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// The packages of other languages ask for the jsii runtime of the same version.
project.addDevDeps('jsii-pacmak@1.140.0');

project.package.addField('type', 'commonjs');

// The public surface is the index; nobody reaches into lib/.
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './package.json': './package.json',
  './.jsii': './.jsii',
});

// pacmak derives the development status from the stability.
project.tryFindObjectFile('package.json')?.addOverride('jsii.targets.python.classifiers', ['Framework :: AWS CDK', 'Framework :: AWS CDK :: 2', 'Topic :: Database', 'Topic :: Security']);

project.tsconfigDev.removeInclude('**/*.ts');
for (const dir of ['src', 'test', 'examples', 'scripts', 'benchmark', 'lab', 'projenrc']) {
  project.tsconfigDev.addInclude(`${dir}/**/*.ts`);
}
project.tsconfigDev.addInclude('.projenrc.ts');

// Lint knows the files that the development tsconfig knows.
const eslintrc = project.tryFindObjectFile('.eslintrc.json');
eslintrc?.addDeletionOverride('parserOptions.projectService');
eslintrc?.addOverride('parserOptions.project', './tsconfig.dev.json');
project.eslint?.allowDevDeps('lab/**');

addClusterProps(project);
enforceRooms(project);
addCommunity(project);
addVerification(project);

project.synth();
