import { Stack, Token } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { engineOfFamily, engineOfL2, parameterGroupFamily } from './cluster-engine';
import { checkNoOverride } from './overruled';
import { groupOfApp, isKnownDefaultGroup } from './parameter-group-of-app';
import { type ReferredCluster, referredResource } from './referred-cluster';
import { missingAuditParameters } from './rendered-audit-parameters';
import { retainWith } from './retained-parameter-group';
import { checkAgreement, registerWish } from './shared-parameter-group';
import { assignments, printable, type Unmanaged, unmanagedParameters } from './unmanaged';
import { overridesOf, writtenProperties } from './written-properties';
import { checkEnvironment } from '../app/environment';
import { isOfClass } from '../app/of-class';
import { shown } from '../app/shown';

/** The parameter group of a cluster, and what of it is not set up. */
export interface AuditedParameterGroup {
  readonly group: rds.IParameterGroup;
  /** The resource of the group, where this app makes it. */
  readonly resource?: rds.CfnDBClusterParameterGroup;
  readonly name: string;
  /** Whether the cluster had none that could be changed. */
  readonly isNew: boolean;
  readonly unmanaged?: Unmanaged;
  /** Puts the parameters into the group, and the group to the cluster; neither is touched before. */
  readonly attach: () => void;
}

/**
 * The parameter group of the cluster for the audit parameters.
 *
 * A group of the app gets them added, a cluster without a group (or with the default one, which nobody
 * can change) gets one. An imported group stays as it is.
 */
export function auditedParameterGroup(
  scope: Construct, cluster: ReferredCluster, resource: rds.CfnDBCluster, auditParameters: Record<string, string>,
): AuditedParameterGroup {
  const { dbClusterParameterGroupName: name } = writtenProperties(resource);
  if (name === undefined || isKnownDefaultGroup(name)) {
    checkNoOverride('parameterGroup', resource, 'DBClusterParameterGroupName');
    return newGroup(scope, resource, groupEngine(cluster, resource), auditParameters);
  }
  const own = groupOfApp(resource);
  if (own === undefined) {
    const unmanaged = unmanagedParameters(name, printable(scope, auditParameters));
    return { group: imported(scope, name), name, isNew: false, unmanaged, attach: () => {} };
  }
  checkEnvironment(scope, 'parameterGroup', Stack.of(own));
  checkFamily(own, engineOfL2(cluster)?.parameterGroupFamily ?? parameterGroupFamily(resource));
  checkAgreement(own, scope, auditParameters);
  const l2 = isOfClass(own.node.scope, rds.ParameterGroup) ? own.node.scope : undefined;
  const known = knownParameters(own, l2, auditParameters);
  checkParameterOverrides(own, known, auditParameters);
  const missing = missingAuditParameters(known, auditParameters);
  return {
    group: l2 ?? imported(scope, name),
    resource: own,
    name,
    isNew: false,
    attach: () => {
      registerWish(own, scope, auditParameters);
      l2 ? Object.entries(missing).forEach(([key, value]) => l2.addParameter(key, value)) : own.parameters = { ...own.parameters, ...missing };
      retainWith(resource, own);
    },
  };
}

function newGroup(
  scope: Construct, resource: rds.CfnDBCluster, engine: rds.IClusterEngine, parameters: Record<string, string>,
): AuditedParameterGroup {
  const group = new rds.ParameterGroup(scope, 'ParameterGroup', { engine, parameters });
  const { parameterGroupName: name } = group.bindToCluster({});
  const made = referredResource(name) as rds.CfnDBClusterParameterGroup;
  return {
    group,
    resource: made,
    name,
    isNew: true,
    attach: () => {
      resource.dbClusterParameterGroupName = name;
      retainWith(resource, made);
    },
  };
}

/** Refuses what the parameter group of the cluster says against the audit; of one that is imported nothing is known. */
export function checkClusterParameters(cluster: rds.CfnDBCluster, auditParameters: Record<string, string>): void {
  const group = groupOfApp(cluster);
  if (group) {
    missingAuditParameters(Stack.of(group).resolve(group.parameters) ?? {}, auditParameters);
  }
}

function imported(scope: Construct, name: string): rds.IParameterGroup {
  return rds.ParameterGroup.fromParameterGroupName(scope, 'ImportedParameterGroup', name);
}

function groupEngine(cluster: ReferredCluster, resource: rds.CfnDBCluster): rds.IClusterEngine {
  const engine = engineOfL2(cluster);
  if (writtenProperties(resource).engineVersion !== undefined && engine?.parameterGroupFamily !== undefined) {
    return engine;
  }
  const family = parameterGroupFamily(resource);
  if (family === undefined) {
    const { engineVersion: version } = writtenProperties(resource);
    const lack = version === undefined ? '' : Token.isUnresolved(version) ? ' that is known at synthesis' : ` that begins with a major version, such as 8.0, got: ${shown(version)}`;
    throw new Error(`cluster: ${cluster.construct.node.path} must have an engine version${lack}, `
      + 'the family of its parameter group follows from it; use rds.DatabaseClusterEngine.auroraMysql({ version }), engineVersion of an L1, or give it a parameter group');
  }
  return engineOfFamily(family);
}

/** The parameters of a group, where something can be added to them. */
function knownParameters(
  group: rds.CfnDBClusterParameterGroup, l2: rds.ParameterGroup | undefined, auditParameters: Record<string, string>,
): Record<string, unknown> {
  const parameters: unknown = l2 ? Stack.of(group).resolve(group.parameters) : group.parameters;
  if (parameters === undefined || parameters === null) {
    return {};
  }
  if (typeof parameters !== 'object' || Array.isArray(parameters) || Token.isUnresolved(parameters) || Object.keys(parameters).some(key => /^(Ref$|Fn::)/.test(key))) {
    throw new Error(`parameterGroup: the parameters of ${group.node.path} must be a literal map, nothing can be added to them otherwise; `
      + `write it out, with ${assignments(printable(group, auditParameters))}`);
  }
  return parameters as Record<string, unknown>;
}

/** Overrides win over the parameters of the group; what they say of the audit has to be the same, and nothing of it may be deleted. */
function checkParameterOverrides(
  group: rds.CfnDBClusterParameterGroup, known: Record<string, unknown>, auditParameters: Record<string, string>,
): void {
  const { Parameters: given } = overridesOf(group);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    checkNoOverride('parameterGroup', group, 'Parameters');
    return;
  }
  const overrides: Record<string, unknown> = { ...given };
  const deleted = Object.keys(auditParameters).find(name => name in overrides && overrides[name] === undefined);
  if (deleted !== undefined) {
    throw new Error(`parameterGroup: a property override of ${group.node.path} deletes ${deleted}, which the audit needs; take the override out`);
  }
  missingAuditParameters({ ...known, ...overrides }, auditParameters);
}

function checkFamily(group: rds.CfnDBClusterParameterGroup, family: string | undefined): void {
  if (family !== undefined && !Token.isUnresolved(group.family) && group.family !== family) {
    throw new Error(`parameterGroup: must be of family ${family}, which the version of the cluster needs, got: ${group.family}`);
  }
}
