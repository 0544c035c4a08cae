import { CHANGES_SEEN } from '../controls';
import { cannotTell, judgeEach, violated, type Judgement, type Rule, type RuleSettings, type Verdict } from './rule';
import { EVENTS, isAuditParameter, isOn, LOGGING } from '../../recording/audit-parameters';
import { isLiteral, lowerCased, readable } from '../resolved/symbolic-text';
import { deep, isMap } from '../resolved/value';
import { type ApiCall, apiCallsIn, textIn } from '../subjects/api-calls';
import { isDefaultGroup } from '../subjects/engine';
import type { HidingKind, HidingPlace } from '../subjects/hiding-place';

/** What a call does to an audit: nothing, something that undoes it, or something that cannot be known. */
type Effect = { readonly undoes: string } | { readonly mayUndo: string } | undefined;

type JudgeCall = (call: ApiCall['parameters'], place: HidingPlace, settings: RuleSettings) => Effect;

/** Of other calls of these services nothing is known that undoes an audit. */
const CALLS: Readonly<Record<string, JudgeCall>> = {
  'rds.modifyDBCluster': modifiesCluster,
  'rds.modifyDBClusterParameterGroup': modifiesParameters,
  'rds.resetDBClusterParameterGroup': ({ ResetAllParameters: all, Parameters: parameters }) =>
    String(all) === 'true' || namesOf(parameters).some(isAuditParameter) ? { undoes: 'resets audit parameters' } : undefined,
  'rds.createDBCluster': createsCluster,
  'rds.restoreDBClusterFromSnapshot': createsCluster,
  'rds.restoreDBClusterFromS3': createsCluster,
  'rds.restoreDBClusterToPointInTime': createsCluster,
  'cloudwatchlogs.deleteLogGroup': ofAuditLogGroup('deletes the audit log group'),
  'cloudwatchlogs.deleteLogStream': ofAuditLogGroup('deletes audit records'),
  'cloudwatchlogs.deleteMetricFilter': ofAuditLogGroup('deletes a metric filter of the audit log group'),
  'cloudwatchlogs.disassociateKmsKey': ofAuditLogGroup('takes the key from the audit log group'),
  'cloudwatchlogs.putRetentionPolicy': (parameters, place, settings) =>
    Number(parameters.retentionInDays) >= settings.requiredRetentionDays ? undefined
      : ofAuditLogGroup(`has audit records kept for ${String(parameters.retentionInDays)} days, required: ${settings.requiredRetentionDays}`)(parameters, place, settings),
  'cloudwatch.disableAlarmActions': () => ({ mayUndo: 'disables actions of alarms' }),
  'cloudwatch.deleteAlarms': () => ({ mayUndo: 'deletes alarms' }),
};

/** These services are looked at; calls of others pass. */
const SERVICES = ['rds', 'cloudwatchlogs', 'cloudwatch'];

/** What undoes an audit, however it is written. */
const TELLING = /(modify|reset|create|restore)-?db-?cluster|delete-?(log-?group|metric-?filter)|put-?retention-?policy|disassociate-?kms-?key|cloudwatchlogsexportconfiguration|server_audit_/i;

function modifiesCluster(parameters: ApiCall['parameters'], place: HidingPlace): Effect {
  const {
    DBClusterIdentifier: identifier, CloudwatchLogsExportConfiguration: exports, DBClusterParameterGroupName: group, NewDBClusterIdentifier: name,
  } = parameters;
  const clusters = place.index.clusters.find(place.template.environment, lowerCased(String(identifier)));
  if (clusters.length > 0 && clusters.every(({ resource }) => place.index.engine(resource).holds(engine => engine === 'other') === true)) {
    return undefined;
  }
  if (isMap(exports) && [exports.DisableLogTypes].flat().includes('audit')) {
    return { undoes: `switches the export of the audit log off, for ${readable(String(identifier))}` };
  }
  if (group !== undefined) {
    return isDefaultGroup(String(group)) ? { undoes: `attaches ${String(group)}, which records nothing` } : { mayUndo: `attaches the parameter group ${readable(String(group))}` };
  }
  return name !== undefined ? { mayUndo: 'renames the cluster, which then writes to another log group' } : undefined;
}

function modifiesParameters({ Parameters: parameters }: ApiCall['parameters']): Effect {
  const audit = (Array.isArray(parameters) ? parameters : []).filter(isMap).filter(({ ParameterName: name }) => isAuditParameter(String(name)));
  const [off] = audit.filter(({ ParameterName: name, ParameterValue: value }) =>
    (name === LOGGING && isLiteral(String(value)) && !isOn(String(value))) || (name === EVENTS && String(value ?? '') === ''));
  if (off !== undefined) {
    return { undoes: `sets ${String(off.ParameterName)} to '${String(off.ParameterValue ?? '')}'` };
  }
  const [other] = audit.filter(({ ParameterName: name }) => name !== LOGGING);
  return other === undefined ? undefined : { mayUndo: `sets ${String(other.ParameterName)}` };
}

function createsCluster({ Engine: engine }: ApiCall['parameters']): Effect {
  const given = String(engine ?? '').toLowerCase();
  return ['aurora', 'aurora-mysql'].includes(given) ? { undoes: 'makes an Aurora MySQL cluster that no rule sees' }
    : given === '' || !isLiteral(given) ? { mayUndo: 'makes a cluster that no rule sees' } : undefined;
}

function namesOf(parameters: unknown): string[] {
  return (Array.isArray(parameters) ? parameters : []).filter(isMap).map(({ ParameterName: name }) => String(name));
}

function ofAuditLogGroup(what: string): JudgeCall {
  return ({ logGroupName: name, logGroupIdentifier: identifier = name }) => {
    const given = String(identifier ?? '');
    if (/\/aws\/rds\/cluster\/.*\/audit/.test(given)) {
      return { undoes: what };
    }
    return identifier === undefined || given.startsWith('<parameter') || given.startsWith('<the export') ? { mayUndo: `${what}, if ${given || 'it'} is one` } : undefined;
  };
}

const JUDGES: Readonly<Record<HidingKind, (place: HidingPlace, settings: RuleSettings) => Judgement>> = {
  'call': judgeCalls,
  'stack set': judgeStackSet,
  'nested stack': () => [unseen('its template is not in this app: what it deploys is not seen', 'Properties.TemplateURL')],
  'module': () => [unseen('a module: what it deploys is not seen', 'Type')],
  'loop': ({ resource }) => resource?.type === 'Fn::Transform' || /AWS::(RDS|Logs)::/.test(textIn(resource?.source.definition))
    ? [unseen('what it makes of the template is only known at deployment', 'Type')] : [],
  'macro': ({ macros }) => [unseen(`${macros.join(' and ')} may change everything in this template`, 'Transform')],
};

function unseen(message: string, property: string) {
  return { ...cannotTell(message, { property }), message: `cannot tell whether an audit is undone: ${message}`, level: 'warning' as const };
}

function judgeCalls(place: HidingPlace, settings: RuleSettings): Judgement {
  const at = { property: 'Properties' };
  return judgeEach(deep(place.resource!.property()), at, properties => {
    const calls = apiCallsIn(properties).filter(({ service }) => SERVICES.includes(service) || !isLiteral(service));
    const effects = calls.map(({ service, action, parameters }) => isLiteral(action) && !action.startsWith('<')
      ? { action, effect: CALLS[`${service}.${action}`]?.(parameters, place, settings) } : { action, effect: { mayUndo: 'makes a call that is not known' } });
    const undone = effects.flatMap(({ action, effect }) => effect !== undefined && 'undoes' in effect
      ? [violated(`${action} ${effect.undoes}, after what the template says`, at, { name: action })] : []);
    const [doubt] = effects.flatMap(({ action, effect }) => effect !== undefined && 'mayUndo' in effect ? [`${action} ${effect.mayUndo}`] : []);
    const isTelling = calls.length === 0 && apiCallsIn(properties).length === 0 && TELLING.test(textIn(properties));
    return [
      ...new Map(undone.map(finding => [finding.message, finding])).values(),
      ...doubt !== undefined ? [unseen(doubt, 'Properties')] : isTelling ? [unseen('the custom resource speaks of RDS or of CloudWatch Logs', 'Properties')] : [],
    ];
  });
}

function judgeStackSet(place: HidingPlace): Judgement {
  const at = { property: 'Properties.TemplateBody' };
  const body = place.resource!.property('TemplateBody');
  return judgeEach(deep(body), at, text => {
    if (text === undefined) {
      return [unseen('its template is not in this app: what it deploys is not seen', 'Properties.TemplateURL')];
    }
    const template = templateIn(text);
    if (template === undefined) {
      return /AWS::(RDS|Logs|CloudFormation)::|::MODULE|Custom::|Transform/.test(String(text)) ? [unseen('its template is not JSON', at.property)] : [];
    }
    const found = place.judgeBody(template);
    const [first] = found;
    if (first === undefined) {
      return [];
    }
    const messages = found.map(({ message }) => message).join('; ');
    return found.some(({ isKnown }) => isKnown) ? [violated(`in its template: ${messages}`, at)] : [unseen(`in its template: ${messages}`, at.property)];
  });
}

function templateIn(text: unknown): unknown {
  try {
    const template: unknown = typeof text === 'string' ? JSON.parse(isLiteral(text) ? text : readable(text)) : text;
    return isMap(template) ? template : undefined;
  } catch {
    return undefined;
  }
}

export const UNSEEN_CHANGE_RULES: readonly Rule<HidingPlace>[] = [
  {
    id: 'UnseenChanges',
    level: 'error',
    wants: 'Nothing changes or deploys a cluster, or what audits it, behind the templates',
    why: 'Calls of custom resources, stack sets, modules, macros and templates from elsewhere come after what the other rules look at.',
    fix: 'Say it in the template: properties of the cluster, of its parameter group and of its log group. Where that cannot be, look at what it does and acknowledge the finding.',
    controls: CHANGES_SEEN,
    looksAt: 'Properties',
    judge: (place, settings): Verdict => JUDGES[place.kind](place, settings),
  },
];
