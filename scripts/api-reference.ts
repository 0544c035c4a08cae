import { readFileSync, writeFileSync } from 'fs';

/** The Python signature under each anchor of the reference that jsii-docgen writes. */
function signatures(reference: string): Map<string, string> {
  const sections = reference.matchAll(/^#+ .* id="([^"]+)"><\/a>\n\n(```python\n[\s\S]*?\n```)$/gm);
  return new Map([...sections].map(([, id, signature]) => [id, signature]));
}

/** Puts the Python signature of each class, method and property below the TypeScript one. */
const [typescriptFile, pythonFile, outputFile] = process.argv.slice(2);
const python = signatures(readFileSync(pythonFile, 'utf8'));
const typescript = readFileSync(typescriptFile, 'utf8');
const missing: string[] = [];

const both = typescript.replace(/^(#+ .* id="([^"]+)"><\/a>\n\n```typescript\n[\s\S]*?\n```)$/gm, (section, _, id) => {
  const signature = python.get(id);
  if (signature === undefined) {
    missing.push(id);
  }
  return `${section}\n\n${signature}`;
});
if (missing.length > 0 || python.size === 0) {
  throw new Error(`no Python signature of ${missing.join(', ') || 'anything'}`);
}
writeFileSync(outputFile, both);
