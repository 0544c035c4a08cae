import { createHash } from 'crypto';
import type { IConstruct } from 'constructs';
import { rootStackName } from '../recording/cluster-identifier';

const HASH_LENGTH = 8;

/**
 * A literal name for something of a construct that other resources have to know before it is there, as unique as the path of the construct and the name
 * of its stack: `audit-orders-1a2b3c4d`.
 *
 * @param separator what stands between the parts
 */
export function uniqueName(scope: IConstruct, parts: string[], maxLength: number, separator = '-'): string {
  const path = [rootStackName(scope), ...scope.node.scopes.map(({ node }) => node.id), ...parts];
  const hash = createHash('sha256').update(JSON.stringify(path)).digest('hex').slice(0, HASH_LENGTH);
  const readable = parts.join(separator).toLowerCase().replace(/[^a-z0-9]+/g, separator).slice(0, maxLength - HASH_LENGTH - 1);
  return `${readable}${separator}${hash}`;
}
