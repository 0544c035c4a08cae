/** Where a template says which identifier CloudFormation made for a cluster; nothing of the cluster depends on it. */
export const IDENTIFIER_METADATA = 'cdk-audited-aurora-mysql:deployedClusterIdentifier';
