import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { notifierStatement } from '../../app/key-statements';
import { allowOnKey, archiveKey } from '../archive/archive-key';

/**
 * The key of a review: for its topic, its state machines and their logs.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
 */
export function reviewKey(scope: Construct, given: kms.IKey | undefined, logGroupName: string): kms.IKey {
  const key = archiveKey(scope, given, logGroupName);
  allowOnKey(scope, key, [
    notifierStatement(),
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['kms:Decrypt*'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  ]);
  return key;
}
