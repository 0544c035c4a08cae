import { Token } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AURORA_MYSQL, DEFAULT_GROUP, ENGINE_VERSION, isAuroraMysql } from './aurora-mysql';
import { groupOfApp, isKnownDefaultGroup } from './parameter-group-of-app';
import { type ReferredCluster, referredResource } from './referred-cluster';
import { writtenProperties } from './written-properties';
import { isOfClass } from '../app/of-class';

/** What the engine of a cluster is, as far as this app tells. */
export type ClusterEngine = typeof AURORA_MYSQL | 'other' | 'unknown';

/** The properties of a cluster that give its engine away. */
type EngineClues = Pick<Partial<rds.CfnDBCluster>, 'engine' | 'engineVersion' | 'dbClusterParameterGroupName' | 'globalClusterIdentifier'>;

/** What gives an engine away; each says the engine that a text stands for. */
type Clue = (given: string) => ClusterEngine;

const byName: Clue = given => isAuroraMysql(given) ? AURORA_MYSQL : 'other';

const byVersion: Clue = given => ENGINE_VERSION.test(given) ? AURORA_MYSQL : 'unknown';

const byFamily: Clue = given => /^(default\.)?aurora-mysql/i.test(given) ? AURORA_MYSQL : 'other';

const byGroupName: Clue = given => isKnownDefaultGroup(given) ? byFamily(given) : 'unknown';

/** The engine of a cluster. A secondary of a global database, and one that is restored, need not name it. */
export function engineOf(cluster: EngineClues): ClusterEngine {
  const resource = isOfClass(cluster, rds.CfnDBCluster) ? cluster : undefined;
  const written: EngineClues = resource ? writtenProperties(resource) : cluster;
  const global = referredResource(written.globalClusterIdentifier);
  const clues: [Clue, string | undefined][] = [
    [byName, written.engine],
    [byVersion, written.engineVersion],
    [byGroupName, written.dbClusterParameterGroupName],
    [byFamily, resource && groupOfApp(resource)?.family],
    [byName, rds.CfnGlobalCluster.isCfnGlobalCluster(global) ? global.engine : undefined],
  ];
  return clues.map(([clue, given]) => typeof given === 'string' && given !== '' && !Token.isUnresolved(given) ? clue(given) : 'unknown')
    .find(engine => engine !== 'unknown') ?? 'unknown';
}

/** The family of the parameter groups that fit a cluster, `aurora-mysql8.0`; none where its version is only known at deployment. */
export function parameterGroupFamily(cluster: rds.CfnDBCluster): string | undefined {
  const { engineVersion, dbClusterParameterGroupName: group } = writtenProperties(cluster);
  const [, major] = /^(\d+\.\d+)(\.|$)/.exec(engineVersion ?? '') ?? [];
  return major !== undefined ? `${AURORA_MYSQL}${major}` : isKnownDefaultGroup(group) && Token.isUnresolved(engineVersion) ? group!.replace(DEFAULT_GROUP, '') : undefined;
}

/** An engine of aws-rds for a family; parameter groups are made of nothing else. */
export function engineOfFamily(family: string): rds.IClusterEngine {
  const major = family.replace(AURORA_MYSQL, '');
  return rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.of(`${major}.`, major) });
}

/** What aws-rds knows of the engine of an L2; `engine` of an L1 is a text. */
export function engineOfL2({ construct, resource }: ReferredCluster): rds.IClusterEngine | undefined {
  return construct === resource ? undefined : (construct as Partial<rds.IDatabaseCluster>).engine;
}
