import { App, Stack, Validations } from 'aws-cdk-lib';
import * as nag from 'cdk-nag';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { auditedCluster } from './stacks';

interface Report {
  readonly pluginReports: { readonly violations: { readonly ruleName: string; readonly violatingConstructs: { readonly constructPath: string }[] }[] }[];
}

/** Synthesises a default cluster under a pack and says which rule found what, the app's own VPC aside. */
function findings(Pack: new (scope: App) => nag.NagPack): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'nag-'));
  const exitCode = process.exitCode;
  try {
    const app = new App({ outdir });
    Validations.of(app).addPlugins(new Pack(app));
    auditedCluster(new Stack(app, 'Stack'), { securityContacts: ['security@example.com'] });
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
    expect((error as Error).name).toBe('ValidationError');
  }
}

test.each<[new (scope: App) => nag.NagPack, string[]]>([
  [nag.AwsSolutionsChecks, []],
  [nag.HIPAASecurityChecks, []],
  [nag.NIST80053R4Checks, []],
  [nag.NIST80053R5Checks, []],
  [nag.PCIDSS321Checks, []],
  [nag.ServerlessChecks, []],
])('%p finds nothing but what the owner of the cluster decides', (Pack, ownersDecision) => {
  expect(findings(Pack)).toEqual(ownersDecision);
});
