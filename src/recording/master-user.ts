import { Stack, Token } from 'aws-cdk-lib';
import type * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { isOfClass } from '../app/of-class';

/** The name of the cluster's master user, where it is known at synth. */
export function masterUserName(cluster: rds.CfnDBCluster): string | undefined {
  const name = cluster.masterUsername;
  return name !== undefined && !Token.isUnresolved(name) ? name : nameInGeneratedSecret(cluster);
}

/** aws-rds puts the name into the template of the secret that it generates beside the cluster. */
function nameInGeneratedSecret(cluster: rds.CfnDBCluster): string | undefined {
  const secret = cluster.node.scope?.node.tryFindChild('Secret')?.node.defaultChild;
  if (!isOfClass(secret, secretsmanager.CfnSecret)) {
    return undefined;
  }
  const template = Stack.of(secret).resolve(secret.generateSecretString)?.secretStringTemplate;
  return typeof template === 'string' ? /"username":"([^"\\]+)"/.exec(template)?.[1] : undefined;
}
