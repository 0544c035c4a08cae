import { judgeEach, violated, where, type Finding, type Judgement, type Location, type Rule, type RuleSettings, type Verdict } from './rule';
import { shown } from '../../app/shown';
import { ALL_AUDIT_EVENTS, AuditEvent, PARTS_OF_QUERY } from '../../recording/audit-event';
import { EVENTS, EXCLUDED_USERS, INCLUDED_USERS, isAuditParameter, isOn, LOGGING, parameterNameMistake } from '../../recording/audit-parameters';
import { EVENTS_RECORDED, EVERYONE_RECORDED, LOGGING_ON } from '../controls';
import { and, type Formula, not } from '../resolved/choice';
import { Possible } from '../resolved/possible';
import { isText, keys, literal, text } from '../resolved/value';
import type { AttachedGroup, ClusterSubject } from '../subjects/cluster-subject';
import { masterUserNames } from '../subjects/master-user';

const GROUP_NAME = { property: 'Properties.DBClusterParameterGroupName' };

/** Where the parameter group records nothing at all, its events are not the matter. */
const NO_PARAMETERS = 'no audit parameters';

/** Judges the parameter group of each case, and cannot tell where it is not in the app. */
function judgeGroup(cluster: ClusterSubject, judge: (group: AttachedGroup, when: Formula) => Judgement): Judgement {
  return judgeEach(cluster.parameterGroup, GROUP_NAME, judge);
}

function parameterAt(group: AttachedGroup, name: string): Location {
  return group.kind === 'custom' ? { resource: group.resource, property: `Properties.Parameters.${name}` } : GROUP_NAME;
}

/** Nothing where the group does not set it, and where it sets nothing but blanks; a default group sets nothing. */
function settingOf(group: AttachedGroup, name: string): Possible<string | undefined> {
  return group.kind === 'custom'
    ? literal(group.resource.property('Parameters', name)).map(value => value?.trim() === '' ? undefined : value)
    : Possible.known(undefined);
}

/** Judges what a parameter group sets. */
function judgeParameter(
  cluster: ClusterSubject, name: string,
  judge: (value: string | undefined, at: Location, group: AttachedGroup, when: Formula) => Judgement,
): Judgement {
  return judgeGroup(cluster, (group, when) => {
    const at = parameterAt(group, name);
    return judgeEach(settingOf(group, name).under(when), at, (found, foundWhen) => judge(found, at, group, foundWhen));
  });
}

function judgeLogging(cluster: ClusterSubject, value: string | undefined, at: Location, group: AttachedGroup): Judgement {
  if (value !== undefined) {
    return isOn(value) ? [] : [violated(`${LOGGING} is ${shown(value)}: nothing is recorded`, at, { fix: inGroupFix(group, `${LOGGING}: '1'`) })];
  }
  const more = elsewhere(cluster, group);
  if (group.kind === 'default') {
    const reason = `the cluster uses ${group.name || 'the default parameter group'}, which nobody can change and which records nothing`;
    return [violated([reason, ...more].join('; '), at, { cause: NO_PARAMETERS, fix: newGroupFix(cluster) })];
  }
  const without = isUnset(group, EVENTS);
  return [
    ...where(without, [violated([`the parameter group sets neither ${LOGGING}, which is off by default, nor ${EVENTS}`, ...more].join('; '), at,
      { cause: NO_PARAMETERS, fix: inGroupFix(group, ALL_PARAMETERS) })]),
    ...where(not(without), [violated([`the parameter group does not set ${LOGGING}, which is off by default`, ...more].join('; '), at,
      { fix: inGroupFix(group, `${LOGGING}: '1'`) })]),
  ];
}

function isUnset(group: AttachedGroup, parameter: string): Formula {
  return settingOf(group, parameter).holds(value => value === undefined);
}

/** Where auditing was turned on without effect. */
function elsewhere(cluster: ClusterSubject, attached: AttachedGroup): string[] {
  const onInstances = cluster.members
    .flatMap(member => text(member.property('DBParameterGroupName')).values)
    .flatMap(name => name === undefined ? [] : cluster.index.instanceParameterGroups.find(cluster.environment, name))
    .filter(({ resource }) => keys(resource.property('Parameters')).values.some(names => names.some(isAuditParameter)))
    .map(({ resource }) => `${resource.path} sets audit parameters for instances, they only work in a DB cluster parameter group`);
  const [unattached] = attached.kind === 'default' ? cluster.index.auditingGroups(cluster.environment) : [];
  return [...new Set([...onInstances, ...(unattached ? [`${unattached.path} turns auditing on, but is not attached to this cluster`] : [])])];
}

/** All of them together record what `QUERY` records. */
const QUERY_PARTS = PARTS_OF_QUERY.map(event => event.eventName);
const QUERY = AuditEvent.QUERY.eventName;
export const ALL_EVENTS = ALL_AUDIT_EVENTS.map(event => event.eventName);

function judgeEvents(value: string | undefined, at: Location, group: AttachedGroup, { requiredEvents }: RuleSettings): Judgement {
  if (value === undefined) {
    const finding = violated(`${EVENTS} is not set: nothing is recorded`, at, { fix: inGroupFix(group, `${EVENTS}: 'CONNECT,QUERY,TABLE'`) });
    const without = isUnset(group, LOGGING);
    return [...where(without, [{ ...finding, cause: NO_PARAMETERS }]), ...where(not(without), [finding])];
  }
  const tokens = value.split(',');
  const invalid = tokens.filter(token => !ALL_EVENTS.includes(token)).map(token => violated(
    `${EVENTS} holds ${shown(token)}; events are ${ALL_EVENTS.join(', ')}, in upper case and without spaces`, at, { name: `invalid:${token}` }));
  const recorded = tokens.map(token => token.trim().toUpperCase());
  const missing = requiredEvents.filter(event => !isRecorded(event, recorded)).map(event => violated(
    `${EVENTS} is ${shown(value)}: ${event} is not recorded${event === QUERY ? `, nor all of ${QUERY_PARTS.join(', ')}` : ''}`, at, { name: event }));
  return [...invalid, ...missing];
}

function isRecorded(event: string, recorded: readonly string[]): boolean {
  return recordedBy(event).some(events => events.every(one => recorded.includes(one)));
}

/** The selections that record a class of events, each as a whole. */
export function recordedBy(event: string): readonly (readonly string[])[] {
  return [[event], ...event === QUERY ? [QUERY_PARTS] : [], ...QUERY_PARTS.includes(event) ? [[QUERY]] : []];
}

function judgeNames(group: AttachedGroup): Judgement {
  if (group.kind === 'default') {
    return [];
  }
  const { resource } = group;
  return judgeEach(keys(resource.property('Parameters')), { resource, property: 'Properties.Parameters' }, names => names.flatMap(name => {
    const mistake = parameterNameMistake(name);
    const isLeftOut = () => isText(text(resource.property('Parameters', name)), value => value === undefined) === true;
    return mistake === undefined || isLeftOut() ? [] : [violated(mistake, parameterAt(group, name), { name })];
  }));
}

function judgeIncludedUsers(value: string | undefined, at: Location): Finding[] {
  return value === undefined ? [] : [violated(
    `${INCLUDED_USERS} is ${shown(value)}: only these users are recorded`, at, { name: INCLUDED_USERS })];
}

function judgeExcludedUsers(cluster: ClusterSubject, value: string | undefined, at: Location, settings: RuleSettings, when: Formula): Judgement {
  if (value === undefined) {
    return [];
  }
  const masters = masterUserNames(cluster);
  const users = [...new Set(value.split(',').map(user => user.trim()).filter(user => user !== ''))];
  return [
    ...users.flatMap(user => {
      if (masters.includes(user)) {
        return [violated(`${EXCLUDED_USERS} holds ${shown(user)}, the master user: what the most powerful user does is not recorded`, at, { name: user })];
      }
      return settings.allowedExcludedUsers.includes(user) ? [] : [violated(
        `${EXCLUDED_USERS} holds ${shown(user)}, whose statements are not recorded; allowed: ${settings.allowedExcludedUsers.join(', ') || 'nobody'}`,
        at, { name: user })];
    }),
    ...judgeBothLists(cluster, at, when),
  ];
}

function judgeBothLists(cluster: ClusterSubject, at: Location, when: Formula): Judgement {
  const included = literal(cluster.parameter(INCLUDED_USERS)).holds(users => users !== undefined && users.trim() !== '');
  return where(and(when, included), [violated(
    `both ${INCLUDED_USERS} and ${EXCLUDED_USERS} are set: a user in both is recorded, and nobody else`, at, { name: 'both-lists' })]);
}

/** The parameter group family that an engine version needs: `8.0.mysql_aurora.3.12.0` needs `aurora-mysql8.0`. */
export function familyOf(version: string): string | undefined {
  const [, major] = /^(\d+\.\d+)(?:\.|$)/.exec(version) ?? [];
  return major === undefined ? undefined : major === '5.6' ? 'aurora5.6' : `aurora-mysql${major}`;
}

function judgeFamily(cluster: ClusterSubject, group: AttachedGroup, when: Formula): Judgement {
  if (group.kind === 'default') {
    return [];
  }
  const at = { resource: group.resource, property: 'Properties.Family' };
  return judgeEach(literal(group.resource.property('Family')).under(when), at, (family, familyWhen) =>
    judgeEach(literal(cluster.property('EngineVersion')).under(familyWhen), { property: 'Properties.EngineVersion' }, version => {
      const wanted = version === undefined ? undefined : familyOf(version);
      const fits = wanted === undefined ? /^aurora(-mysql)?\d/.test(family ?? '') : family === wanted;
      return fits ? [] : [violated(
        `the family of the parameter group is ${family === undefined ? 'not set' : shown(family)}, ${wanted === undefined ? 'none of Aurora MySQL' : `version ${version} needs ${shown(wanted)}`}`,
        at, wanted === undefined ? {} : { fix: `CDK: in the rds.ParameterGroup engine: cluster.engine!\nCloudFormation: in ${group.resource.logicalId} Family: ${wanted}` })];
    }));
}

const NOT_IN_APP = { notApplicable: 'the parameter group is not in this app' };

/** Rules about a group that say nothing about one that the app does not define: AuditLogging speaks of it. */
function ofGroupsInApp(cluster: ClusterSubject, judge: () => Judgement): Verdict {
  const { values, unknown } = cluster.parameterGroup;
  return values.length === 0 && unknown !== undefined ? NOT_IN_APP : judge();
}

const ALL_PARAMETERS = `${LOGGING}: '1', ${EVENTS}: 'CONNECT,QUERY,TABLE'`;

/** For a cluster without parameter group. */
function newGroupFix(cluster?: ClusterSubject): string {
  const [version] = cluster === undefined ? [] : literal(cluster.property('EngineVersion')).values;
  return `CDK: in the properties of the cluster parameters: { ${ALL_PARAMETERS} }\n`
    + `CloudFormation: AuditParameters:
  Type: AWS::RDS::DBClusterParameterGroup
  Properties: { Family: ${familyOf(version ?? '') ?? 'aurora-mysql8.0'}, Description: audited, Parameters: { ${ALL_PARAMETERS} } }
and in the cluster DBClusterParameterGroupName: !Ref AuditParameters`;
}

/** For one that has a group of its own. */
function inGroupFix(group: AttachedGroup | undefined, parameters: string): string {
  return group?.kind === 'default' ? newGroupFix() : `CDK: in the rds.ParameterGroup that is attached parameters: { ${parameters} }\n`
    + `CloudFormation: in ${group?.resource.logicalId ?? 'the AWS::RDS::DBClusterParameterGroup that is attached'} Parameters: { ${parameters} }`;
}

export const PARAMETER_RULES: readonly Rule<ClusterSubject>[] = [
  {
    id: 'AuditLogging',
    level: 'error',
    wants: `The attached DB cluster parameter group turns auditing on (\`${LOGGING}\`)`,
    why: 'Without it the log export is green and the log group stays empty.',
    fix: newGroupFix(),
    controls: LOGGING_ON,
    looksAt: 'DBClusterParameterGroupName',
    judge: cluster => judgeParameter(cluster, LOGGING, (value, at, group) => judgeLogging(cluster, value, at, group)),
  },
  {
    id: 'AuditEvents',
    level: 'error',
    wants: `The required classes of events are recorded (\`${EVENTS}\`)`,
    why: 'Nothing is recorded without events; who logs in and what is executed have to be among them.',
    fix: inGroupFix(undefined, `${EVENTS}: 'CONNECT,QUERY,TABLE'`),
    controls: EVENTS_RECORDED,
    looksAt: 'DBClusterParameterGroupName',
    judge: (cluster, settings) => judgeParameter(cluster, EVENTS, (value, at, group) => judgeEvents(value, at, group, settings)),
  },
  {
    id: 'AuditParameterNames',
    level: 'error',
    wants: 'Every audit parameter is one that Aurora MySQL has',
    why: 'A name that does not exist fails the deployment, or belongs to another product and audits nothing.',
    fix: inGroupFix(undefined, ALL_PARAMETERS),
    controls: LOGGING_ON,
    looksAt: 'DBClusterParameterGroupName',
    judge: cluster => ofGroupsInApp(cluster, () => judgeGroup(cluster, judgeNames)),
  },
  {
    id: 'AuditUsers',
    level: 'error',
    wants: 'Everyone is recorded, users apart that may be excluded',
    why: 'Whoever is left out leaves no trace; a stolen account is not noticed.',
    fix: `Remove ${INCLUDED_USERS}, and ${EXCLUDED_USERS} or the user from it; or allow the user: `
      + "new AuroraMysqlAuditChecks(app, { allowedExcludedUsers: ['rdsadmin', 'monitor'] })",
    controls: EVERYONE_RECORDED,
    looksAt: 'DBClusterParameterGroupName',
    judge: (cluster, settings) => [
      ...judgeParameter(cluster, INCLUDED_USERS, judgeIncludedUsers),
      ...judgeParameter(cluster, EXCLUDED_USERS, (value, at, _, when) => judgeExcludedUsers(cluster, value, at, settings, when)),
    ],
  },
  {
    id: 'ParameterGroupFamily',
    level: 'error',
    wants: 'The family of the parameter group fits the version of the engine',
    why: 'RDS refuses a group of another family; the cluster is left with the default one, which records nothing.',
    fix: 'CDK: in the rds.ParameterGroup engine: cluster.engine!\n'
      + 'CloudFormation: Family: aurora-mysql8.4 for 8.4.mysql_aurora.x, aurora-mysql8.0 for 8.0.mysql_aurora.3.x, aurora-mysql5.7 for 5.7.mysql_aurora.2.x',
    controls: LOGGING_ON,
    looksAt: 'EngineVersion',
    judge: cluster => ofGroupsInApp(cluster, () => judgeGroup(cluster, (group, when) => judgeFamily(cluster, group, when))),
  },
];
