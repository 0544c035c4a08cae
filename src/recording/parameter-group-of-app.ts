import { Stack, Token } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { IConstruct } from 'constructs';
import { isDefaultGroup } from './aurora-mysql';
import { referredResource } from './referred-cluster';
import { writtenProperties } from './written-properties';
import { isOfClass } from '../app/of-class';

/** Whether a name is known at synthesis, and is that of a default group. */
export function isKnownDefaultGroup(name: string | undefined): boolean {
  return name !== undefined && !Token.isUnresolved(name) && isDefaultGroup(name);
}

/** The resource behind the parameter group of a cluster, where this app makes it: referred to, or of that name in the same stack. */
export function groupOfApp(cluster: rds.CfnDBCluster): rds.CfnDBClusterParameterGroup | undefined {
  const { dbClusterParameterGroupName: name } = writtenProperties(cluster);
  const referred = referredResource(name);
  if (rds.CfnDBClusterParameterGroup.isCfnDBClusterParameterGroup(referred)) {
    return typed(referred);
  }
  return name === undefined || Token.isUnresolved(name) || isDefaultGroup(name) ? undefined : Stack.of(cluster).node.findAll()
    .filter(construct => isOfClass(construct, rds.CfnDBClusterParameterGroup))
    // RDS keeps names in lower case.
    .find(({ dbClusterParameterGroupName: own }) => own !== undefined && !Token.isUnresolved(own) && own.toLowerCase() === name.toLowerCase());
}

/** What is no more than a type and a map of properties has no properties to set. */
function typed(group: rds.CfnDBClusterParameterGroup): rds.CfnDBClusterParameterGroup {
  if (!isOfClass(group, rds.CfnDBClusterParameterGroup)) {
    throw new Error(`parameterGroup: ${(group as IConstruct).node.path} must be an rds.ParameterGroup or an rds.CfnDBClusterParameterGroup, got: a generic CfnResource`);
  }
  return group;
}
