import { Annotations } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as rds from 'aws-cdk-lib/aws-rds';
import { shown } from '../app/shown';

/** Refuses what names no snapshot: without one the cluster would be a new one, without a master user. */
export function checkedSnapshot<T extends { readonly snapshotIdentifier: string }>(props: T): T {
  if (typeof props?.snapshotIdentifier !== 'string' || props.snapshotIdentifier === '') {
    throw new Error(`snapshotIdentifier: must be the name or the ARN of a snapshot, got: ${shown(props?.snapshotIdentifier)}`);
  }
  return props;
}

/**
 * Takes away the secret that aws-rds generates beside a restored cluster, unless a feature flag forbids it: its password
 * is nobody's, the users of the cluster come with the snapshot. What `snapshotCredentials` generate stays.
 */
export function removeUnusedSecret(cluster: rds.DatabaseClusterFromSnapshot, snapshotCredentials: rds.SnapshotCredentials | undefined): void {
  const removed = cluster.node.tryRemoveChild('Secret');
  if (snapshotCredentials === undefined) {
    Annotations.of(cluster).acknowledgeWarning('@aws-cdk/aws-rds:generatedCredsNotApplied', 'no credentials are generated');
    if (removed) {
      Object.defineProperty(cluster, 'secret', { value: undefined });
    }
  }
}

/**
 * A restore takes a key and no flag, so that without a key the snapshot decides.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterFromSnapshot.html
 */
export function warnOfRestoredEncryption(
  cluster: rds.DatabaseClusterFromSnapshot, props: { readonly storageEncrypted?: boolean; readonly storageEncryptionKey?: kms.IKeyRef },
): void {
  if (props.storageEncryptionKey === undefined && props.storageEncrypted !== false) {
    Annotations.of(cluster).addWarningV2('cdk-audited-aurora-mysql:restoredEncryption',
      'storageEncrypted: does not encrypt what is restored from an unencrypted snapshot, though the template says true; '
      + 'give storageEncryptionKey, or acknowledge this if the snapshot is encrypted');
  }
}
