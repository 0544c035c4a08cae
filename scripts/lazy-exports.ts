import { readFileSync, writeFileSync } from 'fs';

/**
 * Makes the exports of a compiled index load their modules when they are first asked for, as those of aws-cdk-lib do:
 * the rule pack extends a class of cdk-nag, which takes many times as long to load as all the rest.
 *
 * The compiler has the exports as getters already; only their modules are required in advance.
 */
function lazy(index: string): string {
  const modules = new Map([...index.matchAll(/^var (\w+) = (require\("\.\/[^"]+"\));$/gm)].map(([, name, load]) => [name, load]));
  const exported = [...index.matchAll(/^Object\.defineProperty\(exports, "\w+", .*$/gm)].length - 1;
  let made = 0;
  const text = index
    .replace(/^var (\w+) = require\("\.\/[^"]+"\);$/gm, (_, name) => `// ${name} is required where it is used`)
    .replace(/return (\w+)\.(\w+); \} \}\);$/gm, (getter, name, member) => {
      made++;
      return getter.replace(`${name}.${member}`, `${modules.get(name)}.${member}`);
    });
  if (modules.size === 0 || made !== exported) {
    throw new Error(`expected a getter for each of ${exported} exports of ${modules.size} modules, found ${made}`);
  }
  return text;
}

const [, , path] = process.argv;
writeFileSync(path, lazy(readFileSync(path, 'utf8')));
