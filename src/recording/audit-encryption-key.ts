import { Annotations, ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { shown } from './shown';

/**
 * The key for the log groups of one cluster and for its alarm topic: the one given, or a new one.
 *
 * CloudWatch Logs may use it for the log groups of this cluster only, CloudWatch alarms for what they publish.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function auditEncryptionKey(scope: Construct, logGroupNames: string, given?: kms.IKey): kms.IKey {
  if (given !== undefined && typeof given?.addToResourcePolicy !== 'function') {
    throw new Error(`auditLogEncryptionKey: must be a KMS key, got: ${shown(given)}`);
  }
  const key = given ?? new kms.Key(scope, 'Key', {
    description: `Audit logs of Aurora MySQL, ${logGroupNames}`,
    enableKeyRotation: true,
  });
  const stack = Stack.of(scope);
  // No Sids: they have to be unique in a policy, and several clusters may share a key.
  const refused = [
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': stack.formatArn({ service: 'logs', resource: 'log-group', resourceName: logGroupNames, arnFormat: ArnFormat.COLON_RESOURCE_NAME }),
        },
      },
    }),
    // Without conditions: AWS documents none for alarms on the side of the key, and one that is not met
    // would stop every notification silently. The policy of the topic says which alarms may publish.
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
    }),
  ].filter(statement => !key.addToResourcePolicy(statement, true).statementAdded);
  if (refused.length > 0) {
    Annotations.of(scope).addWarningV2('cdk-audited-aurora-mysql:importedKey',
      'auditLogEncryptionKey: the policy of an imported key cannot be changed here; it must hold: '
      + JSON.stringify(stack.resolve(refused.map(statement => statement.toStatementJson()))));
  }
  return key;
}
