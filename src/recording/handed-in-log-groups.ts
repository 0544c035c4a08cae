import { Annotations, Token } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { logGroupOfApp } from './log-group-of-app';
import { propOf } from './unmanaged';
import { renderedResource } from '../app/rendered-resource';

/** What the options ask of log groups. */
interface Wanted {
  readonly auditLogRetention: logs.RetentionDays;
  readonly auditLogEncryptionKey?: unknown;
  readonly auditLogDeletionProtection?: boolean;
}

/** Says at synthesis where a log group that is handed in, and that the app makes, keeps less than the options ask for: they do not reach it. */
export function warnOfHandedIn(scope: Construct, groups: { [logType: string]: logs.ILogGroup }, wanted: Wanted): void {
  scope.node.addValidation({
    validate: () => {
      for (const [logType, group] of Object.entries(groups)) {
        const resource = logGroupOfApp(group);
        const lacks = resource ? lacking(resource, wanted) : [];
        if (lacks.length > 0) {
          Annotations.of(scope).addWarningV2(`cdk-audited-aurora-mysql:handedInLogGroup-${logType}`,
            `${propOf(logType)}: ${resource!.node.path} stays as it is defined, and the options ask for more: set ${lacks.join(', ')} there`);
        }
      }
      return [];
    },
  });
}

function lacking(resource: logs.CfnLogGroup, wanted: Wanted): string[] {
  const { RetentionInDays: days, KmsKeyId: key, DeletionProtectionEnabled: isProtected } = renderedResource(resource).Properties ?? {};
  const { auditLogRetention: retention } = wanted;
  const isShort = typeof days === 'number' && !Token.isUnresolved(retention) && days < retention;
  return [
    ...isShort ? [`retention (${days} days) to ${retention === logs.RetentionDays.INFINITE ? 'INFINITE' : `${retention} days`}`] : [],
    ...wanted.auditLogEncryptionKey !== undefined && key === undefined ? ['encryptionKey'] : [],
    ...wanted.auditLogDeletionProtection === true && isProtected !== true ? ['deletionProtectionEnabled'] : [],
  ];
}
