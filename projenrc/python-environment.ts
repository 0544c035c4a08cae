import type { TaskStep } from 'projen';

/** The steps that install Python packages beside the repository's own files, not in the system. */
export function pythonEnvironment(folder: string, packages: string, ...options: string[]): TaskStep[] {
  return [
    { exec: `python3 -m venv ${[...options, folder].join(' ')}` },
    // What is imported gets compiled then: of aws-cdk-lib that is a small part.
    { exec: `${folder}/bin/pip install --quiet --no-compile --disable-pip-version-check ${packages}` },
  ];
}
