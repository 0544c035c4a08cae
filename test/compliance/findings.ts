import type { IConstruct } from 'constructs';
import { AuroraMysqlAuditChecks, type AuroraMysqlAuditChecksProps } from '../../src';

/** The ids of all findings below a construct, without the name of the pack. */
export function findings(scope: IConstruct, props?: AuroraMysqlAuditChecksProps): string[] {
  const { violations } = new AuroraMysqlAuditChecks(undefined, props).validateScope(scope);
  return violations.map(({ ruleName }) => ruleName.replace(/^AuroraMysqlAudit-/, '')).sort();
}
