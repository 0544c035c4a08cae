import { isMap, type Properties } from './value';

const LOOP = 'Fn::ForEach::';

/** More is not made of the loops of a template; CloudFormation takes 500 resources, and templates of 1 MB. */
const MAX_MADE = 1_000;
const MAX_LENGTH = 4 * 1024 * 1024;

/** What may still be made of the loops of a template: those within others multiply. */
class Budget {
  private made = 0;
  private length = 0;

  /** Takes what a loop needs, or nothing where that is too much. */
  public covers(values: readonly string[], identifier: string, body: Properties): boolean {
    const text = JSON.stringify(body);
    const places = markersOf(identifier).concat('"Ref"').reduce((count, marker) => count + text.split(marker).length - 1, 0);
    const made = values.length * Object.keys(body).length;
    const length = values.reduce((sum, value) => sum + text.length + places * value.length, 0);
    if (this.made + made > MAX_MADE || this.length + length > MAX_LENGTH) {
      return false;
    }
    this.made += made;
    this.length += length;
    return true;
  }
}

/**
 * Replaces `Fn::ForEach` by what it makes, as the transform `AWS::LanguageExtensions` does; a loop through something that is not known stays.
 */
export function expandLoops(map: Properties, template: Properties, budget = new Budget()): Properties {
  return Object.keys(map).some(key => key.startsWith(LOOP))
    ? Object.fromEntries(Object.entries(map).flatMap(([key, value]) => turns(key, value, template, budget) ?? [[key, value]]))
    : map;
}

/** Where what loops make is written, by its name: the names that lead there. */
export function writtenInLoops(map: Properties, template: Properties): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [key, loop] of Object.entries(map)) {
    const [identifier, collection, body] = key.startsWith(LOOP) && Array.isArray(loop) ? loop : [];
    Object.entries(isMap(body) ? body : {}).forEach(([name, inner]) =>
      Object.keys(expandLoops({ [key]: [identifier, collection, { [name]: inner }] }, template)).forEach(made => found.set(made, [key, '2', name])));
  }
  return found;
}

function turns(key: string, loop: unknown, template: Properties, budget: Budget): [string, unknown][] | undefined {
  if (!key.startsWith(LOOP) || !Array.isArray(loop)) {
    return undefined;
  }
  const [identifier, collection, body] = loop;
  const values = listOf(collection, template)?.map(String);
  return typeof identifier === 'string' && isMap(body) && values !== undefined && budget.covers(values, identifier, body)
    ? values.flatMap(value => Object.entries(expandLoops(filledIn(body, identifier, value) as Properties, template, budget)))
    : undefined;
}

function listOf(collection: unknown, { Parameters: parameters }: Properties): readonly unknown[] | undefined {
  if (Array.isArray(collection)) {
    return collection.every(one => typeof one !== 'object') ? collection : undefined;
  }
  const parameter = isMap(collection) && isMap(parameters) && typeof collection.Ref === 'string' ? parameters[collection.Ref] : undefined;
  return isMap(parameter) && typeof parameter.Default === 'string' ? parameter.Default.split(',').map(one => one.trim()) : undefined;
}

const markersOf = (identifier: string) => [`\${${identifier}}`, `&{${identifier}}`];

/** The body with the value in place of the identifier. */
function filledIn(body: unknown, identifier: string, value: string): unknown {
  if (typeof body === 'string') {
    const [whole, letters] = markersOf(identifier);
    return body.replaceAll(whole, () => value).replaceAll(letters, () => value.replace(/[^A-Za-z0-9]/g, ''));
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
