import { Annotations, type RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { AUDIT_LOG, exportLogGroupName } from './log-export';
import { logGroupOfApp } from './log-group-of-app';
import { propOf } from './unmanaged';
import { checkEnvironment } from '../app/environment';
import { isOfClass } from '../app/of-class';
import { shown } from '../app/shown';

/** What Security Hub's CloudWatch.16 and PCI DSS 10.5.1 ask for. */
const RECOMMENDED_RETENTION_DAYS = 365;

/** How the log groups of one cluster are made. */
export interface ClusterLogGroupsProps {
  readonly clusterIdentifier: string;
  readonly logTypes: string[];
  /** Those whose log groups RDS has made already. */
  readonly madeByRds: string[];
  readonly encryptionKey: () => kms.IKey;
  readonly auditLogRetention?: logs.RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  readonly auditLogDeletionProtection?: boolean;
  readonly auditLogDataProtectionPolicy?: logs.DataProtectionPolicy;
  readonly existing: { [logType: string]: logs.ILogGroup };
}

/**
 * The log group of every exported log type, by log type.
 *
 * RDS uses a group that is there and makes one that never expires where none is: so they are made first.
 */
export function clusterLogGroups(scope: Construct, props: ClusterLogGroupsProps): { [logType: string]: logs.ILogGroup } {
  checkExisting(scope, props);
  const retention = checkedRetention(props.auditLogRetention);
  return Object.fromEntries(props.logTypes.map(logType => {
    const logGroupName = exportLogGroupName(props.clusterIdentifier, logType);
    const found = props.existing[logType]
      ?? (props.madeByRds.includes(logType) ? logs.LogGroup.fromLogGroupName(scope, LOG_GROUP_IDS[logType], logGroupName) : undefined);
    return [logType, found ?? new logs.LogGroup(scope, LOG_GROUP_IDS[logType], {
      logGroupName,
      encryptionKey: props.encryptionKey(),
      retention,
      removalPolicy: props.removalPolicy,
      deletionProtectionEnabled: props.auditLogDeletionProtection || undefined,
      dataProtectionPolicy: logType === AUDIT_LOG ? props.auditLogDataProtectionPolicy : undefined,
    })];
  }));
}

/** A contract: log groups are stateful, another id would try to make them anew. */
const LOG_GROUP_IDS: Record<string, string> = {
  'audit': 'AuditLogGroup',
  'error': 'ErrorLogGroup',
  'general': 'GeneralLogGroup',
  'slowquery': 'SlowQueryLogGroup',
  'instance': 'InstanceLogGroup',
  'iam-db-auth-error': 'IamDbAuthErrorLogGroup',
};

/** How long records are to be kept; a year, where nothing is said. */
export function checkedRetention(retention: logs.RetentionDays = logs.RetentionDays.ONE_YEAR): logs.RetentionDays {
  if (Token.isUnresolved(retention)) {
    return retention;
  }
  if (typeof retention !== 'number' || logs.RetentionDays[retention] === undefined) {
    const allowed = Object.values(logs.RetentionDays).filter(value => typeof value === 'number');
    throw new Error(`auditLogRetention: must be one of logs.RetentionDays (${allowed.join(', ')} days), got: ${shown(retention)}`);
  }
  return retention;
}

export function warnOfShortRetention(scope: Construct, retention: logs.RetentionDays): void {
  if (!Token.isUnresolved(retention) && retention < RECOMMENDED_RETENTION_DAYS) {
    Annotations.of(scope).addWarningV2('cdk-audited-aurora-mysql:shortRetention',
      `auditLogRetention: ${retention} days is shorter than one year, which PCI DSS 10.5.1 and Security Hub CloudWatch.16 ask for`);
  }
}

function checkExisting(scope: Construct, props: ClusterLogGroupsProps): void {
  for (const [logType, group] of Object.entries(props.existing)) {
    const prop = propOf(logType);
    if (!props.logTypes.includes(logType)) {
      throw new Error(`${prop}: the cluster does not export this log type, it exports ${props.logTypes.join(', ')}`);
    }
    if (!Object.hasOwn(LOG_GROUP_IDS, logType)) {
      throw new Error(`${prop}: must be of ${Object.keys(LOG_GROUP_IDS).join(', ')}`);
    }
    if (typeof group?.logGroupName !== 'string' || isOfClass(group, logs.CfnLogGroup)) {
      const hint = isOfClass(group, logs.CfnLogGroup) ? '; of an L1 take logs.LogGroup.fromLogGroupName(this, \'AuditLogs\', group.ref)' : '';
      throw new Error(`${prop}: must be a log group, got: ${shown(group)}${hint}`);
    }
    checkEnvironment(scope, prop, group.env);
    checkExistingGroup(prop, group, exportLogGroupName(props.clusterIdentifier, logType));
  }
  const policy = props.auditLogDataProtectionPolicy;
  if (policy !== undefined && !isOfClass(policy, logs.DataProtectionPolicy)) {
    throw new Error(`auditLogDataProtectionPolicy: must be a logs.DataProtectionPolicy, got: ${shown(policy)}`);
  }
  if (policy && (props.existing[AUDIT_LOG] || props.madeByRds.includes(AUDIT_LOG))) {
    throw new Error(`auditLogDataProtectionPolicy: cannot be set on ${props.existing[AUDIT_LOG] ? 'the auditLogGroup given; set it where that group is defined'
      : 'the audit log group that RDS made; use aws logs put-data-protection-policy'}`);
  }
}

function checkExistingGroup(prop: string, group: logs.ILogGroup, expectedName: string): void {
  const defined = logGroupOfApp(group);
  const name = defined ? Stack.of(defined).resolve(defined.logGroupName) : group.logGroupName;
  const isKnown = name === undefined || (typeof name === 'string' && !Token.isUnresolved(name));
  if (isKnown && name !== expectedName) {
    throw new Error(`${prop}: the cluster writes to ${expectedName}, got: ${name ?? 'a group with a generated name'}`);
  }
  const groupClass = defined?.logGroupClass;
  if (groupClass !== undefined && !Token.isUnresolved(groupClass) && groupClass !== logs.LogGroupClass.STANDARD) {
    throw new Error(`${prop}: must be of class STANDARD, metric filters do not work on others, got: ${groupClass}`);
  }
}
