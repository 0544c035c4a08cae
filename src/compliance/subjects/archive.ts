import type { AuditIndex } from './audit-index';
import { appliedPattern } from './metric-filter';
import type { NamedResource } from './name-index';
import { anyOf, not } from '../resolved/choice';
import { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { onlyPart, readable } from '../resolved/symbolic-text';
import { deepProperties, isMap, text } from '../resolved/value';

/** Where a subscription takes the records: into a bucket, under names that begin so, or why not. */
export type Archiving =
  | { readonly bucket: ResolvedResource; readonly prefix: string }
  | { readonly flaw: string; readonly resource: ResolvedResource; readonly property: string };

const DESTINATIONS = ['ExtendedS3DestinationConfiguration', 'S3DestinationConfiguration'];

/** Destinations beside which a stream may keep a copy of everything in S3. */
const OTHER_DESTINATIONS = [
  'AmazonOpenSearchServerlessDestinationConfiguration', 'AmazonopensearchserviceDestinationConfiguration', 'ElasticsearchDestinationConfiguration',
  'HttpEndpointDestinationConfiguration', 'IcebergDestinationConfiguration', 'RedshiftDestinationConfiguration', 'SnowflakeDestinationConfiguration',
  'SplunkDestinationConfiguration',
];
const COPIES = ['S3Configuration', 'S3BackupConfiguration'];

/** What stands before the name in ARNs. */
export const STREAM = ':deliverystream/';
const BUCKET = ':s3:::';
export const MACHINE = ':stateMachine:';

/** What ARNs of a resource can be found by: its references, and its name where it has one. */
export function arnKeys(resource: ResolvedResource, nameProperty: string): readonly Possible<string | undefined>[] {
  return [resource.key, `${resource.key}.Arn`].map(key => Possible.known<string | undefined>(key))
    .concat(text(resource.property(nameProperty)).map(name => name && keyOf(name)));
}

/** What an ARN says of the resource that it is of: what it refers to, or the name in it; nothing where it is the ARN of something else. */
export function arnKey(arn: string, before: string): string | undefined {
  const at = arn.indexOf(before);
  return onlyPart(arn)?.name ?? (at === -1 ? undefined : keyOf(arn.slice(at + before.length)));
}

function keyOf(name: string): string {
  return onlyPart(name)?.name ?? name;
}

/** Where the records go that a subscription filter selects. */
export function archiving(filter: ResolvedResource, index: AuditIndex): Possible<Archiving> {
  return appliedPattern(filter).flatMap(pattern => pattern.trim() !== ''
    ? flawed(`takes some records only, those that match ${pattern}`, filter, 'FilterPattern')
    : text(filter.property('DestinationArn')).flatMap<Archiving>((arn = '') => throughStream(arn, filter, 'DestinationArn', index)));
}

/** Where the records go that a subscription has for this destination. */
export function throughStream(arn: string, subscription: ResolvedResource, property: string, index: AuditIndex): Possible<Archiving> {
  const key = arnKey(arn, STREAM);
  // A stream that is named is one of the account and region of the log group.
  const found = key === undefined ? [] : onlyPart(arn) === undefined
    ? index.deliveryStreams.find(subscription.template.environment, key) : index.deliveryStreams.findAnywhere(key);
  return behind(found, `its destination ${readable(arn) || '(none)'} is no delivery stream of this app`, subscription, property, stream => inBucket(stream, index));
}

function inBucket(stream: ResolvedResource, index: AuditIndex): Possible<Archiving> {
  const written = DESTINATIONS.flatMap(name => ['BucketARN', 'Prefix'].map(property => text(stream.property(name, property))));
  return Possible.all(written).flatMap<Archiving>(found => {
    const [arn, prefix] = found[0] !== undefined ? found : found.slice(2);
    return arn === undefined ? besideOthers(stream) : keepsAll(stream, found[0] !== undefined).flatMap(() => {
      const key = arnKey(arn, BUCKET);
      return behind(
        key === undefined ? [] : index.buckets.findAnywhere(key), `the bucket ${readable(arn)} is not in this app`, stream, `${DESTINATIONS[0]}.BucketARN`,
        bucket => Possible.known<Archiving>({ bucket, prefix: prefix ?? '' }),
      );
    });
  });
}

/** A function between the log group and the bucket may leave records out, or change them. */
function keepsAll(stream: ResolvedResource, isExtended: boolean): Possible<true> {
  return deepProperties(isExtended ? stream.property(DESTINATIONS[0]) : Possible.known({ raw: undefined, scope: stream.template }), ['ProcessingConfiguration'])
    .flatMap<true>(({ ProcessingConfiguration: given }) => {
      const { Enabled: enabled, Processors: processors } = isMap(given) ? given : {};
      const transforms = String(enabled).toLowerCase() !== 'false' && Array.isArray(processors) && processors.some(one => isMap(one) && one.Type === 'Lambda');
      return transforms ? Possible.unknown(`what a function leaves of the records in ${stream.path} is not known`) : Possible.known<true>(true);
    });
}

function besideOthers(stream: ResolvedResource): Possible<Archiving> {
  const copies = (given: unknown) => isMap(given) && COPIES.some(name => name in given);
  return deepProperties(stream.property(), OTHER_DESTINATIONS).flatMap<Archiving>(given => Object.values(given).some(copies)
    ? Possible.unknown(`what ${stream.path} keeps in S3 beside its destination is not judged`)
    : flawed('writes to no bucket of S3', stream, DESTINATIONS[0]));
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
