import { Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { isOfClass } from './app/of-class';
import { shown } from './app/shown';
import type { AuroraMysqlClusterFromSnapshotOptions } from './aurora-mysql-cluster-from-snapshot-options';
import type { AuroraMysqlClusterOptions } from './aurora-mysql-cluster-options';
import { auditedLogExports } from './recording/audited-log-exports';
import { checkClusterIdentifier, clusterIdentifierFor } from './recording/cluster-identifier';

type ClusterOptions = Omit<AuroraMysqlClusterOptions, 'replicationSourceIdentifier' | 'credentials'> | AuroraMysqlClusterFromSnapshotOptions;

/** The props of an aws-rds cluster with everything that auditing and secure defaults settle. */
export function auditedClusterProps<T extends ClusterOptions>(scope: Construct, id: string, props: T) {
  checkRequired(props);
  const { version, ...clusterProps } = props;
  const clusterIdentifier = props.clusterIdentifier ?? clusterIdentifierFor(scope, id);
  checkClusterIdentifier(clusterIdentifier);
  return {
    ...clusterProps,
    engine: rds.DatabaseClusterEngine.auroraMysql({ version: version ?? rds.AuroraMysqlEngineVersion.VER_3_12_0 }),
    clusterIdentifier,
    cloudwatchLogsExports: auditedLogExports(props.cloudwatchLogsExports),
    // An empty map, too, makes aws-rds create the group, under one logical id whether or not there are parameters.
    parameters: props.parameterGroup ? props.parameters : props.parameters ?? {},
    backup: props.backup ?? { retention: Duration.days(7) },
    copyTagsToSnapshot: props.copyTagsToSnapshot ?? true,
    deletionProtection: props.deletionProtection ?? props.removalPolicy !== RemovalPolicy.DESTROY,
    iamAuthentication: props.iamAuthentication ?? true,
    storageEncrypted: props.storageEncrypted ?? true,
  };
}

/** What a program without types may leave out or get wrong, where aws-rds would fail deep inside. */
function checkRequired(props: ClusterOptions): void {
  if (typeof props !== 'object' || props === null) {
    throw new Error(`props: must be an object with vpc and writer, got: ${shown(props)}`);
  }
  if (typeof props.vpc?.selectSubnets !== 'function') {
    throw new Error(`vpc: must be a VPC, got: ${shown(props.vpc)}`);
  }
  if (typeof props.writer?.bind !== 'function') {
    throw new Error('writer: must be a cluster instance such as rds.ClusterInstance.serverlessV2(\'writer\'), '
      + `got: ${shown(props.writer)}`);
  }
  checkVersion(props.version);
  if (props.parameterGroup !== undefined && typeof props.parameterGroup?.bindToCluster !== 'function') {
    throw new Error(`parameterGroup: must be an rds.ParameterGroup, got: ${shown(props.parameterGroup)}`);
  }
  const { parameters } = props;
  if (parameters !== undefined && (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters))) {
    throw new Error(`parameters: must be a map of names to values, got: ${shown(parameters)}`);
  }
}

/** `AuroraMysqlEngineVersion.of` takes 5.7 for the major version where none is given, and the family follows from it. */
function checkVersion(version: unknown): void {
  if (version === undefined) {
    return;
  }
  if (!isOfClass(version, rds.AuroraMysqlEngineVersion)) {
    throw new Error(`version: must be an rds.AuroraMysqlEngineVersion, got: ${shown(version)}`);
  }
  const { auroraMysqlFullVersion: full, auroraMysqlMajorVersion: major } = version;
  if (!Token.isUnresolved(full) && !Token.isUnresolved(major) && !full.startsWith(`${major}.`)) {
    throw new Error(`version: '${full}' must begin with its major version, got: '${major}'; pass it to AuroraMysqlEngineVersion.of, too`);
  }
}
