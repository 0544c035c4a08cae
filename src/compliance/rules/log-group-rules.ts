import * as logs from 'aws-cdk-lib/aws-logs';
import { shown } from '../../recording/shown';
import { RECORDS_ENCRYPTED, RECORDS_KEPT, RECORDS_SAFE, RECORDS_WATCHED } from '../controls';
import { cannotTell, judgeEach, together, violated, type Finding, type Judgement, type Location, type Rule, type RuleSettings, type Verdict } from './rule';
import { type Assumptions, covers } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { deployTimeParts, lowerCased, readable } from '../resolved/symbolic-text';
import { literal, text } from '../resolved/value';
import type { ClusterSubject } from '../subjects/cluster-subject';
import { creationOrder } from '../subjects/creation-order';

const IDENTIFIER = { property: 'Properties.DBClusterIdentifier' };

/** These are in lower case wherever they are. */
const IN_LOWER_CASE = ['AWS::Region', 'AWS::AccountId'];

function judgeExistence(cluster: ClusterSubject, name: string, when: Assumptions): readonly Finding[] {
  const { index, environment } = cluster;
  const groups = index.logGroups.find(environment, name);
  if (covers(groups.map(group => group.when), when)) {
    return [
      ...judgeSpelling(cluster, name),
      ...groups.flatMap(({ resource }) => judgeOrder(cluster, resource)),
      ...judgeCompetition(cluster, name),
    ];
  }
  if (groups.length > 0) {
    return [violated(`the log group ${readable(name)} exists under a condition only, the cluster without it`, { resource: groups[0].resource, property: 'Condition' })];
  }
  const [misspelt] = index.logGroupsInAnyCase.find(environment, lowerCased(name));
  if (misspelt) {
    const [given] = text(misspelt.resource.property('LogGroupName')).values;
    return [violated(`the cluster writes to ${readable(name)}, in lower case; the log group is named ${readable(given ?? '')}`,
      { resource: misspelt.resource, property: 'Properties.LogGroupName' },
      { fix: settingFix(`logGroupName: '${readable(name)}'`, `LogGroupName: ${readable(name)}`) })];
  }
  const candidate = index.logGroups.candidate(environment, name);
  if (candidate) {
    return [cannotTell(`the cluster writes to ${readable(name)}, and the name of ${candidate.path} is only known at deployment`, IDENTIFIER)];
  }
  const [retention] = index.retentionResources.find(environment, name);
  return [violated(`no log group in the app is named ${readable(name)}: RDS makes one that never expires and has no key`
    + (retention ? `; ${retention.resource.path} only sets a retention afterwards` : ''), IDENTIFIER, { fix: groupFix(readable(name)) })];
}

/** RDS puts the identifier into lower case, the name of the log group stays as it is. */
function judgeSpelling({ resource }: ClusterSubject, name: string): Finding[] {
  const parts = deployTimeParts(name).filter(part => part !== resource.path && !IN_LOWER_CASE.includes(part));
  return parts.length === 0 ? [] : [
    cannotTell(`RDS puts the identifier into lower case, and it depends on ${parts.join(' and ')}, which may hold upper case`, IDENTIFIER),
  ];
}

function judgeOrder({ index, resource: cluster }: ClusterSubject, group: ResolvedResource): Finding[] {
  const order = creationOrder(index.app, group, cluster);
  return order === 'not later' ? [] : [violated(
    order === 'later' ? 'the log group is created after the cluster, which may have made one of that name already'
      : 'the log group is in a stack of its own, and nothing makes that stack come before the cluster',
    { resource: group, property: 'Properties.LogGroupName' }, { name: 'created-late', fix: ORDER_FIX })];
}

function judgeCompetition({ index, environment }: ClusterSubject, name: string): Finding[] {
  return index.retentionResources.find(environment, name).map(({ resource }) => violated(
    `the custom resource ${resource.path} sets the retention of the same log group`, { resource, property: 'Properties.RetentionInDays' },
    { name: 'retention-custom-resource', fix: 'Remove cloudwatchLogsRetention from the cluster, and set the retention of the log group' }));
}

/** Judges the audit log groups of the cluster that the app defines. */
function ofAuditLogGroups(cluster: ClusterSubject, judge: (group: ResolvedResource) => Judgement): Verdict {
  const { auditLogGroups } = cluster;
  return auditLogGroups.length === 0 ? { notApplicable: 'no audit log group in this app' } : together(...auditLogGroups.map(judge));
}

/** Judges one setting of a log group. */
function ofSetting(setting: string, judge: (value: string | undefined, at: Location, settings: RuleSettings) => readonly Finding[]) {
  return (cluster: ClusterSubject, settings: RuleSettings) => ofAuditLogGroups(cluster, group => {
    const at = { resource: group, property: setting };
    const [section, ...path] = setting.split('.');
    const value = section === 'Properties' ? group.property(...path) : group.attribute(section);
    return judgeEach(literal(value.under(cluster.when)), at, found => judge(found, at, settings));
  });
}

function judgeRetention(value: string | undefined, at: Location, { requiredRetentionDays, warnsOfEndlessRetention }: RuleSettings): Finding[] {
  if (value === undefined) {
    return warnsOfEndlessRetention
      ? [violated('the records never expire, which costs more every year', at, { name: 'never-expires', level: 'warning' })]
      : [];
  }
  return Number(value) >= requiredRetentionDays ? [] : [
    violated(`the records are kept for ${shown(Number(value))} days, required: ${requiredRetentionDays}`, at, {
      fix: settingFix(`retention: logs.RetentionDays.${logs.RetentionDays[requiredRetentionDays]}`,
        requiredRetentionDays === logs.RetentionDays.INFINITE ? 'remove RetentionInDays' : `RetentionInDays: ${requiredRetentionDays}`),
    }),
  ];
}

const STANDARD = 'STANDARD';
const KEEPING = ['Retain', 'RetainExceptOnCreate'];

const settingFix = (cdk: string, cloudFormation: string) => `CDK: new logs.LogGroup(this, 'AuditLogs', { ..., ${cdk} })\nCloudFormation: ${cloudFormation}`;

const groupFix = (name: string) => `CDK: const auditLogs = new logs.LogGroup(this, 'AuditLogs', {
  logGroupName: '${name}',
  retention: logs.RetentionDays.ONE_YEAR,
  encryptionKey: key,
  removalPolicy: RemovalPolicy.RETAIN,
});
cluster.node.addDependency(auditLogs);
CloudFormation: AuditLogs:
  Type: AWS::Logs::LogGroup
  DeletionPolicy: Retain
  Properties: { LogGroupName: ${name}, RetentionInDays: 365, KmsKeyId: !GetAtt Key.Arn }
and in the cluster DependsOn: AuditLogs`;

const ORDER_FIX = 'CDK: give the cluster and the log group literal names, and create the log group first: cluster.node.addDependency(auditLogs)\n'
  + 'CloudFormation: in the cluster DependsOn: AuditLogs';

export const LOG_GROUP_RULES: readonly Rule<ClusterSubject>[] = [
  {
    id: 'AuditLogGroup',
    level: 'error',
    wants: 'The app defines the log group `/aws/rds/cluster/<identifier in lower case>/audit`, which exists before the cluster',
    why: 'Otherwise RDS makes a log group that never expires, has no key and is deleted by whoever likes to; '
      + 'one that comes later fails the deployment because the name is taken.',
    fix: groupFix('/aws/rds/cluster/<identifier in lower case>/audit'),
    controls: RECORDS_SAFE,
    judge: cluster => judgeEach(cluster.auditLogGroupName, IDENTIFIER, (name, when) => judgeExistence(cluster, name, when)),
  },
  {
    id: 'AuditLogRetention',
    level: 'error',
    wants: 'The audit log group keeps its records as long as required',
    why: 'Intrusions are often found months later; CloudWatch.16 and PCI DSS ask for a year.',
    fix: settingFix('retention: logs.RetentionDays.ONE_YEAR', 'RetentionInDays: 365'),
    controls: RECORDS_KEPT,
    judge: ofSetting('Properties.RetentionInDays', judgeRetention),
  },
  {
    id: 'AuditLogEncryption',
    level: 'error',
    wants: 'The audit log group is encrypted with a KMS key',
    why: 'Audit records hold the values of statements; a key of your own decides who can read them.',
    fix: settingFix('encryptionKey: key', 'KmsKeyId: !GetAtt <key>.Arn'),
    controls: RECORDS_ENCRYPTED,
    judge: cluster => ofAuditLogGroups(cluster, group => {
      const at = { resource: group, property: 'Properties.KmsKeyId' };
      return judgeEach(text(group.property('KmsKeyId').under(cluster.when)), at, key =>
        key === undefined || key === '' ? [violated('the log group has no KMS key', at)] : []);
    }),
  },
  {
    id: 'AuditLogRemoval',
    level: 'error',
    wants: 'The audit log group is kept when the stack is deleted',
    why: 'Whoever can delete the stack could delete the evidence with it.',
    fix: settingFix('removalPolicy: RemovalPolicy.RETAIN', 'DeletionPolicy: Retain'),
    controls: RECORDS_SAFE,
    judge: ofSetting('DeletionPolicy', (policy = 'Delete', at) => KEEPING.includes(policy) ? [] : [
      violated(`the log group is deleted with the stack: DeletionPolicy is ${shown(policy)}`, at),
    ]),
  },
  {
    id: 'AuditLogClass',
    level: 'error',
    wants: 'The audit log group is of class STANDARD',
    why: 'Metric filters and subscription filters do not work on other classes: nothing raises an alarm.',
    fix: settingFix('logGroupClass: logs.LogGroupClass.STANDARD', 'LogGroupClass: STANDARD'),
    controls: RECORDS_WATCHED,
    judge: ofSetting('Properties.LogGroupClass', (logGroupClass = STANDARD, at) => logGroupClass === STANDARD ? [] : [
      violated(`the class of the log group is ${shown(logGroupClass)}`, at),
    ]),
  },
];
