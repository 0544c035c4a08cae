import { execFileSync } from 'child_process';
import { existsSync, mkdirSync, readFileSync } from 'fs';

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: { readonly path: string }[];
}

interface Manifest {
  readonly exports: Record<string, string | Record<string, string>>;
  readonly bundledDependencies: string[];
  readonly bin: Record<string, string>;
}

const { exports, bin, bundledDependencies }: Manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** npm bundles a dependency whole. */
const BUNDLED = bundledDependencies.map(name => `node_modules/${name}/`);

/** What consumers get, and nothing else. Source maps are inline, so that stack traces can name lines of TypeScript. */
const ALLOWED = [/^(package\.json|LICENSE|README\.md|\.jsii)$/, /^lib\/.+(\.js|\.d\.ts)$/, /^(bin|guard|schemas)\//];

const REQUIRED = ['package.json', 'LICENSE', 'README.md', '.jsii', 'lib/index.js', 'lib/index.d.ts', 'schemas/check-config.schema.json', 'guard/aurora-mysql-audit.guard', ...Object.values(bin), ...BUNDLED.map(folder => `${folder}package.json`)];

const MAX_PACKED_BYTES = 2_000_000;
const MAX_UNPACKED_BYTES = 7_500_000;

/** Packs the library as `npm publish` would and checks what the package holds. */
const [outdir] = process.argv.slice(2);
mkdirSync(outdir, { recursive: true });
const output = execFileSync('npm', ['pack', '--json', '--loglevel', 'error', '--pack-destination', outdir], { encoding: 'utf8' });
const [packed]: Packed[] = JSON.parse(output);
const paths = packed.files.map(({ path }) => path);
const exported = Object.values(exports)
  .flatMap(target => typeof target === 'string' ? [target] : Object.values(target)).map(target => target.replace('./', ''));
const isAllowed = (path: string) => ALLOWED.some(allowed => allowed.test(path)) || BUNDLED.some(folder => path.startsWith(folder));
const sourceOf = (path: string) => path.replace(/^lib\/(.+?)(\.js|\.d\.ts)$/, 'src/$1.ts');

const problems = [
  ...paths.filter(path => !isAllowed(path)).map(path => `${path} is nothing that consumers need`),
  ...paths.filter(path => path.startsWith('lib/') && !existsSync(sourceOf(path))).map(path => `${path} is left over, without a source`),
  ...[...REQUIRED, ...exported].filter(path => !paths.includes(path)).map(path => `${path} is missing`),
  ...packed.size > MAX_PACKED_BYTES ? [`${packed.size} bytes packed, at most ${MAX_PACKED_BYTES}`] : [],
  ...packed.unpackedSize > MAX_UNPACKED_BYTES ? [`${packed.unpackedSize} bytes unpacked, at most ${MAX_UNPACKED_BYTES}`] : [],
];
problems.forEach(problem => console.error(problem));
process.exitCode = problems.length === 0 ? 0 : 1;
console.log(`${packed.filename}: ${paths.length} files, ${packed.size} bytes, ${packed.unpackedSize} unpacked`);
