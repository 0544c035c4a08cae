import * as logs from 'aws-cdk-lib/aws-logs';
import { each, eachLogGroup, eachParameterGroup, either, isLiteral, list, MESSAGE, pattern, when } from './guard-language';
import { judgingBy } from '../src/compliance/judging';
import { LOGS_OF } from '../src/compliance/rules/instance-rules';
import { REMOVALS, STANDARD } from '../src/compliance/rules/log-group-rules';
import { ALL_EVENTS, familyOf, recordedBy } from '../src/compliance/rules/parameter-rules';
import { AUDIT_PARAMETER, AUDIT_PARAMETER_NAMES, EVENTS, EXCLUDED_USERS, INCLUDED_USERS, LOGGING, ON } from '../src/recording/audit-parameters';
import { DEFAULT_GROUP } from '../src/recording/aurora-mysql';
import { AUDIT_LOG } from '../src/recording/log-export';

/** Guard judges with the defaults of the pack: its options are for apps. */
const { requiredEvents, requiredRetentionDays, allowedExcludedUsers } = judgingBy({});

/** What of a rule Guard can express. */
export interface GuardExpression {
  /** What Guard rejects for certain. */
  readonly sees: string;
  /** What the pack sees beyond that, apart from what holds for all rules. */
  readonly misses: string;
  /** The body of the rule: nothing where Guard cannot express any of it. */
  readonly body?: string;
}

/** Nothing, or a list in which nothing is chosen at deployment. */
const LITERAL_EXPORTS = `Properties.EnableCloudwatchLogsExports not exists or Properties.EnableCloudwatchLogsExports is_list
Properties.EnableCloudwatchLogsExports[*] not exists or Properties.EnableCloudwatchLogsExports[*] == /^[^{]*$/`;

function parameter(name: string): string {
  return `Properties.Parameters.${name}`;
}

function inList(event: string): string {
  return `(?=(?:.*,)?${event}(?:,|$))`;
}

const EVENT_CLAUSES = requiredEvents
  .map(event => `${parameter(EVENTS)} == /^${either(recordedBy(event).map(events => events.map(inList).join('')))}/ ${MESSAGE}`).join('\n');

/** The family that a version needs, written for any version but the oldest. */
const FAMILY = familyOf('0.0')!.replace('0.0', '${1}');

/** Each engine with its logs; what an earlier pattern has is not what a later one means. */
const INSTANCE_CLAUSES = LOGS_OF.map(([engine, types], index) => when(
  [`Properties.Engine == ${padded(engine)}`, ...LOGS_OF.slice(0, index).map(([earlier]) => `Properties.Engine != ${padded(earlier)}`)].join('\n'),
  types.map(log => `some Properties.EnableCloudwatchLogsExports[*] == '${log}' ${MESSAGE}`).join('\n'),
)).join('\n');

/** Engines are compared without spaces around them, in any case. */
function padded({ source }: RegExp): string {
  return `/(?i)${source.replace(/^\^/, '^\\s*').replace(/\$$/, '\\s*$')}/`;
}

/** Numbers that are written as text cannot be compared. */
const TOO_SHORT = Object.values(logs.RetentionDays).filter(days => typeof days === 'number' && days < requiredRetentionDays).map(String);

const OTHER_STACK = 'log groups of other stacks, and names made of parameters or references';

/** What Guard can express, for each rule of the pack. */
export const GUARD_EXPRESSIONS: Readonly<Record<string, GuardExpression>> = {
  AuditLogExport: {
    sees: 'a cluster without the property, and a literal list without `audit`',
    misses: 'a list that is chosen at deployment, also where no choice holds `audit`',
    body: each('aurora_mysql', `Properties.EngineMode not exists or Properties.EngineMode != /(?i)^serverless$/
${LITERAL_EXPORTS}`, `some Properties.EnableCloudwatchLogsExports[*] == '${AUDIT_LOG}' ${MESSAGE}`),
  },
  AuditLogging: {
    sees: 'a cluster without a parameter group or with a default one, and a literal value in the group that the cluster has by `Ref`',
    misses: 'groups by name, of other stacks and of `Fn::If`; a group that turns auditing on and is not attached',
    body: `${each('aurora_mysql', 'Properties.DBClusterParameterGroupName not exists or Properties.DBClusterParameterGroupName is_string',
      `Properties.DBClusterParameterGroupName != '' ${MESSAGE}
${when('Properties.DBClusterParameterGroupName exists', `Properties.DBClusterParameterGroupName != ${pattern(DEFAULT_GROUP)} ${MESSAGE}`)}`)}
${eachParameterGroup(`${parameter(LOGGING)} exists ${MESSAGE}
${when(isLiteral(parameter(LOGGING)), `${parameter(LOGGING)} == /(?i)^${either(ON)}$/ ${MESSAGE}`)}
${when(`${parameter(LOGGING)} is_int or ${parameter(LOGGING)} is_bool`, `${parameter(LOGGING)} in [${ON.filter(value => !isNaN(Number(value))).join(', ')}] ${MESSAGE}`)}`)}`,
  },
  AuditEvents: {
    sees: 'a missing value, a literal one with something else than an event in it, or without a required event',
    misses: 'groups by name, of other stacks and of `Fn::If`; lists of `Fn::Join` and of parameters; other `requiredEvents`',
    body: eachParameterGroup(when(`${parameter(LOGGING)} exists`, `${parameter(EVENTS)} exists ${MESSAGE}
${when(isLiteral(parameter(EVENTS)), `${parameter(EVENTS)} == /^${either(ALL_EVENTS)}(?:,${either(ALL_EVENTS)})*$/ ${MESSAGE}\n${EVENT_CLAUSES}`)}`)),
  },
  AuditParameterNames: {
    sees: 'every name that Aurora MySQL does not have, whatever its literal value',
    misses: 'groups by name, of other stacks and of `Fn::If`; a name whose value is chosen at deployment',
    body: eachParameterGroup(when('Properties.Parameters exists', `let misnamed = Properties.Parameters[ keys == /^(?!${either(AUDIT_PARAMETER_NAMES)}$)${pattern(AUDIT_PARAMETER).slice(1, -1).replace('(?i)^', '(?i:')})/ ]
%misnamed[ this !is_struct ] empty ${MESSAGE}`)),
  },
  AuditUsers: {
    sees: `a literal \`${INCLUDED_USERS}\`, and a literal \`${EXCLUDED_USERS}\` with somebody else than ${allowedExcludedUsers.join(', ')} in it`,
    misses: 'groups by name, of other stacks and of `Fn::If`; other `allowedExcludedUsers`',
    body: eachParameterGroup(`${when(isLiteral(parameter(INCLUDED_USERS)), `${parameter(INCLUDED_USERS)} == /^\\s*$/ ${MESSAGE}`)}
${when(isLiteral(parameter(EXCLUDED_USERS)), `${parameter(EXCLUDED_USERS)} == /^\\s*${either(allowedExcludedUsers)}?\\s*(?:,\\s*${either(allowedExcludedUsers)}?\\s*)*$/ ${MESSAGE}`)}`),
  },
  ParameterGroupFamily: {
    sees: 'a literal family that a literal version does not have',
    misses: 'groups by name, of other stacks and of `Fn::If`; a cluster without version',
    body: eachParameterGroup(when(isLiteral('Properties.Family'), `Properties.Family in %family ${MESSAGE}`),
      '\nProperties.EngineVersion is_string\nProperties.EngineVersion == /^\\d+\\.\\d+(?:\\.[^{]*)?$/\nProperties.EngineVersion != /^5\\.6/',
      `\nlet family = regex_replace(Properties.EngineVersion, '^(\\d+\\.\\d+).*$', '${FAMILY}')`),
  },
  AuditLogGroup: {
    sees: '',
    misses: 'whether there is a log group of that name: it may be in another stack; what is created before what',
  },
  AuditLogRetention: {
    sees: `a literal retention of less than ${requiredRetentionDays} days, of a log group that has the literal name that goes with a literal identifier`,
    misses: `${OTHER_STACK}; other \`requiredRetention\``,
    body: eachLogGroup(`${when('Properties.RetentionInDays is_int', `Properties.RetentionInDays >= ${requiredRetentionDays} ${MESSAGE}`)}
${when('Properties.RetentionInDays is_string', `Properties.RetentionInDays != /^${either(TOO_SHORT)}$/ ${MESSAGE}`)}`),
  },
  AuditLogEncryption: {
    sees: 'a log group with that name without `KmsKeyId`',
    misses: OTHER_STACK,
    body: eachLogGroup(`Properties.KmsKeyId exists ${MESSAGE}\n${when('Properties.KmsKeyId is_string', `Properties.KmsKeyId != '' ${MESSAGE}`)}`),
  },
  AuditLogRemoval: {
    sees: 'a log group with that name without the policies that keep it',
    misses: OTHER_STACK,
    body: eachLogGroup(REMOVALS.map(([attribute, , keeping]) => when(`${attribute} not exists or ${attribute} is_string`, `${attribute} in ${list(keeping)} ${MESSAGE}`)).join('\n')),
  },
  AuditLogClass: {
    sees: 'a log group with that name of another class',
    misses: OTHER_STACK,
    body: eachLogGroup(when(isLiteral('Properties.LogGroupClass'), `Properties.LogGroupClass == '${STANDARD}' ${MESSAGE}`)),
  },
  AuditMetricFilters: {
    sees: '',
    misses: 'what a filter pattern selects: the pack runs it over sample records',
  },
  AuditAlarms: {
    sees: '',
    misses: 'which alarm watches which metric, through math and composites, and whether it can go off',
  },
  AuditLogArchive: {
    sees: '',
    misses: 'asked for with `requireArchive` alone; which subscription filter leads through which stream to which bucket',
  },
  AuditArchiveLock: {
    sees: '',
    misses: 'asked for with `requireArchive` alone; which bucket is that of the archive',
  },
  AuditArchiveExpiration: {
    sees: '',
    misses: 'asked for with `requireArchive` alone; which bucket is that of the archive',
  },
  AuditReview: {
    sees: '',
    misses: 'asked for with `requireReview` alone; which schedule starts which state machine, and what that asks',
  },
  InstanceLogExports: {
    sees: 'an instance outside of a cluster, with a literal engine, whose literal list lacks a log of its engine',
    misses: 'replicas without `Engine`; a list that is chosen at deployment',
    body: each('standalone_instances', LITERAL_EXPORTS, INSTANCE_CLAUSES),
  },
  UnseenChanges: {
    sees: '',
    misses: 'calls of custom resources and schedules, stack sets, modules, macros and templates from elsewhere',
  },
  AuditExceptions: {
    sees: '',
    misses: 'exceptions and acknowledgements are in the app, not in its templates',
  },
};
