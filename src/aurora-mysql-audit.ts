import { Annotations, Token } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { AuroraMysqlAuditOptions } from './aurora-mysql-audit-options';
import { alarmTopic, checkSecurityContacts } from './detection/alarm-topic';
import { AuditDetection } from './detection/audit-detection';
import { DetectionAlarm } from './detection/detection-alarm';
import { auditEncryptionKey } from './recording/audit-encryption-key';
import { checkAuditEvents, DEFAULT_AUDIT_EVENTS, redundantEvents } from './recording/audit-event';
import { renderAuditParameters } from './recording/audit-parameters';
import { auditedCluster } from './recording/audited-cluster';
import { checkAuditedUsers } from './recording/audited-users';
import { checkClusterIdentifier } from './recording/cluster-identifier';
import { clusterLogGroups, createBefore } from './recording/cluster-log-groups';
import { auditedParameterGroup } from './recording/cluster-parameter-group';
import { AUDIT_LOG, auditedLogExports, exportLogGroupName } from './recording/log-export';
import { masterUserName } from './recording/master-user';
import { shown } from './recording/shown';

/**
 * Properties of `AuroraMysqlAudit`.
 */
export interface AuroraMysqlAuditProps extends AuroraMysqlAuditOptions {
  /**
   * The cluster to audit: an Aurora MySQL `rds.DatabaseCluster` or `rds.DatabaseClusterFromSnapshot` of this app
   * with a literal `clusterIdentifier`, without `cloudwatchLogsRetention`.
   */
  readonly cluster: rds.IDatabaseCluster;
}

/**
 * The audit of one Aurora MySQL cluster: parameters, log exports, log groups, detections and alarms.
 */
export class AuroraMysqlAudit extends Construct {
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

  private readonly alarmActions: cloudwatch.IAlarmAction[];
  /** A scope of their own, so that no id of a detection meets that of a log group, key or topic. */
  private readonly detectionScope: Construct;
  private readonly detectionAlarms = new Map<string, DetectionAlarm>();

  constructor(scope: Construct, id: string, props: AuroraMysqlAuditProps) {
    super(scope, id);

    const { cluster, resource, engine } = auditedCluster(props.cluster);
    const clusterIdentifier = resource.dbClusterIdentifier;
    checkClusterIdentifier(clusterIdentifier);
    const auditEvents = props.auditEvents ?? DEFAULT_AUDIT_EVENTS;
    checkAuditEvents(auditEvents);
    checkAuditedUsers(props);
    const securityContacts = checkSecurityContacts(props.securityContacts);
    checkAlarmActions(props.alarmActions);
    this.warnAbout(props, resource);

    let key: kms.IKey | undefined;
    const encryptionKey = () => key ??= auditEncryptionKey(this, exportLogGroupName(clusterIdentifier, '*'), props.auditLogEncryptionKey);

    this.parameterGroup = auditedParameterGroup(this, engine, resource, renderAuditParameters({ ...props, auditEvents }));
    resource.enableCloudwatchLogsExports = auditedLogExports(resource.enableCloudwatchLogsExports);
    this.logGroups = clusterLogGroups(this, {
      ...props,
      clusterIdentifier,
      logTypes: resource.enableCloudwatchLogsExports,
      encryptionKey,
      existing: existingLogGroups(props),
    });
    this.auditLogGroup = this.logGroups[AUDIT_LOG];
    createBefore(resource, Object.values(this.logGroups));
    Object.assign(cluster.cloudwatchLogGroups, this.logGroups);

    if (!props.alarmActions || securityContacts.length > 0) {
      this.topic = alarmTopic(this, encryptionKey(), securityContacts);
    }
    this.encryptionKey = key;
    this.alarmActions = [...props.alarmActions ?? [], ...(this.topic ? [new actions.SnsAction(this.topic)] : [])];
    this.metricNamespace = `AuroraMysqlAudit/${clusterIdentifier.toLowerCase()}`;
    this.detectionScope = new Construct(this, 'Detections');
    checkedDetections(props.detections).forEach(detection => this.addDetection(detection));
  }

  /** The alarms of all detections. */
  public get alarms(): cloudwatch.Alarm[] {
    return [...this.detectionAlarms.values()].map(({ alarm }) => alarm);
  }

  /** The metric filters of all detections. */
  public get metricFilters(): logs.MetricFilter[] {
    return [...this.detectionAlarms.values()].map(({ metricFilter }) => metricFilter);
  }

  /**
   * Looks for one thing more in the audit records.
   *
   * @param detection what to look for; its id must be new to this cluster
   */
  public addDetection(detection: AuditDetection): cloudwatch.Alarm {
    if (!(detection instanceof AuditDetection)) {
      throw new Error(`detections: must hold AuditDetection, got: ${shown(detection)}`);
    }
    if (this.detectionAlarms.has(detection.detectionId)) {
      throw new Error(`detections: '${detection.detectionId}' is there twice`);
    }
    const sameMetric = [...this.detectionAlarms.values()].find(other => other.detection.metricName === detection.metricName);
    if (sameMetric) {
      throw new Error(`detections: '${detection.detectionId}' and '${sameMetric.detection.detectionId}' have the same metricName, `
        + `each alarm would count the records of both, got: ${shown(detection.metricName)}`);
    }
    const added = new DetectionAlarm(this.detectionScope, detection.detectionId, { ...this, detection, alarmActions: this.alarmActions });
    this.detectionAlarms.set(detection.detectionId, added);
    return added.alarm;
  }

  /**
   * The number of audit records that a detection of this cluster selects.
   *
   * @param detection one of the detections of this cluster
   * @param options statistic (default: sum), period (default: that of the detection) and the like
   */
  public metric(detection: AuditDetection, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.find(detection).metric(options);
  }

  /**
   * The alarm of a detection of this cluster.
   *
   * @param detection one of the detections of this cluster
   */
  public alarm(detection: AuditDetection): cloudwatch.Alarm {
    return this.find(detection).alarm;
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

  private find(detection: AuditDetection): DetectionAlarm {
    const found = this.detectionAlarms.get(detection?.detectionId);
    if (!found) {
      throw new Error(`detection '${detection?.detectionId}' is not among those of this cluster: ${[...this.detectionAlarms.keys()].join(', ')}`);
    }
    return found;
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

function existingLogGroups({ logGroups = {}, auditLogGroup }: AuroraMysqlAuditOptions): { [logType: string]: logs.ILogGroup } {
  if (typeof logGroups !== 'object' || logGroups === null || Array.isArray(logGroups)) {
    throw new Error(`logGroups: must be a map of log types to log groups, got: ${shown(logGroups)}`);
  }
  return auditLogGroup === undefined ? logGroups : { ...logGroups, [AUDIT_LOG]: auditLogGroup };
}

function checkAlarmActions(alarmActions: cloudwatch.IAlarmAction[] | undefined): void {
  if (alarmActions === undefined) {
    return;
  }
  if (!Array.isArray(alarmActions) || alarmActions.length === 0 || alarmActions.some(action => typeof action?.bind !== 'function')) {
    throw new Error('alarmActions: must be a list of at least one alarm action, leave it out for a new SNS topic; '
      + `got: ${Array.isArray(alarmActions) ? `${alarmActions.length} element(s)` : shown(alarmActions)}`);
  }
}

function checkedDetections(detections: AuditDetection[] = AuditDetection.recommended()): AuditDetection[] {
  if (!Array.isArray(detections) || Token.isUnresolved(detections)) {
    throw new Error(`detections: must be a list of AuditDetection, got: ${shown(detections)}`);
  }
  return detections;
}
