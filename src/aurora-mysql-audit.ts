import { Annotations, Token } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { AuroraMysqlAuditOptions } from './aurora-mysql-audit-options';
import { checkedAlarmActions } from './detection/alarm-actions';
import { alarmTopic, checkSecurityContacts } from './detection/alarm-topic';
import type { AuditDetection } from './detection/audit-detection';
import type { IAuroraMysqlAudit } from './detection/aurora-mysql-audit-ref';
import { DetectionSet } from './detection/detection-set';
import { checkLogGroupQuotas } from './detection/log-group-quota';
import { auditEncryptionKey } from './recording/audit-encryption-key';
import { checkAuditEvents, DEFAULT_AUDIT_EVENTS, redundantEvents } from './recording/audit-event';
import { renderAuditParameters } from './recording/audit-parameters';
import { auditRemovalPolicy, warnOfContradictions } from './recording/audit-removal';
import { auditedCluster, checkInstanceParameters } from './recording/audited-cluster';
import { checkAuditedUsers } from './recording/audited-users';
import { canPause } from './recording/auto-pause';
import { checkClusterIdentifier } from './recording/cluster-identifier';
import { clusterLogGroups } from './recording/cluster-log-groups';
import { auditedParameterGroup, checkClusterParameters } from './recording/cluster-parameter-group';
import { createAuditBefore, dependOnAllBut } from './recording/creation-order';
import { AUDIT_LOG, auditedLogExports, exportLogGroupName } from './recording/log-export';
import { masterUserName } from './recording/master-user';
import { shown } from './recording/shown';
import { SavedQueries } from './review/queries/saved-queries';

/**
 * Properties of `AuroraMysqlAudit`.
 */
export interface AuroraMysqlAuditProps extends AuroraMysqlAuditOptions {
  /**
   * The cluster to audit: an Aurora MySQL `rds.DatabaseCluster` or `rds.DatabaseClusterFromSnapshot` of the same stack,
   * with an engine version and a literal `clusterIdentifier`, without `cloudwatchLogsRetention`.
   *
   * Do NOT add `clusterIdentifier` to a cluster that is deployed without one: CloudFormation would replace it by an empty
   * cluster. docs/operations.md has the way by `cdk import`.
   */
  readonly cluster: rds.IDatabaseCluster;
}

/**
 * The audit of one Aurora MySQL cluster: parameters, log exports, log groups, detections and alarms.
 */
export class AuroraMysqlAudit extends Construct implements IAuroraMysqlAudit {
  /** The identifier of the cluster, a literal. */
  public readonly clusterIdentifier: string;

  /** The cluster parameter group that holds the audit parameters. */
  public readonly parameterGroup: rds.IParameterGroup;

  /** The log group of the audit records. */
  public readonly auditLogGroup: logs.ILogGroup;

  /** The log groups of all exported log types, by log type. */
  public readonly logGroups: { [logType: string]: logs.ILogGroup };

  /** The key that encrypts log groups and topic; none where all of them were given. */
  public readonly encryptionKey?: kms.IKey;

  /** The topic that the alarms publish to; none with `alarmActions` and without `securityContacts`. */
  public readonly topic?: sns.Topic;

  /** The namespace of the metrics of this cluster. */
  public readonly metricNamespace: string;

  /** What the alarms do that are not urgent. */
  public readonly alarmActions: cloudwatch.IAlarmAction[];

  /** What the alarms of high and critical severity do. */
  public readonly urgentAlarmActions: cloudwatch.IAlarmAction[];

  private readonly detectionSet: DetectionSet;
  private readonly savedQueries?: SavedQueries;

  constructor(scope: Construct, id: string, props: AuroraMysqlAuditProps) {
    super(scope, id);

    const { cluster, resource, instances, engine } = auditedCluster(scope, props?.cluster);
    const clusterIdentifier = resource.dbClusterIdentifier;
    checkClusterIdentifier(clusterIdentifier);
    this.clusterIdentifier = clusterIdentifier;
    const auditEvents = props.auditEvents ?? DEFAULT_AUDIT_EVENTS;
    checkAuditEvents(auditEvents);
    checkAuditedUsers(props);
    const securityContacts = checkSecurityContacts(props.securityContacts);
    const alarmActions = checkedAlarmActions('alarmActions', props.alarmActions, 'a new SNS topic');
    const urgentAlarmActions = checkedAlarmActions('urgentAlarmActions', props.urgentAlarmActions, 'the same actions for every severity');
    this.warnAbout(props, resource);

    const removalPolicy = auditRemovalPolicy(props);
    let key: kms.IKey | undefined;
    const encryptionKey = () => key ??= auditEncryptionKey(this, {
      logGroupNames: exportLogGroupName(clusterIdentifier, '*'), removalPolicy, given: props.auditLogEncryptionKey,
    });

    const auditParameters = renderAuditParameters({ ...props, auditEvents });
    this.parameterGroup = auditedParameterGroup(this, engine, resource, auditParameters);
    const checkParameters = () => {
      checkClusterParameters(resource, auditParameters);
      instances.forEach(instance => checkInstanceParameters(instance, this.parameterGroup));
    };
    checkParameters();
    // Parameters may come late.
    this.node.addValidation({ validate: () => errorsOf(checkParameters) });
    resource.enableCloudwatchLogsExports = auditedLogExports(resource.enableCloudwatchLogsExports);
    this.logGroups = clusterLogGroups(this, {
      ...props,
      clusterIdentifier,
      logTypes: resource.enableCloudwatchLogsExports,
      encryptionKey,
      removalPolicy,
      existing: existingLogGroups(props),
    });
    this.auditLogGroup = this.logGroups[AUDIT_LOG];
    // Of a group only: a subscription filter below it may lead back to the cluster.
    resource.node.addDependency(...Object.values(this.logGroups).flatMap(({ node }) => node.defaultChild ?? []));
    createAuditBefore(resource, this);
    if (this.node.scopes.includes(cluster)) {
      dependOnAllBut(cluster, this);
    }
    Object.assign(cluster.cloudwatchLogGroups, this.logGroups);

    if (!alarmActions || securityContacts.length > 0) {
      this.topic = alarmTopic(this, encryptionKey(), securityContacts, () => this.alarms.length > 0);
    }
    this.encryptionKey = key;
    const topicActions = this.topic ? [new actions.SnsAction(this.topic)] : [];
    this.alarmActions = [...alarmActions ?? [], ...topicActions];
    this.urgentAlarmActions = urgentAlarmActions ? [...urgentAlarmActions, ...(securityContacts.length > 0 ? topicActions : [])] : this.alarmActions;
    this.metricNamespace = `AuroraMysqlAudit/${clusterIdentifier.toLowerCase()}`;
    // A scope of their own, so that no id of a detection meets that of a log group, key or topic.
    this.detectionSet = new DetectionSet(this, 'Detections', {
      target: {
        clusterIdentifier,
        parameterGroupName: resource.dbClusterParameterGroupName!,
        auditLogGroup: this.auditLogGroup,
        encryptionKey: key,
        metricNamespace: this.metricNamespace,
        topic: this.topic,
        recordsComeAfter: instances.length > 0 ? instances : [resource],
        alarms: () => this.alarms,
      },
      auditEvents,
      canPause: canPause(resource),
      alarmActions: this.alarmActions,
      urgentAlarmActions: this.urgentAlarmActions,
    });
    this.detectionSet.addAll(checkedDetections(props.detections));
    if (checkedSwitch('auditQueries', props.auditQueries)) {
      this.savedQueries = new SavedQueries(this, 'Queries', { clusterIdentifier, auditLogGroup: this.auditLogGroup, detections: this.detections });
    }
    checkLogGroupQuotas(this, this.auditLogGroup);
    warnOfContradictions(this, () => [
      resource, ...Object.values(this.logGroups).map(({ node }) => node.defaultChild).filter(child => logs.CfnLogGroup.isCfnLogGroup(child)),
    ]);
  }

  /** The rule for the API calls that could switch the audit off; none without `AuditDetection.CONTROL_PLANE_CHANGES`. */
  public get controlPlaneRule(): events.Rule | undefined {
    return this.detectionSet.all.find(({ rule }) => rule)?.rule;
  }

  /** The detections at work on this cluster. */
  public get detections(): AuditDetection[] {
    return this.detectionSet.all.map(({ detection }) => detection);
  }

  /** The alarms of all detections. */
  public get alarms(): cloudwatch.Alarm[] {
    return this.detectionSet.all.map(({ alarm }) => alarm);
  }

  /** The metric filters of all detections. */
  public get metricFilters(): logs.MetricFilter[] {
    return this.detectionSet.metricFilters;
  }

  /** The saved queries of Logs Insights; none with `auditQueries: false`. */
  public get queryDefinitions(): logs.CfnQueryDefinition[] {
    return [...this.savedQueries?.definitions ?? []];
  }

  /**
   * Looks for one thing more in the audit records.
   *
   * @param detection what to look for; its id must be new to this cluster
   */
  public addDetection(detection: AuditDetection): cloudwatch.Alarm {
    const alarm = this.detectionSet.add(detection);
    this.savedQueries?.addRunbookQuery(detection);
    return alarm;
  }

  /**
   * The number of audit records that a detection of this cluster selects.
   *
   * @param detection one of the detections of this cluster
   * @param options statistic (default: sum), period (default: that of the detection) and the like
   */
  public metric(detection: AuditDetection, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.detectionSet.find(detection).metric.with(options ?? {}) as cloudwatch.Metric;
  }

  /**
   * The alarm of a detection of this cluster.
   *
   * @param detection one of the detections of this cluster
   */
  public alarm(detection: AuditDetection): cloudwatch.Alarm {
    return this.detectionSet.find(detection).alarm;
  }

  /**
   * Lets someone read the audit records, and decrypt them where the key is known here.
   *
   * @param grantee who may read
   */
  public grantReadAuditLogs(grantee: iam.IGrantable): iam.Grant {
    const grant = this.auditLogGroup.grantRead(grantee);
    return this.encryptionKey ? grant.combine(this.encryptionKey.grantDecrypt(grantee)) : grant;
  }

  private warnAbout(props: AuroraMysqlAuditProps, resource: rds.CfnDBCluster): void {
    const redundant = redundantEvents(props.auditEvents ?? []);
    if (redundant.length > 0) {
      Annotations.of(this).addWarningV2('cdk-audited-aurora-mysql:redundantEvents',
        `auditEvents: QUERY records every statement, ${redundant.join(', ')} beside it adds nothing`);
    }
    const master = masterUserName(resource);
    if (master !== undefined && props.auditExcludedUsers?.includes(master)) {
      Annotations.of(this).addWarningV2('cdk-audited-aurora-mysql:masterUserExcluded',
        `auditExcludedUsers: '${master}' is the master user; what the most powerful user does is not recorded`);
    }
  }
}

function errorsOf(check: () => void): string[] {
  try {
    check();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

function existingLogGroups({ logGroups = {}, auditLogGroup }: AuroraMysqlAuditOptions): { [logType: string]: logs.ILogGroup } {
  if (typeof logGroups !== 'object' || logGroups === null || Array.isArray(logGroups)) {
    throw new Error(`logGroups: must be a map of log types to log groups, got: ${shown(logGroups)}`);
  }
  return auditLogGroup === undefined ? logGroups : { ...logGroups, [AUDIT_LOG]: auditLogGroup };
}

/** Something that is on unless it is switched off. */
function checkedSwitch(prop: string, value: boolean | undefined = true): boolean {
  if (typeof value !== 'boolean') {
    throw new Error(`${prop}: must be true or false, got: ${shown(value)}`);
  }
  return value;
}

function checkedDetections(detections: AuditDetection[] | undefined): AuditDetection[] | undefined {
  if (detections !== undefined && (!Array.isArray(detections) || Token.isUnresolved(detections))) {
    throw new Error(`detections: must be a list of AuditDetection, got: ${shown(detections)}`);
  }
  return detections;
}
