import { CfnDeletionPolicy, Lazy, Stack } from 'aws-cdk-lib';
import type * as rds from 'aws-cdk-lib/aws-rds';
import { renderedResource } from '../app/rendered-resource';

const RETAINING: unknown[] = [CfnDeletionPolicy.RETAIN, CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE];

/**
 * A cluster that outlives the stack keeps its parameter group: the group in use would refuse its deletion, and fail that of the stack.
 * Told at synthesis, since removal policies may come late; a policy of the group's own stays.
 */
export function retainWith(cluster: rds.CfnDBCluster, group: rds.CfnDBClusterParameterGroup): void {
  for (const [policy, name] of [['deletionPolicy', 'DeletionPolicy'], ['updateReplacePolicy', 'UpdateReplacePolicy']] as const) {
    const own = group.cfnOptions[policy];
    group.cfnOptions[policy] = Lazy.string({
      produce: () => {
        const ofCluster = renderedResource(cluster)[name];
        return Stack.of(group).resolve(own) ?? (RETAINING.includes(ofCluster) ? ofCluster : undefined);
      },
    }) as CfnDeletionPolicy;
  }
}
