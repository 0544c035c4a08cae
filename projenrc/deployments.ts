import { type awscdk, github, type Task } from 'projen';

const VENV = 'build/deploy/venv';

/** Deployments to an emulator, and the templates of earlier releases that later ones are held against. */
export function addDeployments(project: awscdk.AwsCdkConstructLibrary): Task {
  project.addTask('release:templates', {
    description: 'Keep the stateful resources of a release, whose version is the argument; tests hold what comes later against them',
    exec: 'tsx scripts/release-templates.ts test/replacement/releases',
    receiveArgs: true,
  });

  const deploy = project.addTask('test:deploy', {
    description: 'Deploy with the CDK CLI to an emulator that is as strict as the services, and play the lives of clusters there',
    steps: [
      { exec: `python3 -m venv ${VENV}` },
      { exec: `${VENV}/bin/pip install --quiet --disable-pip-version-check -r test/deploy/requirements.txt` },
      { spawn: 'synth:quickstart' },
      { exec: `${VENV}/bin/python -m pytest --config-file test/deploy/pytest.ini test/deploy`, receiveArgs: true },
    ],
  });
  addWorkflow(project, deploy);
  return deploy;
}

/** On every pull request, and every week. */
function addWorkflow(project: awscdk.AwsCdkConstructLibrary, deploy: Task): void {
  const workflow = project.github?.addWorkflow('deploy');
  workflow?.on({ pullRequest: {}, schedule: [{ cron: '0 4 * * 1' }], workflowDispatch: {} });
  workflow?.addJob('deploy', {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: github.workflows.JobPermission.READ },
    steps: [
      github.WorkflowSteps.checkout(),
      ...project.renderWorkflowSetup({ mutable: false }),
      { name: 'Set up Python', uses: 'actions/setup-python@v7.0.0', with: { 'python-version': '3.x' } },
      { name: 'Compile', run: project.runTaskCommand(project.compileTask) },
      { name: 'Deploy', run: project.runTaskCommand(deploy) },
    ],
  });
}
