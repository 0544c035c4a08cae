import type { awscdk, Task } from 'projen';

/** Where the quick start of each language is synthesised to. */
const QUICKSTARTS = 'build/quickstart';
const BINDINGS = 'build/bindings';
const PYTHON = 'build/python';

/** What the apps of users have beside the library, and the versions of Node.js that they run on; this repository needs neither. */
const CONSUMER_TOOLS = 'vitest@4.1.12 22.23.3 24.21.0';

/** The analytics of the CDK name the language; without them the templates of all languages can be equal. */
const SYNTH = 'cdk synth --quiet --version-reporting false';

/** The languages that jsii translates to, built from this working tree and used as their users would use them. */
export function addLanguages(project: awscdk.AwsCdkConstructLibrary): Task[] {
  addApiReference(project);

  const reference = project.addTask('synth:quickstart', {
    description: 'Synthesise the quick start that those in other languages have to equal',
    exec: `${SYNTH} --output ../../${QUICKSTARTS}/typescript`,
    cwd: 'examples/quickstart-typescript',
  });
  const equals = (name: string) => ({ exec: `tsx scripts/compare-templates.ts ${QUICKSTARTS}/typescript ${QUICKSTARTS}/${name}` });

  /** The last steps of a language's test. */
  const quickstart = (language: string, environment = '') => [
    { exec: `${environment}${SYNTH} --output ../../${QUICKSTARTS}/${language}`, cwd: `examples/quickstart-${language}` },
    { spawn: reference.name },
    equals(language),
  ];

  const testPackage = project.addTask('test:package', {
    description: 'Check what the npm package holds, install it in an empty app, compile and synthesise that from CommonJS and ES modules on several Node.js',
    steps: [
      { exec: `rm -rf build/package ${QUICKSTARTS}/package` },
      { exec: 'tsx scripts/check-package.ts build/package' },
      { exec: `tsx scripts/consume-package.ts build/package examples/quickstart-typescript test/package ${QUICKSTARTS}/package ${CONSUMER_TOOLS}` },
      { spawn: reference.name },
      // The shell of projen finds files by a pattern, not folders.
      { exec: `sh -c '${equals('package/*').exec}'` },
    ],
  });

  const testPython = project.addTask('test:python', {
    description: 'Build the wheel, install it in a fresh virtual environment, test it and synthesise the quick start with it',
    steps: [
      { exec: 'rm -rf dist/python' },
      { exec: 'jsii-pacmak --target python' },
      { exec: `python3 -m venv --clear ${PYTHON}` },
      { exec: `${PYTHON}/bin/pip install --quiet --disable-pip-version-check -r test/python/requirements.txt dist/python/*.whl` },
      { exec: `${PYTHON}/bin/python -m pytest --config-file test/python/pytest.ini test/python` },
      ...quickstart('python', `PATH="$PWD/../../${PYTHON}/bin:$PATH" `),
    ],
  });

  const testJava = project.addTask('test:java', {
    description: 'Generate the Java package, compile and install it, synthesise the quick start with it',
    steps: [
      { exec: `rm -rf ${BINDINGS}/java` },
      { exec: `jsii-pacmak --code-only --target java --outdir ${BINDINGS}` },
      // At the versions that everything else is tested with, not at the newest of each range.
      { exec: `sed -i.ranges -E 's/<version>\\[([^,]+),[^<]+/<version>\\1/' ${BINDINGS}/java/pom.xml` },
      { exec: `mvn --batch-mode --quiet --file ${BINDINGS}/java/pom.xml install` },
      ...quickstart('java'),
    ],
  });

  const testGo = project.addTask('test:go', {
    description: 'Generate the Go modules, synthesise the quick start with them',
    steps: [
      { exec: `rm -rf ${BINDINGS}/go` },
      { exec: `tsx scripts/go-bindings.ts examples/quickstart-go ${BINDINGS}` },
      ...quickstart('go', `GOWORK="$PWD/../../${BINDINGS}/go.work" `),
    ],
  });

  const testDotnet = project.addTask('test:dotnet', {
    description: 'Generate the .NET sources',
    steps: [
      { exec: `rm -rf ${BINDINGS}/dotnet` },
      { exec: `jsii-pacmak --code-only --target dotnet --outdir ${BINDINGS}` },
      { exec: `tsx scripts/check-dotnet.ts ${BINDINGS}/dotnet` },
    ],
  });

  return [testPackage, testPython, testJava, testGo, testDotnet];
}

/** API.md shows each signature in TypeScript and in Python. */
function addApiReference(project: awscdk.AwsCdkConstructLibrary): void {
  const docgen = project.tasks.tryFind('docgen');
  docgen?.reset('mkdir -p build/api');
  docgen?.exec('jsii-docgen --language typescript python --output build/api/API.md');
  docgen?.exec('tsx scripts/api-reference.ts build/api/API.typescript.md build/api/API.python.md API.md');
}
