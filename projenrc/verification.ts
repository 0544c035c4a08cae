import { awscdk, JsonFile, type Task } from 'projen';
import { addAthena } from './athena';
import { addDeployments } from './deployments';
import { addLanguages } from './languages';
import { addMutation } from './mutation';
import { pythonEnvironment } from './python-environment';
import { addWorkflowLint, addWorkflows } from './workflows';

const VENV = 'build/venv';
const SQLMAP = 'build/sqlmap';

/** What the benchmark holds the command line against. */
const PEERS = 'build/peers';

/**
 * Tests of what does not know aws-cdk-lib, and so is the same with every version of it: command line, judgements of templates, patterns, texts, what
 * the library refuses by itself, and what it makes of resources without constructs of their own. Guides, large apps, and comparisons of two templates are run
 * with the floor alone.
 */
const OF_NO_VERSION = [
  'bad-input', 'browser/', 'cli/', 'compliance/(resolved|rules|subjects)/', 'compliance/bypasses/(?!constructs)', 'compliance/(every-assignment|never-throws)',
  'compliance/evidence/evidence-(csv|html|json|sarif)', 'detection/(catalogue|evasion|workloads)', 'detection/(filter-pattern|replay)/', 'guard/', 'guides/', 'lab/',
  'integ', 'links', 'recording/audit-(parameters|record)', 'replacement/(options|review)', 'review-matrix', 'review/(analysis/portable-regex|queries/(audit-queries|insights-predicate)|quicksight/(audit-quicksight|dashboard-definition|record-hours))',
  'review/review/(athena-review|hostile-answers|review-machine|sign-off)', 'two-copies',
];

/** Most of what a test makes is garbage by the next one: with more room for what is new, less of it is moved. */
const ROOM_FOR_GARBAGE = { NODE_OPTIONS: '--max-semi-space-size=64' };

/** Where the matcher of EventBridge and what it needs are. */
const CLASSPATH = 'build/event-ruler.classpath';

/** Tasks beyond those of projen: what the two commands of the README run, and what they are made of. */
export function addVerification(project: awscdk.AwsCdkConstructLibrary): void {
  keepJsiiWarnings(project);
  Object.entries(ROOM_FOR_GARBAGE).forEach(([name, value]) => project.testTask.env(name, value));

  const show = project.addTask('demo:show', {
    description: 'Synthesise the quick start with the CDK CLI, show what it builds, show the rule pack reject another cluster, and replay a day of audit records',
    steps: [
      { exec: 'cdk synth --quiet', cwd: 'examples/quickstart-typescript' },
      { exec: 'tsx scripts/show-template.ts examples/quickstart-typescript/cdk.out' },
      { exec: "tsx scripts/expect-rejection.ts examples/article-cluster 'AuroraMysqlAudit-AuditParameterNames[server_audit_logs]' AuroraMysqlAudit-AuditLogging" },
      { exec: 'tsx scripts/replay-day.ts' },
    ],
  });
  const demo = project.addTask('demo', {
    description: 'Compile, and show what the library does',
    steps: [{ spawn: project.compileTask.name }, { spawn: show.name }],
  });

  const rosetta = project.addTask('rosetta', {
    description: 'Compile every example of the README and the docstrings',
    exec: 'jsii-rosetta extract --strict',
  });
  translateExamples(project, rosetta);

  const newest = new JsonFile(project, 'tsconfig.newest.json', {
    obj: {
      extends: './tsconfig.dev.json',
      compilerOptions: {
        paths: {
          'aws-cdk-lib': ['./node_modules/aws-cdk-lib-newest'],
          'aws-cdk-lib/*': ['./node_modules/aws-cdk-lib-newest/*'],
        },
      },
      include: ['src/**/*.ts', 'examples/**/*.ts'],
    },
    marker: false,
  });
  const testNewest = project.addTask('test:newest', {
    description: 'Compile the library and the examples with the newest aws-cdk-lib, and run the unit tests that know aws-cdk-lib',
    env: ROOM_FOR_GARBAGE,
    steps: [
      { exec: `tsc --project ${newest.path}` },
      {
        exec: `jest --ci --coverage=false --testPathIgnorePatterns='/node_modules/|/test/(${OF_NO_VERSION.join('|')})' --setupFilesAfterEnv=./test/runner/newest.mjs`,
      },
    ],
  });

  const templates = project.addTask('test:templates', {
    description: 'Lint the templates of the cluster matrix with cfn-lint',
    // By the unit tests they are held against the rules of CloudFormation already.
    env: { CDK_VALIDATION: 'false' },
    steps: [
      ...pythonEnvironment(VENV, '-r requirements-dev.txt'),
      { exec: 'tsx scripts/cluster-matrix.ts build/templates' },
      { exec: 'tsx scripts/review-matrix.ts build/templates/review' },
      { exec: `${VENV}/bin/cfn-lint --format parseable --ignore-checks W3010 --non-zero-exit-code error -- build/templates/*.template.json build/templates/review/*/Review-*.template.json` },
    ],
  });

  const eventPattern = project.addTask('test:event-pattern', {
    description: "Ask EventBridge's own matcher which API calls the rule of an audited cluster selects",
    steps: [
      { exec: `mvn --batch-mode --quiet --file test/event-pattern/pom.xml dependency:build-classpath -Dmdep.outputFile=$PWD/${CLASSPATH}` },
      { exec: `tsx scripts/check-event-pattern.ts ${CLASSPATH}` },
    ],
  });

  const testBrowser = project.addTask('test:browser', {
    description: 'Look at the evidence page in Chromium, which apt-get installs where it is missing: on wide and narrow screens and on paper',
    exec: 'jest --ci --coverage=false --testPathIgnorePatterns=/node_modules/ --testPathPatterns=test/browser',
  });

  const athena = addAthena(project);

  project.addTask('dashboard:picture', {
    description: 'Draw docs/images/audit-dashboard.svg: what AuditDashboard shows of a day of real audit records',
    exec: 'tsx scripts/dashboard-picture.ts docs/images/audit-dashboard.svg',
  });

  project.addTask('architecture:picture', {
    description: 'Draw docs/images/architecture-*.svg from the template of the quick start; a test keeps them equal',
    exec: 'tsx scripts/architecture-picture.ts',
  });

  project.addTask('rules', {
    description: 'Write RULES.md from the table of rules; a test keeps the two equal',
    exec: 'tsx scripts/rules-document.ts',
  });

  project.addTask('guides', {
    description: 'Write the tables of docs/costs.md and docs/controls.md from what they are about; a test keeps them equal',
    exec: 'tsx scripts/guide-tables.ts',
  });

  project.addTask('guard', {
    description: 'Write the rules for CloudFormation Guard, and the table of docs/organisations.md, from the table of rules; a test keeps them equal',
    exec: 'tsx scripts/guard-rules.ts',
  });

  project.addTask('integ', {
    description: 'Deploy the integration cases to an AWS account and check what the services answer',
    exec: 'integ-runner --directory test --language typescript --update-on-failed',
    receiveArgs: true,
  });

  project.addTask('benchmark', {
    description: 'Measure what the library costs against aws-rds alone, its matcher against RegExp, its rule pack against another, and its command line against checkov and cfn-lint, in the same run',
    steps: [{ spawn: project.compileTask.name }, { exec: 'tsx benchmark/cost.ts' }, { exec: 'tsx benchmark/filter-pattern.ts' }, { exec: 'tsx benchmark/replay.ts' },
      { exec: 'tsx benchmark/replay-command.ts' }, { exec: 'tsx benchmark/rule-pack.ts' },
      ...pythonEnvironment(PEERS, '-r benchmark/requirements.txt'),
      { exec: 'tsx benchmark/check.ts' }],
  });

  project.addTask('lab', {
    description: 'Run attacks and look-alikes on a private MariaDB and keep the audit records they leave',
    exec: 'tsx lab/run.ts',
    receiveArgs: true,
  });
  const labShort = project.addTask('lab:short', {
    description: 'The lab with a representative part of its statements',
    exec: 'tsx lab/run.ts --short',
    receiveArgs: true,
  });

  const sqlmap = project.addTask('lab:sqlmap', {
    description: 'Let sqlmap loose on a vulnerable page in front of a private MariaDB and show what the detections make of it',
    steps: [
      ...pythonEnvironment(SQLMAP, '-r lab/requirements.txt'),
      { exec: 'tsx lab/sqlmap.ts', receiveArgs: true },
    ],
  });

  const detections = project.addTask('detections', {
    description: 'Score the catalogue of detections on real records and write docs/detections.md',
    exec: 'tsx benchmark/detections.ts',
  });

  addMutation(project);

  const verify = project.addTask('verify', { description: 'Compile and run everything that tests the project' });
  const workflows = addWorkflowLint(project);
  const deploy = addDeployments(project);
  const languages = addLanguages(project);
  const { testExamples, testPackage, testPython, testJava, testGo, testDotnet } = languages;
  sideBySide(project, verify, {
    'verify:compiled': [project.compileTask, project.tasks.tryFind('synth:quickstart')!],
    // What needs nothing compiled.
    'verify:sources': [workflows, eventPattern],
  });
  sideBySide(project, verify, {
    'verify:tests': [project.testTask, testJava],
    // The wheel has the examples as rosetta translates them.
    'verify:packages': [deploy, project.postCompileTask, testPackage, testPython, testExamples],
    // All of about the same length. Browser and lab install with apt-get, which must not run twice at once.
    'verify:others': [testGo, testNewest, testBrowser, templates, detections, labShort, testDotnet, show],
  });
  verify.exec('git diff --exit-code -- API.md docs');

  addWorkflows(project, {
    everywhere: [project.testTask, demo],
    once: [testNewest, testBrowser, templates, detections, labShort, workflows, deploy, ...Object.values(languages), eventPattern],
    weekly: [athena, sqlmap],
  });
}

/** Runs what does not depend on each other at the same time: each group in its order. Some of it waits for disk and network, so that two cores have work for three. */
function sideBySide(project: awscdk.AwsCdkConstructLibrary, task: Task, groups: Record<string, Task[]>): void {
  project.addDevDeps('concurrently@9.2.1');
  for (const [name, tasks] of Object.entries(groups)) {
    const group = project.addTask(name, { description: `Run ${tasks.map(each => each.name).join(', ')}` });
    tasks.forEach(each => group.spawn(each));
  }
  task.exec(`concurrently --group --kill-others-on-fail ${Object.keys(groups).map(name => `"projen ${name}"`).join(' ')}`);
}

/** projen silences the warnings about words that are reserved in a target language; users of that language would hear them. */
function keepJsiiWarnings(project: awscdk.AwsCdkConstructLibrary): void {
  project.compileTask.reset('jsii');
  project.compileTask.exec('tsx scripts/lazy-exports.ts lib/index.js');
  project.compileTask.exec('tsx scripts/link-examples.ts');
  project.watchTask.reset('jsii -w');
  // Nothing is released yet that the API could be compared with: `compat` becomes part of the build with the first release.
}

/** jsii-pacmak takes the translations of the examples from this file; without it Python packages show TypeScript. */
function translateExamples(project: awscdk.AwsCdkConstructLibrary, rosetta: Task): void {
  project.gitignore.exclude('.jsii.tabl.json');
  project.addPackageIgnore('.jsii.tabl.json');
  for (const language of ['python', 'java', 'dotnet', 'go']) {
    project.tasks.tryFind(`package:${language}`)?.prependSpawn(rosetta);
  }
}
