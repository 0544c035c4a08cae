import { type CfnResource, Stack } from 'aws-cdk-lib';
import type * as rds from 'aws-cdk-lib/aws-rds';
import { canonical } from './audit-parameters';
import { AUDIT_LOG } from './log-export';
import { literalParameter } from './rendered-audit-parameters';
import type { Unmanaged } from './unmanaged';
import { overridesOf } from './written-properties';
import { renderedResource, type ResourceProperties } from '../app/rendered-resource';
import { shown } from '../app/shown';

/** What an audit makes of a cluster. */
export interface MadeOfCluster {
  readonly cluster: rds.CfnDBCluster;
  readonly clusterIdentifier: string;
  /** Whether the template says the identifier. */
  readonly isIdentifierWritten: boolean;
  readonly parameterGroupName: string;
  /** The parameter group, where this app makes it. */
  readonly parameterGroup?: rds.CfnDBClusterParameterGroup;
  readonly parameters: Record<string, string>;
}

/** Refuses an override of a property that the audit has to set: the override would win. */
export function checkNoOverride(prop: string, resource: CfnResource, name: string): void {
  const overrides = overridesOf(resource);
  if (name in overrides) {
    const value = overrides[name];
    throw new Error(`${prop}: a property override of ${resource.node.path} ${value === undefined ? `deletes ${name}` : `makes ${name} ${shown(value)}`}, `
      + 'which would win over the audit; take the override out, and set the property');
  }
}

/** What was made of the cluster after its audit by aspects, overrides and whoever came later, as far as it ends the recording. */
export function overruled(made: MadeOfCluster): Unmanaged | undefined {
  const { Properties: now = {} } = renderedResource(made.cluster);
  const changes = [...identifierChanges(made, now), ...exportChanges(now), ...groupChanges(made, now), ...parameterChanges(made)];
  return changes.length === 0 ? undefined : {
    id: 'overruled',
    reason: `cluster: ${made.cluster.node.path} is not as its audit made it, an override or an aspect came later: ${changes.join('; ')}`,
  };
}

function identifierChanges({ clusterIdentifier, isIdentifierWritten }: MadeOfCluster, { DBClusterIdentifier: now }: ResourceProperties): string[] {
  const isOther = typeof now === 'string' ? now.toLowerCase() !== clusterIdentifier.toLowerCase() : now === undefined && isIdentifierWritten;
  const loss = isIdentifierWritten || now === undefined ? '' : ', and a deployed cluster to whose template it is new is REPLACED by an empty one';
  return isOther ? [`DBClusterIdentifier is ${shown(now)}, and log groups, alarms and metrics are those of '${clusterIdentifier}'${loss}`] : [];
}

function exportChanges({ EnableCloudwatchLogsExports: now }: ResourceProperties): string[] {
  return Array.isArray(now) && now.includes(AUDIT_LOG) ? [] : [`EnableCloudwatchLogsExports is ${JSON.stringify(now)}, and must hold '${AUDIT_LOG}'`];
}

function groupChanges({ cluster, parameterGroupName }: MadeOfCluster, { DBClusterParameterGroupName: written }: ResourceProperties): string[] {
  const [wanted, now] = [Stack.of(cluster).resolve(parameterGroupName), written].map(name => JSON.stringify(name));
  return wanted === now ? [] : [`DBClusterParameterGroupName is ${now}, and must be ${wanted}`];
}

function parameterChanges({ parameterGroup: group, parameters }: MadeOfCluster): string[] {
  if (group === undefined) {
    return [];
  }
  const { Parameters: now = {} } = renderedResource(group).Properties ?? {};
  const wanted: Record<string, unknown> = Stack.of(group).resolve(parameters);
  return Object.entries(wanted).flatMap(([name, value]) => {
    const written = literalParameter(now[name]);
    const isLeft = written === undefined ? now[name] !== undefined : typeof value !== 'string' || canonical(name, written) === canonical(name, value);
    return isLeft ? [] : [`${name} of ${group.node.path} is ${shown(written)}, and must be ${shown(value)}`];
  });
}
