import { type awscdk, YamlFile } from 'projen';

/** What a pull request is asked; the rest is in docs/contributing.md. */
export const PULL_REQUEST = [
  '<!-- docs/contributing.md says where a detection, a rule or an option goes, and what has to be written again after it. -->',
  '',
  'Fixes #',
  '',
  '- What changes for somebody who uses the library:',
  '- What it replaces or renames in deployed stacks, if anything (docs/versioning.md):',
  '- [ ] `npm run verify` passes, or the part of it that the change touches',
];

interface Question {
  readonly label: string;
  readonly description?: string;
  readonly isRequired?: boolean;
}

interface Form {
  readonly name: string;
  readonly description: string;
  readonly title: string;
  readonly labels: string[];
  readonly questions: Record<string, Question>;
}

const NO_SECRETS = 'Audit records hold statements: take out names, addresses and values that are nobody else\'s business.';

const FORMS: Record<string, Form> = {
  bug: {
    name: 'Something is wrong',
    description: 'An error, a wrong template, a deployment that fails, a page that is not true',
    title: 'fix: ',
    labels: ['bug'],
    questions: {
      'what-happened': { label: 'What happened, and what should have', isRequired: true },
      'code': { label: 'The least code that shows it', description: 'A stack with one cluster is best. TypeScript, Python, Java, Go or C#.', isRequired: true },
      'output': { label: 'The whole error or warning, or the part of the template', description: NO_SECRETS },
      'versions': { label: 'Versions', description: 'Of this package, aws-cdk-lib, cdk-nag, Node.js, the language, and of Aurora where it was deployed.', isRequired: true },
    },
  },
  detection: {
    name: 'An alarm was wrong, or missing',
    description: 'A detection counted what is harmless, or did not count an attack',
    title: 'fix(detection): ',
    labels: ['detection'],
    questions: {
      record: {
        label: 'The audit record',
        description: `As it stands in the log group, ten columns. ${NO_SECRETS} For a way past the detections that works on real clusters see the security policy instead.`,
        isRequired: true,
      },
      expected: { label: 'Which detection should have counted it, or should not have, and why', isRequired: true },
      replay: { label: 'What `npx cdk-audited-aurora-mysql replay` says of it' },
    },
  },
  idea: {
    name: 'Something is missing',
    description: 'A detection, a rule, an option, a guide',
    title: 'feat: ',
    labels: ['enhancement'],
    questions: {
      need: { label: 'What you want to do, and what is in the way', isRequired: true },
      today: { label: 'What you do today instead' },
    },
  },
};

/** Issue forms of GitHub, and where else to turn. */
export function addCommunity(project: awscdk.AwsCdkConstructLibrary): void {
  for (const [file, { questions, ...form }] of Object.entries(FORMS)) {
    new YamlFile(project, `.github/ISSUE_TEMPLATE/${file}.yml`, {
      obj: {
        ...form,
        body: Object.entries(questions).map(([id, { isRequired = false, ...attributes }]) => ({
          type: 'textarea', id, attributes, validations: { required: isRequired },
        })),
      },
    });
  }
  const home = project.package.manifest.repository.url.replace(/\.git$/, '');
  new YamlFile(project, '.github/ISSUE_TEMPLATE/config.yml', {
    obj: {
      blank_issues_enabled: false,
      contact_links: [
        { name: 'Report a vulnerability', url: `${home}/security/advisories/new`, about: 'In private, please; the security policy says what counts.' },
        { name: 'Guides', url: `${home}/tree/main/docs`, about: 'Errors and warnings by their ids are in docs/faq.md.' },
      ],
    },
  });
}
