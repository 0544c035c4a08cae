import { onlyLowerCase, textsOf } from './allowed-pattern';
import type { Choices } from './choice';
import { deployTimeValue } from './intrinsics';
import { Possible } from './possible';
import type { Properties, TemplateScope, Value } from './value';

const LIST_TYPE = /^(CommaDelimitedList|List<)/;

/** The default of such a parameter is where to look, not what is found there. */
const LOOKED_UP = 'AWS::SSM::Parameter::Value<';

/** What a parameter may be, as long as nobody gives it: one of what is allowed, its default, or something only known at deployment. */
export function parameterValue(
  name: string, definition: Properties, place: string, scope: TemplateScope & { readonly choices: Choices },
): Possible<Value> {
  const type = String(definition.Type);
  const { Default: byDefault } = definition;
  if (type.startsWith(LOOKED_UP)) {
    return unknownParameter(type, `parameter ${name} of ${place}, which is looked up at deployment`, name, definition, scope);
  }
  const allowed = LIST_TYPE.test(type) ? undefined : allowedTexts(definition);
  if (allowed !== undefined) {
    const choice = scope.choices.of(`${place}#${name}`, allowed, name);
    return Possible.oneOf(allowed.map(raw => Possible.known({ raw, scope }).under(choice.is(raw))));
  }
  return byDefault === undefined
    ? unknownParameter(type, `parameter ${name} of ${place}, which has no default`, name, definition, scope)
    : Possible.known({ raw: byDefault, scope });
}

/** What was given as text for a parameter that is a list. */
export function asDeclared(value: Value, { Type: type }: Properties, scope: TemplateScope): Value {
  return LIST_TYPE.test(String(type)) && typeof value.raw === 'string' ? { raw: value.raw.split(',').map(one => one.trim()), scope } : value;
}

function allowedTexts({ AllowedValues: allowed, AllowedPattern: pattern, Default: byDefault }: Properties): string[] | undefined {
  const given = Array.isArray(allowed) && allowed.length > 0 ? allowed.map(String) : byDefault === undefined ? textsOf(pattern) : undefined;
  return given && [...new Set(given)];
}

function unknownParameter(type: string, described: string, name: string, definition: Properties, scope: TemplateScope): Possible<Value> {
  if (LIST_TYPE.test(type)) {
    return Possible.unknown(`it depends on ${described}`);
  }
  const { MinValue: least, MaxValue: greatest } = definition;
  const [min, max] = [least, greatest].map(bound => bound === undefined || Number.isNaN(Number(bound)) ? undefined : Number(bound));
  return deployTimeValue(described, scope, { variable: name, min, max, isLowerCase: onlyLowerCase(definition.AllowedPattern) || undefined });
}
