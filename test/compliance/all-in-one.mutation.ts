import { readdirSync } from 'fs';
import { join, relative } from 'path';

/**
 * The tests that judge without synthesis, in one file: what loads aws-cdk-lib is loaded once for each mutant, not once for each file.
 * Those that synthesise, write evidence or try hundreds of random templates take too long for a mutant.
 */
const LEFT_OUT = /never-throws|property|evidence|handshake|aurora-mysql-audit-checks|included-yaml/;

for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.test.ts') && !LEFT_OUT.test(name)).sort()) {
  const path = join(__dirname, file);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  describe(relative(__dirname, path), () => { require(path); });
}
