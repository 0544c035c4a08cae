import { Annotations, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { shown } from '../../app/shown';

/** Lets someone read what is below some prefixes of a bucket, in every version, and decrypt it; nothing else of the bucket, not even names. */
export function grantReadObjects(bucket: s3.IBucket, key: kms.IKey | undefined, prefixes: string[], grantee: iam.IGrantable): iam.Grant {
  checkGrantee(grantee);
  const refused: unknown[] = [];
  const resource: iam.IResourceWithPolicyV2 = {
    env: bucket.env,
    addToResourcePolicy: statement => {
      const result = bucket.addToResourcePolicy(statement);
      refused.push(...result.statementAdded ? [] : [statement.toStatementJson()]);
      return result;
    },
  };
  const grant = allOf(grantee, [
    () => iam.Grant.addToPrincipalOrResource({
      grantee,
      actions: ['s3:GetObject', 's3:GetObjectRetention', 's3:GetObjectVersion'],
      resourceArns: prefixes.map(prefix => bucket.arnForObjects(`${prefix}*`)),
      resource,
    }),
    () => iam.Grant.addToPrincipalOrResource({
      grantee,
      actions: ['s3:ListBucket', 's3:ListBucketVersions'],
      resourceArns: [bucket.bucketArn],
      resource,
      conditions: { StringLike: { 's3:prefix': prefixes.map(prefix => `${prefix}*`) } },
    }),
    () => iam.Grant.addToPrincipalOrResource({ grantee, actions: ['s3:GetBucketLocation'], resourceArns: [bucket.bucketArn], resource }),
    ...key ? [() => key.grantDecrypt(grantee)] : [],
  ]);
  if (refused.length > 0) {
    Annotations.of(bucket).addWarningV2('cdk-audited-aurora-mysql:readerOfImportedBucket',
      'grantee: somebody who reads by the policy of the bucket, which is imported and cannot be changed here; it must hold, and that of its key must allow kms:Decrypt: '
      + JSON.stringify(Stack.of(bucket).resolve(refused)));
  }
  return grant;
}

/** Refuses what is nobody. */
export function checkGrantee(grantee: iam.IGrantable): void {
  if (typeof grantee?.grantPrincipal?.addToPrincipalPolicy !== 'function') {
    throw new Error(`grantee: must be somebody who can be granted something, such as a role, got: ${shown(grantee)}`);
  }
}

/** Grants one after the other, and refuses at the first that nobody's policy takes: together they would look as if all had been granted. */
export function allOf(grantee: iam.IGrantable, grants: (() => iam.Grant)[]): iam.Grant {
  return grants.map(grant => {
    const granted = grant();
    if (!granted.success) {
      throw new Error(`grantee: ${shown(grantee)} has no policy that could be added to, and what is to be read has none either; grant it to a role, a user or a group`);
    }
    return granted;
  }).reduce((all, each) => all.combine(each));
}
