import { Token } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { shown } from './app/shown';
import type { AuditAuroraMysqlOptions } from './audit-aurora-mysql-options';
import { checkedAlarmActions } from './detection/alarm-actions';
import { alarmTopic, checkSecurityContacts } from './detection/alarm-topic';
import type { AuditDetection } from './detection/audit-detection';
import type { IAuroraMysqlAudit } from './detection/aurora-mysql-audit-ref';
import { DetectionSet } from './detection/detection-set';
import { checkLogGroupQuotas } from './detection/log-group-quota';
import type { AuditCoverage } from './recording/audit-coverage';
import { checkAuditEvents, DEFAULT_AUDIT_EVENTS } from './recording/audit-event';
import { type AuditRecording, recordAudit } from './recording/audit-recording';
import { registerAudit } from './recording/audit-register';
import { warnOfContradictions } from './recording/audit-removal';
import { auditedCluster } from './recording/audited-cluster';
import { checkAuditedUsers } from './recording/audited-users';
import { canPause } from './recording/auto-pause';
import { orderCreation, recordsComeAfter } from './recording/creation-order';
import { AUDIT_LOG } from './recording/log-export';
import { logGroupOfApp } from './recording/log-group-of-app';
import { warnOfSelection } from './recording/unwise-selection';
import { SavedQueries } from './review/queries/saved-queries';

/**
 * Properties of `AuroraMysqlAudit`.
 */
export interface AuroraMysqlAuditProps extends AuditAuroraMysqlOptions {
  /**
   * The Aurora MySQL cluster to audit. What can be done depends on what is given, and `coverage` says what was:
   *
   * - an `rds.DatabaseCluster`, `rds.DatabaseClusterFromSnapshot` or `rds.CfnDBCluster` of the same stack, also one of a
   *   `CfnInclude`: everything. It has a literal `clusterIdentifier`, or `deployedClusterIdentifier` tells the one that it has.
   * - an imported cluster (`fromDatabaseClusterAttributes`, `fromLookup`), in any stack of its region: detections and alarms on the log group of
   *   that name. Its parameters and exports can be neither seen nor set; a warning has the commands that do.
   *
   * Do NOT add `clusterIdentifier` to a cluster that is deployed without one: CloudFormation would replace it by an empty
   * cluster.
   */
  readonly cluster: rds.IDBClusterRef;
}

/**
 * The audit of one Aurora MySQL cluster: parameters, log exports, log groups, detections and alarms.
 *
 * Nothing in it adds, removes or changes a property for whose sake CloudFormation would replace the cluster.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import * as rds from 'aws-cdk-lib/aws-rds';
 * import { AuroraMysqlAudit } from 'cdk-audited-aurora-mysql';
 *
 * declare const stack: Stack;
 * declare const cluster: rds.DatabaseCluster;
 *
 * new AuroraMysqlAudit(stack, 'Audit', { cluster, securityContacts: ['security@example.com'] });
 */
export class AuroraMysqlAudit extends Construct implements IAuroraMysqlAudit {
  /** The identifier of the cluster, a literal. */
  public readonly clusterIdentifier: string;

  /** The cluster parameter group that holds the audit parameters; none of an imported cluster. */
  public readonly parameterGroup?: rds.IParameterGroup;

  /** The log group of the audit records. */
  public readonly auditLogGroup: logs.ILogGroup;

  /** The log groups of all exported log types, by log type; of an imported cluster, of those that are known. */
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
  private readonly recording: AuditRecording;
  private readonly savedQueries?: SavedQueries;

  /**
   * @param scope where it is made, a stack for example
   * @param id its id there
   * @param props the cluster to audit, what is recorded and who is told
   */
  constructor(scope: Construct, id: string, props: AuroraMysqlAuditProps) {
    super(scope, id);

    const cluster = auditedCluster(this, props);
    const { clusterIdentifier, resource } = cluster;
    this.clusterIdentifier = clusterIdentifier;
    const auditEvents = props.auditEvents ?? DEFAULT_AUDIT_EVENTS;
    checkAuditEvents(auditEvents);
    checkAuditedUsers(props);
    const securityContacts = checkSecurityContacts(props.securityContacts);
    const alarmActions = checkedAlarmActions('alarmActions', props.alarmActions, 'a new SNS topic');
    const urgentAlarmActions = checkedAlarmActions('urgentAlarmActions', props.urgentAlarmActions, 'the same actions for every severity');
    const detections = checkedDetections(props.detections);
    const hasQueries = checkedSwitch('auditQueries', props.auditQueries);
    warnOfSelection(this, props, resource);

    this.recording = recordAudit(this, cluster, { ...props, auditEvents });
    const { key, logGroups } = this.recording;
    this.parameterGroup = this.recording.parameterGroup;
    this.logGroups = logGroups;
    this.auditLogGroup = logGroups[AUDIT_LOG];

    if (!alarmActions || securityContacts.length > 0) {
      this.topic = alarmTopic(this, key.get(), securityContacts, () => this.alarms.length > 0);
    }
    this.encryptionKey = key.made;
    const topicActions = this.topic ? [new actions.SnsAction(this.topic)] : [];
    this.alarmActions = [...alarmActions ?? [], ...topicActions];
    this.urgentAlarmActions = urgentAlarmActions ? [...urgentAlarmActions, ...(securityContacts.length > 0 ? topicActions : [])] : this.alarmActions;
    this.metricNamespace = `AuroraMysqlAudit/${clusterIdentifier.toLowerCase()}`;
    // A scope of their own, so that no id of a detection meets that of a log group, key or topic.
    this.detectionSet = new DetectionSet(this, 'Detections', {
      target: {
        clusterIdentifier,
        parameterGroupName: this.recording.parameterGroupName,
        auditLogGroup: this.auditLogGroup,
        encryptionKey: this.encryptionKey,
        metricNamespace: this.metricNamespace,
        topic: this.topic,
        recordsComeAfter: recordsComeAfter(cluster),
        alarms: () => this.alarms,
      },
      auditEvents,
      canPause: resource !== undefined && canPause(resource),
      alarmActions: this.alarmActions,
      urgentAlarmActions: this.urgentAlarmActions,
    });
    this.detectionSet.addAll(detections);
    if (hasQueries) {
      this.savedQueries = new SavedQueries(this, 'Queries', { clusterIdentifier, auditLogGroup: this.auditLogGroup, detections: this.detections });
    }
    checkLogGroupQuotas(this, this.auditLogGroup);
    warnOfContradictions(this, () => [resource, ...Object.values(logGroups).map(logGroupOfApp)].filter(found => found !== undefined));

    // Last, so that whoever catches an error has the cluster as it was.
    this.recording.attach();
    orderCreation(this, cluster, logGroups);
    registerAudit(this, cluster, clusterIdentifier);
  }

  /** What of the audit this app sets up, and what has to be done elsewhere, with the commands that do it. */
  public get coverage(): AuditCoverage {
    const { record, keep } = this.recording;
    return { record, keep, detect: this.detectionSet.coverage };
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
