import { existsSync, readdirSync, readFileSync } from 'fs';
import { dirname, join, relative } from 'path';
import { PAGES as GUIDES, ROOT } from './guides/pages';

const PAGES = [...GUIDES, 'RULES.md', 'test/deploy/README.md', '.github/SECURITY.md', '.github/CODE_OF_CONDUCT.md', ...examplePages()];

/** This repository on GitHub, as the README has to say for the registries. */
const HOME: string = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).repository.url.replace(/\.git$/, '');

function examplePages(): string[] {
  const folders = readdirSync(join(ROOT, 'examples'), { withFileTypes: true }).filter(entry => entry.isDirectory() && entry.name !== 'node_modules');
  return ['examples/README.md', ...folders.map(({ name }) => `examples/${name}/README.md`)];
}

/** What a reader sees: fences and code have no links. */
function prose(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8').replace(/^( *)```.*?^\1```$/gms, '').replace(/`[^`\n]*`/g, code => code.replace(/[[\]()]/g, ''));
}

/** The names by which the headings of a page are linked to. */
function anchors(path: string): string[] {
  return [...prose(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/[^\p{L}\p{N}\- _]/gu, '').replace(/ /g, '-'));
}

/** The links of a page to this repository, as file and heading. */
function links(path: string): [file: string, anchor: string | undefined][] {
  const targets = [...prose(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
  return targets.flatMap((target): [string, string | undefined][] => {
    const [, here] = new RegExp(`^${HOME}/(?:blob|tree)/main/(.*)$`).exec(target) ?? [];
    if (here === undefined && /^\w+:/.test(target)) {
      return [];
    }
    const [file, anchor] = (here ?? target).split('#');
    return [[here !== undefined ? file : file === '' ? path : relative(ROOT, join(ROOT, dirname(path), file)), anchor]];
  });
}

test.each(PAGES)('the links of %s lead to files and headings that are there', path => {
  const broken = links(path).filter(([file, anchor]) => !existsSync(join(ROOT, file)) || (anchor !== undefined && !anchors(file).includes(anchor)));
  expect(broken).toEqual([]);
});

test('pages have links', () => {
  expect(links('docs/adopting.md').length).toBeGreaterThan(10);
  expect(links('README.md').length).toBeGreaterThan(20);
});

test('the index leads to every guide', () => {
  const listed = links('docs/README.md').map(([file]) => file);
  expect(GUIDES.filter(page => page.startsWith('docs/') && page !== 'docs/README.md' && !listed.includes(page))).toEqual([]);
});

test('files and folders that the guide of contributors names are there', () => {
  const named = [...readFileSync(join(ROOT, 'docs/contributing.md'), 'utf8').matchAll(/`((?:src|test|projenrc|scripts|benchmark|lab|examples|schemas)\/[\w./-]+)`/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter(path => !existsSync(join(ROOT, path)))).toEqual([]);
});
