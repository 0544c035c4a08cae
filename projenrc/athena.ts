import type { awscdk, Task } from 'projen';
import { pythonEnvironment } from './python-environment';

const BUILD = 'build/athena';
const VENV = `${BUILD}/venv`;

/** Questions to a real engine; it takes 450 MB and some minutes, and is no part of `verify`. */
export function addAthena(project: awscdk.AwsCdkConstructLibrary): Task {
  return project.addTask('test:athena', {
    description: 'Ask Trino, over S3 and Glue of moto, what the table and the queries of the analysis make of real records and of hostile lines; installs engine and JDK under build/',
    steps: [
      ...pythonEnvironment(VENV, '-r test/athena/requirements.txt'),
      { exec: `${VENV}/bin/python test/athena/install.py` },
      { exec: `tsx scripts/athena-archive.ts ${BUILD}/archive` },
      { exec: `${VENV}/bin/python -m pytest --config-file test/athena/pytest.ini test/athena`, receiveArgs: true },
    ],
  });
}
