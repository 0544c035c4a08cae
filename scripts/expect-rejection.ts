import { spawnSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';

/**
 * Synthesises an app with the CDK CLI, shows the report, and fails unless the rule pack rejected the app
 * with each of the findings named.
 */
const [, , directory, ...expected] = process.argv;
const { status, stdout, stderr } = spawnSync('cdk', ['synth', '--quiet'], { cwd: directory, encoding: 'utf8' });
console.log(`\n${directory}: cdk synth ended with status ${status}\n\n${stdout}${stderr}`);

const reports: { pluginName: string; violations: { ruleName: string }[] }[] =
  JSON.parse(readFileSync(join(directory, 'cdk.out', 'validation-report.json'), 'utf8')).pluginReports;
const found = reports.filter(({ pluginName }) => pluginName === 'AuroraMysqlAudit').flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
const missing = expected.filter(id => !found.includes(id));
if (status === 0 || missing.length > 0) {
  console.error(`expected the cluster to be rejected with ${expected.join(', ')}; status ${status}, found: ${found.join(', ')}`);
  process.exit(1);
}
console.log(`Rejected as it should be, with ${found.length} findings.`);
