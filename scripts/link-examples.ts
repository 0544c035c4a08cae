import { mkdirSync, rmSync, symlinkSync } from 'fs';
import { dirname, join, relative } from 'path';

/**
 * Lets the examples find the library of this working tree where `npm install` would put it: each has a package.json of its own, so that it can be
 * copied, and none of them an installation. What the package holds is linked, not the working tree: that holds the examples, and a walk would not end.
 * Beside it is what rosetta translates later, for jsii-docgen takes the library that it finds here.
 */
const MODULES = join('examples', 'node_modules');
const LIBRARY = 'cdk-audited-aurora-mysql';
const LINKED = ['package.json', '.jsii', '.jsii.tabl.json', 'bin', 'guard', 'lib', 'schemas'];

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(relative(dirname(path), target), path);
}

rmSync(MODULES, { recursive: true, force: true });
LINKED.forEach(name => link(name, join(MODULES, LIBRARY, name)));
link(join('bin', LIBRARY), join(MODULES, '.bin', LIBRARY));
