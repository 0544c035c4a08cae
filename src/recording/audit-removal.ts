import { Annotations, CfnDeletionPolicy, type CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { renderedResource } from '../app/rendered-resource';
import { shown } from '../app/shown';

/** What becomes of log groups and key. */
export interface AuditRemoval {
  readonly auditLogRemovalPolicy?: RemovalPolicy;
  readonly auditLogDeletionProtection?: boolean;
}

const ALLOWED = [RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, RemovalPolicy.RETAIN, RemovalPolicy.DESTROY];

/**
 * The removal policy of log groups and key. By default a first deployment that fails takes them along, and nothing else does:
 * left behind, they would be in the way of the second one. A protected group cannot go along.
 */
export function auditRemovalPolicy({ auditLogRemovalPolicy: given, auditLogDeletionProtection: isProtected }: AuditRemoval): RemovalPolicy {
  if (isProtected !== undefined && typeof isProtected !== 'boolean') {
    throw new Error(`auditLogDeletionProtection: must be true or false, got: ${shown(isProtected)}`);
  }
  if (given === undefined) {
    return isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
  }
  if (!ALLOWED.includes(given)) {
    throw new Error(`auditLogRemovalPolicy: must be RETAIN_ON_UPDATE_OR_DELETE, RETAIN or DESTROY, got: ${shown(given)}`);
  }
  if (isProtected && given === RemovalPolicy.DESTROY) {
    throw new Error('auditLogDeletionProtection: contradicts auditLogRemovalPolicy DESTROY, the service refuses to delete a protected log group');
  }
  return given;
}

/** What fails when a protected resource leaves the stack under a deletion policy. */
const CONTRADICTIONS: Record<string, string> = {
  [CfnDeletionPolicy.DELETE]: 'deletion of the stack will fail: its deletion policy is Delete, and deletion protection refuses that',
  [CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE]: 'roll-back of a first deployment that fails will fail as well: '
    + 'its deletion policy then wants it deleted, and deletion protection refuses that; turn protection on after the first deployment',
};

/** Says, at synthesis, when removal policies contradict deletion protection, whoever set them: aspects and overrides may do so late. */
export function warnOfContradictions(scope: Construct, protectable: () => CfnResource[]): void {
  scope.node.addValidation({
    validate: () => {
      for (const resource of protectable()) {
        const { DeletionPolicy: policy, Properties: { DeletionProtection, DeletionProtectionEnabled } = {} } = renderedResource(resource);
        const isProtected = DeletionProtection === true || DeletionProtectionEnabled === true;
        const contradiction = isProtected ? CONTRADICTIONS[String(policy)] : undefined;
        if (contradiction !== undefined) {
          Annotations.of(resource).addWarningV2('cdk-audited-aurora-mysql:protectedFromRemoval', `${contradiction} (${resource.node.path})`);
        }
      }
      return [];
    },
  });
}
