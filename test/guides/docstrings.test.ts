import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { ROOT } from './pages';
import * as library from '../../src';

const SOURCES = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
  .map(name => readFileSync(join(ROOT, 'src', name), 'utf8'));

/** What people make or call; enums are classes of the language, not of the library. */
const CLASSES = Object.entries(library).filter(([, value]) => typeof value === 'function').map(([name]) => name);

test('there are classes', () => expect(CLASSES.length).toBeGreaterThan(10));

test.each(CLASSES)('%s has an example, which npx projen rosetta compiles', name => {
  const [docstring] = SOURCES.flatMap(source => new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\nexport (?:abstract )?class ${name} `).exec(source)?.[1] ?? []);
  expect(docstring).toMatch(/^ \* @example$/m);
  expect(docstring).toMatch(new RegExp(`from 'cdk-audited-aurora-mysql';[^]*\\b${name}\\b`));
});
