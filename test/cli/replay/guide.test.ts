import { readFileSync } from 'fs';
import { join } from 'path';
import { ATTACKED, directory, FORMS, QUIET, removeDirectories, replay } from './logs';

afterAll(removeDirectories);

const GUIDE = readFileSync(join(__dirname, '../../../docs/replay.md'), 'utf8');
const NEEDS_AN_ACCOUNT = '# needs an account';

/** The code blocks of a language, without the indentation that they have in lists. */
function blocks(language: string): string[] {
  return [...GUIDE.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([^]*?)^ *\`\`\``, 'gm'))].map(([, indentation, code]) => code.replaceAll(new RegExp(`^${indentation}`, 'gm'), ''));
}

const commands = blocks('sh').filter(code => !code.startsWith(NEEDS_AN_ACCOUNT)).flatMap(code => code.trim().split('\n'));
const log = FORMS['as the instance wrote it'](ATTACKED);

test('every command is of this tool, or marked as one that needs an account', () => {
  expect(commands.length).toBeGreaterThan(5);
  commands.forEach(command => expect(command).toMatch(/^npx cdk-audited-aurora-mysql replay [\w.,= -]+(< audit\.log)?$/));
  blocks('sh').filter(code => code.startsWith(NEEDS_AN_ACCOUNT)).forEach(code => expect(code).toMatch(/^aws /m));
});

test.each(commands)('%s', async command => {
  // GIVEN
  const cwd = directory({
    'audit.log': log,
    'audit.json': FORMS['printed by aws logs filter-log-events'](ATTACKED.slice(20)),
    'exported/task/node-1/000000.gz': FORMS['exported to S3'](ATTACKED),
    'exported/aws-logs-write-test': 'Permission Check Successful',
    'march/01/10/object.log.gz': FORMS['extracted by Firehose, with blank lines between'](QUIET),
  });
  const [given, redirected] = command.split(' < ');

  // WHEN
  const { code, stdout, stderr } = await replay({}, given.split(' ').slice(3), { cwd, stdin: redirected && log });

  // THEN
  expect([code, stderr]).toEqual([1, '']);
  expect(stdout).toContain('FailedLogins');
});

test('the summary in it is what the first command prints', async () => {
  const { stdout } = await replay({ 'audit.log': log }, ['audit.log']);
  expect(blocks('text')).toEqual([stdout]);
});
