import { Stack } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { isAuditParameter } from './audit-parameters';
import { referredResource } from './referred-cluster';

/**
 * Audit parameters are those of a cluster; the parameter group of an instance has none of them.
 *
 * @param shared the group of the cluster, to which they are added
 */
export function checkInstanceParameters(instance: rds.CfnDBInstance, shared: rds.IParameterGroup): void {
  const referred = referredResource(instance.dbParameterGroupName);
  const group = rds.CfnDBParameterGroup.isCfnDBParameterGroup(referred) ? referred : undefined;
  if (group !== undefined && group.node.scope === shared) {
    throw new Error(`parameterGroup: ${shared.node.path} is the group of the cluster and of its instance ${instance.node.path}; `
      + 'audit parameters are added to it, and an instance cannot have them: give the instance a group of its own');
  }
  const misplaced = Object.keys(Stack.of(instance).resolve(group?.parameters) ?? {}).find(isAuditParameter);
  if (misplaced !== undefined) {
    throw new Error(`parameters: ${misplaced} is in the parameters of the instance ${instance.node.path}; `
      + 'audit parameters belong to the parameter group of the cluster, use auditEvents and the other audit options');
  }
}
