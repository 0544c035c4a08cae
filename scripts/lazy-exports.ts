import { readFileSync, writeFileSync } from 'fs';

/** A module that the compiled index requires in advance, and one of the exports that it makes of it. */
const REQUIRED = /^var (\w+) = (require\("\.\/[^"]+"\));\n/gm;
const EXPORTED = /^Object\.defineProperty\(exports, ("\w+"), \{ enumerable: true, get: function \(\) \{ return (\w+)\.(\w+); \} \}\);$/gm;

/**
 * Node reads the names that ES modules can import off the text of a CommonJS module, before it runs. It sees the
 * assignment `exports.A = exports.B = void 0` of the compiler; a getter that it finds under a literal name takes
 * that name away again, unless it returns a member of a variable. So the getters are defined behind a function.
 */
const DEFINE = 'const lazily = (name, get) => Object.defineProperty(exports, name, { enumerable: true, get });\n';

/**
 * Makes the exports of a compiled index load their modules when they are first asked for, as those of aws-cdk-lib do:
 * the rule pack extends a class of cdk-nag, which takes many times as long to load as all the rest.
 */
function lazy(index: string): string {
  const modules = new Map([...index.matchAll(REQUIRED)].map(([, name, load]) => [name, load]));
  const announced = [...index.matchAll(/exports\.(\w+) = (?=.*void 0;$)/gm)].map(([, name]) => name);
  const made: string[] = [];
  const text = index
    .replace(REQUIRED, '')
    .replace(EXPORTED, (_, name, module, member) => {
      made.push(JSON.parse(name));
      return `lazily(${name}, () => ${modules.get(module)}.${member});`;
    })
    .replace(/^lazily/m, `${DEFINE}lazily`);
  if (made.length === 0 || made.sort().join() !== announced.sort().join()) {
    throw new Error(`expected a getter for each of ${announced.join(', ')}, found ${made.join(', ')}`);
  }
  return text;
}

const [, , path] = process.argv;
writeFileSync(path, lazy(readFileSync(path, 'utf8')));
