import { Token } from 'aws-cdk-lib';
import { shown } from '../../recording/shown';
import type { AuroraMysqlAuditChecksProps } from '../aurora-mysql-audit-checks-props';

/** What the evidence is of, as the caller says it; nothing of it is looked up. */
export interface EvidenceDetails {
  readonly title?: string;
  readonly environment?: string;
  readonly commit?: string;
  readonly approver?: string;
  readonly date?: string;
}

export function checkedDetails(props: AuroraMysqlAuditChecksProps): EvidenceDetails {
  const { evidenceTitle, evidenceEnvironment, evidenceCommit, evidenceApprover, evaluationDate } = props;
  return {
    title: checkedLine('evidenceTitle', evidenceTitle),
    environment: checkedLine('evidenceEnvironment', evidenceEnvironment),
    commit: checkedLine('evidenceCommit', evidenceCommit),
    approver: checkedLine('evidenceApprover', evidenceApprover),
    date: evaluationDate,
  };
}

function checkedLine(prop: string, text: string | undefined): string | undefined {
  if (text !== undefined && (typeof text !== 'string' || text.trim() === '' || /[\r\n]/.test(text) || Token.isUnresolved(text))) {
    throw new Error(`${prop}: must be a line of text that is known at synthesis, got: ${shown(text)}`);
  }
  return text?.trim();
}
