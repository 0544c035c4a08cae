import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse, type ScalarTag, type CollectionTag } from 'yaml';

const DIRECTORY = join(__dirname, 'templates');

const FUNCTIONS = ['Ref', 'Condition', 'Sub', 'GetAtt', 'If', 'Equals', 'Not', 'And', 'Or', 'Join', 'Select', 'Split', 'FindInMap', 'ImportValue'];
const longForm = (name: string) => ['Ref', 'Condition'].includes(name) ? name : `Fn::${name}`;

/** `!Ref X` is `{ Ref: X }`. */
const TAGS: (ScalarTag | CollectionTag)[] = FUNCTIONS.flatMap(name => [
  { tag: `!${name}`, resolve: (value: string) => ({ [longForm(name)]: value }) },
  { tag: `!${name}`, collection: 'seq' as const, resolve: (value: any) => ({ [longForm(name)]: value.toJSON() }) },
]);

/** Templates in the styles in which people write them. */
export const PUBLIC_TEMPLATES = readdirSync(DIRECTORY).sort();

export function textOf(file: string): string {
  return readFileSync(join(DIRECTORY, file), 'utf8');
}

export function templateIn(file: string): object {
  return parse(textOf(file), { customTags: TAGS });
}
