import { ArnFormat, type Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RegionInfo } from 'aws-cdk-lib/region-info';

/**
 * CloudWatch Logs may use a key for these log groups only.
 *
 * @param logGroupNames with a wildcard, perhaps
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function logsStatement(stack: Stack, logGroupNames: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(logsPrincipal(stack))],
    actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    resources: ['*'],
    conditions: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': stack.formatArn({ service: 'logs', resource: 'log-group', resourceName: logGroupNames, arnFormat: ArnFormat.COLON_RESOURCE_NAME }),
      },
    },
  });
}

/**
 * CloudWatch alarms and EventBridge may use a key for what they publish.
 *
 * Without conditions: AWS documents none for alarms on the side of the key, and one that is not met
 * would stop every notification silently. The policy of the topic says which alarms may publish.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function notifierStatement(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: ['cloudwatch', 'events'].map(service => new iam.ServicePrincipal(`${service}.amazonaws.com`)),
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    resources: ['*'],
  });
}

/** CloudWatch Logs has a principal of its own in each region, under the domain of the region's partition. */
export function logsPrincipal({ region, urlSuffix }: Stack): string {
  const suffix = Token.isUnresolved(region) ? urlSuffix : RegionInfo.get(region).domainSuffix ?? urlSuffix;
  return `logs.${region}.${suffix}`;
}
