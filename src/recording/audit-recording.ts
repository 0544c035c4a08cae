import { Annotations } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct, IConstruct } from 'constructs';
import { type AuditCoveragePart, AuditCoverageLevel } from './audit-coverage';
import { auditEncryptionKey, KeyOnDemand } from './audit-encryption-key';
import { type AuditRemoval, auditRemovalPolicy } from './audit-removal';
import type { AuditedCluster } from './audited-cluster';
import { auditedLogExports } from './audited-log-exports';
import { checkedRetention, clusterLogGroups, warnOfShortRetention } from './cluster-log-groups';
import { auditedParameterGroup, checkClusterParameters } from './cluster-parameter-group';
import { warnOfHandedIn } from './handed-in-log-groups';
import { IDENTIFIER_METADATA } from './identifier-metadata';
import { checkInstanceParameters } from './instance-parameters';
import { AUDIT_LOG, exportLogGroupName } from './log-export';
import { logGroupOfApp } from './log-group-of-app';
import { checkNoOverride, overruled } from './overruled';
import { type AuditSelection, renderAuditParameters } from './rendered-audit-parameters';
import { shareCondition } from './shared-condition';
import { printable, restartNeeded, type Unmanaged, unmanagedCluster, unmanagedLogGroups, warnOfUnmanaged } from './unmanaged';
import { writtenProperties } from './written-properties';
import { shown } from '../app/shown';

/** What is recorded of a cluster, and how it is kept. */
export interface AuditRecordingProps extends AuditSelection, AuditRemoval {
  readonly auditLogEncryptionKey?: kms.IKey;
  readonly auditLogRetention?: logs.RetentionDays;
  readonly auditLogDataProtectionPolicy?: logs.DataProtectionPolicy;
  readonly auditLogGroup?: logs.ILogGroup;
  readonly logGroups?: { [logType: string]: logs.ILogGroup };
}

/** A cluster that records, with what it took. */
export interface AuditRecording {
  /** None of an imported cluster. */
  readonly parameterGroup?: rds.IParameterGroup;
  readonly parameterGroupName?: string;
  readonly logGroups: { [logType: string]: logs.ILogGroup };
  readonly key: KeyOnDemand;
  readonly record: AuditCoveragePart;
  readonly keep: AuditCoveragePart;
  /** Changes the cluster, which is as it was until then. */
  readonly attach: () => void;
}

/** Makes everything that a cluster needs to record, as far as it can be made from here. */
export function recordAudit(scope: Construct, cluster: AuditedCluster, props: AuditRecordingProps): AuditRecording {
  const { clusterIdentifier, resource, isDeployed } = cluster;
  const existing = existingLogGroups(props);
  const retention = checkedRetention(props.auditLogRetention);
  const removalPolicy = auditRemovalPolicy(props);
  const key = new KeyOnDemand(() => auditEncryptionKey(scope, {
    logGroupNames: exportLogGroupName(clusterIdentifier, '*'), removalPolicy, given: props.auditLogEncryptionKey,
  }));
  const exported = resource && exportedLogs(resource);
  const logTypes = resource ? auditedLogExports(exported) : [...new Set([AUDIT_LOG, ...Object.keys(existing)])];
  const madeByRds = resource ? isDeployed ? exported ?? [] : [] : logTypes;
  const logGroups = clusterLogGroups(scope, {
    ...props, clusterIdentifier, logTypes, madeByRds, encryptionKey: () => key.get(), removalPolicy, existing,
  });
  const parameters = renderAuditParameters(props);
  const setUp = resource && clusterSetUp(scope, cluster, resource, parameters);
  const unseen = resource ? setUp?.unmanaged : unmanagedCluster(cluster.construct.node.path, clusterIdentifier, printable(scope, parameters));
  const strange = Object.entries(logGroups).filter(([, group]) => logGroupOfApp(group) === undefined);
  const keep = strange.length === 0 ? undefined : unmanagedLogGroups(
    Object.fromEntries(strange.map(([logType, { logGroupName }]) => [logType, logGroupName])),
    { retention, keyArn: props.auditLogEncryptionKey?.keyArn, isProtected: props.auditLogDeletionProtection === true },
  );
  warnOfHandedIn(scope, existing, { ...props, auditLogRetention: retention });
  [unseen, keep].forEach(unmanaged => unmanaged && warnOfUnmanaged(scope, unmanaged));
  warnOfShortRetention(scope, retention);
  return {
    parameterGroup: setUp?.group,
    parameterGroupName: setUp?.name,
    logGroups,
    key,
    get record() { return part([unseen, setUp?.overruled()], resource === undefined); },
    keep: part([keep], strange.some(([logType]) => logType === AUDIT_LOG)),
    attach: () => {
      setUp?.attach();
      if (resource) {
        resource.enableCloudwatchLogsExports = logTypes;
        if (writtenProperties(resource).dbClusterIdentifier === undefined) {
          resource.addMetadata(IDENTIFIER_METADATA, clusterIdentifier);
        }
        shareCondition(scope, resource);
      }
    },
  };
}

/** The parameter group, held against what the cluster and its instances say now, and at synthesis: parameters may come late. */
function clusterSetUp(scope: Construct, cluster: AuditedCluster, resource: rds.CfnDBCluster, parameters: Record<string, string>) {
  const { path } = cluster.construct.node;
  const setUp = auditedParameterGroup(scope, cluster, resource, parameters);
  const isIdentifierWritten = writtenProperties(resource).dbClusterIdentifier !== undefined;
  let isAttached = false;
  const check = () => {
    checkClusterParameters(resource, parameters);
    cluster.instances().forEach(instance => checkInstanceParameters(instance, setUp.group));
  };
  check();
  const changes = () => isAttached ? overruled({
    cluster: resource,
    clusterIdentifier: cluster.clusterIdentifier,
    isIdentifierWritten,
    parameterGroupName: setUp.name,
    parameterGroup: setUp.resource,
    parameters,
  }) : undefined;
  scope.node.addValidation({
    validate: () => {
      const changed = changes();
      changed && warnOfUnmanaged(scope, changed);
      return [...takenOut(cluster.construct), ...errorsOf(check)];
    },
  });
  if (setUp.isNew && cluster.isDeployed) {
    Annotations.of(scope).addInfoV2('cdk-audited-aurora-mysql:restartNeeded', restartNeeded(path));
  }
  return {
    ...setUp,
    overruled: changes,
    attach: () => {
      setUp.attach();
      isAttached = true;
    },
  };
}

/** What the cluster exports; without the audit log only where the property, and no override, can be given it. */
function exportedLogs(resource: rds.CfnDBCluster): string[] | undefined {
  const { enableCloudwatchLogsExports: exported } = writtenProperties(resource);
  if (!Array.isArray(exported) || !exported.includes(AUDIT_LOG)) {
    checkNoOverride('cloudwatchLogsExports', resource, 'EnableCloudwatchLogsExports');
  }
  return exported;
}

function part(things: (Unmanaged | undefined)[], isWhole: boolean): AuditCoveragePart {
  const unmanaged = things.flatMap(thing => thing?.reason ?? []);
  const level = unmanaged.length === 0 ? AuditCoverageLevel.MANAGED : isWhole ? AuditCoverageLevel.UNMANAGED : AuditCoverageLevel.PARTLY_MANAGED;
  return { level, unmanaged };
}

/** An audit beside a cluster stays when the cluster is taken out of the tree. */
function takenOut({ node }: IConstruct): string[] {
  return node.scope?.node.tryFindChild(node.id)?.node === node ? [] : [`cluster: ${node.path} was taken out of the app, and its audit was not; take that out, too`];
}

function errorsOf(check: () => void): string[] {
  try {
    check();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

function existingLogGroups({ logGroups = {}, auditLogGroup }: AuditRecordingProps): { [logType: string]: logs.ILogGroup } {
  if (typeof logGroups !== 'object' || logGroups === null || Array.isArray(logGroups)) {
    throw new Error(`logGroups: must be a map of log types to log groups, got: ${shown(logGroups)}`);
  }
  return auditLogGroup === undefined ? logGroups : { ...logGroups, [AUDIT_LOG]: auditLogGroup };
}
