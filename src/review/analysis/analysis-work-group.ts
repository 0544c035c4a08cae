import { Stack } from 'aws-cdk-lib';
import * as athena from 'aws-cdk-lib/aws-athena';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { allowOnKey } from '../archive/archive-key';

/** How queries are run. */
export interface AnalysisWorkGroupProps {
  readonly workGroupName: string;
  readonly key?: kms.IKey;
  readonly scanLimitBytes: number;
  readonly resultsBucket?: s3.IBucket;
}

/** Where results are in a bucket of one's own. */
export function resultsPrefix(workGroupName: string): string {
  return `athena/${workGroupName}/`;
}

/** A work group whose settings clients cannot change. */
export function analysisWorkGroup(scope: Construct, props: AnalysisWorkGroupProps): athena.CfnWorkGroup {
  const { workGroupName, key, resultsBucket } = props;
  if (resultsBucket === undefined && key !== undefined) {
    allowOnKey(scope, key, [resultsStatement(scope, workGroupName)]);
  }
  return new athena.CfnWorkGroup(scope, 'WorkGroup', {
    name: workGroupName,
    description: 'Questions to the audit records of Aurora MySQL',
    // Named queries are no evidence.
    recursiveDeleteOption: true,
    workGroupConfiguration: {
      enforceWorkGroupConfiguration: true,
      publishCloudWatchMetricsEnabled: true,
      requesterPaysEnabled: false,
      bytesScannedCutoffPerQuery: props.scanLimitBytes,
      engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
      ...resultsBucket === undefined
        ? { managedQueryResultsConfiguration: { enabled: true, ...key && { encryptionConfiguration: { kmsKey: key.keyArn } } } }
        : {
          resultConfiguration: {
            outputLocation: resultsBucket.s3UrlForObject(resultsPrefix(workGroupName)),
            encryptionConfiguration: key ? { encryptionOption: 'SSE_KMS', kmsKey: key.keyArn } : { encryptionOption: 'SSE_S3' },
          },
        },
    },
  });
}

/** @see https://docs.aws.amazon.com/athena/latest/ug/managed-results.html */
function resultsStatement(scope: Construct, workGroupName: string): iam.PolicyStatement {
  const stack = Stack.of(scope);
  const workGroupArn = stack.formatArn({ service: 'athena', resource: 'workgroup', resourceName: workGroupName });
  return new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('encryption.athena.amazonaws.com')],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
    resources: ['*'],
    conditions: {
      ArnLike: { 'kms:EncryptionContext:aws:athena:arn': workGroupArn, 'aws:SourceArn': workGroupArn },
      StringEquals: { 'aws:SourceAccount': stack.account },
    },
  });
}
