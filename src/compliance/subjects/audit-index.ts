import { DetectedEvents } from './detected-events';
import { MetricFilter } from './metric-filter';
import { metricName } from './metric-name';
import { NameIndex } from './name-index';
import { isOn, LOGGING } from '../../recording/audit-parameters';
import { Possible } from '../resolved/possible';
import type { ResolvedApp } from '../resolved/resolved-app';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { lowerCased } from '../resolved/symbolic-text';
import { field, items, text, type Value } from '../resolved/value';

/** The resources of an app that have to do with audits, each found by the name through which others refer to it. */
export class AuditIndex {
  public readonly detectedEvents = new DetectedEvents();
  private auditing?: ResolvedResource[];
  private readonly filters = new Map<ResolvedResource, MetricFilter>();
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

  public metricFilter(resource: ResolvedResource): MetricFilter {
    let filter = this.filters.get(resource);
    if (filter === undefined) {
      filter = new MetricFilter(resource);
      this.filters.set(resource, filter);
    }
    return filter;
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
    return this.index('AWS::CloudWatch::Alarm', watchedMetrics);
  }

  /** Cluster parameter groups that turn auditing on, attached or not. */
  public auditingGroups(environment: string): readonly ResolvedResource[] {
    this.auditing ??= this.app.ofType('AWS::RDS::DBClusterParameterGroup')
      .filter(group => text(group.property('Parameters', LOGGING)).values.some(value => value !== undefined && isOn(value)));
    return this.auditing.filter(group => group.template.environment === environment);
  }

  private index(type: string, namesOf: (resource: ResolvedResource) => readonly Possible<string | undefined>[], key = type): NameIndex {
    let index = this.indices.get(key);
    if (index === undefined) {
      index = new NameIndex(this.app.ofType(type), namesOf);
      this.indices.set(key, index);
    }
    return index;
  }
}

function watchedMetrics(alarm: ResolvedResource): Possible<string | undefined>[] {
  const queried = items(alarm.property('Metrics')).cases.flatMap(one => 'unknown' in one
    ? [Possible.unknown<string | undefined>(one.unknown)]
    : (one.value ?? []).map(query => watchedMetric(['MetricStat', 'Metric'].reduce(field, Possible.known(query))).under(one.when)));
  return [watchedMetric(alarm.property()), ...queried];
}

function watchedMetric(metric: Possible<Value>): Possible<string | undefined> {
  const [namespace, name] = ['Namespace', 'MetricName'].map(key => text(field(metric, key)));
  const dimensions = items(field(metric, 'Dimensions')).flatMap(list => Possible.all((list ?? []).map(one => text(field(Possible.known(one), 'Name')))));
  return Possible.all([namespace, name]).flatMap(([space, metricNamed]) => metricNamed === undefined
    ? Possible.known<string | undefined>(undefined)
    : dimensions.map(keys => metricName(space, metricNamed, keys.filter(key => key !== undefined))));
}
