import { createHash } from 'crypto';
import { Stack, Token } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { shown } from '../app/shown';

const MAX_LENGTH = 63;
const HASH_LENGTH = 8;

/**
 * A literal, stable identifier for the cluster at `scope`/`id`, distinct for every path and every stack name.
 *
 * A readable part for people, a hash of the whole for uniqueness. It is a contract: a change of it
 * would replace databases.
 */
export function clusterIdentifierFor(scope: Construct, id: string): string {
  const path = [...scope.node.scopes.map(ancestor => ancestor.node.id), id].filter(part => part !== '');
  const hash = createHash('sha256').update(JSON.stringify([rootStackName(scope), ...path])).digest('hex').slice(0, HASH_LENGTH);
  const readable = path.join('-').toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(-(MAX_LENGTH - HASH_LENGTH - 1)).replace(/^[^a-z]+|-+$/g, '');
  return `${readable || 'aurora'}-${hash}`;
}

/** The name of the outermost stack; that of a nested one is only known at deployment. */
export function rootStackName(scope: IConstruct): string {
  let stack = Stack.of(scope);
  while (stack.nestedStackParent) {
    stack = stack.nestedStackParent;
  }
  return stack.stackName;
}

/**
 * Refuses an identifier that RDS would refuse, and one that is not known at synth.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
 */
export function checkClusterIdentifier(identifier: unknown, prop = 'clusterIdentifier'): asserts identifier is string {
  if (Token.isUnresolved(identifier)) {
    throw new Error(`${prop}: must be a literal, got a token; `
      + 'the log groups bear the identifier in their names and have to be created before the cluster');
  }
  if (typeof identifier !== 'string' || !/^[A-Za-z](-?[A-Za-z0-9])*$/.test(identifier) || identifier.length > MAX_LENGTH) {
    throw new Error(`${prop}: must be 1 to ${MAX_LENGTH} letters, digits and hyphens, a letter first, `
      + `no hyphen last, no two hyphens in a row, got: ${shown(identifier)}`);
  }
}
