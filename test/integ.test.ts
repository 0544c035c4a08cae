import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const ROOT = join(__dirname, '..');

test('the stack of the integration case is the one that was reviewed', () => {
  // GIVEN
  const outdir = mkdtempSync(join(tmpdir(), 'integ-'));

  // WHEN
  execFileSync(join(ROOT, 'node_modules', '.bin', 'tsx'), ['test/integ.audited-cluster.ts'], { cwd: ROOT, env: { ...process.env, CDK_OUTDIR: outdir } });
  const template = JSON.parse(readFileSync(join(outdir, 'IntegAuditedCluster.template.json'), 'utf8'));
  rmSync(outdir, { recursive: true });

  // THEN
  expect(template.Resources).toMatchSnapshot();
});
