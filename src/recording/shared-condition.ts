import { Aspects, CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What watches over a cluster that only some deployments have is there in those only, or its silence would raise an alarm in the others. */
export function shareCondition(audit: IConstruct, { cfnOptions: { condition } }: CfnResource): void {
  if (condition !== undefined) {
    Aspects.of(audit).add({
      visit: node => {
        if (CfnResource.isCfnResource(node)) {
          node.cfnOptions.condition ??= condition;
        }
      },
    });
  }
}
