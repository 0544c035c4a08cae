import { Annotations } from 'aws-cdk-lib';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { type AuditEvent, redundantEvents } from './audit-event';
import type { AuditedUsers } from './audited-users';
import { masterUserName } from './master-user';

interface Selection extends AuditedUsers {
  readonly auditEvents?: AuditEvent[];
}

/** Says where a selection records twice, or leaves out the most powerful user. */
export function warnOfSelection(scope: Construct, { auditEvents, auditExcludedUsers }: Selection, resource: rds.CfnDBCluster | undefined): void {
  const redundant = redundantEvents(auditEvents ?? []);
  if (redundant.length > 0) {
    Annotations.of(scope).addWarningV2('cdk-audited-aurora-mysql:redundantEvents',
      `auditEvents: QUERY records every statement, ${redundant.join(', ')} beside it adds nothing`);
  }
  const master = resource && masterUserName(resource);
  if (master !== undefined && auditExcludedUsers?.includes(master)) {
    Annotations.of(scope).addWarningV2('cdk-audited-aurora-mysql:masterUserExcluded',
      `auditExcludedUsers: '${master}' is the master user; what the most powerful user does is not recorded`);
  }
}
