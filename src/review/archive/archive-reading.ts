import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';

/** Lets someone read what is below some prefixes of a bucket, in every version, and decrypt it. */
export function grantReadObjects(bucket: s3.IBucket, key: kms.IKey | undefined, prefixes: string[], grantee: iam.IGrantable): iam.Grant {
  const grants = [
    iam.Grant.addToPrincipalOrResource({
      grantee,
      actions: ['s3:GetObject', 's3:GetObjectRetention', 's3:GetObjectVersion'],
      resourceArns: prefixes.map(prefix => bucket.arnForObjects(`${prefix}*`)),
      resource: bucket,
    }),
    iam.Grant.addToPrincipalOrResource({
      grantee,
      actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketVersions'],
      resourceArns: [bucket.bucketArn],
      resource: bucket,
    }),
    ...key ? [key.grantDecrypt(grantee)] : [],
  ];
  return grants.reduce((all, grant) => all.combine(grant));
}
