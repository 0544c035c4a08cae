import { type awscdk, github, type Task } from 'projen';

const { READ } = github.workflows.JobPermission;

/** The versions of Node.js that the library supports. */
const NODE_VERSIONS = ['20', '22', '24'];

const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';

/** What `verify` is made of, each a job of its own on GitHub. */
export interface VerificationTasks {
  /** On every version of Node.js. */
  readonly everywhere: Task[];
  /** On the oldest. */
  readonly once: Task[];
  /** Not part of `verify`. */
  readonly weekly: Task[];
}

/** Workflows of GitHub beside those that projen makes for building and releasing. */
export function addWorkflows(project: awscdk.AwsCdkConstructLibrary, { everywhere, once, weekly }: VerificationTasks): void {
  const verify = project.github!.addWorkflow('verify');
  verify.on({ pullRequest: {}, push: { branches: ['main'] }, workflowDispatch: {} });
  verify.addJob('node', job(project, 'task', everywhere, { node: NODE_VERSIONS }));
  verify.addJob('once', job(project, 'task', once));
  verify.addJob('compat', {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: READ },
    steps: [
      ...setup(project),
      // Before the first release there is nothing to be compatible with.
      { name: 'Compare with the last release', run: `! npm view ${project.package.packageName} version || ${project.runTaskCommand(project.tasks.tryFind('compat')!)}` },
    ],
  });

  const week = project.github!.addWorkflow('weekly');
  week.on({ schedule: [{ cron: '0 5 * * 1' }], workflowDispatch: {} });
  week.addJob('task', job(project, 'task', weekly));
  week.addJob('newest-cdk', {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: READ },
    steps: [
      ...setup(project),
      { name: 'Install the newest CDK', run: 'npm install --no-save aws-cdk-lib-newest@npm:aws-cdk-lib@latest cdk-nag@latest' },
      { name: 'Test', run: 'npx projen test:newest' },
    ],
  });
}

/** Lints the workflows. */
export function addWorkflowLint(project: awscdk.AwsCdkConstructLibrary): Task {
  return project.addTask('test:workflows', { description: 'Lint the workflows of GitHub with actionlint', exec: `go run ${ACTIONLINT}` });
}

function job(project: awscdk.AwsCdkConstructLibrary, name: string, tasks: Task[], more: Record<string, string[]> = {}): github.workflows.Job {
  return {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: READ },
    strategy: { failFast: false, matrix: { domain: { [name]: tasks.map(each => each.name), ...more } } },
    steps: [...setup(project, more.node ? '${{ matrix.node }}' : NODE_VERSIONS[0]), { name: 'Run', run: `npx projen \${{ matrix.${name} }}` }],
  };
}

/** All tasks need what is compiled, and packages of other languages need what rosetta translates. */
function setup(project: awscdk.AwsCdkConstructLibrary, node = NODE_VERSIONS[0]): github.workflows.JobStep[] {
  return [
    github.WorkflowSteps.checkout(),
    { name: 'Set up Node.js', uses: 'actions/setup-node@v7.0.0', with: { 'node-version': node, 'cache': 'npm' } },
    { name: 'Set up Python', uses: 'actions/setup-python@v7.0.0', with: { 'python-version': '3.11' } },
    { name: 'Set up Java', uses: 'actions/setup-java@v6.0.0', with: { 'distribution': 'temurin', 'java-version': '17', 'cache': 'maven' } },
    { name: 'Set up Go', uses: 'actions/setup-go@v7.0.0', with: { 'go-version': 'stable', 'cache': false } },
    { name: 'Install dependencies', run: 'npm ci' },
    { name: 'Compile', run: project.runTaskCommand(project.compileTask) },
    { name: 'Translate examples', run: 'npx projen rosetta' },
  ];
}
