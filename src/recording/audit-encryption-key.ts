import { Annotations, ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { shown } from './shown';

/**
 * The key for the log groups of one cluster and for its alarm topic: the one given, or a new one.
 *
 * The principals are those of managed services, narrowed by condition to this cluster's log groups and this account.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
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
  const refused = [
    new iam.PolicyStatement({
      sid: 'CloudWatchLogs',
      principals: [new iam.ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': stack.formatArn({ service: 'logs', resource: 'log-group', resourceName: logGroupNames, arnFormat: ArnFormat.COLON_RESOURCE_NAME }),
        },
      },
    }),
    new iam.PolicyStatement({
      sid: 'CloudWatchAlarms',
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  ].filter(statement => !key.addToResourcePolicy(statement, true).statementAdded);
  if (refused.length > 0) {
    Annotations.of(scope).addWarningV2('cdk-audited-aurora-mysql:importedKey',
      'auditLogEncryptionKey: the policy of an imported key cannot be changed here; it must hold: '
      + JSON.stringify(stack.resolve(refused.map(statement => statement.toStatementJson()))));
  }
  return key;
}
