import { type Detected, DetectedEvents } from './detected-events';
import { type Engine, engineOf } from './engine';
import { MetricFilter } from './metric-filter';
import { NameIndex } from './name-index';
import { watchedMetrics, WATCHING } from './watched-metrics';
import { isOn, LOGGING } from '../../recording/audit-parameters';
import { and, type Formula } from '../resolved/choice';
import { Possible } from '../resolved/possible';
import type { ResolvedApp } from '../resolved/resolved-app';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { lowerCased } from '../resolved/symbolic-text';
import { deepProperties, text } from '../resolved/value';

/** The resources of an app that have to do with audits, each found by the name through which others refer to it. */
export class AuditIndex {
  public readonly detectedEvents = new DetectedEvents();
  private auditing?: ResolvedResource[];
  private readonly filters = new Map<ResolvedResource, MetricFilter>();
  private readonly selected = new Map<ResolvedResource, ReturnType<AuditIndex['selections']>>();
  private readonly engines = new Map<ResolvedResource, Possible<Engine>>();
  private readonly indices = new Map<string, NameIndex>();

  constructor(public readonly app: ResolvedApp) {}

  public get clusters(): NameIndex {
    return this.index('AWS::RDS::DBCluster', resource => [resource.name]);
  }

  public get globalClusters(): NameIndex {
    return this.index('AWS::RDS::GlobalCluster', resource => [resource.name]);
  }

  public get clusterParameterGroups(): NameIndex {
    return this.index('AWS::RDS::DBClusterParameterGroup', resource => [resource.name]);
  }

  public get instanceParameterGroups(): NameIndex {
    return this.index('AWS::RDS::DBParameterGroup', resource => [resource.name]);
  }

  /** Instances by their own names. */
  public get instances(): NameIndex {
    return this.index('AWS::RDS::DBInstance', resource => [resource.name]);
  }

  /** Instances by the cluster that they belong to. */
  public get members(): NameIndex {
    return this.index('AWS::RDS::DBInstance', resource => [text(resource.property('DBClusterIdentifier')).map(name => name && lowerCased(name))], 'members');
  }

  /** Log groups by name; those with a made-up name are not what a cluster writes to. */
  public get logGroups(): NameIndex {
    return this.index('AWS::Logs::LogGroup', resource => [text(resource.property('LogGroupName'))]);
  }

  /** Log groups by name in lower case. */
  public get logGroupsInAnyCase(): NameIndex {
    return this.index('AWS::Logs::LogGroup', resource => [text(resource.property('LogGroupName')).map(name => name && lowerCased(name))], 'any case');
  }

  /** The custom resources of aws-cdk-lib that set a retention, by the log group. */
  public get retentionResources(): NameIndex {
    return this.index('Custom::LogRetention', resource => [text(resource.property('LogGroupName'))]);
  }

  /** Metric filters by their log group. */
  public get metricFilters(): NameIndex {
    return this.index('AWS::Logs::MetricFilter', resource => [text(resource.property('LogGroupName'))]);
  }

  public get secrets(): NameIndex {
    return this.index('AWS::SecretsManager::Secret', resource => [resource.name]);
  }

  /** Alarms by the metrics that they watch. */
  public get alarms(): NameIndex {
    return this.index('AWS::CloudWatch::Alarm', alarm => {
      const watched = deepProperties(alarm.property(), WATCHING).map(watchedMetrics);
      return [
        ...watched.known.flatMap(({ value, when }) => value.map(({ key }) => Possible.known<string | undefined>(key).under(when))),
        ...watched.unknowns.map(({ unknown, when }) => Possible.unknown<string | undefined>(unknown).under(when)),
      ];
    });
  }

  public metricFilter(resource: ResolvedResource): MetricFilter {
    return remembered(this.filters, resource, () => new MetricFilter(resource));
  }

  /** What a filter counts because it looks for it, and when: the sample records, for each way in which it may be deployed. */
  public selections(filter: ResolvedResource): readonly ({ readonly when: Formula } & Detected)[] {
    return remembered(this.selected, filter, () => {
      const { pattern, metrics } = this.metricFilter(filter);
      const counts = metrics.holds(found => found.length > 0);
      return pattern.known.map(({ value, when }) => ({ when: and(when, counts), ...this.detectedEvents.of(value) }));
    });
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

  private index(type: string, namesOf: (resource: ResolvedResource) => readonly Possible<string | undefined>[], key = type): NameIndex {
    return remembered(this.indices, key, () => new NameIndex(this.app.ofType(type), namesOf));
  }
}

function remembered<K, V>(known: Map<K, V>, key: K, find: () => V): V {
  let value = known.get(key);
  if (value === undefined) {
    value = find();
    known.set(key, value);
  }
  return value;
}
