import type { awscdk, Task } from 'projen';
import { pythonEnvironment } from './python-environment';

const VENV = 'build/deploy/venv';

/** Deployments to an emulator, and the templates of earlier releases that later ones are held against. */
export function addDeployments(project: awscdk.AwsCdkConstructLibrary): Task {
  project.addTask('release:templates', {
    description: 'Keep the stateful resources of a release, whose version is the argument; tests hold what comes later against them',
    exec: 'tsx scripts/release-templates.ts test/replacement/releases',
    receiveArgs: true,
  });

  return project.addTask('test:deploy', {
    description: 'Deploy with the CDK CLI to an emulator that is as strict as the services, and play the lives of clusters there',
    steps: [
      ...pythonEnvironment(VENV, '-r test/deploy/requirements.txt'),
      { spawn: 'synth:quickstart' },
      { exec: `${VENV}/bin/python -m pytest --config-file test/deploy/pytest.ini test/deploy`, receiveArgs: true },
    ],
  });
}
