import { Annotations, Stack, Token } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { missingAuditParameters } from './audit-parameters';
import { isOfClass } from './of-class';

/**
 * The parameter group of the cluster with the audit parameters in it.
 *
 * A group of the app gets them added, a cluster without a group (or with the default one, which nobody
 * can change) gets one. An imported group stays as it is, with a warning.
 */
export function auditedParameterGroup(
  scope: Construct, engine: rds.IClusterEngine, cluster: rds.CfnDBCluster, auditParameters: Record<string, string>,
): rds.IParameterGroup {
  const name = cluster.dbClusterParameterGroupName;
  if (name === undefined || (!Token.isUnresolved(name) && name.startsWith('default.'))) {
    const created = new rds.ParameterGroup(scope, 'ParameterGroup', { engine, parameters: auditParameters });
    cluster.dbClusterParameterGroupName = created.bindToCluster({}).parameterGroupName;
    return created;
  }
  const resource = findGroup(cluster, name);
  const group = resource?.node.scope;
  if (resource && isOfClass(group, rds.ParameterGroup)) {
    checkFamily(resource, engine);
    addMissing(group, resource, auditParameters);
    return group;
  }
  const required = Object.entries(auditParameters).map(([key, value]) => `${key}=${value}`).join(' ');
  Annotations.of(scope).addWarningV2('cdk-audited-aurora-mysql:importedParameterGroup',
    `parameterGroup: an imported parameter group cannot be changed here; nothing is audited unless it holds ${required}`);
  return rds.ParameterGroup.fromParameterGroupName(scope, 'ImportedParameterGroup', name);
}

/** The resource of this app that the cluster's group name refers to. */
function findGroup(cluster: rds.CfnDBCluster, name: string): rds.CfnDBClusterParameterGroup | undefined {
  return cluster.node.root.node.findAll().find((node): node is rds.CfnDBClusterParameterGroup =>
    isOfClass(node, rds.CfnDBClusterParameterGroup) && node.ref === name);
}

function addMissing(group: rds.ParameterGroup, resource: rds.CfnDBClusterParameterGroup, auditParameters: Record<string, string>): void {
  const existing = Stack.of(resource).resolve(resource.parameters) ?? {};
  for (const [key, value] of Object.entries(missingAuditParameters(existing, auditParameters))) {
    group.addParameter(key, value);
  }
}

function checkFamily(resource: rds.CfnDBClusterParameterGroup, engine: rds.IClusterEngine): void {
  const family = engine.parameterGroupFamily;
  if (family !== undefined && !Token.isUnresolved(resource.family) && resource.family !== family) {
    throw new Error(`parameterGroup: must be of family ${family}, which the version of the cluster needs, got: ${resource.family}`);
  }
}
