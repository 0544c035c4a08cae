import { Annotations, CfnDeletionPolicy, Lazy, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { checkEnvironment } from './environment';
import { isOfClass } from './of-class';
import { missingAuditParameters } from './rendered-audit-parameters';
import { renderedResource } from './rendered-resource';

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
  if (name === undefined || (!Token.isUnresolved(name) && /^default\./i.test(name))) {
    const created = new rds.ParameterGroup(scope, 'ParameterGroup', { engine, parameters: auditParameters });
    cluster.dbClusterParameterGroupName = created.bindToCluster({}).parameterGroupName;
    retainWith(cluster, referredGroup(cluster.dbClusterParameterGroupName)!);
    return created;
  }
  const resource = referredGroup(name);
  const group = resource?.node.scope;
  if (resource && isOfClass(group, rds.ParameterGroup)) {
    checkEnvironment(scope, 'parameterGroup', group.env);
    checkFamily(resource, engine);
    addMissing(group, resource, auditParameters);
    retainWith(cluster, resource);
    return group;
  }
  const required = Object.entries(auditParameters).map(([key, value]) => `${key}=${value}`).join(' ');
  Annotations.of(scope).addWarningV2('cdk-audited-aurora-mysql:importedParameterGroup',
    `parameterGroup: an imported parameter group cannot be changed here; nothing is audited unless it holds ${required}`);
  return rds.ParameterGroup.fromParameterGroupName(scope, 'ImportedParameterGroup', name);
}

/** Refuses what the parameter group of the cluster says against the audit; of one that is imported nothing is known. */
export function checkClusterParameters(cluster: rds.CfnDBCluster, auditParameters: Record<string, string>): void {
  const group = referredGroup(cluster.dbClusterParameterGroupName ?? '');
  if (group) {
    missingAuditParameters(Stack.of(group).resolve(group.parameters) ?? {}, auditParameters);
  }
}

/** The resource of this app that the cluster's group name refers to. */
function referredGroup(name: string): rds.CfnDBClusterParameterGroup | undefined {
  const [target] = Tokenization.reverseString(name).tokens.filter(token => Reference.isReference(token)).map(({ target: each }) => each);
  return rds.CfnDBClusterParameterGroup.isCfnDBClusterParameterGroup(target) ? target : undefined;
}

const RETAINING: unknown[] = [CfnDeletionPolicy.RETAIN, CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE];

/**
 * A cluster that outlives the stack keeps its parameter group: the group in use would refuse its deletion, and fail that of the stack.
 * Told at synthesis, since removal policies may come late; a policy of the group's own stays.
 */
function retainWith(cluster: rds.CfnDBCluster, group: rds.CfnDBClusterParameterGroup): void {
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
