import { Annotations, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { EVIDENCE_PREFIXES, RECORDS_PREFIX } from './archive-layout';

/** How the bucket of an archive is made. */
export interface ArchiveBucketProps {
  readonly key: kms.IKey;
  readonly lockMode: s3.ObjectLockMode;
  /** Asked at synthesis, when all audits are known. */
  readonly lockDays: () => number;
  /** None where records are gone before. */
  readonly glacierDays?: number;
  readonly expirationDays?: number;
  readonly accessLogsBucket: s3.IBucket;
}

/** What every bucket of ours is. */
const SECURE = {
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
  removalPolicy: RemovalPolicy.RETAIN,
  versioned: true,
};

/** Under which the access logs of an archive are kept. */
const ACCESS_LOGS_PREFIX = 'archive/';

/** A bucket whose objects nobody deletes before their time. */
export function archiveBucket(scope: Construct, props: ArchiveBucketProps): s3.Bucket {
  const bucket = new s3.Bucket(scope, 'Bucket', {
    ...SECURE,
    encryption: s3.BucketEncryption.KMS,
    encryptionKey: props.key,
    bucketKeyEnabled: true,
    objectLockEnabled: true,
    lifecycleRules: [
      ...props.glacierDays === undefined ? [] : [{
        id: 'Records',
        prefix: RECORDS_PREFIX,
        transitions: [{ storageClass: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(props.glacierDays) }],
      }],
      {
        id: 'Leftovers',
        abortIncompleteMultipartUploadAfter: Duration.days(7),
        // A lock outlasts it.
        noncurrentVersionExpiration: Duration.days(1),
        ...props.expirationDays === undefined ? {} : { expiration: Duration.days(props.expirationDays) },
      },
    ],
  });
  const resource = bucket.node.defaultChild as s3.CfnBucket;
  resource.objectLockConfiguration = {
    objectLockEnabled: 'Enabled',
    rule: { defaultRetention: { mode: props.lockMode, days: Lazy.number({ produce: props.lockDays }) } },
  };
  // The L2 would use an ACL, or not, by a feature flag of the app.
  resource.loggingConfiguration = { destinationBucketName: props.accessLogsBucket.bucketName, logFilePrefix: ACCESS_LOGS_PREFIX };
  bucket.addToResourcePolicy(nobodyDeletesEvidence(bucket));
  return withPolicy(bucket);
}

/** Denied to everybody, who may lift locks as well: only a change of the policy, which CloudTrail tells, allows it. */
export function nobodyDeletesEvidence(bucket: s3.IBucket): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'NobodyDeletesEvidence',
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    // A delete marker hides an object although it is locked.
    actions: ['s3:BypassGovernanceRetention', 's3:DeleteObject', 's3:DeleteObjectVersion'],
    resources: EVIDENCE_PREFIXES.map(prefix => bucket.arnForObjects(`${prefix}*`)),
  });
}

/** A bucket for the access logs of an archive. Log delivery knows neither Object Lock nor keys of KMS. */
export function accessLogsBucket(scope: Construct, days: () => number): s3.Bucket {
  return withPolicy(new s3.Bucket(scope, 'AccessLogs', {
    ...SECURE,
    encryption: s3.BucketEncryption.S3_MANAGED,
    lifecycleRules: [{
      id: 'AccessLogs',
      abortIncompleteMultipartUploadAfter: Duration.days(7),
      expiration: Duration.days(Lazy.number({ produce: days })),
      noncurrentVersionExpiration: Duration.days(1),
    }],
  }));
}

/** What is denied has to stay denied where the bucket outlives the stack. */
function withPolicy(bucket: s3.Bucket): s3.Bucket {
  bucket.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return bucket;
}

/** Lets S3 deliver the access logs of a bucket, or says what the policy of the other one has to hold where it cannot be changed from here. */
export function allowAccessLogs(scope: Construct, target: s3.IBucket, source: s3.IBucket): void {
  const statement = new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
    actions: ['s3:PutObject'],
    resources: [target.arnForObjects(`${ACCESS_LOGS_PREFIX}*`)],
    conditions: {
      // The bucket refers to that of its logs: where that is in another stack, its policy cannot refer back.
      ...Stack.of(target) === Stack.of(source) && { ArnLike: { 'aws:SourceArn': source.bucketArn } },
      StringEquals: { 'aws:SourceAccount': Stack.of(source).account },
    },
  });
  if (!target.addToResourcePolicy(statement).statementAdded) {
    Annotations.of(scope).addWarningV2('cdk-audited-aurora-mysql:importedAccessLogsBucket',
      'accessLogsBucket: the policy of an imported bucket cannot be changed here, and S3 delivers no access logs without; it must hold: '
      + JSON.stringify(Stack.of(scope).resolve(statement.toStatementJson())));
  }
}
