import type { ClusterSubject } from './cluster-subject';

const MAX_LENGTH = 63;

/** An identifier that the cluster could have, made of what it is called in its template. */
export function suggestedIdentifier({ resource }: ClusterSubject): string {
  const given = [resource.template.source.stackName, resource.logicalId].join('-').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+/, '');
  return given.slice(0, MAX_LENGTH).replace(/-$/, '') || 'database';
}
