import { Stack, Token } from 'aws-cdk-lib';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type { IConstruct } from 'constructs';
import { AURORA_MYSQL } from './aurora-mysql';
import { engineOf, engineOfL2, parameterGroupFamily } from './cluster-engine';
import type { ReferredCluster } from './referred-cluster';
import { writtenProperties } from './written-properties';
import { checkEnvironment } from '../app/environment';

/** Refuses a cluster that cannot be audited from `scope`. */
export function checkCluster(scope: IConstruct, cluster: ReferredCluster): void {
  const { construct, resource } = cluster;
  if (resource === undefined) {
    checkImported(scope, cluster);
    return;
  }
  checkScope(scope, resource);
  checkEngine(construct.node.path, resource);
  checkStack(scope, construct);
  checkFamily(construct.node.path, resource, engineOfL2(cluster)?.parameterGroupFamily);
  const { cloudwatchLogGroups = {} } = construct as Partial<rds.DatabaseCluster>;
  if (Object.keys(cloudwatchLogGroups).length > 0) {
    throw new Error(`cluster: ${construct.node.path} must not set cloudwatchLogsRetention; `
      + 'the custom resource behind it would fight over the log groups, use auditLogRetention');
  }
}

/** Of an imported cluster little is known; what is must not speak against it. */
function checkImported(scope: IConstruct, cluster: ReferredCluster): void {
  const { engineType } = engineOfL2(cluster) ?? {};
  if (engineType !== undefined && !Token.isUnresolved(engineType) && engineType !== AURORA_MYSQL) {
    throw new Error(`cluster: must be of engine aurora-mysql, got: ${engineType}`);
  }
  const { env } = cluster.construct as rds.IDatabaseCluster;
  if (env) {
    checkEnvironment(scope, 'cluster', env);
  }
}

/** What an L1 depends on, everything below it depends on as well; and the cluster depends on its audit. */
function checkScope(scope: IConstruct, resource: rds.CfnDBCluster): void {
  if (scope.node.scopes.includes(resource)) {
    throw new Error(`cluster: ${resource.node.path} must not be the scope of its audit; put that beside it`);
  }
}

function checkEngine(path: string, resource: rds.CfnDBCluster): void {
  const { engine, engineMode } = writtenProperties(resource);
  const isOldName = engine?.toLowerCase() === 'aurora';
  if (engineOf(resource) === 'other' || isOldName) {
    throw new Error(`cluster: must be of engine aurora-mysql, got: ${engine ?? 'one that is of another engine by its version, parameter group or global cluster'}`);
  }
  if (engineMode?.toLowerCase() === 'serverless') {
    throw new Error(`cluster: ${path} is Serverless v1, which takes no log exports; audit it after the move to Serverless v2`);
  }
}

/** Of a version that was made without its major version aws-rds takes 5.7 for it, and the family follows from that. */
function checkFamily(path: string, resource: rds.CfnDBCluster, family: string | undefined): void {
  const needed = parameterGroupFamily(resource);
  if (family !== undefined && needed !== undefined && !Token.isUnresolved(family) && needed !== family) {
    throw new Error(`cluster: ${path} is of version ${writtenProperties(resource).engineVersion}, and the parameter group family of its engine is ${family}; `
      + 'pass the major version to AuroraMysqlEngineVersion.of, too');
  }
}

/** The cluster waits for its log groups, and cannot wait for another stack that refers to the cluster. */
function checkStack(scope: IConstruct, cluster: IConstruct): void {
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
