import { judgeEach, together, violated, type Finding, type Judgement, type Location, type Rule, type RuleSettings, type Verdict } from './rule';
import { AuditEvent } from '../../recording/audit-event';
import { EVENTS, EXCLUDED_USERS, INCLUDED_USERS, isAuditParameter, isOn, LOGGING, parameterNameMistake } from '../../recording/audit-parameters';
import { shown } from '../../recording/shown';
import { EVENTS_RECORDED, EVERYONE_RECORDED, LOGGING_ON } from '../controls';
import { Possible } from '../resolved/possible';
import { keys, literal, text } from '../resolved/value';
import type { AttachedGroup, ClusterSubject } from '../subjects/cluster-subject';
import { masterUserNames } from '../subjects/master-user';

const NO_FINDING: Judgement = Possible.known([]);

const GROUP_NAME = { property: 'Properties.DBClusterParameterGroupName' };

/** Judges the parameter group of each case, and cannot tell where it is not in the app. */
function judgeGroup(cluster: ClusterSubject, judge: (group: AttachedGroup) => Judgement | readonly Finding[]): Judgement {
  return judgeEach(cluster.parameterGroup, GROUP_NAME, judge);
}

function parameterAt(group: AttachedGroup, name: string): Location {
  return group.kind === 'custom' ? { resource: group.resource, property: `Properties.Parameters.${name}` } : GROUP_NAME;
}

/** Judges what a parameter group sets; a default group sets nothing. */
function judgeParameter(
  cluster: ClusterSubject, name: string, judge: (value: string | undefined, at: Location, group: AttachedGroup) => readonly Finding[],
): Judgement {
  return judgeGroup(cluster, group => {
    const at = parameterAt(group, name);
    const value = group.kind === 'custom' ? literal(group.resource.property('Parameters', name)) : Possible.known(undefined);
    return judgeEach(value, at, found => judge(found?.trim() === '' ? undefined : found, at, group));
  });
}

function judgeLogging(cluster: ClusterSubject, value: string | undefined, at: Location, group: AttachedGroup): Finding[] {
  if (value !== undefined) {
    return isOn(value) ? [] : [violated(`${LOGGING} is ${shown(value)}: nothing is recorded`, at)];
  }
  const reason = group.kind === 'custom'
    ? `the parameter group does not set ${LOGGING}, which is off by default`
    : `the cluster uses ${group.name || 'the default parameter group'}, which nobody can change and which records nothing`;
  return [violated([reason, ...elsewhere(cluster, group)].join('; '), at)];
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
const PARTS_OF_QUERY = [AuditEvent.QUERY_DCL, AuditEvent.QUERY_DDL, AuditEvent.QUERY_DML].map(event => event.eventName);
const QUERY = AuditEvent.QUERY.eventName;
const ALL_EVENTS = [AuditEvent.CONNECT, AuditEvent.TABLE, AuditEvent.QUERY].map(event => event.eventName).concat(PARTS_OF_QUERY);

function judgeEvents(value: string | undefined, at: Location, { requiredEvents }: RuleSettings): Finding[] {
  const tokens = value === undefined ? [] : value.split(',');
  const invalid = tokens.filter(token => !ALL_EVENTS.includes(token)).map(token => violated(
    `${EVENTS} holds ${shown(token)}; events are ${ALL_EVENTS.join(', ')}, in upper case and without spaces`, at, { name: `invalid:${token}` }));
  const recorded = tokens.map(token => token.trim().toUpperCase());
  const missing = requiredEvents.filter(event => !isRecorded(event, recorded)).map(event => violated(
    `${EVENTS} is ${shown(value ?? '')}: ${event} is not recorded${event === QUERY ? `, nor all of ${PARTS_OF_QUERY.join(', ')}` : ''}`, at, { name: event }));
  return [...invalid, ...missing];
}

function isRecorded(event: string, recorded: readonly string[]): boolean {
  return recorded.includes(event)
    || (event === QUERY && PARTS_OF_QUERY.every(part => recorded.includes(part)))
    || (PARTS_OF_QUERY.includes(event) && recorded.includes(QUERY));
}

function judgeNames(group: AttachedGroup): Judgement {
  if (group.kind === 'default') {
    return NO_FINDING;
  }
  const { resource } = group;
  return judgeEach(keys(resource.property('Parameters')), { resource, property: 'Properties.Parameters' }, names => names.flatMap(name => {
    const mistake = parameterNameMistake(name);
    return mistake === undefined ? [] : [violated(mistake, parameterAt(group, name), { name })];
  }));
}

function judgeIncludedUsers(value: string | undefined, at: Location): Finding[] {
  return value === undefined ? [] : [violated(
    `${INCLUDED_USERS} is ${shown(value)}: only these users are recorded`, at, { name: INCLUDED_USERS })];
}

function judgeExcludedUsers(cluster: ClusterSubject, value: string | undefined, at: Location, settings: RuleSettings): Finding[] {
  const masters = masterUserNames(cluster);
  return [...new Set(value?.split(',').map(user => user.trim()).filter(user => user !== ''))].flatMap(user => {
    if (masters.includes(user)) {
      return [violated(`${EXCLUDED_USERS} holds ${shown(user)}, the master user: what the most powerful user does is not recorded`, at, { name: user })];
    }
    return settings.allowedExcludedUsers.includes(user) ? [] : [violated(
      `${EXCLUDED_USERS} holds ${shown(user)}, whose statements are not recorded; allowed: ${settings.allowedExcludedUsers.join(', ') || 'nobody'}`,
      at, { name: user })];
  });
}

function judgeBothLists(cluster: ClusterSubject, excluded: string | undefined, at: Location): Finding[] {
  const included = literal(cluster.parameter(INCLUDED_USERS)).values.some(users => users !== undefined && users.trim() !== '');
  return excluded === undefined || !included ? [] : [violated(
    `both ${INCLUDED_USERS} and ${EXCLUDED_USERS} are set: a user in both is recorded, and nobody else`, at, { name: 'both-lists' })];
}

/** The parameter group family that an engine version needs: `8.0.mysql_aurora.3.12.0` needs `aurora-mysql8.0`. */
function familyOf(version: string): string | undefined {
  const [, major] = /^(\d+\.\d+)(?:\.|$)/.exec(version) ?? [];
  return major === undefined ? undefined : major === '5.6' ? 'aurora5.6' : `aurora-mysql${major}`;
}

function judgeFamily(cluster: ClusterSubject, group: AttachedGroup): Judgement {
  if (group.kind === 'default') {
    return NO_FINDING;
  }
  const at = { resource: group.resource, property: 'Properties.Family' };
  return judgeEach(literal(group.resource.property('Family')), at, family =>
    judgeEach(literal(cluster.property('EngineVersion')), { property: 'Properties.EngineVersion' }, version => {
      const wanted = version === undefined ? undefined : familyOf(version);
      const fits = wanted === undefined ? /^aurora(-mysql)?\d/.test(family ?? '') : family === wanted;
      return fits ? [] : [violated(
        `the family of the parameter group is ${family === undefined ? 'not set' : shown(family)}, ${wanted === undefined ? 'none of Aurora MySQL' : `version ${version} needs ${shown(wanted)}`}`, at)];
    }));
}

const NOT_IN_APP = { notApplicable: 'the parameter group is not in this app' };

/** Rules about a group that say nothing about one that the app does not define: AuditLogging speaks of it. */
function ofGroupsInApp(cluster: ClusterSubject, judge: () => Judgement): Verdict {
  const { values, unknown } = cluster.parameterGroup;
  return values.length === 0 && unknown !== undefined ? NOT_IN_APP : judge();
}

/** For a cluster without parameter group, and for one that has it. */
function parametersFix(parameters: string): string {
  return `CDK: new rds.DatabaseCluster(this, 'Database', { parameters: { ${parameters} }, ... })\n`
    + `or in the group that is attached: new rds.ParameterGroup(this, 'Parameters', { parameters: { ${parameters} }, ... })\n`
    + `CloudFormation: in an AWS::RDS::DBClusterParameterGroup Parameters: { ${parameters} }, `
    + 'and in the cluster DBClusterParameterGroupName: !Ref <that group>';
}

export const PARAMETER_RULES: readonly Rule<ClusterSubject>[] = [
  {
    id: 'AuditLogging',
    level: 'error',
    wants: `The attached DB cluster parameter group turns auditing on (\`${LOGGING}\`)`,
    why: 'Without it the log export is green and the log group stays empty.',
    fix: parametersFix(`${LOGGING}: '1'`),
    controls: LOGGING_ON,
    judge: cluster => judgeParameter(cluster, LOGGING, (value, at, group) => judgeLogging(cluster, value, at, group)),
  },
  {
    id: 'AuditEvents',
    level: 'error',
    wants: `The required classes of events are recorded (\`${EVENTS}\`)`,
    why: 'Nothing is recorded without events; who logs in and what is executed have to be among them.',
    fix: parametersFix(`${EVENTS}: 'CONNECT,QUERY,TABLE'`),
    controls: EVENTS_RECORDED,
    judge: (cluster, settings) => judgeParameter(cluster, EVENTS, (value, at) => judgeEvents(value, at, settings)),
  },
  {
    id: 'AuditParameterNames',
    level: 'error',
    wants: 'Every audit parameter is one that Aurora MySQL has',
    why: 'A name that does not exist fails the deployment, or belongs to another product and audits nothing.',
    fix: parametersFix(`${LOGGING}: '1', ${EVENTS}: 'CONNECT,QUERY,TABLE'`),
    controls: LOGGING_ON,
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
    judge: (cluster, settings) => together(
      judgeParameter(cluster, INCLUDED_USERS, judgeIncludedUsers),
      judgeParameter(cluster, EXCLUDED_USERS, (value, at) => judgeExcludedUsers(cluster, value, at, settings)),
      judgeParameter(cluster, EXCLUDED_USERS, (value, at) => judgeBothLists(cluster, value, at)),
    ),
  },
  {
    id: 'ParameterGroupFamily',
    level: 'error',
    wants: 'The family of the parameter group fits the version of the engine',
    why: 'RDS refuses a group of another family; the cluster is left with the default one, which records nothing.',
    fix: "CDK: new rds.ParameterGroup(this, 'Parameters', { engine: <the engine of the cluster>, ... })\n"
      + 'CloudFormation: Family: aurora-mysql8.0 for 8.0.mysql_aurora.3.x, aurora-mysql5.7 for 5.7.mysql_aurora.2.x',
    controls: LOGGING_ON,
    judge: cluster => ofGroupsInApp(cluster, () => judgeGroup(cluster, group => judgeFamily(cluster, group))),
  },
];
