import { relative, sep } from 'path';
import { App } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { AuditEvidenceFormat } from './audit-evidence-format';
import { evidenceOf } from './evidence';
import type { EvidenceDetails } from './evidence-details';
import { sourceOf } from './source-location';
import { removeEvidence, writeEvidence } from './write-evidence';
import type { Settled } from '../exceptions/acceptances';
import type { UnmatchedException } from '../exceptions/unmatched';
import { rulesLeftOut } from '../judge';
import type { Judging } from '../judge-app';
import type { TemplatePath } from '../report';

/** Marks an app of which evidence is written. */
const METADATA_TYPE = 'cdk-audited-aurora-mysql:evidence';

/** The evidence files in the output directory of an app. */
export class EvidenceFiles {
  private readonly app: App;

  constructor(scope: IConstruct | undefined, private readonly formats: readonly AuditEvidenceFormat[], private readonly details: EvidenceDetails) {
    const root = scope?.node.root;
    if (!App.isApp(root)) {
      throw new Error('evidenceFormats: needs to know the app: new AuroraMysqlAuditChecks(app, { evidenceFormats: [...] })');
    }
    if (root.node.metadata.some(({ type }) => type === METADATA_TYPE)) {
      throw new Error('evidenceFormats: another AuroraMysqlAuditChecks writes the evidence of this app already');
    }
    root.node.addMetadata(METADATA_TYPE, formats);
    // aws-cdk-lib refuses plugins that change what the output directory holds when they begin, files of an earlier synthesis included.
    root.node.addValidation({ validate: () => this.removeEarlier() });
    this.app = root;
  }

  public write(settled: readonly Settled[], unmatched: readonly UnmatchedException[], judging: Judging, templatePath: TemplatePath): void {
    const outcomes = settled.map(({ outcome, located }) => ({
      ...outcome,
      templateFile: this.inOutdir(templatePath(located)),
      source: outcome.propertyPath === undefined ? undefined : sourceOf(located.construct, outcome.propertyPath),
    }));
    const evidence = evidenceOf(outcomes, { ...judging, rulesLeftOut: rulesLeftOut(judging) }, this.details, unmatched);
    writeEvidence(evidence, this.app.outdir, this.formats);
  }

  private inOutdir(path: string | undefined): string | undefined {
    return path === undefined ? undefined : relative(this.app.outdir, path).split(sep).join('/');
  }

  private removeEarlier(): string[] {
    removeEvidence(this.app.outdir);
    return [];
  }
}
