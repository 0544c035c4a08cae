import type { ClusterSubject } from './cluster-subject';
import { partsOf } from '../resolved/symbolic-text';
import { text } from '../resolved/value';

/** A user name that is kept in a secret of the app, as aws-rds has it. */
const IN_SECRET = /^\{\{resolve:secretsmanager:.*:SecretString:username:/s;

/** The names that the master user of the cluster may have, as far as they are known. */
export function masterUserNames(cluster: ClusterSubject): string[] {
  return text(cluster.property('MasterUsername')).values.filter(name => name !== undefined)
    .flatMap(name => IN_SECRET.test(name) ? partsOf(name).flatMap(part => namesInSecret(cluster, part.name)) : [name]);
}

/** Secrets are generated from a template that holds the name. */
function namesInSecret({ index }: ClusterSubject, key: string): string[] {
  return index.app.ofType('AWS::SecretsManager::Secret').filter(secret => secret.key === key)
    .flatMap(secret => text(secret.property('GenerateSecretString', 'SecretStringTemplate')).values)
    .flatMap(template => /"username"\s*:\s*"([^"\\]+)"/.exec(template ?? '')?.[1] ?? []);
}
