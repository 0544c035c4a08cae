import { isMap, type Properties } from './value';

const LOOP = 'Fn::ForEach::';

/** More than that many turns are not gone through. */
const MAX_TURNS = 1_000;

/**
 * Replaces `Fn::ForEach` by what it makes, as the transform `AWS::LanguageExtensions` does; a loop through something that is not known stays.
 */
export function expandLoops(map: Properties, template: Properties): Properties {
  return Object.keys(map).some(key => key.startsWith(LOOP))
    ? Object.fromEntries(Object.entries(map).flatMap(([key, value]) => turns(key, value, template) ?? [[key, value]]))
    : map;
}

function turns(key: string, loop: unknown, template: Properties): [string, unknown][] | undefined {
  if (!key.startsWith(LOOP) || !Array.isArray(loop)) {
    return undefined;
  }
  const [identifier, collection, body] = loop;
  const collected = listOf(collection, template);
  return typeof identifier === 'string' && isMap(body) && collected !== undefined && collected.length <= MAX_TURNS
    ? collected.flatMap(value => Object.entries(expandLoops(filledIn(body, identifier, String(value)) as Properties, template)))
    : undefined;
}

function listOf(collection: unknown, { Parameters: parameters }: Properties): readonly unknown[] | undefined {
  if (Array.isArray(collection)) {
    return collection.every(one => typeof one !== 'object') ? collection : undefined;
  }
  const parameter = isMap(collection) && isMap(parameters) && typeof collection.Ref === 'string' ? parameters[collection.Ref] : undefined;
  return isMap(parameter) && typeof parameter.Default === 'string' ? parameter.Default.split(',').map(one => one.trim()) : undefined;
}

/** The body with the value in place of the identifier. */
function filledIn(body: unknown, identifier: string, value: string): unknown {
  if (typeof body === 'string') {
    return body.replaceAll(`\${${identifier}}`, value).replaceAll(`&{${identifier}}`, value.replace(/[^A-Za-z0-9]/g, ''));
  }
  if (Array.isArray(body)) {
    return body.map(one => filledIn(one, identifier, value));
  }
  if (!isMap(body)) {
    return body;
  }
  return body.Ref === identifier
    ? value
    : Object.fromEntries(Object.entries(body).map(([key, inner]) => [filledIn(key, identifier, value), filledIn(inner, identifier, value)]));
}
