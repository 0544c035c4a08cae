import { rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { AuditEvidenceFormat } from './audit-evidence-format';
import type { Evidence } from './evidence';
import { evidenceCsv } from './evidence-csv';
import { evidenceHtml } from './evidence-html';
import { evidenceJson } from './evidence-json';
import { evidenceSarif } from './evidence-sarif';

const RENDERERS: Readonly<Record<AuditEvidenceFormat, (evidence: Evidence) => string>> = {
  [AuditEvidenceFormat.JSON]: evidenceJson,
  [AuditEvidenceFormat.CSV]: evidenceCsv,
  [AuditEvidenceFormat.HTML]: evidenceHtml,
  [AuditEvidenceFormat.SARIF]: evidenceSarif,
};

/** Writes the evidence into a directory, a file for each format. */
export function writeEvidence(evidence: Evidence, directory: string, formats: readonly AuditEvidenceFormat[]): void {
  for (const format of formats) {
    atPath(directory, format, path => writeFileSync(path, RENDERERS[format](evidence)));
  }
}

/** Removes the evidence that an earlier synthesis wrote, of every format. */
export function removeEvidence(directory: string): void {
  for (const format of Object.values(AuditEvidenceFormat)) {
    atPath(directory, format, path => rmSync(path, { force: true }));
  }
}

function atPath(directory: string, format: AuditEvidenceFormat, change: (path: string) => void): void {
  const path = join(directory, `aurora-mysql-audit-evidence.${format}`);
  try {
    change(path);
  } catch (error) {
    throw new Error(`evidenceFormats: cannot write ${path}: ${(error as Error).message}`, { cause: error });
  }
}
