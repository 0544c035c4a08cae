import type { awscdk, Task } from 'projen';
import { pythonEnvironment } from './python-environment';

/** Where the examples of a task are synthesised to: tasks run side by side. */
const synthesised = (task: string) => `build/examples/${task}`;

/** What the quick start in TypeScript makes, which those in other languages are held against. */
const QUICK_START = 'build/examples/quickstart-typescript';

const BINDINGS = 'build/bindings';
const PYTHON = 'build/python';

/** What the apps of users have beside the library, and the versions of Node.js that they run on; this repository needs neither. */
const CONSUMER_TOOLS = 'vitest@4.1.12 22.23.3 24.21.0';

/** Runs what the READMEs of examples tell their readers to run, and holds what comes out against what they say. */
const RUN = 'tsx scripts/run-example.ts';

/** What is compared with its twin in TypeScript is not held against the rules of CloudFormation as that is: it would take longer than the rest of a synthesis. */
const VALIDATED_ELSEWHERE = { CDK_VALIDATION: 'false' };

/** The languages that jsii translates to, built from this working tree and used as their users would use them. */
export function addLanguages(project: awscdk.AwsCdkConstructLibrary): Record<'testExamples' | 'testPackage' | 'testPython' | 'testJava' | 'testGo' | 'testDotnet', Task> {
  addApiReference(project);

  const synthQuickstart = project.addTask('synth:quickstart', {
    description: 'Synthesise the quick start, unless that was done since it and the library were changed',
    condition: `sh -c 'test ${['lib/index.js', 'examples/quickstart-typescript/app.ts'].map(source => `! ${QUICK_START}/manifest.json -nt ${source}`).join(' -o ')}'`,
    env: { CDK_VALIDATION: 'true' },
    exec: `${RUN} examples/quickstart-typescript`,
  });

  const run = (task: string, ...examples: string[]) => `${RUN} --into ${synthesised(task)} ${examples.map(name => `examples/${name}`).join(' ')}`;
  const equal = (...assemblies: string[]) => `tsx scripts/compare-templates.ts ${assemblies.join(' ')}`;

  /** The last steps of a language's test: its quick start equals that in TypeScript. */
  const quickstart = (language: string, environment = '') => [
    { exec: `${environment}${run(language, `quickstart-${language}`)}` },
    { spawn: synthQuickstart.name },
    { exec: equal(QUICK_START, `${synthesised(language)}/quickstart-${language}`) },
  ];

  const testPackage = project.addTask('test:package', {
    description: 'Check what the npm package holds, install it in an empty app, compile and synthesise that from CommonJS and ES modules on several Node.js',
    env: VALIDATED_ELSEWHERE,
    steps: [
      { exec: `rm -rf build/package ${synthesised('package')}` },
      { exec: 'tsx scripts/check-package.ts build/package' },
      { exec: 'publint --level warning --strict build/package/*.tgz' },
      // Only jsii reads its assembly.
      { exec: 'attw --exclude-entrypoints .jsii --quiet build/package/*.tgz' },
      { exec: `tsx scripts/consume-package.ts build/package examples/quickstart-typescript test/package ${synthesised('package')}/apps ${CONSUMER_TOOLS}` },
      { spawn: synthQuickstart.name },
      // The shell of projen finds files by a pattern, not folders.
      { exec: `sh -c '${equal(QUICK_START, `${synthesised('package')}/apps/*`)}'` },
    ],
  });

  const inPython = `PATH="$PWD/${PYTHON}/bin:$PATH" `;
  const testPython = project.addTask('test:python', {
    description: 'Build the wheel, install it in a fresh virtual environment, test it and synthesise the examples with it',
    env: VALIDATED_ELSEWHERE,
    steps: [
      { exec: 'rm -rf dist/python' },
      { exec: 'jsii-pacmak --target python' },
      ...pythonEnvironment(PYTHON, '-r test/python/requirements.txt dist/python/*.whl', '--clear'),
      { exec: `${PYTHON}/bin/twine check --strict dist/python/*.whl` },
      { exec: `${PYTHON}/bin/python -m pytest --config-file test/python/pytest.ini test/python` },
      ...quickstart('python', inPython),
      { exec: `CDK_VALIDATION=true ${run('python', 'platform-team')}` },
      { exec: `${inPython}${run('python', 'platform-team-python')}` },
      { exec: equal(...['platform-team', 'platform-team-python'].map(name => `${synthesised('python')}/${name}`)) },
    ],
  });

  const testJava = project.addTask('test:java', {
    description: 'Generate the Java package, compile and install it, synthesise the quick start with it',
    env: VALIDATED_ELSEWHERE,
    steps: [
      { exec: `rm -rf ${BINDINGS}/java` },
      { exec: `jsii-pacmak --code-only --target java --outdir ${BINDINGS}` },
      // At the versions that everything else is tested with, not at the newest of each range.
      { exec: `sed -i.ranges -E 's/<version>\\[([^,]+),[^<]+/<version>\\1/' ${BINDINGS}/java/pom.xml` },
      { exec: `mvn --batch-mode --quiet --file ${BINDINGS}/java/pom.xml install` },
      // The version of this working tree, which no registry has.
      ...quickstart('java', 'CDK_APP="mvn -q -Dcdk-audited-aurora-mysql.version=0.0.0 compile exec:java" '),
    ],
  });

  const testGo = project.addTask('test:go', {
    description: 'Generate the Go modules, synthesise the quick start with them',
    // What runs once need not be inlined, and compiles in less time.
    env: { ...VALIDATED_ELSEWHERE, GOFLAGS: '-gcflags=all=-l' },
    steps: [
      { exec: `rm -rf ${BINDINGS}/go` },
      { exec: `tsx scripts/go-bindings.ts examples/quickstart-go ${BINDINGS}` },
      ...quickstart('go', `GOWORK="$PWD/${BINDINGS}/go.work" `),
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

  const testExamples = project.addTask('test:examples', {
    description: 'Run what the READMEs of the examples in TypeScript tell their readers to run, but for those of other tasks; --update writes what comes out into them',
    steps: [{ exec: `${RUN} ${['article-cluster', 'existing-cluster', 'gate-in-ci', 'guard-hook'].map(name => `examples/${name}`).join(' ')}`, receiveArgs: true }],
  });

  return { testExamples, testPackage, testPython, testJava, testGo, testDotnet };
}

/** API.md shows each signature in TypeScript and in Python. */
function addApiReference(project: awscdk.AwsCdkConstructLibrary): void {
  const docgen = project.tasks.tryFind('docgen');
  docgen?.reset('mkdir -p build/api');
  // jsii-docgen takes the examples as rosetta has translated them.
  docgen?.spawn(project.tasks.tryFind('rosetta')!);
  docgen?.exec('jsii-docgen --language typescript python --output build/api/API.md');
  docgen?.exec('tsx scripts/api-reference.ts build/api/API.typescript.md build/api/API.python.md API.md');
}
