import { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { readable } from '../resolved/symbolic-text';
import { deep, isMap, type Properties, text, whyUnknown } from '../resolved/value';

/** Why a schedule does not start its target again and again. */
export interface ScheduleFlaw {
  readonly flaw: string;
  readonly property: string;
}

/** How definitions name the call that asks Logs Insights. */
const QUERY = /startQuery/i;

/** Whether a state machine asks Logs Insights about a log group: by the text of its definition. */
export function asksLogGroup(machine: ResolvedResource, logGroupName: string): Possible<boolean> {
  return deep(machine.property()).flatMap<boolean>(given => {
    const {
      DefinitionString: written, Definition: definition, DefinitionS3Location: elsewhere, DefinitionSubstitutions: substitutions,
    } = isMap(given) ? given : {} as Properties;
    if (elsewhere !== undefined) {
      return Possible.unknown('its definition is not in the template');
    }
    const said = substituted(typeof written === 'string' ? written : JSON.stringify(definition ?? ''), substitutions);
    return Possible.known(QUERY.test(said) && names(said, logGroupName));
  });
}

/** The whole name, also where JSON escapes it: not that of another log group which begins or ends like it. */
function names(said: string, logGroupName: string): boolean {
  return [logGroupName, JSON.stringify(logGroupName).slice(1, -1)].some(name =>
    new RegExp(`(?<![\\w/.#-])${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\w/.#-])`).test(said));
}

function substituted(said: string, substitutions: unknown): string {
  return Object.entries(isMap(substitutions) ? substitutions : {}).reduce((all, [name, value]) => all.replaceAll(`\${${name}}`, String(value)), said);
}

const SCHEDULE = ['State', 'ScheduleExpression'];

/** Why a schedule does not do what it is there for; nothing where it does. */
export function startsRegularly(schedule: ResolvedResource): Possible<ScheduleFlaw | undefined> {
  return Possible.all(SCHEDULE.map(name => text(schedule.property(name)))).flatMap<ScheduleFlaw | undefined>(([state = 'ENABLED', expression = '']) => {
    const reason = whyUnknown(state);
    if (reason !== undefined) {
      return Possible.unknown(reason);
    }
    return Possible.known(state !== 'ENABLED' ? { flaw: `is ${readable(state)}`, property: 'Properties.State' }
      : expression.startsWith('at(') ? { flaw: `comes once, ${readable(expression)}`, property: 'Properties.ScheduleExpression' } : undefined);
  });
}
