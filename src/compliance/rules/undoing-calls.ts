import type { RuleSettings } from './rule';
import type { Effect, JudgeCall } from './undoing-call';
import { concernsRoom, ROOM_CALLS, tellsOfRoom } from './undoing-room-calls';
import { EVENTS, isAuditParameter, isOn, LOGGING } from '../../recording/audit-parameters';
import { isAuroraMysql, isDefaultGroup } from '../../recording/aurora-mysql';
import { AUDIT_LOG } from '../../recording/log-export';
import { isLiteral, lowerCased, readable } from '../resolved/symbolic-text';
import { isMap, type Properties } from '../resolved/value';
import { type ApiCall, textIn } from '../subjects/api-calls';
import type { HidingPlace } from '../subjects/hiding-place';

/** Of other calls of these services nothing is known that undoes an audit. Neither SDKs nor people agree about capitals. */
const CALLS: ReadonlyMap<string, JudgeCall> = new Map(Object.entries<JudgeCall>({
  'rds.modifyDBCluster': modifiesCluster,
  'rds.createBlueGreenDeployment': ({ TargetDBClusterParameterGroupName: group }) => group === undefined ? undefined : attaches(group),
  'rds.modifyDBClusterParameterGroup': modifiesParameters,
  'rds.resetDBClusterParameterGroup': resetsParameters,
  'rds.createDBCluster': createsCluster,
  'rds.restoreDBClusterFromSnapshot': createsCluster,
  'rds.restoreDBClusterFromS3': createsCluster,
  'rds.restoreDBClusterToPointInTime': createsCluster,
  'cloudwatchlogs.deleteLogGroup': ofAuditLogGroup('deletes the audit log group'),
  'cloudwatchlogs.deleteLogStream': ofAuditLogGroup('deletes audit records'),
  'cloudwatchlogs.putMetricFilter': (parameters, place, settings) =>
    atMost(ofAuditLogGroup('may overwrite a metric filter of the audit log group')(parameters, place, settings)),
  'cloudwatchlogs.deleteMetricFilter': ofAuditLogGroup('deletes a metric filter of the audit log group'),
  'cloudwatchlogs.disassociateKmsKey': ofAuditLogGroup('takes the key from the audit log group'),
  'cloudwatchlogs.putRetentionPolicy': setsRetention,
  'cloudwatchlogs.deleteSubscriptionFilter': ofArchive(ofAuditLogGroup('deletes a subscription filter of the audit log group')),
  'cloudwatchlogs.putSubscriptionFilter': ofArchive((...given) => atMost(ofAuditLogGroup('may redirect a subscription filter of the audit log group')(...given))),
  'cloudwatchlogs.putTransformer': ofArchive((...given) => atMost(ofAuditLogGroup('may change audit records before they are archived')(...given))),
  'cloudwatchlogs.deleteAccountPolicy': ofArchive(() => ({ mayUndo: 'deletes a policy of the account' })),
  'cloudwatchlogs.putAccountPolicy': ofArchive(() => ({ mayUndo: 'changes a policy of the account' })),
  'cloudwatch.putMetricAlarm': () => ({ mayUndo: 'may overwrite an alarm' }),
  'cloudwatch.setAlarmState': () => ({ mayUndo: 'sets the state of an alarm' }),
  'cloudwatch.disableAlarmActions': () => ({ mayUndo: 'disables actions of alarms' }),
  'cloudwatch.deleteAlarms': () => ({ mayUndo: 'deletes alarms' }),
  ...Object.fromEntries(ROOM_CALLS),
  ...Object.fromEntries(['createStack', 'updateStack', 'createStackSet', 'updateStackSet', 'createChangeSet', 'createStackRefactor']
    .map(action => [`cloudformation.${action}`, () => ({ mayUndo: 'deploys a template that is not seen' })])),
}).map(([name, judge]) => [name.toLowerCase(), judge]));

/** These services are looked at; calls of others pass. */
const SERVICES = ['rds', 'cloudwatchlogs', 'cloudwatch', 'cloudformation'];

/** Services that run what is handed to them. */
const RUNNING = ['lambda', 'ssm', 'sfn', 'stepfunctions', 'scheduler', 'codebuild', 'ecs'];

/** What undoes an audit, however it is written. */
const TELLING = new RegExp([
  '(modify|reset|create|restore)[-_]?db[-_]?cluster(?![-_]?(snapshot|endpoint))',
  'delete[-_]?(log[-_]?(group|stream)|metric[-_]?filter)', 'put[-_]?(metric[-_]?filter|retention[-_]?policy)', 'disassociate[-_]?kms[-_]?key',
  'disable[-_]?alarm[-_]?actions', 'cloudwatchlogsexportconfiguration', 'server_audit_',
].join('|'), 'i');

export function isTelling(said: string, settings: RuleSettings): boolean {
  return TELLING.test(said) || tellsOfRoom(said, settings);
}

/** What can be told of a text that has such a name in it. */
export function speaks({ requiresArchive, requiresReview }: RuleSettings): string {
  return requiresArchive || requiresReview ? 'speaks of RDS, of CloudWatch Logs, or of what archives or reviews records' : 'speaks of RDS or of CloudWatch Logs';
}

export function effectOf({ service, action, parameters }: ApiCall, place: HidingPlace, settings: RuleSettings): Effect {
  if (RUNNING.includes(service) && isTelling(textIn(parameters), settings)) {
    return { mayUndo: `hands on what ${speaks(settings)}` };
  }
  if (isLiteral(service) && !SERVICES.includes(service) && !concernsRoom(service, settings)) {
    return undefined;
  }
  if (!isLiteral(service) || !isLiteral(action)) {
    return { mayUndo: 'makes a call that is not known' };
  }
  const judge = CALLS.get(`${service}.${action}`.toLowerCase());
  return judge === undefined || parameters !== undefined ? judge?.(parameters!, place, settings) : { mayUndo: 'has parameters that are not known' };
}

function modifiesCluster(parameters: Properties, place: HidingPlace): Effect {
  const {
    DBClusterIdentifier: identifier, CloudwatchLogsExportConfiguration: exports, DBClusterParameterGroupName: group, NewDBClusterIdentifier: name,
  } = parameters;
  const clusters = place.index.clusters.find(place.template.environment, lowerCased(String(identifier)));
  if (clusters.length > 0 && clusters.every(({ resource }) => place.index.engine(resource).holds(engine => engine === 'other') === true)) {
    return undefined;
  }
  const disabled = exports === undefined ? [] : isMap(exports) ? [exports.DisableLogTypes ?? []].flat() : [exports];
  if (disabled.includes(AUDIT_LOG)) {
    return { undoes: `switches the export of the audit log off, for ${readable(String(identifier))}` };
  }
  if (!disabled.every(isKnown)) {
    return { mayUndo: `may switch the export of the audit log off, for ${readable(String(identifier))}` };
  }
  return group !== undefined ? attaches(group)
    : name !== undefined ? { mayUndo: 'renames the cluster, which then writes to another log group' } : undefined;
}

function attaches(group: unknown): Effect {
  const given = String(group);
  return isDefaultGroup(given) ? { undoes: `attaches ${readable(given)}, which records nothing` } : { mayUndo: `attaches the parameter group ${readable(given)}` };
}

function modifiesParameters({ Parameters: parameters }: Properties): Effect {
  if (!Array.isArray(parameters)) {
    return { mayUndo: 'sets parameters that are not known' };
  }
  const doubts = parameters.flatMap((one): Exclude<Effect, undefined>[] => {
    const { ParameterName: name, ParameterValue: value = '' } = isMap(one) ? one : {};
    if (!isKnown(name)) {
      return [{ mayUndo: 'sets a parameter that is not known' }];
    }
    if (!isAuditParameter(name)) {
      return [];
    }
    const isOff = isKnown(value) && ((name === LOGGING && !isOn(String(value))) || (name === EVENTS && value === ''));
    const isRight = name === LOGGING && isKnown(value) && isOn(String(value));
    return isOff ? [{ undoes: `sets ${name} to '${value}'` }] : isRight ? [] : [{ mayUndo: `sets ${name}` }];
  });
  return doubts.find(doubt => 'undoes' in doubt) ?? doubts[0];
}

function resetsParameters({ ResetAllParameters: all, Parameters: parameters }: Properties): Effect {
  const names = (Array.isArray(parameters) ? parameters : []).map(one => isMap(one) ? one.ParameterName : undefined);
  if (String(all) === 'true' || names.some(name => isKnown(name) && isAuditParameter(name))) {
    return { undoes: 'resets audit parameters' };
  }
  const isOpen = !isLiteral(String(all)) || (parameters !== undefined && !Array.isArray(parameters)) || !names.every(isKnown);
  return isOpen ? { mayUndo: 'may reset audit parameters' } : undefined;
}

function createsCluster({ Engine: engine }: Properties): Effect {
  const given = String(engine ?? '');
  return isAuroraMysql(given) ? { undoes: 'makes an Aurora MySQL cluster that no rule sees' }
    : given === '' || !isLiteral(given) ? { mayUndo: 'makes a cluster that no rule sees' } : undefined;
}

function setsRetention(parameters: Properties, place: HidingPlace, settings: RuleSettings): Effect {
  const { retentionInDays: days } = parameters;
  if (Number(days) >= settings.requiredRetentionDays) {
    return undefined;
  }
  const effect = ofAuditLogGroup(`has audit records kept for ${readable(String(days))} days, required: ${settings.requiredRetentionDays}`)(parameters, place, settings);
  return isKnown(days) ? effect : atMost(effect);
}

function ofArchive(judge: JudgeCall): JudgeCall {
  return (parameters, place, settings) => settings.requiresArchive ? judge(parameters, place, settings) : undefined;
}

/** The same, where it is not certain. */
function atMost(effect: Effect): Effect {
  return effect !== undefined && 'undoes' in effect ? { mayUndo: effect.undoes } : effect;
}

function ofAuditLogGroup(what: string): JudgeCall {
  return ({ logGroupName: name, logGroupIdentifier: identifier = name }) => {
    const given = String(identifier ?? '');
    if (/\/aws\/rds\/cluster\/.*\/audit/.test(given)) {
      return { undoes: what };
    }
    return isKnown(identifier) ? undefined : { mayUndo: `${what}, if ${readable(given) || 'it'} is one` };
  };
}

/** Text, or what will be text, that is known to the last character. */
function isKnown(value: unknown): value is string {
  return ['string', 'number', 'boolean'].includes(typeof value) && isLiteral(String(value));
}
