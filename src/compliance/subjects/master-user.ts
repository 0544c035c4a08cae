import type { ClusterSubject } from './cluster-subject';
import { text } from '../resolved/value';

/** A user name that is kept in a secret of the app, as aws-rds has it. */
const IN_SECRET = /^\{\{resolve:secretsmanager:\u0000([^\u0000]*)\u0000:SecretString:username:/;

/** The names that the master user of the cluster may have, as far as they are known. */
export function masterUserNames(cluster: ClusterSubject): string[] {
  return text(cluster.property('MasterUsername')).values.filter(name => name !== undefined)
    .flatMap(name => {
      const [, secret] = IN_SECRET.exec(name) ?? [];
      return secret === undefined ? [name] : namesInSecret(cluster, secret);
    });
}

/** Secrets are generated from a template that holds the name. */
function namesInSecret({ index, environment }: ClusterSubject, path: string): string[] {
  return index.secrets.find(environment, `\u0000${path}\u0000`)
    .flatMap(({ resource }) => text(resource.property('GenerateSecretString', 'SecretStringTemplate')).values)
    .flatMap(template => /"username"\s*:\s*"([^"\\]+)"/.exec(template ?? '')?.[1] ?? []);
}
