import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import type { Assembly } from '@jsii/spec';

/** Checks that there is a C# source, in the namespace of the library, for each type of the public API. */
const [outdir] = process.argv.slice(2);
const { types = {}, targets }: Assembly = JSON.parse(readFileSync('.jsii', 'utf8'));
const namespace: string = targets?.dotnet?.namespace;
const names = Object.values(types).map(({ name }) => name);

for (const name of names) {
  const path = join(outdir, namespace, namespace, `${name}.cs`);
  const source = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (!new RegExp(`namespace ${namespace}\\s[\\s\\S]*public (class|enum|interface) ${name}\\s`).test(source)) {
    console.error(`${path} has no ${name}`);
    process.exitCode = 1;
  }
}
console.log(`.NET sources of ${names.length} types`);
