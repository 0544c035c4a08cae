import { spawnSync } from 'child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { check, checkIn } from './checked';
import { auditedTemplate } from '../../compliance/audited-template';
import { withFiles } from '../files';

const RESOURCES = 'Resources: { A: { Type: AWS::S3::Bucket } }\n';

test.each<[string, string, string | Buffer, string]>([
  ['broken YAML', 'a.yaml', 'Resources:\n  A: [1,\n  B: }', 'a.yaml:3:3: is not YAML: '],
  ['broken JSON', 'a.json', '{ "Resources": { "A": 1, } }', 'a.json:1:26: is not JSON: '],
  ['broken JSON that is no YAML either', 'a.json', '{ "Resources": [1\n}', 'a.json:2:1: is not JSON: '],
  ['a comment in JSON', 'a.json', '// Resources\n{}', "a.json: is not JSON: Unexpected token '/'"],
  ['a key that is there twice in YAML', 'a.yaml', `${RESOURCES}Resources: {}\n`, 'a.yaml:2:1: has the key Resources twice in one map'],
  ['a key that is there twice in JSON', 'a.json', '{ "Resources": { "A": {},\n "A": {} } }', 'a.json:2:2: has the key A twice in one map'],
  ['a key that is no text', 'a.yaml', '? [a]\n: 1\n', 'a.yaml:1:3: has a key that is no text'],
  ['several documents', 'a.yaml', `${RESOURCES}---\n${RESOURCES}`, 'a.yaml:2:1: holds several YAML documents, a template is one'],
  ['an empty file', 'a.yaml', '', 'a.yaml: is empty'],
  ['nothing but space', 'a.json', ' \n\t', 'a.json: is empty'],
  ['nothing but a comment', 'a.yaml', '# Resources\n', 'a.yaml: is not a CloudFormation template: it has no Resources'],
  ['YAML of something else', 'a.yaml', 'apiVersion: v1\nkind: Pod\n', 'a.yaml: is not a CloudFormation template: it has no Resources'],
  ['JSON of something else', 'a.json', '[1, 2]', 'a.json: is not a CloudFormation template: it has no Resources'],
  ['resources that are a list', 'a.json', '{ "Resources": [] }', 'a.json: is not a CloudFormation template: it has no Resources'],
  ['a picture', 'a.yaml', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'a.yaml: is not text in UTF-8'],
  ['a null character', 'a.json', '{ "Resources": "\0" }', 'a.json: is not text in UTF-8'],
  ['UTF-16', 'a.yaml', Buffer.from('\ufeffResources: {}', 'utf16le'), 'a.yaml: is text in UTF-16; CloudFormation takes UTF-8'],
  ['aliases that explode', 'a.yaml', `a0: &a0 [x]\n${Array.from({ length: 60 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join('')}`,
    'holds more than 500000 values, with its aliases followed'],
  ['aliases that nest', 'a.yaml', `a0: &a0 [x]\n${Array.from({ length: 300 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]\n`).join('')}`,
    'is nested more than 200 levels deep'],
  ['an alias of itself', 'a.yaml', 'a: &a [*a]', 'a.yaml:1:8: has an alias of itself, *a'],
  ['an alias of nothing', 'a.yaml', 'a: *b', 'has an alias of nothing, *b'],
  ['deep nesting in YAML', 'a.yaml', '['.repeat(100_000), 'a.yaml:1:801: is nested more than 200 levels deep'],
  ['deep nesting by indentation', 'a.yaml', Array.from({ length: 1_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'is nested more than 200 levels deep'],
  ['deep nesting by dashes', 'a.yaml', '- '.repeat(100_000), 'is nested more than 200 levels deep'],
  ['deep nesting in JSON', 'a.json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'a.json:1:801: is nested more than 200 levels deep'],
  ['fifty megabytes', 'a.yaml', Buffer.alloc(50e6, 'a'), 'a.yaml: is larger than 4 MB; CloudFormation takes templates of 1 MB'],
  ['two megabytes of YAML', 'a.yaml', `${RESOURCES}${'# comment\n'.repeat(200_000)}`, 'a.yaml: is larger than the 1 MB that CloudFormation takes, and is not JSON'],
])('%s is an error of one line', async (_, name, content, message) => {
  // WHEN
  const { code, stdout, stderr } = await check({ [name]: content }, name);

  // THEN
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/^error: cdk-audited-aurora-mysql check: .+\n$/);
  expect(stderr).not.toMatch(/this should not have happened|\n.+\n| at \w+ \(/);
});

test('two megabytes of JSON are judged', async () => {
  // GIVEN
  const template = { ...auditedTemplate(), Metadata: { Padding: Array.from({ length: 100_000 }, (_, index) => `padding ${index}`) } };

  // THEN
  expect(await check({ 'a.json': template }, 'a.json')).toMatchObject({ code: 0, stderr: '' });
});

test('what YAML can do beside that is no error', async () => {
  // GIVEN
  const text = `
Base: &base { Type: 'AWS::RDS::DBCluster', Properties: &properties { Engine: aurora-mysql, EnableCloudwatchLogsExports: [error] } }
Resources:
  __proto__: *base
  constructor: { <<: *base, Properties: { <<: *properties, DBClusterIdentifier: !Foo [1, !!binary aGk=] } }
  toString: !<tag:example.com,2000:x> *base
`.replace(/.*toString.*\n/, '');

  // WHEN
  const { code, stdout } = await check({ 'a.yaml': text }, 'a.yaml');

  // THEN
  expect(code).toBe(1);
  expect(stdout).toContain('a.yaml/__proto__ (AWS::RDS::DBCluster)');
  expect(stdout).toContain('a.yaml/constructor (AWS::RDS::DBCluster)');
});

test.each<[string, (directory: string) => void, string, string]>([
  ['a file that is not there', () => undefined, 'missing.yaml', 'missing.yaml: there is no such file'],
  ['a directory without templates', directory => mkdirSync(join(directory, 'empty')), 'empty', 'empty: is a directory without templates'],
  ['a link to nothing', directory => symlinkSync('nowhere', join(directory, 'link.yaml')), 'link.yaml', 'link.yaml: there is no such file'],
  ['a link to itself', directory => symlinkSync('link.yaml', join(directory, 'link.yaml')), 'link.yaml', 'link.yaml: is a symbolic link that leads in a circle'],
  ['a file that never ends', () => undefined, '/dev/zero', '/dev/zero: is larger than 4 MB'],
  ['a name that is too long', () => undefined, `${'a'.repeat(5_000)}.yaml`, ': is a name that is too long'],
  ['a name that commands a terminal', () => undefined, 'a\x1b[2J\n.yaml', 'a\\u001b[2J\\n.yaml: there is no such file'],
  ['a name with a null character', () => undefined, 'a\0.yaml', 'cannot be read'],
])('%s is an error of one line', async (_, prepare, given, message) => {
  await withFiles({}, async directory => {
    // GIVEN
    prepare(directory);

    // WHEN
    const { code, stdout, stderr } = await checkIn(directory, given);

    // THEN
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.split('\n')).toHaveLength(2);
    expect(stderr).not.toContain('this should not have happened');
  });
});

test('one that cannot be judged is not passed by others that can', async () => {
  expect(await check({ 'a.json': auditedTemplate(), 'b.yaml': 'a: 1' }, 'a.json', 'b.yaml')).toMatchObject({ code: 2, stdout: '' });
});

test('in a directory a template that is broken is an error, and no template is not', async () => {
  // GIVEN
  const broken = 'AWSTemplateFormatVersion: 2010-09-09\nResources: [\n';

  // THEN
  expect(await check({ 'a.json': auditedTemplate(), 'b.yaml': '{{ x' }, '.')).toMatchObject({ code: 0, stderr: expect.stringContaining('b.yaml') });
  expect(await check({ 'a.json': auditedTemplate(), 'b.yaml': broken }, '.')).toMatchObject({ code: 2, stderr: expect.stringContaining('b.yaml:3:1: is not YAML') });
});

describe('what links of a directory lead to', () => {
  const finds = (prepare: (directory: string) => void) => withFiles({ 'real/a.yaml': RESOURCES, 'dir/b.YAML': RESOURCES }, async directory => {
    prepare(directory);
    return checkIn(directory, 'dir');
  });

  test.each<[string, (directory: string) => void, number]>([
    ['a template', directory => symlinkSync('../real/a.yaml', join(directory, 'dir/a.yaml')), 2],
    ['a directory', directory => symlinkSync('../real', join(directory, 'dir/more')), 2],
    ['the directory itself', directory => symlinkSync('.', join(directory, 'dir/loop')), 1],
    ['what is there already', directory => symlinkSync('b.YAML', join(directory, 'dir/a.yaml')), 1],
  ])('%s is read once', async (_, prepare, templates) => {
    expect((await finds(prepare)).stdout).toContain(`in ${templates} template${templates === 1 ? '' : 's'}.`);
  });

  test('nothing is named', async () => {
    expect(await finds(directory => symlinkSync('nowhere', join(directory, 'dir/a.yaml')))).toMatchObject({ code: 0, stderr: 'passed over, no template: dir/a.yaml\n' });
  });

  test('itself is an error', async () => {
    expect(await finds(directory => symlinkSync('a.yaml', join(directory, 'dir/a.yaml'))))
      .toMatchObject({ code: 2, stderr: expect.stringContaining('dir/a.yaml: is a symbolic link that leads in a circle') });
  });
});

test('a pipe in a directory is not waited for', async () => {
  await withFiles({ 'dir/b.yaml': RESOURCES }, async directory => {
    spawnSync('mkfifo', [join(directory, 'dir/a.yaml')]);
    expect(await checkIn(directory, 'dir')).toMatchObject({ code: 0, stderr: 'passed over, no template: dir/a.yaml\n' });
  });
});

test('a template whose name is no UTF-8 is not passed over', async () => {
  await withFiles({ 'dir/b.yaml': RESOURCES }, async directory => {
    // GIVEN
    writeFileSync(Buffer.concat([Buffer.from(join(directory, 'dir/a')), Buffer.from([0xff]), Buffer.from('.yaml')]), RESOURCES);

    // THEN
    expect(await checkIn(directory, 'dir')).toMatchObject({ code: 2, stderr: expect.stringContaining('.yaml: has a name that is not text in UTF-8') });
  });
});

test('what is given in several ways is one', async () => {
  await withFiles({ 'dir/sub/a.json': auditedTemplate() }, async directory => {
    expect((await checkIn(directory, 'dir/sub', 'dir', 'dir/sub/a.json', './dir/../dir')).stdout).toContain('1 of 1 database as they should be, in 1 template.');
  });
});

test('a million clusters that loops would make are told of, not made', async () => {
  // GIVEN
  const numbers = Array.from({ length: 100 }, (_, index) => String(index));
  const loop = (name: string, body: object) => ({ [`Fn::ForEach::${name}`]: [name, numbers, body] });
  const cluster = { 'Db${A}x${B}x${C}': { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-mysql' } } };

  // WHEN
  const { code, stdout } = await check({ 'a.json': { Transform: 'AWS::LanguageExtensions', Resources: loop('A', loop('B', loop('C', cluster))) } }, 'a.json');

  // THEN
  expect(code).toBe(1);
  expect(stdout).toContain('AuroraMysqlAudit-UnseenChanges[unknown:Type]');
});

test('no text whatever is more than a line', async () => {
  const [open, close, quote] = ['[', ']', '"'];
  const parts = fc.constantFrom('Resources', ':', ' ', '\n', '\n  ', '- ', '{', '}', open, close, quote, "'", '&a ', '*a', '!Ref ', '!Sub ', '<<: ', '|', '>', '#', '%', '@', '?',
    ',', 'A', '0', '~', '\t', '\r', '---', '\ud800', 'AWS::RDS::DBCluster', 'Type: ');
  await fc.assert(fc.asyncProperty(fc.array(parts, { maxLength: 40 }), async found => {
    // WHEN
    const { code, stderr } = await check({ 'a.yaml': `Resources:\n  ${found.join('')}` }, 'a.yaml');

    // THEN
    expect([0, 1, 2]).toContain(code);
    expect(stderr).not.toContain('this should not have happened');
    expect(stderr.split('\n').length).toBeLessThan(3);
  }), { numRuns: 300 });
});
