import { readFileSync } from 'fs';
import { join } from 'path';

const [readme, manifest] = ['README.md', 'package.json'].map(name => readFileSync(join(__dirname, '..', name), 'utf8'));
const { peerDependencies, engines } = JSON.parse(manifest);

describe('what the README says of installing', () => {
  test.each(Object.entries<string>(peerDependencies))('%s is wanted as package.json wants it: %s', (name, range) => {
    expect(readme).toContain(`| ${name} | ${range.replace('^', '')} or newer`);
  });

  test('the least Node.js is that of package.json', () => {
    expect(engines.node).toBe('>= 20.0.0');
    expect(readme).toContain('| Node.js | 20 or newer');
  });
});
