import { type Archiving, archiving, arnKeys } from './archive';
import { DetectedEvents } from './detected-events';
import { type Engine, engineOf } from './engine';
import { MetricFilter } from './metric-filter';
import { NameIndex } from './name-index';
import { type Schedule, schedulesIn } from './schedule';
import { type Watching, watching } from './watched-metrics';
import { isOn, LOGGING } from '../../recording/audit-parameters';
import { Possible } from '../resolved/possible';
import type { ResolvedApp } from '../resolved/resolved-app';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { lowerCased } from '../resolved/symbolic-text';
import { text } from '../resolved/value';

/** The resources of an app that have to do with audits, each found by the name through which others refer to it. */
export class AuditIndex {
  public readonly clusters = this.ofType('AWS::RDS::DBCluster', resource => resource.name);
  public readonly globalClusters = this.ofType('AWS::RDS::GlobalCluster', resource => resource.name);
  public readonly clusterParameterGroups = this.ofType('AWS::RDS::DBClusterParameterGroup', resource => resource.name);
  public readonly instanceParameterGroups = this.ofType('AWS::RDS::DBParameterGroup', resource => resource.name);
  /** Instances by their own names. */
  public readonly instances = this.ofType('AWS::RDS::DBInstance', resource => resource.name);
  /** Instances by the cluster that they belong to. */
  public readonly members = this.ofType('AWS::RDS::DBInstance', resource => lowerCase(text(resource.property('DBClusterIdentifier'))));
  /** Log groups by name; those with a made-up name are not what a cluster writes to. */
  public readonly logGroups = this.ofType('AWS::Logs::LogGroup', logGroupName);
  public readonly logGroupsInAnyCase = this.ofType('AWS::Logs::LogGroup', resource => lowerCase(logGroupName(resource)));
  /** The custom resources of aws-cdk-lib that set a retention, by the log group. */
  public readonly retentionResources = this.ofType('Custom::LogRetention', logGroupName);
  /** Metric filters by their log group. */
  public readonly metricFilters = this.ofType('AWS::Logs::MetricFilter', logGroupName);
  /** Subscription filters by their log group. */
  public readonly subscriptionFilters = this.ofType('AWS::Logs::SubscriptionFilter', logGroupName);
  /** Delivery streams and buckets by what ARNs say of them. */
  public readonly deliveryStreams = new NameIndex(
    () => this.app.ofType('AWS::KinesisFirehose::DeliveryStream'), stream => arnKeys(stream, 'DeliveryStreamName'),
  );
  public readonly buckets = new NameIndex(() => this.app.ofType('AWS::S3::Bucket'), bucket => arnKeys(bucket, 'BucketName'));
  /** Alarms by the metrics that they watch. */
  public readonly alarms = new NameIndex(() => this.app.ofType('AWS::CloudWatch::Alarm'), alarm => keysOf(this.watching(alarm)));
  private readonly detectedEvents = new DetectedEvents();
  private auditing?: ResolvedResource[];
  private readonly filters = new Map<ResolvedResource, MetricFilter>();
  private readonly archivings = new Map<ResolvedResource, Possible<Archiving>>();
  private readonly scheduled = new Map<string, readonly Schedule[]>();
  private readonly watched = new Map<ResolvedResource, Possible<Watching>>();
  private readonly engines = new Map<ResolvedResource, Possible<Engine>>();

  constructor(public readonly app: ResolvedApp) {}

  public metricFilter(resource: ResolvedResource): MetricFilter {
    return remembered(this.filters, resource, () => new MetricFilter(resource, this.detectedEvents));
  }

  /** Where a subscription filter takes the records. */
  public archiving(filter: ResolvedResource): Possible<Archiving> {
    return remembered(this.archivings, filter, () => archiving(filter, this));
  }

  /** What starts something by the clock. */
  public schedules(environment: string): readonly Schedule[] {
    return remembered(this.scheduled, environment, () => schedulesIn(this.app, environment));
  }

  /** What an alarm watches. */
  public watching(alarm: ResolvedResource): Possible<Watching> {
    return remembered(this.watched, alarm, () => watching(alarm));
  }

  public engine(cluster: ResolvedResource): Possible<Engine> {
    return remembered(this.engines, cluster, () => {
      // Clusters can copy each other in a circle.
      this.engines.set(cluster, Possible.unknown('it names no Engine'));
      return engineOf(cluster, this);
    });
  }

  /** Cluster parameter groups that turn auditing on, attached or not. */
  public auditingGroups(environment: string): readonly ResolvedResource[] {
    this.auditing ??= this.app.ofType('AWS::RDS::DBClusterParameterGroup')
      .filter(group => text(group.property('Parameters', LOGGING)).values.some(value => value !== undefined && isOn(value)));
    return this.auditing.filter(group => group.template.environment === environment);
  }

  private ofType(type: string, nameOf: (resource: ResolvedResource) => Possible<string | undefined>): NameIndex {
    return new NameIndex(() => this.app.ofType(type), resource => [nameOf(resource)]);
  }
}

function logGroupName(resource: ResolvedResource): Possible<string | undefined> {
  return text(resource.property('LogGroupName'));
}

function lowerCase(possible: Possible<string | undefined>): Possible<string | undefined> {
  return possible.map(name => name && lowerCased(name));
}

function keysOf(watched: Possible<Watching>): readonly Possible<string | undefined>[] {
  return [
    ...watched.known.flatMap(({ value: { metrics }, when }) => metrics.map(({ key }) => Possible.known<string | undefined>(key).under(when))),
    ...watched.unknowns.map(({ unknown, when }) => Possible.unknown<string | undefined>(unknown).under(when)),
  ];
}

function remembered<K, V>(known: Map<K, V>, key: K, find: () => V): V {
  let value = known.get(key);
  if (value === undefined) {
    value = find();
    known.set(key, value);
  }
  return value;
}
