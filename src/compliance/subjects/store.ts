import { accountArchiving } from './account-policy';
import type { Archiving } from './archive';
import type { ClusterSubject } from './cluster-subject';
import { anyOf, type Formula } from '../resolved/choice';
import { type Case, Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';

/** A subscription that takes records of a log group, and where to. */
export interface Way {
  readonly filter: ResolvedResource;
  /** Where it says where to. */
  readonly property: string;
  readonly way: Possible<Archiving>;
}

/** A bucket that all records of a log group get into, when, and how the names of its objects begin. */
export interface Store {
  readonly bucket: ResolvedResource;
  readonly prefix: string;
  readonly when: Formula;
}

/** The subscriptions of a log group: its own, and those of the whole account. */
export function waysOf({ index, environment }: ClusterSubject, logGroupName: string): Way[] {
  const ofAccount = index.app.ofType('AWS::Logs::AccountPolicy').filter(({ template }) => template.environment === environment);
  return [
    ...index.subscriptionFilters.find(environment, logGroupName).map(({ resource, when }) =>
      ({ filter: resource, property: 'Properties.DestinationArn', way: index.archiving(resource).under(when) })),
    ...ofAccount.map(policy => ({
      filter: policy,
      property: 'Properties.PolicyDocument',
      way: there(accountArchiving(policy, logGroupName, index)).under(policy.existence),
    })),
  ];
}

function there<T>(possible: Possible<T | undefined>): Possible<T> {
  return new Possible(possible.cases.flatMap((one): Case<T>[] => 'unknown' in one ? [one] : one.value === undefined ? [] : [{ when: one.when, value: one.value }]));
}

export function storesOf(cluster: ClusterSubject, logGroupName: string, when: Formula): Store[] {
  const stores = new Map<string, Store>();
  for (const found of waysOf(cluster, logGroupName).flatMap(({ way }) => way.under(when).known)) {
    if ('bucket' in found.value) {
      const { bucket, prefix } = found.value;
      const key = JSON.stringify([bucket.key, prefix]);
      stores.set(key, { bucket, prefix, when: anyOf([found.when, stores.get(key)?.when ?? false]) });
    }
  }
  return [...stores.values()];
}
