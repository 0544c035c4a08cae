import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import * as nag from 'cdk-nag';
import { auditedCluster } from './stacks';
import { AuditDashboard } from '../src';

interface Violation {
  readonly ruleName: string;
  readonly violatingConstructs: { readonly constructPath: string }[];
}

interface Report {
  readonly pluginReports: { readonly violations: Violation[] }[];
}

/** Synthesises a default cluster and its dashboard under a pack and says which rule found what, the app's own VPC aside. */
function findings(Pack: new (scope: App) => nag.NagPack): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'nag-'));
  const exitCode = process.exitCode;
  try {
    const app = new App({ outdir });
    Validations.of(app).addPlugins(new Pack(app));
    const stack = new Stack(app, 'Stack');
    const { audit } = auditedCluster(stack, { securityContacts: ['security@example.com'] });
    new AuditDashboard(stack, 'Dashboard', { audits: [audit] });
    tryToSynth(app);
    const report: Report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
    return report.pluginReports.flatMap(({ violations }) => violations)
      .flatMap(({ ruleName, violatingConstructs }) => violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`))
      .filter(finding => !finding.includes(' Stack/Vpc/')).sort();
  } finally {
    process.exitCode = exitCode;
    rmSync(outdir, { recursive: true });
  }
}

/** Findings make the synthesis fail, after the report was written. */
function tryToSynth(app: App): void {
  try {
    app.synth();
  } catch (error) {
    expect((error as Error).name).toBe('ValidationFailed');
  }
}

const CLUSTER = 'Stack/Database/Resource';
const WRITER = 'Stack/Database/writer/Resource';
const SECRET = 'Stack/Database/Secret/Resource';

test.each<[string, new (scope: App) => nag.NagPack, string[]]>([
  ['AwsSolutions', nag.AwsSolutionsChecks, [`RDS11 ${CLUSTER}`, `RDS14 ${CLUSTER}`, `SMG4 ${SECRET}`]],
  ['HIPAA.Security', nag.HIPAASecurityChecks, [
    `RDSEnhancedMonitoringEnabled ${WRITER}`, `RDSInBackupPlan ${WRITER}`, `SecretsManagerRotationEnabled ${SECRET}`, `SecretsManagerUsingKMSKey ${SECRET}`,
  ]],
  ['NIST.800.53.R4', nag.NIST80053R4Checks, [`RDSEnhancedMonitoringEnabled ${WRITER}`, `RDSInBackupPlan ${WRITER}`]],
  ['NIST.800.53.R5', nag.NIST80053R5Checks, [
    `RDSEnhancedMonitoringEnabled ${WRITER}`, `RDSInBackupPlan ${WRITER}`, `SecretsManagerRotationEnabled ${SECRET}`, `SecretsManagerUsingKMSKey ${SECRET}`,
  ]],
  ['PCI.DSS.321', nag.PCIDSS321Checks, [`SecretsManagerUsingKMSKey ${SECRET}`]],
  // An e-mail subscription without a dead-letter queue; the queue would only move the finding to itself.
  ['Serverless', nag.ServerlessChecks, [
    'EventBusDLQ Stack/Database/Audit/Detections/ControlPlaneChanges/Rule/Resource',
    'SNSRedrivePolicy Stack/Database/Audit/Topic/security@example.com/Resource',
  ]],
])('%s finds nothing but what the owner of the cluster decides', (pack, Pack, ownersDecision) => {
  expect(findings(Pack)).toEqual(ownersDecision.map(finding => `${pack}-${finding}`));
});
