import { shown } from '../../app/shown';
import type { AuroraMysqlAuditChecksProps } from '../aurora-mysql-audit-checks-props';

/** What the evidence is of, as the caller says it; nothing of it is looked up. */
export interface EvidenceDetails {
  readonly title?: string;
  readonly environment?: string;
  readonly commit?: string;
  readonly approver?: string;
  readonly date?: string;
}

/** @param isKnown whether text is known, and not made at deployment */
export function checkedDetails(props: AuroraMysqlAuditChecksProps, isKnown: (text: string) => boolean = () => true): EvidenceDetails {
  const { evidenceTitle, evidenceEnvironment, evidenceCommit, evidenceApprover, evaluationDate } = props;
  return {
    title: checkedLine('evidenceTitle', evidenceTitle, isKnown),
    environment: checkedLine('evidenceEnvironment', evidenceEnvironment, isKnown),
    commit: checkedLine('evidenceCommit', evidenceCommit, isKnown),
    approver: checkedLine('evidenceApprover', evidenceApprover, isKnown),
    date: evaluationDate,
  };
}

function checkedLine(prop: string, text: string | undefined, isKnown: (text: string) => boolean): string | undefined {
  if (text !== undefined && (typeof text !== 'string' || text.trim() === '' || /[\r\n]/.test(text) || !isKnown(text))) {
    throw new Error(`${prop}: must be a line of text that is known at synthesis, got: ${shown(text)}`);
  }
  return text?.trim();
}
