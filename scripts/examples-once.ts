import { createHash } from 'crypto';
import { readFileSync, writeFileSync } from 'fs';

/** Python that was written behind the TypeScript that it translates. */
const TRANSLATION = /(^```ts\n(?:(?!```).*\n)*```\n)\n```python\n(?:(?!```).*\n)*```\n/gm;

/**
 * The README shows examples in TypeScript and in Python. In the packages of other languages, and on Construct Hub, the TypeScript is translated; beside that,
 * the Python would be there twice, or in the way.
 */
const [, , path] = process.argv;
const { fingerprint: _, ...assembly } = JSON.parse(readFileSync(path, 'utf8'));
assembly.readme.markdown = assembly.readme.markdown.replace(TRANSLATION, '$1');
const fingerprint = createHash('sha256').update(JSON.stringify(assembly)).digest('base64');
writeFileSync(path, JSON.stringify({ ...assembly, fingerprint }, undefined, 2));
