import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

interface DeliveryRoleProps {
  readonly streamArn: string;
  readonly bucket: s3.IBucket;
  readonly key?: kms.IKey;
  /** Where the stream writes. */
  readonly prefixes: string[];
  readonly errorLogStreamArn: string;
}

/**
 * The role by which one stream writes objects of one cluster; it can neither delete nor lock nor unlock any.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
 */
export function deliveryRole(scope: Construct, props: DeliveryRoleProps): iam.Role {
  return new iam.Role(scope, 'DeliveryRole', {
    description: 'Writes audit records into the archive',
    assumedBy: servicePrincipal(scope, 'firehose.amazonaws.com', [props.streamArn]),
    // There before the role is, and so before the stream; stock rule packs want no inline policies.
    managedPolicies: [new iam.ManagedPolicy(scope, 'DeliveryPolicy', { statements: deliveryStatements(scope, props) })],
  });
}

function deliveryStatements(scope: Construct, { bucket, key, prefixes, errorLogStreamArn }: DeliveryRoleProps): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject', ...isOfOtherAccount(scope, bucket) ? ['s3:PutObjectAcl'] : []],
      resources: prefixes.map(prefix => bucket.arnForObjects(`${prefix}*`)),
    }),
    new iam.PolicyStatement({ actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], resources: [bucket.bucketArn] }),
    ...key === undefined ? [] : [new iam.PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [key.keyArn],
      conditions: keyConditions(scope, bucket),
    })],
    new iam.PolicyStatement({ actions: ['logs:PutLogEvents'], resources: [errorLogStreamArn] }),
  ];
}

/** By S3 alone, for this bucket. With a bucket key, the context is the bucket and not the object. */
export function keyConditions(scope: Construct, bucket: s3.IBucket) {
  const { region, urlSuffix } = Stack.of(scope);
  return {
    StringEquals: { 'kms:ViaService': `s3.${region}.${urlSuffix}` },
    StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucket.bucketArn, bucket.arnForObjects('*')] },
  };
}

/** Whether a bucket is known to belong to somebody else. */
export function isOfOtherAccount(scope: Construct, bucket: s3.IBucket): boolean {
  const [own, other] = [Stack.of(scope).account, bucket.env.account];
  return !Token.isUnresolved(own) && !Token.isUnresolved(other) && own !== other;
}

interface SubscriptionRoleProps {
  readonly streamArn: string;
  readonly logGroup: logs.ILogGroup;
}

/** The role by which CloudWatch Logs puts the records of one log group into one stream. */
export function subscriptionRole(scope: Construct, { streamArn, logGroup }: SubscriptionRoleProps): iam.Role {
  const logGroupArn = Stack.of(scope).formatArn({
    service: 'logs', resource: 'log-group', resourceName: logGroup.logGroupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return new iam.Role(scope, 'SubscriptionRole', {
    description: 'Sends audit records to the archive',
    assumedBy: servicePrincipal(scope, 'logs.amazonaws.com', [logGroupArn, `${logGroupArn}:*`]),
    managedPolicies: [new iam.ManagedPolicy(scope, 'SubscriptionPolicy', {
      statements: [new iam.PolicyStatement({ actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'], resources: [streamArn] })],
    })],
  });
}

function servicePrincipal(scope: Construct, service: string, sourceArns: string[]): iam.IPrincipal {
  return new iam.ServicePrincipal(service, {
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account }, ArnLike: { 'aws:SourceArn': sourceArns } },
  });
}
