import { execFileSync } from 'child_process';
import { existsSync, mkdirSync, readFileSync } from 'fs';

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: { readonly path: string }[];
}

/** What consumers get, and nothing else. Source maps are inline, so that stack traces can name lines of TypeScript. */
const ALLOWED = [
  /^(package\.json|LICENSE|README\.md|\.jsii)$/,
  /^lib\/.+(\.js|\.d\.ts)$/,
  /^node_modules\/fastest-levenshtein\//, // npm bundles a dependency whole
];

const REQUIRED = ['package.json', 'LICENSE', 'README.md', '.jsii', 'lib/index.js', 'lib/index.d.ts', 'node_modules/fastest-levenshtein/mod.js'];

const MAX_PACKED_BYTES = 250_000;
const MAX_UNPACKED_BYTES = 1_500_000;

/** Packs the library as `npm publish` would and checks what the package holds. */
const [outdir] = process.argv.slice(2);
mkdirSync(outdir, { recursive: true });
const output = execFileSync('npm', ['pack', '--json', '--loglevel', 'error', '--pack-destination', outdir], { encoding: 'utf8' });
const [packed]: Packed[] = JSON.parse(output);
const paths = packed.files.map(({ path }) => path);
const exported = Object.values<string | Record<string, string>>(JSON.parse(readFileSync('package.json', 'utf8')).exports)
  .flatMap(target => typeof target === 'string' ? [target] : Object.values(target)).map(target => target.replace('./', ''));
const sourceOf = (path: string) => path.replace(/^lib\/(.+?)(\.js|\.d\.ts)$/, 'src/$1.ts');

const problems = [
  ...paths.filter(path => !ALLOWED.some(allowed => allowed.test(path))).map(path => `${path} is nothing that consumers need`),
  ...paths.filter(path => path.startsWith('lib/') && !existsSync(sourceOf(path))).map(path => `${path} is left over, without a source`),
  ...[...REQUIRED, ...exported].filter(path => !paths.includes(path)).map(path => `${path} is missing`),
  ...packed.size > MAX_PACKED_BYTES ? [`${packed.size} bytes packed, at most ${MAX_PACKED_BYTES}`] : [],
  ...packed.unpackedSize > MAX_UNPACKED_BYTES ? [`${packed.unpackedSize} bytes unpacked, at most ${MAX_UNPACKED_BYTES}`] : [],
];
problems.forEach(problem => console.error(problem));
process.exitCode = problems.length === 0 ? 0 : 1;
console.log(`${packed.filename}: ${paths.length} files, ${packed.size} bytes, ${packed.unpackedSize} unpacked`);
