import { type CfnResource, Stack, Token } from 'aws-cdk-lib';
import type * as rds from 'aws-cdk-lib/aws-rds';

/** The properties of a cluster that an audit reads, by what CloudFormation calls them. */
const NAMES = {
  dbClusterIdentifier: 'DBClusterIdentifier',
  dbClusterParameterGroupName: 'DBClusterParameterGroupName',
  enableCloudwatchLogsExports: 'EnableCloudwatchLogsExports',
  engine: 'Engine',
  engineMode: 'EngineMode',
  engineVersion: 'EngineVersion',
  globalClusterIdentifier: 'GlobalClusterIdentifier',
} as const;

type WrittenProperties = Partial<Pick<rds.CfnDBCluster, keyof typeof NAMES>>;

/** The properties of a cluster as they will stand in the template: an override wins over a property, and `AWS::NoValue` is nothing. */
export function writtenProperties(cluster: rds.CfnDBCluster): WrittenProperties {
  const overrides = overridesOf(cluster);
  return Object.fromEntries(Object.entries(NAMES).map(([prop, name]) => {
    const value = name in overrides ? asProperty(prop, overrides[name]) : cluster[prop as keyof typeof NAMES];
    return [prop, isNoValue(cluster, value) ? undefined : value];
  }));
}

/** The property overrides of a resource, by name; the value of one that is deleted is undefined. */
export function overridesOf(resource: CfnResource): Record<string, unknown> {
  const { rawOverrides } = resource as unknown as { readonly rawOverrides?: { readonly Properties?: unknown } };
  const properties = rawOverrides?.Properties;
  return typeof properties === 'object' && properties !== null ? properties as Record<string, unknown> : {};
}

/** Overrides hold intrinsic functions as they stand in templates, properties hold tokens. */
function asProperty(prop: string, value: unknown): unknown {
  if (value === undefined || value === null || typeof value === 'string' || Array.isArray(value)) {
    return value ?? undefined;
  }
  return prop === 'enableCloudwatchLogsExports' ? Token.asList(value) : Token.asString(value);
}

function isNoValue(cluster: CfnResource, value: unknown): boolean {
  return Token.isUnresolved(value) && Stack.of(cluster).resolve(value)?.Ref === 'AWS::NoValue';
}
