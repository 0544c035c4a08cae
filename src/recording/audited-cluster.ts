import { Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct, IConstruct } from 'constructs';
import { isAuditParameter } from './audit-parameters';
import { isOfClass } from './of-class';

const ENGINE = 'aurora-mysql';

/** A cluster of this app that can be audited, with its resources. */
export interface AuditedCluster {
  readonly cluster: rds.DatabaseCluster | rds.DatabaseClusterFromSnapshot;
  readonly resource: rds.CfnDBCluster;
  readonly instances: rds.CfnDBInstance[];
  readonly engine: rds.IClusterEngine;
}

/** Refuses every cluster whose audit could not be set up whole from this app. */
export function auditedCluster(scope: Construct, cluster: rds.IDatabaseCluster): AuditedCluster {
  if (!isOfClass(cluster, rds.DatabaseCluster) && !isOfClass(cluster, rds.DatabaseClusterFromSnapshot)) {
    throw new Error('cluster: must be an rds.DatabaseCluster or rds.DatabaseClusterFromSnapshot of this app, '
      + 'its parameter group and log exports cannot be set otherwise');
  }
  const resource = cluster.node.defaultChild;
  if (!isOfClass(resource, rds.CfnDBCluster) || cluster.engine === undefined || resource.engine !== ENGINE) {
    const engine = isOfClass(resource, rds.CfnDBCluster) ? resource.engine : undefined;
    throw new Error(`cluster: must be of engine ${ENGINE}, got: ${Token.isUnresolved(engine) ? 'a token' : engine}`);
  }
  checkStack(scope, cluster);
  if (resource.engineVersion === undefined) {
    throw new Error(`cluster: ${cluster.node.path} must have an engine version, the family of its parameter group follows from it; `
      + 'use rds.DatabaseClusterEngine.auroraMysql({ version })');
  }
  checkFamily(cluster.node.path, resource.engineVersion, cluster.engine.parameterGroupFamily);
  if (resource.dbClusterIdentifier === undefined) {
    throw new Error(`cluster: ${cluster.node.path} must have a literal clusterIdentifier; its log groups bear the identifier in their names and `
      + 'have to be created before it. Give one only to a cluster that is not deployed yet: added to a deployed cluster it makes CloudFormation '
      + 'REPLACE the cluster by an empty one, even if it is the identifier that the cluster has. A deployed one gets its identifier by cdk import (docs/operations.md)');
  }
  if (Object.keys(cluster.cloudwatchLogGroups).length > 0) {
    throw new Error('cluster: must not set cloudwatchLogsRetention (or be audited twice); '
      + 'the custom resource behind it would fight over the log groups, use auditLogRetention');
  }
  return { cluster, resource, instances: cluster.node.findAll().filter(isInstance), engine: cluster.engine };
}

/** Of a version that was made without its major version aws-rds takes 5.7 for it, and the family follows from that. */
function checkFamily(path: string, version: string, family: string | undefined): void {
  if (family !== undefined && !Token.isUnresolved(version) && !version.startsWith(`${family.replace(ENGINE, '')}.`)) {
    throw new Error(`cluster: ${path} is of version ${version}, and the parameter group family of its engine is ${family}; `
      + 'pass the major version to AuroraMysqlEngineVersion.of, too');
  }
}

/** The cluster waits for its log groups, and cannot wait for another stack that refers to the cluster. */
function checkStack(scope: Construct, cluster: IConstruct): void {
  const [own, other] = [Stack.of(cluster), Stack.of(scope)];
  if (own !== other) {
    throw new Error(`cluster: ${cluster.node.path} is in another stack than its audit, got: ${described(own)} and ${described(other)}; `
      + 'the cluster waits for its log groups and alarms, so create the AuroraMysqlAudit in the stack of the cluster, '
      + 'and dashboards, topics and what else reads audit.* in others');
  }
}

function described({ stackName, account, region }: Stack): string {
  const environment = [account, region].filter(part => !Token.isUnresolved(part)).join('/');
  return `${Token.isUnresolved(stackName) ? 'a nested stack' : stackName}${environment && ` (${environment})`}`;
}

function isInstance(construct: IConstruct): construct is rds.CfnDBInstance {
  return rds.CfnDBInstance.isCfnDBInstance(construct);
}

/**
 * Audit parameters are those of a cluster; the parameter group of an instance has none of them.
 *
 * @param shared the group of the cluster, to which they are added
 */
export function checkInstanceParameters(instance: rds.CfnDBInstance, shared: rds.IParameterGroup): void {
  const group = Tokenization.reverseString(instance.dbParameterGroupName ?? '').tokens
    .filter(token => Reference.isReference(token)).map(({ target }) => target).find(target => rds.CfnDBParameterGroup.isCfnDBParameterGroup(target));
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
