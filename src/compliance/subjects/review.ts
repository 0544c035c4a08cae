import { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { deep, isMap, type Properties } from '../resolved/value';

/** Why a schedule does not start its target again and again. */
export interface ScheduleFlaw {
  readonly flaw: string;
  readonly property: string;
}

/** How definitions name the calls that read a log group: of Logs Insights and Athena, and of CloudWatch Logs itself. */
const QUERY = /startQuery|filterLogEvents/i;

/** Log groups that a definition takes from its input, by JSONPath or JSONata. */
const FROM_INPUT = /"(queryString|logGroup(Name|Names|Identifier|Identifiers))(\.\$"|"\s*:\s*\[?\s*"\{%)/i;

/** Log groups of clusters that a definition names itself. */
const OF_CLUSTERS = /\/aws\/rds\/cluster\//;

/** Programs to which a definition can hand a log group. */
const PROGRAM = /lambda|ecs:runTask|batch:submitJob|codebuild:startBuild|http:invoke/i;

/**
 * Whether a state machine asks about the records of a log group: by the text of its definition, and what a schedule hands to it.
 *
 * @param input what is handed to it
 */
export function asksLogGroup(machine: ResolvedResource, logGroupName: string, input = ''): Possible<boolean> {
  return deep(machine.property()).flatMap<boolean>(given => {
    const {
      DefinitionString: written, Definition: definition, DefinitionSubstitutions: substitutions,
      DefinitionS3Location: elsewhere, DefinitionUri: uri = elsewhere,
    } = isMap(given) ? given : {} as Properties;
    if (uri !== undefined) {
      return Possible.unknown('its definition is not in the template');
    }
    const said = substituted(typeof written === 'string' ? written : JSON.stringify(definition ?? ''), substitutions);
    const isNamed = names(said, logGroupName);
    const isHanded = names(input, logGroupName);
    if (QUERY.test(said)) {
      const takes = FROM_INPUT.test(said);
      return isNamed || (isHanded && takes) ? Possible.known(true)
        : takes && !OF_CLUSTERS.test(said + input) ? Possible.unknown('which log groups it asks comes from its input') : Possible.known(false);
    }
    return (isNamed || isHanded) && PROGRAM.test(said) ? Possible.unknown('it hands the log group to a program, which may ask it') : Possible.known(false);
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
