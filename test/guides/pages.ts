import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

export const ROOT = join(__dirname, '../..');

/** What people read: README.md and docs/*.md. */
export const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs')).filter(name => name.endsWith('.md')).sort().map(name => `docs/${name}`)];

/** A block of code. */
export interface Block {
  readonly page: string;
  /** The last heading before it. */
  readonly title: string;
  /** Where the page has it: 1 is the first line. */
  readonly line: number;
  /** In lower case: `ts` and `typescript` are one. */
  readonly language: string;
  readonly code: string;
}

export function textOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** The blocks of a page in order, without the indentation that they have in lists. */
export function blocksOf(page: string): Block[] {
  const found: Block[] = [];
  const lines = textOf(page).split('\n');
  let title = '';
  for (let index = 0; index < lines.length; index += 1) {
    const [, indentation, info] = /^( *)```(\w*)\s*$/.exec(lines[index]) ?? [];
    title = /^#+ (.*)$/.exec(lines[index])?.[1] ?? title;
    if (info !== undefined) {
      const end = lines.findIndex((line, at) => at > index && line === `${indentation}\`\`\``);
      const code = lines.slice(index + 1, end).map(line => line.slice(indentation.length)).join('\n');
      found.push({ page, title, line: index + 1, language: info.toLowerCase().replace('typescript', 'ts'), code: `${code}\n` });
      index = end;
    }
  }
  return found;
}

/** What a block takes for granted: names and their types. */
export function declarationsOf({ code }: Block): [name: string, type: string][] {
  return [...code.matchAll(/^declare const (\w+): ([\w.]+);$/gm)].map(([, name, type]) => [name, type]);
}

/** A block that says itself what it imports; the others are pieces of such code. */
export function isWhole({ code }: Block): boolean {
  return code.startsWith('import ');
}
