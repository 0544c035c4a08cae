import { arnKey, MACHINE } from './archive';
import type { ScheduleFlaw } from './review';
import { and, type Formula } from '../resolved/choice';
import { type Case, Possible } from '../resolved/possible';
import type { ResolvedApp } from '../resolved/resolved-app';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { isLiteral, onlyPart, parseJson, readable } from '../resolved/symbolic-text';
import { deep, isMap, type Properties, text, whyUnknown } from '../resolved/value';

/** Something that starts targets by the clock, once for each target. */
export interface Schedule {
  readonly resource: ResolvedResource;
  /** Where it says what it starts. */
  readonly property: string;
  /** The ARN of what it starts; nothing where that is no state machine. */
  readonly target: Possible<string | undefined>;
  /** What it hands to the target. */
  readonly input: Possible<string | undefined>;
  /** Why it does not start its target again and again. */
  readonly flaw: Possible<ScheduleFlaw | undefined>;
}

/** The call of Step Functions that EventBridge Scheduler can make itself, with the state machine in its input. */
const UNIVERSAL_TARGET = /:scheduler:::aws-sdk:sfn:start(Sync)?Execution$/i;

const ENABLED = ['ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'];

/** The schedules of an account and region: of EventBridge Scheduler, rules of EventBridge, and those in which SAM has state machines. */
export function schedulesIn(app: ResolvedApp, environment: string): Schedule[] {
  const here = (type: string) => app.ofType(type).filter(({ template }) => template.environment === environment);
  return [
    ...here('AWS::Scheduler::Schedule').map(ofScheduler),
    ...here('AWS::Events::Rule').flatMap(ofRule),
    ...here('AWS::Serverless::StateMachine').flatMap(ofServerless),
  ];
}

function ofScheduler(resource: ResolvedResource): Schedule {
  const input = text(resource.property('Target', 'Input'));
  const target = text(resource.property('Target', 'Arn'))
    .flatMap(arn => arn !== undefined && UNIVERSAL_TARGET.test(arn) ? input.flatMap(machineIn) : Possible.known(arn));
  const flaw = flawOf(resource, text(resource.property('ScheduleExpression')), 'ScheduleExpression');
  return { resource, property: 'Properties.Target', target, input, flaw };
}

/** A rule without schedule waits for events. */
function ofRule(resource: ResolvedResource): Schedule[] {
  const expression = text(resource.property('ScheduleExpression'));
  const flaw = flawOf(resource, expression, 'ScheduleExpression');
  return expression.unknown === undefined && expression.values.every(one => one === undefined) ? []
    : deep(resource.property('Targets')).cases.flatMap(one => targetsIn(one))
      .map(target => ({ ...target, resource, property: 'Properties.Targets', flaw }));
}

function targetsIn(targets: Case<unknown>): Pick<Schedule, 'target' | 'input'>[] {
  return 'unknown' in targets ? [{ target: Possible.unknown<string | undefined>(targets.unknown).under(targets.when), input: Possible.known(undefined) }]
    : maps(targets.value).map(({ Arn: arn, Input: input }) => ({
      target: Possible.known(optional(arn)).under(targets.when), input: Possible.known(optional(input)),
    }));
}

/** Events of a state machine of SAM are rules and schedules that start it. */
function ofServerless(resource: ResolvedResource): Schedule[] {
  const ofEvent = (given: Properties, when: Formula): Schedule => {
    const {
      Schedule: rate, ScheduleExpression: expression = rate, Enabled: enabled, State: state = stateOf(enabled), EndDate: end, Input: input,
    } = given;
    return {
      resource,
      property: EVENTS,
      target: text(resource.ref()).under(when),
      input: Possible.known(optional(input)),
      flaw: flawIn(
        { state: optional(state), expression: optional(expression), end: optional(end) }, { state: 'Events', expression: 'Events', end: 'Events' },
      ),
    };
  };
  const events = deep(resource.property('Events'));
  return [
    ...events.known.flatMap(({ value, when }) => maps(isMap(value) ? Object.values(value) : [])
      .filter(({ Type: type }) => type === 'Schedule' || type === 'ScheduleV2')
      .map(({ Properties: given }) => ofEvent(isMap(given) ? given : {}, when))),
    ...events.unknowns.map(({ unknown, when }): Schedule => ({
      ...ofEvent({}, when), target: Possible.unknown<string | undefined>(unknown).under(when),
    })),
  ];
}

const EVENTS = 'Properties.Events';
const STATES: Readonly<Record<string, string>> = { true: 'ENABLED', false: 'DISABLED' };

/** What SAM writes for `Enabled`. */
function stateOf(enabled: unknown): unknown {
  return STATES[String(enabled)] ?? enabled;
}

function maps(list: unknown): Properties[] {
  return Array.isArray(list) ? list.filter(isMap) : [];
}

function optional(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

function machineIn(input: string | undefined): Possible<string | undefined> {
  try {
    const parsed = parseJson(input ?? '');
    return Possible.known(isMap(parsed) && typeof parsed.StateMachineArn === 'string' ? parsed.StateMachineArn : undefined);
  } catch {
    return Possible.unknown('which state machine its Input names is only known at deployment');
  }
}

function flawOf(resource: ResolvedResource, expression: Possible<string | undefined>, property: string): Possible<ScheduleFlaw | undefined> {
  return Possible.all([text(resource.property('State')), expression, text(resource.property('EndDate'))])
    .flatMap(([state, given, end]) => flawIn({ state, expression: given, end }, { state: 'State', expression: property, end: 'EndDate' }));
}

type Said<T> = { readonly [name in 'state' | 'expression' | 'end']: T };

function flawIn({ state = 'ENABLED', expression = '', end }: Said<string | undefined>, properties: Said<string>): Possible<ScheduleFlaw | undefined> {
  const flawed = (flaw: string, property: string) => Possible.known<ScheduleFlaw | undefined>({ flaw, property: `Properties.${property}` });
  const stateUnknown = whyUnknown(state);
  const unknown = stateUnknown ?? whyUnknown(end ?? '') ?? (expression.startsWith('rate(') ? undefined : whyUnknown(expression));
  return stateUnknown === undefined && !ENABLED.includes(state) ? flawed(`is ${readable(state)}`, properties.state)
    : expression.startsWith('at(') || comesInSomeYears(expression) ? flawed(`comes once, or in some years only, ${readable(expression)}`, properties.expression)
      : end !== undefined && isLiteral(end) ? flawed(`ends on ${end}`, properties.end)
        : unknown !== undefined ? Possible.unknown(unknown) : Possible.known(undefined);
}

/** The sixth field of cron expressions is the year. */
const EVERY_YEAR = /^([*?]|(\*|\d+)\/1)$/;

function comesInSomeYears(expression: string): boolean {
  const [, fields = ''] = /^cron\((.*)\)\s*$/.exec(expression) ?? [];
  const year = fields.trim().split(/\s+/)[5];
  return isLiteral(expression) && year !== undefined && !EVERY_YEAR.test(year);
}

/** What a state machine of the app may be behind: what is deployed elsewhere, or what a program gives. */
const OPAQUE = /^(AWS::CloudFormation::(Stack|CustomResource)|AWS::Serverless::Application|AWS::ServiceCatalog::.*|Custom::.*|AWS::StepFunctions::StateMachine(Alias|Version))$/;

/** Where a schedule may start a state machine of which the app does not show the definition, and why that is not known. */
export function startsElsewhere(
  { target, resource }: Schedule, app: ResolvedApp, machineKeys: ReadonlySet<string>,
): { readonly when: Formula; readonly reason: string }[] {
  return target.cases.flatMap(one => {
    const when = and(one.when, resource.existence);
    return 'unknown' in one ? [{ when, reason: one.unknown }]
      : one.value !== undefined && isElsewhere(one.value, app, machineKeys) ? [{ when, reason: 'the definition of its state machine is not in this app' }] : [];
  });
}

function isElsewhere(arn: string, app: ResolvedApp, machineKeys: ReadonlySet<string>): boolean {
  const part = onlyPart(arn);
  const key = arnKey(arn, MACHINE);
  if (key !== undefined && machineKeys.has(key)) {
    return false;
  }
  if (part === undefined) {
    return /:(?:states|stateMachine):/.test(arn);
  }
  const opaque = app.types.filter(type => OPAQUE.test(type)).flatMap(type => app.ofType(type));
  return opaque.some(({ key: given }) => part.name === given || part.name.startsWith(`${given}.`))
    || (!part.isGenerated && !part.variable?.includes('.'));
}
