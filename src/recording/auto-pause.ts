import { Stack } from 'aws-cdk-lib';
import type * as rds from 'aws-cdk-lib/aws-rds';

/**
 * Whether Serverless v2 can pause the cluster: its least capacity is 0.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html
 */
export function canPause(resource: rds.CfnDBCluster): boolean {
  return Stack.of(resource).resolve(resource.serverlessV2ScalingConfiguration)?.minCapacity === 0;
}
