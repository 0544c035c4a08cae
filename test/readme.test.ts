import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { ROOT, textOf } from './guides/pages';
import { architecturePicture, picturePath, quickStart, SCHEMES } from '../scripts/architecture-picture';

const README = textOf('README.md');
const { peerDependencies, devDependencies, engines, repository, scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const QUICK_START = quickStart();
const HOME: string = repository.url.replace(/\.git$/, '');

describe('what the README says of installing', () => {
  test.each(Object.entries<string>(peerDependencies))('%s is wanted as package.json wants it: %s', (name, range) => {
    expect(README).toContain(`| ${name} | ${range.replace('^', '')} or newer`);
  });

  test('the least Node.js is that of package.json', () => {
    expect(engines.node).toBe('>= 20.0.0');
    expect(README).toContain('| Node.js | 20 or newer');
  });

  test('the CDK CLI is that of the tests', () => {
    expect(README).toContain(`| CDK CLI, \`npm install --global aws-cdk\` | ${devDependencies['aws-cdk']} is what the tests have`);
  });

  test('the commands for a fresh clone are scripts of package.json', () => {
    const commands = [...README.matchAll(/^npm ci && npm run (\w+)$/gm)].map(([, script]) => script);
    expect(commands).toEqual(['demo', 'verify']);
    commands.forEach(command => expect(scripts).toHaveProperty(command));
  });
});

test('the first code is within two screens', () => {
  const before = README.split('\n').slice(0, README.split('\n').findIndex(line => line.startsWith('```')));
  // A screen shows some 45 lines; the picture takes 15 of them, a row of a table two.
  const screens = before.reduce((sum, line) => sum + (line.startsWith('<picture>') ? 15 : line.startsWith('|') ? 2 : Math.ceil(line.length / 110)), 0) / 45;
  expect(screens).toBeLessThanOrEqual(2);
});

test('links and pictures are right wherever the README is shown: npm, PyPI and Construct Hub have no other files', () => {
  const targets = [...README.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(([, link, image]) => link ?? image);
  expect(targets.length).toBeGreaterThan(30);
  expect(targets.filter(target => !target.startsWith('https://') && !target.startsWith('#'))).toEqual([]);
});

test.each(SCHEMES)('the %s picture is the one of the quick start, and there', scheme => {
  expect(readFileSync(picturePath(scheme), 'utf8')).toBe(architecturePicture(QUICK_START, scheme));
  const [url] = new RegExp(`https://raw\\.githubusercontent\\.com/[^"]+-${scheme}\\.svg`).exec(README)!;
  expect(url.startsWith(`${HOME.replace('github.com', 'raw.githubusercontent.com')}/main/`)).toBe(true);
  expect(existsSync(join(ROOT, url.split('/main/')[1]))).toBe(true);
});

test('a template with a type of resource that the picture does not know is no picture', () => {
  const { Resources } = QUICK_START;
  expect(() => architecturePicture({ Resources: { ...Resources, Queue: { Type: 'AWS::SQS::Queue' } } }, 'light')).toThrow('AWS::SQS::Queue');
  expect(() => architecturePicture({ Resources: {} }, 'light')).toThrow('AWS::RDS::DBCluster');
});
