import { CHANGES_SEEN } from '../controls';
import { cannotTell, judgeEach, violated, type Judgement, type Rule, type RuleSettings, type Verdict } from './rule';
import { effectOf, isTelling, speaks } from './undoing-calls';
import { Possible } from '../resolved/possible';
import { isLiteral, readable } from '../resolved/symbolic-text';
import { deep, isMap, type Properties } from '../resolved/value';
import { apiCallsIn, textIn } from '../subjects/api-calls';
import type { HidingKind, HidingPlace } from '../subjects/hiding-place';

const ELSEWHERE = 'its template is not in this app: what it deploys is not seen';

/** The property that leads to the template of a nested stack. */
const TEMPLATE_OF: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::Stack': 'TemplateURL',
  'AWS::Serverless::Application': 'Location',
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct': 'ProvisioningArtifactName',
};

/** Names of types that say so: not `Dashboards` and `Records`. */
const MADE_OF_RDS = /RDS|Rds(?![a-z])|[Aa]urora|D[Bb]-?[Cc]luster/;

const JUDGES: Readonly<Record<HidingKind, (place: HidingPlace, settings: RuleSettings) => Judgement>> = {
  'call': judgeCalls,
  'program': (place, settings) => tells(place, settings) ? [unseen(`it ${speaks(settings)}`, 'Properties')] : [],
  'stack set': judgeStackSet,
  'nested stack': ({ resource }) => [unseen(ELSEWHERE, `Properties.${TEMPLATE_OF[resource!.type]}`)],
  'type': (place, settings) => MADE_OF_RDS.test(place.resource!.type) || /aurora-?mysql/i.test(textIn(place.resource!.source.definition))
    ? [unseen(`what a ${place.resource!.type} deploys is not seen`, 'Type')] : tells(place, settings) ? [unseen(`it ${speaks(settings)}`, 'Properties')] : [],
  'module': () => [unseen('a module: what it deploys is not seen', 'Type')],
  'loop': ({ resource }) => resource!.type === 'Fn::Transform' || /AWS::(RDS|Logs)::/.test(textIn(resource!.source.definition))
    ? [unseen('what it makes of the template is only known at deployment', 'Type')] : [],
  'macro': ({ macros }) => [unseen(`${macros.join(' and ')} may change everything in this template`, 'Transform')],
};

function unseen(message: string, property: string) {
  return { ...cannotTell(message, { property }), message: `cannot tell whether an audit is undone: ${message}`, level: 'warning' as const };
}

/** Whether something that makes calls has the name of one in it that undoes an audit. */
function tells({ resource }: HidingPlace, settings: RuleSettings): boolean {
  return [resource!.source.definition, ...deep(resource!.property()).values].some(found => isTelling(textIn(found), settings));
}

function judgeCalls(place: HidingPlace, settings: RuleSettings): Judgement {
  const at = { property: 'Properties' };
  return judgeEach(deep(place.resource!.property()), at, properties => {
    const { calls, rest } = apiCallsIn(properties);
    const effects = calls.map(call => ({ action: readable(call.action), effect: effectOf(call, place, settings) }));
    const undone = effects.flatMap(({ action, effect }) => effect !== undefined && 'undoes' in effect
      ? [violated(`${action} ${effect.undoes}, after what the template says`, at, { name: action })] : []);
    const [doubt] = effects.flatMap(({ action, effect }) => effect !== undefined && 'mayUndo' in effect ? [`${action} ${effect.mayUndo}`] : []);
    return [
      ...new Map(undone.map(finding => [finding.message, finding])).values(),
      ...doubt !== undefined ? [unseen(doubt, 'Properties')] : isTelling(rest, settings) ? [unseen(`it ${speaks(settings)}`, 'Properties')] : [],
    ];
  });
}

function judgeStackSet(place: HidingPlace): Judgement {
  const at = { property: 'Properties.TemplateBody' };
  const given = ['TemplateBody', 'Parameters', 'StackInstancesGroup'].map(name => deep(place.resource!.property(name)));
  return judgeEach(Possible.all(given), at, ([body, parameters, instances]) => {
    if (body === undefined) {
      return [unseen(ELSEWHERE, 'Properties.TemplateURL')];
    }
    const template = templateIn(body);
    const found = template === undefined ? [] : place.judgeBody(withParameters(template, parameters, instances));
    const messages = `in its template: ${found.map(({ message }) => message).join('; ')}`;
    if (found.some(({ isKnown }) => isKnown)) {
      return [violated(messages, at)];
    }
    if (found.length > 0) {
      return [unseen(messages, at.property)];
    }
    const unread = template === undefined ? 'its template is not JSON' : isOpen(body) ? 'parts of its template are only known at deployment' : undefined;
    return unread !== undefined && mayHide(body) ? [unseen(unread, at.property)] : [];
  });
}

/** Whether a template has in it what the rules would look at; text can spell it by escapes. */
function mayHide(body: unknown): boolean {
  return typeof body === 'string' ? MAY_HIDE.test(body) || /\\[xuU]/.test(body) : MAY_HIDE.test(textIn(body));
}

const MAY_HIDE = /AWS::(RDS|Logs|CloudFormation|Serverless|ServiceCatalog|Scheduler|StepFunctions|SSM)::|::MODULE|Custom::|Transform|aurora/;

function isOpen(value: unknown): boolean {
  return typeof value === 'string' ? !isLiteral(value) : typeof value === 'object' && value !== null && Object.values(value).some(isOpen);
}

function templateIn(body: unknown): Properties | undefined {
  try {
    const template: unknown = typeof body === 'string' ? JSON.parse(readable(body)) : body;
    return isMap(template) ? template : undefined;
  } catch {
    return undefined;
  }
}

/** The template with what the stack set hands to its stacks: each parameter is one of what is given for it. */
function withParameters(template: Properties, given: unknown, instances: unknown): Properties {
  const overrides = (Array.isArray(instances) ? instances : []).flatMap(group => isMap(group) ? group.ParameterOverrides ?? [] : []);
  const valuesOf = (list: unknown, name: string) => (Array.isArray(list) ? list : []).filter(isMap)
    .filter(({ ParameterKey: key }) => key === name).map(({ ParameterValue: value }) => value);
  const parameters = Object.entries(isMap(template.Parameters) ? template.Parameters : {}).map(([name, definition]): [string, unknown] => {
    const { Default: byDefault, AllowedValues: _, ...rest } = isMap(definition) ? definition : {} as Properties;
    const [handed = valuesOf(overrides, name).length > 0 ? byDefault : undefined] = valuesOf(given, name);
    const values = [handed, ...valuesOf(overrides, name)].filter(value => value !== undefined);
    return [name, values.length === 0 ? definition : isOpen(values) ? rest : { ...rest, AllowedValues: values }];
  });
  return { ...template, Parameters: Object.fromEntries(parameters) };
}

export const UNSEEN_CHANGE_RULES: readonly Rule<HidingPlace>[] = [
  {
    id: 'UnseenChanges',
    level: 'error',
    wants: 'Nothing changes or deploys a cluster, or what audits it, behind the templates; nor what archives or reviews its records, where that is asked for',
    why: 'Calls of custom resources and schedules, stack sets, modules, macros, types and templates from elsewhere come after what the other rules look at.',
    fix: 'Say it in the template: properties of the cluster, of its parameter group and of its log group. Where that cannot be, look at what it does and acknowledge the finding.',
    controls: CHANGES_SEEN,
    looksAt: 'Properties',
    judge: (place, settings): Verdict => JUDGES[place.kind](place, settings),
  },
];
