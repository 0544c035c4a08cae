import type { AuditIndex } from './audit-index';
import { appliedPattern } from './metric-filter';
import type { NamedResource } from './name-index';
import { anyOf, not } from '../resolved/choice';
import { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { isLiteral, onlyPart, partBehind, readable } from '../resolved/symbolic-text';
import { text } from '../resolved/value';

/** Where a subscription filter takes the records: into a bucket, or why not. */
export type Archiving =
  | { readonly bucket: ResolvedResource; readonly prefix: string }
  | { readonly flaw: string; readonly resource: ResolvedResource; readonly property: string };

const DESTINATIONS = ['ExtendedS3DestinationConfiguration', 'S3DestinationConfiguration'];

/** What ARNs of a resource can be found by: its references, and its name where it has one. */
export function arnKeys(resource: ResolvedResource, nameProperty: string): readonly Possible<string | undefined>[] {
  return [resource.key, `${resource.key}.Arn`].map(key => Possible.known<string | undefined>(key)).concat(text(resource.property(nameProperty)));
}

/** What an ARN says of the resource that it is of: what it refers to, or the name at its end. */
export function arnKey(arn: string, separator: string): string {
  return (onlyPart(arn) ?? partBehind(arn, separator))?.name ?? arn.slice(arn.lastIndexOf(separator) + 1);
}

/** Where the records go that a subscription filter selects. */
export function archiving(filter: ResolvedResource, index: AuditIndex): Possible<Archiving> {
  return appliedPattern(filter).flatMap(pattern => pattern.trim() !== ''
    ? flawed(`takes some records only, those that match ${pattern}`, filter, 'FilterPattern')
    : text(filter.property('DestinationArn')).flatMap<Archiving>((arn = '') => behind(
      index.deliveryStreams.findAnywhere(arnKey(arn, '/')), `its destination ${readable(arn) || '(none)'} is no delivery stream of this app`, filter, 'DestinationArn',
      stream => inBucket(stream, index),
    )));
}

function inBucket(stream: ResolvedResource, index: AuditIndex): Possible<Archiving> {
  const written = DESTINATIONS.flatMap(name => ['BucketARN', 'Prefix'].map(property => text(stream.property(name, property))));
  return Possible.all(written).flatMap<Archiving>(found => {
    const [arn, prefix] = found[0] !== undefined ? found : found.slice(2);
    return arn === undefined ? flawed('writes to no bucket of S3', stream, DESTINATIONS[0]) : behind(
      index.buckets.findAnywhere(arnKey(arn, ':')), `the bucket ${readable(arn)} is not in this app`, stream, `${DESTINATIONS[0]}.BucketARN`,
      bucket => Possible.known<Archiving>({ bucket, prefix: beginning(prefix ?? '') }),
    );
  });
}

/** What is behind one of the resources found; unknown where there is none. */
function behind(
  found: readonly NamedResource[], unknown: string, from: ResolvedResource, property: string,
  next: (resource: ResolvedResource) => Possible<Archiving>,
): Possible<Archiving> {
  if (found.length === 0) {
    return Possible.unknown(unknown);
  }
  const nowhere = not(anyOf(found.map(({ when }) => when)));
  return Possible.oneOf([
    ...found.map(({ resource, when }) => next(resource).under(when)),
    flawed(`leads to ${found[0].resource.path}, which exists in some deployments only`, from, property).under(nowhere),
  ]);
}

function flawed(flaw: string, resource: ResolvedResource, property: string): Possible<Archiving> {
  return Possible.known<Archiving>({ flaw, resource, property: `Properties.${property}` });
}

/** What names of objects begin with, as far as it is literal. */
function beginning(prefix: string): string {
  const [literal] = prefix.split('!{');
  return isLiteral(literal) ? literal : '';
}
