import { existsSync, readdirSync, readFileSync } from 'fs';
import { dirname, join, relative } from 'path';

const ROOT = join(__dirname, '..');
const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs')).filter(name => name.endsWith('.md')).map(name => `docs/${name}`), 'test/deploy/README.md', ...examplePages()];

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
  return [...prose(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target).filter(target => !/^\w+:/.test(target)).map(target => {
    const [file, anchor] = target.split('#');
    return [file === '' ? path : relative(ROOT, join(ROOT, dirname(path), file)), anchor];
  });
}

test.each(PAGES)('the links of %s lead to files and headings that are there', path => {
  const broken = links(path).filter(([file, anchor]) => !existsSync(join(ROOT, file)) || (anchor !== undefined && !anchors(file).includes(anchor)));
  expect(broken).toEqual([]);
});

test('pages have links', () => expect(links('docs/adopting.md').length).toBeGreaterThan(10));
