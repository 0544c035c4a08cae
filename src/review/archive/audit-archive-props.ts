import type { Duration } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { IAuroraMysqlAudit } from '../../detection/aurora-mysql-audit-ref';

/**
 * Properties of `AuditArchive`.
 */
export interface AuditArchiveProps {
  /**
   * The audits whose records to archive, at least one, of the account and region of the archive.
   *
   * Clusters of one archive have different identifiers. More come with `addAudit`.
   */
  readonly audits: IAuroraMysqlAudit[];

  /**
   * The bucket to archive in, for example one of a log archive account, of the region of the archive, with Object Lock and versioning.
   *
   * Its encryption, lifecycle, access logs and policy are its owner's; what the policy of a bucket of another account has to hold, a warning says. Archives of several accounts
   * may share a bucket as long as no two clusters have the same identifier.
   *
   * @default - a new bucket with Object Lock, versioning, encryption and access logs, for TLS only, which outlives the stack
   */
  readonly bucket?: s3.IBucket;

  /**
   * The key that encrypts objects and error logs, of the region of the archive.
   *
   * With a `bucket` it is the key of that bucket, if it has one.
   *
   * @default - that of `bucket`, or a new key with rotation, which outlives the stack
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How long nobody may delete or change an object: at least one day, at most 36,500, in whole days. Not with a `bucket`.
   *
   * @default - the longest retention of the audit log groups: one year where it is not known here, ten years where a group keeps its records for ever
   */
  readonly objectLockRetention?: Duration;

  /**
   * Who may lift the lock of an object. Not with a `bucket`.
   *
   * GOVERNANCE: whoever may change the policy of the bucket, which denies it to everybody, and has `s3:BypassGovernanceRetention`.
   *
   * COMPLIANCE: nobody, not AWS and not the root user. Objects, their costs and the bucket stay until the retention is over, whatever was written into them and however long
   * the retention is; only closing the account ends it earlier. Try GOVERNANCE first.
   *
   * @default s3.ObjectLockMode.GOVERNANCE
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
   */
  readonly objectLockMode?: s3.ObjectLockMode;

  /**
   * When objects are deleted: in whole days, not before their lock ends. Not with a `bucket`.
   *
   * @default - never
   */
  readonly expiration?: Duration;

  /**
   * When records move to Glacier Instant Retrieval, which costs less to keep and more to read, for Athena too: in whole days, before `expiration`. Not with a `bucket`.
   *
   * @default - 90 days; not at all where objects expire by then
   */
  readonly glacierInstantRetrievalTransition?: Duration;

  /**
   * The bucket for the access logs of the new bucket, of its account and region, without Object Lock and without default encryption by KMS: S3 delivers none into others.
   * It may be of another stack; what the policy of an imported one has to hold, a warning says. Not with a `bucket`.
   *
   * @default - a new bucket, which outlives the stack; access logs are kept as long as objects are locked
   */
  readonly accessLogsBucket?: s3.IBucket;
}
