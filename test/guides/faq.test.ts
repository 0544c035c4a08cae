import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { ROOT, textOf } from './pages';

const FAQ = textOf('docs/faq.md');
const FILES = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'));
const sourceOf = (name: string) => readFileSync(join(ROOT, 'src', name), 'utf8');
const SOURCES = FILES.map(sourceOf);

/** The ids of annotations, without the name of the package; what a `-` leads to is chosen at synthesis. */
const WARNINGS = new Set(SOURCES.flatMap(source => [
  ...[...source.matchAll(/\.add(?:Warning|Error|Info)V2\(\s*['`]cdk-audited-aurora-mysql:(\w+-?)/g)].map(([, id]) => id),
  ...[...source.matchAll(/\bwarnWithoutTarget\(\w+, '(\w+)'/g)].map(([, id]) => id),
  // Those of what an app does not manage are in a field.
  ...source.includes('Unmanaged') ? [...source.matchAll(/^ +id: '(\w+)',/gm)].map(([, id]) => id) : [],
]));

const listed = [...FAQ.matchAll(/^\| `(\w+-?)…?`/gm)].map(([, id]) => id);

test('every warning of the library is on the page, and no other', () => {
  expect(WARNINGS.size).toBeGreaterThan(20);
  expect(listed.sort()).toEqual([...WARNINGS].sort());
});

test('no annotation has an id that this test would not see', () => {
  const calls = SOURCES.flatMap(source => [...source.matchAll(/\.add(?:(?:Warning|Info)(?:V2)?|ErrorV2)\(\s*(.{0,40})/g)].map(([, argument]) => argument));
  expect(calls.filter(argument => !/^['`]cdk-audited-aurora-mysql:/.test(argument))).toEqual([]);
});

describe('every error that the page lists', () => {
  const table = FAQ.slice(FAQ.indexOf('## Errors by prop'), FAQ.indexOf('## At deployment'));
  const props = [...table.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, cell]) => [...cell.matchAll(/`(\w+)/g)].map(([, prop]) => prop));

  test('is every one that begins with a prop', () => {
    // Those of the command line are about its own files.
    const sources = FILES.filter(name => !name.startsWith('cli')).map(sourceOf);
    const thrown = new Set(sources.flatMap(source => [
      ...source.matchAll(/Error\(\s*['`](\w+)(?::|\[)/g),
      // Checks that are told what the error is about; two are told something else.
      ...source.matchAll(/\b(?:wholeDays|check(?!Audit\b|Equal\b)(?:ed)?[A-Z]\w*)\((?:\w+, )?'(\w+)'/g),
    ].map(([, prop]) => prop)));
    expect(thrown.size).toBeGreaterThan(50);
    expect([...thrown].filter(prop => !props.includes(prop))).toEqual([]);
  });

  test.each(props)('%s is one of the library', prop => {
    expect(SOURCES.some(source => new RegExp(`['\`]${prop}(\\[|:| \\$\\{)|'${prop}'`).test(source))).toBe(true);
  });
});
