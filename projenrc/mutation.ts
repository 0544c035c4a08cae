import { posix } from 'path';
import { JsonFile, type awscdk } from 'projen';

/** What is mutated together, with the tests that are to notice. */
interface Part {
  readonly mutate: readonly string[];
  /** A mutant is over with the first test that notices it: the quick ones come first. */
  readonly tests: readonly string[];
}

const CORE = ['resolved', 'subjects', 'rules', 'exceptions'];

/** What is in these directories, and needs constructs. */
const OF_CONSTRUCTS = ['exceptions/audit-exception', 'exceptions/settled-app', 'exceptions/wholly-judged'];

const PARTS: Record<string, Part> = {
  // What knows no construct is held by tests that synthesise nothing: they take a tenth of the time.
  core: {
    mutate: [...CORE.map(directory => `${directory}/**/*.ts`), ...OF_CONSTRUCTS.map(name => `!${name}.ts`), 'judg*.ts', 'report.ts', '../recording/aurora-mysql.ts'],
    tests: [
      ...CORE.filter(directory => directory !== 'exceptions').map(directory => `${directory}/**/*.test.ts`),
      ...['exceptions/acceptances', 'exceptions/recorded-exception', 'judg*'].map(name => `${name}.test.ts`), 'bypasses/**/*.test.ts',
      ...['templates', 'undeployable', 'wording', 'hidden-clusters', 'included-yaml'].map(name => `${name}.test.ts`),
    ],
  },
  evidence: {
    mutate: ['evidence/**/*.ts'],
    tests: ['evidence', 'evidence-details', 'source-location', 'evidence-csv', 'evidence-json', 'evidence-sarif', 'evidence-html', 'evidence-files']
      .map(name => `evidence/${name}.test.ts`),
  },
  constructs: {
    mutate: ['*.ts', '!judg*.ts', '!report.ts', 'tree/**/*.ts', ...OF_CONSTRUCTS.map(name => `${name}.ts`)],
    tests: [
      'exceptions/wholly-judged', 'tree/*', 'rules/outcomes', 'hidden-clusters', 'included-yaml', 'bypasses/constructs',
      'exceptions/audit-exception', 'aurora-mysql-audit-checks',
    ].map(name => `${name}.test.ts`),
  },
};

/** Changes the rule pack in small ways, and counts how many changes its tests notice. */
export function addMutation(project: awscdk.AwsCdkConstructLibrary): void {
  const parts = Object.entries(PARTS).map(([name, part]) => project.addTask(`mutation:${name}`, {
    description: `Change ${part.mutate.join(', ')} of the rule pack; \`--mutate <files>\` for a part`,
    exec: `stryker run ${addPart(project, name, part).path}`,
    receiveArgs: true,
  }));
  project.addTask('mutation', {
    description: 'Change the rule pack in small ways, and count how many changes its tests notice; only what changed since the last run is run again',
    steps: parts.map(({ name }) => ({ spawn: name })),
  });
}

function addPart(project: awscdk.AwsCdkConstructLibrary, name: string, { mutate, tests }: Part): JsonFile {
  const path = `stryker.${name}.json`;
  project.addPackageIgnore(`/${path}`);
  return new JsonFile(project, path, {
    obj: {
      mutate: mutate.map(pattern => pattern.replace(/^(!?)(.+)$/, (_, not, file) => `${not}${posix.join('src/compliance', file)}`)),
      // Texts that people read may change without a test.
      mutator: { excludedMutations: ['StringLiteral'] },
      // What is evaluated once, when a module is loaded, would need a process of its own for every mutant.
      ignoreStatic: true,
      // mocha, not jest: modules stay loaded from one mutant to the next, so that a mutant costs what its tests cost.
      testRunner: 'mocha',
      mochaOptions: {
        require: ['tsx/cjs', './test/compliance/jest-on-mocha.ts'],
        spec: tests.map(pattern => `test/compliance/${pattern}`),
      },
      coverageAnalysis: 'perTest',
      disableTypeChecks: false,
      timeoutMS: 10_000,
      incremental: true,
      incrementalFile: `build/mutation/${name}.incremental.json`,
      tempDirName: '.stryker-tmp',
      reporters: ['clear-text', 'progress', 'json'],
      jsonReporter: { fileName: `build/mutation/${name}.json` },
      clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
      thresholds: { high: 95, low: 90, break: 90 },
    },
    marker: false,
  });
}
