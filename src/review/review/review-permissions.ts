import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { ReviewLayout } from './review-layout';
import { SIGN_OFF } from './review-listing';
import { REVIEW_NAMESPACE } from './watch-machine';
import { keyConditions } from '../archive/archive-roles';

/** What the machines of a review work on. */
export interface ReviewResources {
  readonly layout: ReviewLayout;
  readonly bucket: s3.IBucket;
  readonly bucketKey?: kms.IKey;
}

interface ReviewPermissions extends ReviewResources {
  readonly name: string;
  /** What asking needs. */
  readonly asking: iam.PolicyStatement[];
  readonly topicArn: string;
  readonly topicKey: kms.IKey;
}

/** Asks and files; of what is filed it reads its own numbers. It can neither delete nor sign. */
export function reviewStatements(scope: Construct, props: ReviewPermissions): iam.PolicyStatement[] {
  const stack = Stack.of(scope);
  const { layout, name, asking, topicArn, topicKey } = props;
  const states = (resource: string, resourceName: string) =>
    stack.formatArn({ service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  return [
    ...asking,
    // It has no resources to name.
    new iam.PolicyStatement({ actions: ['ssm:CreateOpsItem'], resources: ['*'] }),
    // With the details: what is not there would be denied otherwise, and look like what cannot be read.
    ...listing(props, layout.runs, layout.reports, layout.details),
    ...objects(props, ['s3:GetObject'], [`${layout.details}*`]),
    ...objects(props, ['s3:PutObject'], [`${layout.runs}*`, `${layout.reports}*.txt`, `${layout.details}*`, `${layout.opsItems}*`]),
    ...keyUse(scope, props),
    new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [topicArn] }),
    new iam.PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [topicKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `sns.${stack.region}.${stack.urlSuffix}` } },
    }),
    // Each cluster is an execution of its own.
    new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: [states('stateMachine', name)] }),
    new iam.PolicyStatement({
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: [states('execution', `${name}:*`), states('execution', `${name}/*`)],
    }),
  ];
}

/** Reads which report an OpsItem is of, and files signatures beside reports, which it cannot write. */
export function signOffStatements(scope: Construct, props: ReviewResources): iam.PolicyStatement[] {
  const { layout } = props;
  return [
    ...listing(props, layout.opsItems),
    ...objects(props, ['s3:GetObject'], [`${layout.opsItems}*`]),
    ...objects(props, ['s3:PutObject'], [`${layout.reports}*${SIGN_OFF}*.json`]),
    ...keyUse(scope, props),
    new iam.PolicyStatement({ actions: ['ssm:GetOpsItem'], resources: [Stack.of(scope).formatArn({ service: 'ssm', resource: 'opsitem', resourceName: '*' })] }),
  ];
}

/** Looks how late reviews are, and says so. */
export function watchStatements(props: ReviewResources & { reviewMachineArn: string }): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({ actions: ['states:DescribeStateMachine'], resources: [props.reviewMachineArn] }),
    ...listing(props, props.layout.runs, props.layout.reports),
    new iam.PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': REVIEW_NAMESPACE } },
    }),
  ];
}

function listing({ bucket }: ReviewResources, ...prefixes: string[]): iam.PolicyStatement[] {
  const conditions = { StringLike: { 's3:prefix': prefixes.map(prefix => `${prefix}*`) } };
  return [new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn], conditions })];
}

function objects({ bucket }: ReviewResources, actions: string[], keys: string[]): iam.PolicyStatement[] {
  return [new iam.PolicyStatement({ actions, resources: keys.map(key => bucket.arnForObjects(key)) })];
}

function keyUse(scope: Construct, { bucket, bucketKey }: ReviewResources): iam.PolicyStatement[] {
  return bucketKey === undefined ? [] : [new iam.PolicyStatement({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [bucketKey.keyArn], conditions: keyConditions(scope, bucket),
  })];
}
