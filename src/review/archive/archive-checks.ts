import { Annotations, type Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { nobodyDeletesEvidence } from './archive-bucket';
import { EVIDENCE_PREFIXES } from './archive-layout';
import { isOfOtherAccount, keyConditions } from './archive-roles';
import type { AuditArchiveProps } from './audit-archive-props';
import { checkEnvironment, checkRegion } from '../../app/environment';
import { isOfClass } from '../../app/of-class';
import { shown } from '../../app/shown';
import { wholeDays } from '../../app/whole-days';

/** The limits of S3 for retention and lifecycle. */
const MAX_LOCK_DAYS = 36_500;
const MAX_LIFECYCLE_DAYS = 36_500;

/** Athena reads what is younger for less. */
const GLACIER_DAYS = 90;

/** What a bucket decides that is handed in. */
const OF_NEW_BUCKETS = ['objectLockRetention', 'objectLockMode', 'expiration', 'glacierInstantRetrievalTransition', 'accessLogsBucket'] as const;

/** Refuses options of a new bucket beside one that is there, and a bucket that could not hold evidence. */
export function checkBucket(scope: Construct, props: AuditArchiveProps): void {
  const { bucket } = props;
  if (bucket === undefined) {
    return;
  }
  if (typeof bucket?.bucketName !== 'string') {
    throw new Error(`bucket: must be a bucket, got: ${shown(bucket)}`);
  }
  const contradiction = OF_NEW_BUCKETS.find(prop => props[prop] !== undefined);
  if (contradiction !== undefined) {
    throw new Error(`${contradiction}: cannot be set on the bucket given; set it where that bucket is defined`);
  }
  checkRegion(scope, 'bucket', bucket.env.region);
  const resource = bucket.node.defaultChild;
  if (isOfClass(resource, s3.CfnBucket)) {
    checkOwnBucket(resource);
  } else {
    Annotations.of(scope).addWarningV2('cdk-audited-aurora-mysql:importedArchiveBucket',
      `bucket: that the bucket has Object Lock with a default retention and versioning is not known here, and nothing is evidence without; its policy should deny deletion: ${
        JSON.stringify(Stack.of(scope).resolve(nobodyDeletesEvidence(bucket).toStatementJson()))}`);
  }
}

function checkOwnBucket(resource: s3.CfnBucket): void {
  const { objectLockEnabled, objectLockConfiguration, versioningConfiguration } = Stack.of(resource).resolve({
    objectLockEnabled: resource.objectLockEnabled,
    objectLockConfiguration: resource.objectLockConfiguration,
    versioningConfiguration: resource.versioningConfiguration,
  });
  if (objectLockEnabled !== true || objectLockConfiguration?.rule?.defaultRetention === undefined) {
    throw new Error(`bucket: ${resource.node.path} must have Object Lock with a default retention, set objectLockDefaultRetention; what can be deleted is no evidence`);
  }
  if (versioningConfiguration?.status !== 'Enabled') {
    throw new Error(`bucket: ${resource.node.path} must have versions, set versioned: true; Object Lock needs them`);
  }
}

/** Lets the streams write into a bucket of another account, or says what its owner has to allow. */
export function allowOtherAccount(scope: Construct, bucket: s3.IBucket): void {
  if (!isOfOtherAccount(scope, bucket)) {
    return;
  }
  const principals = [new iam.AccountPrincipal(Stack.of(scope).account)];
  const refused = [
    new iam.PolicyStatement({
      principals,
      actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject', 's3:PutObjectAcl'],
      resources: EVIDENCE_PREFIXES.map(prefix => bucket.arnForObjects(`${prefix}*`)),
    }),
    new iam.PolicyStatement({ principals, actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], resources: [bucket.bucketArn] }),
  ].filter(statement => !bucket.addToResourcePolicy(statement).statementAdded);
  const key = bucket.encryptionKey?.addToResourcePolicy(new iam.PolicyStatement({
    principals, actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: ['*'], conditions: keyConditions(scope, bucket),
  }), true);
  if (refused.length > 0 || key?.statementAdded === false) {
    Annotations.of(scope).addWarningV2('cdk-audited-aurora-mysql:foreignArchiveBucket',
      `bucket: is of account ${bucket.env.account}; its policy must hold: ${JSON.stringify(Stack.of(scope).resolve(refused.map(statement => statement.toStatementJson())))}, `
      + 'and that of its key must allow the same account kms:Decrypt and kms:GenerateDataKey');
  }
}

/** The whole days of an option, if it is given; refuses others. */
export function archiveDays(prop: 'objectLockRetention' | 'expiration' | 'glacierInstantRetrievalTransition', duration: Duration | undefined): number | undefined {
  return duration === undefined ? undefined : wholeDays(prop, duration, prop === 'objectLockRetention' ? MAX_LOCK_DAYS : MAX_LIFECYCLE_DAYS);
}

export function checkedLockMode(mode: s3.ObjectLockMode = s3.ObjectLockMode.GOVERNANCE): s3.ObjectLockMode {
  const allowed = Object.values(s3.ObjectLockMode);
  if (!allowed.includes(mode)) {
    throw new Error(`objectLockMode: must be one of ${allowed.join(', ')}, got: ${shown(mode)}`);
  }
  return mode;
}

export function checkAccessLogsBucket(scope: Construct, bucket: s3.IBucket | undefined): void {
  if (bucket === undefined) {
    return;
  }
  if (typeof bucket?.bucketName !== 'string') {
    throw new Error(`accessLogsBucket: must be a bucket, got: ${shown(bucket)}`);
  }
  checkEnvironment(scope, 'accessLogsBucket', bucket.env);
  const resource = bucket.node.defaultChild;
  if (isOfClass(resource, s3.CfnBucket)) {
    checkTakesAccessLogs(resource);
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html */
function checkTakesAccessLogs(resource: s3.CfnBucket): void {
  const { isLocked, encryption } = Stack.of(resource).resolve({
    isLocked: resource.objectLockEnabled === true || resource.objectLockConfiguration !== undefined, encryption: resource.bucketEncryption,
  });
  if (isLocked) {
    throw new Error(`accessLogsBucket: ${resource.node.path} must have no Object Lock; S3 delivers no access logs into a bucket that has`);
  }
  if (JSON.stringify(encryption ?? {}).includes('"sseAlgorithm":"aws:kms')) {
    throw new Error(`accessLogsBucket: ${resource.node.path} must have no default encryption by KMS, set encryption: s3.BucketEncryption.S3_MANAGED; S3 delivers no access logs into a bucket that has`);
  }
}

/** When records move to Glacier: not at all, where they are gone by then. */
export function glacierDays(props: AuditArchiveProps): number | undefined {
  const given = archiveDays('glacierInstantRetrievalTransition', props.glacierInstantRetrievalTransition);
  const expiration = archiveDays('expiration', props.expiration) ?? Infinity;
  if (given !== undefined && given >= expiration) {
    throw new Error(`glacierInstantRetrievalTransition: must be before expiration, ${expiration} days, got: ${given} days`);
  }
  const days = given ?? GLACIER_DAYS;
  return days < expiration ? days : undefined;
}
