import { deepStrictEqual } from 'assert';
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

/** Everything that the templates of a cloud assembly and its stages hold, one entry for each resource, parameter, rule, output, ... */
function entries(outdir: string): Map<string, unknown> {
  const files = readdirSync(outdir, { encoding: 'utf8', recursive: true }).filter(name => name.endsWith('.template.json'));
  return new Map(files.flatMap(file => Object.entries<object>(JSON.parse(readFileSync(join(outdir, file), 'utf8'))).flatMap(
    ([section, content]) => Object.entries(content).filter(([, value]) => !isAnalytics(value))
      .map(([id, value]): [string, unknown] => [`${file} ${section} ${id}`, value]),
  )));
}

/** The analytics of the CDK name the language. */
function isAnalytics(value: { Type?: unknown }): boolean {
  return value.Type === 'AWS::CDK::Metadata';
}

function difference(actual: unknown, expected: unknown): string | undefined {
  try {
    deepStrictEqual(actual, expected);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function differences(actual: Map<string, unknown>, expected: Map<string, unknown>): string[] {
  const additional = [...actual.keys()].filter(name => !expected.has(name)).map(name => `${name} is too many`);
  const others = [...expected].flatMap(([name, value]) => {
    const found = actual.has(name) ? difference(actual.get(name), value) : 'is missing';
    return found ? [`${name} ${found}`] : [];
  });
  return [...additional, ...others];
}

/** Compares the cloud assemblies of one app, written in several languages, with that of the first. */
const [reference, ...others] = process.argv.slice(2);
const expected = entries(reference);
if (expected.size === 0 || others.length === 0) {
  throw new Error(`nothing to compare: ${expected.size} entries in ${reference}, ${others.length} other assemblies`);
}

for (const outdir of others) {
  const found = differences(entries(outdir), expected);
  console.log(`${outdir} ${found.length === 0 ? 'equals' : 'differs from'} ${reference}: ${expected.size} resources, parameters and rules`);
  found.forEach(text => console.error(text));
  process.exitCode = found.length === 0 ? process.exitCode : 1;
}
