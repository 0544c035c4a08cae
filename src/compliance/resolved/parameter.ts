import { onlyLowerCase, textsOf } from './allowed-pattern';
import { comparedValue, type IntrinsicScope } from './intrinsics';
import { Possible } from './possible';
import { deployTime } from './symbolic-text';
import type { Properties, TemplateScope, Value } from './value';

const LIST_TYPE = /^(CommaDelimitedList|List<)/;

/** The default of such a parameter is where to look, not what is found there. */
const LOOKED_UP = 'AWS::SSM::Parameter::Value<';

/**
 * What a parameter may be, as long as nobody gives it: one of what is allowed, its default, or something only known at deployment.
 *
 * @param compared what conditions compare it with
 */
export function parameterValue(
  name: string, definition: Properties, place: string, compared: readonly string[], scope: IntrinsicScope,
): Possible<Value> {
  const type = String(definition.Type);
  const { Default: byDefault } = definition;
  if (type.startsWith(LOOKED_UP)) {
    return unknownParameter(type, `parameter ${name} of ${place}, which is looked up at deployment`, name, definition, compared, scope);
  }
  const allowed = LIST_TYPE.test(type) ? allowedLists(definition) : allowedTexts(definition);
  if (allowed !== undefined) {
    const choice = scope.choices.of(`${place}#${name}`, allowed, name);
    return Possible.oneOf(allowed.map(raw => Possible.known({ raw, scope }).under(choice.is(raw))));
  }
  return byDefault === undefined
    ? unknownParameter(type, `parameter ${name} of ${place}, which has no default`, name, definition, compared, scope)
    : Possible.known({ raw: byDefault, scope });
}

/** What was given as text for a parameter that is a list. */
export function asDeclared(value: Value, { Type: type }: Properties, scope: TemplateScope): Value {
  return LIST_TYPE.test(String(type)) && typeof value.raw === 'string' ? { raw: value.raw.split(',').map(one => one.trim()), scope } : value;
}

function allowedTexts({ AllowedValues: allowed, AllowedPattern: pattern }: Properties): string[] | undefined {
  const given = Array.isArray(allowed) && allowed.length > 0 ? allowed.map(String) : textsOf(pattern);
  return given && [...new Set(given)];
}

/** Of a list each element has to be one of the allowed: it may be the default, all of them, or any one. */
function allowedLists({ AllowedValues: allowed, Default: byDefault }: Properties): string[] | undefined {
  return Array.isArray(allowed) && allowed.length > 0
    ? [...new Set([...byDefault === undefined ? [] : [String(byDefault)], allowed.join(','), ...allowed.map(String)])] : undefined;
}

function unknownParameter(
  type: string, described: string, name: string, definition: Properties, compared: readonly string[], scope: IntrinsicScope,
): Possible<Value> {
  if (LIST_TYPE.test(type)) {
    return Possible.unknown(`it depends on ${described}`);
  }
  const { MinValue: least, MaxValue: greatest } = definition;
  const [min, max] = [least, greatest].map(bound => bound === undefined || Number.isNaN(Number(bound)) ? undefined : Number(bound));
  const open = deployTime(described, { variable: name, min, max, isLowerCase: onlyLowerCase(definition.AllowedPattern) || undefined });
  return comparedValue(open, compared, scope);
}
