import { isAbsolute, join } from 'path';
import { closest } from 'fastest-levenshtein';
import { StructuredFile } from './structured-file';
import { shown } from '../../app/shown';
import { isMap, type Properties } from '../../compliance/resolved/value';
import { CommandError, UsageError } from '../command';

/** The values of parameters by their names. */
export type ParameterValues = ReadonlyMap<string, string>;

const PAIR = /^([A-Za-z0-9]+)=([^]*)$/;

/** As the AWS CLI has it. */
const SHORTHAND = /^ParameterKey=([A-Za-z0-9]+),ParameterValue=([^]*)$/;

/** What `--parameters` says: `Key=Value`, or a file in a form of the AWS CLI; what comes later counts. */
export function parameterValues(given: readonly string[], cwd: string): ParameterValues {
  return new Map(given.flatMap(one => {
    const [, name, value] = SHORTHAND.exec(one) ?? PAIR.exec(one) ?? [];
    if (name !== undefined) {
      return [[name, value]];
    }
    const file = one.replace(/^file:\/\//, '');
    if (file === one && one.includes('=')) {
      throw new UsageError(`--parameters: must be Key=Value with a key of letters and digits, or a file, got: ${shown(one)}`);
    }
    return fromFile(StructuredFile.read(isAbsolute(file) ? file : join(cwd, file), file));
  }));
}

const FORMS = 'a list of ParameterKey and ParameterValue, a list of Key=Value, a map of names to values, or such a map as Parameters';

function fromFile({ value: content, shownPath }: StructuredFile): [string, string][] {
  const value = isMap(content) && isMap(content.Parameters) ? content.Parameters : content;
  if (isMap(value)) {
    return Object.entries(value).map(([name, one]) => [name, scalar(one, `${shownPath}: ${name}`)]);
  }
  if (!Array.isArray(value)) {
    throw new CommandError(`${shownPath}: must be ${FORMS}`);
  }
  return value.flatMap((one: unknown, index): [string, string][] => {
    const pair = typeof one === 'string' ? PAIR.exec(one) : null;
    if (pair !== null) {
      return [[pair[1], pair[2]]];
    }
    if (!isMap(one) || typeof one.ParameterKey !== 'string') {
      throw new CommandError(`${shownPath}: element ${index + 1} must be Key=Value or have a ParameterKey, got: ${shown(one)}`);
    }
    // Of a stack that is deployed; what it has there is not known here.
    return one.UsePreviousValue === true ? [] : [[one.ParameterKey, scalar(one.ParameterValue, `${shownPath}: ParameterValue of ${one.ParameterKey}`)]];
  });
}

function scalar(value: unknown, place: string): string {
  if (Array.isArray(value) && value.every(one => typeof one !== 'object')) {
    return value.join(',');
  }
  if (value === undefined || value === null || typeof value === 'object') {
    throw new CommandError(`${place}: must be text, a number, true or false, or a list of them, got: ${shown(value)}`);
  }
  return String(value);
}

/** A template with parameters that have no choice any more; those that it does not have are those of others. */
export function withParameters(template: Properties, values: ParameterValues, shownPath: string): Properties {
  const { Parameters: declared } = template;
  if (!isMap(declared)) {
    return template;
  }
  return {
    ...template,
    Parameters: Object.fromEntries(Object.entries(declared).map(([name, definition]) =>
      [name, values.has(name) && isMap(definition) ? fixed(name, definition, values.get(name)!, shownPath) : definition])),
  };
}

function fixed(name: string, { AllowedValues: allowed, AllowedPattern: _, ...definition }: Properties, value: string, shownPath: string): Properties {
  const texts = Array.isArray(allowed) ? allowed.map(String) : undefined;
  const given = /^(CommaDelimitedList|List<)/.test(String(definition.Type)) ? value.split(',').map(one => one.trim()) : [value];
  const refused = texts && given.find(one => !texts.includes(one));
  if (refused !== undefined) {
    throw new CommandError(`--parameters: ${name} must be one of ${texts!.join(', ')}, as ${shownPath} has it, got: ${shown(refused)}`);
  }
  return { ...definition, Default: value };
}

/** Refuses values of parameters that no template has: a mistyped name would leave the choice open. */
export function refuseUnknown(values: ParameterValues, templates: readonly Properties[]): void {
  const known = new Set(templates.flatMap(({ Parameters: declared }) => isMap(declared) ? Object.keys(declared) : []));
  const unknown = [...values.keys()].find(name => !known.has(name));
  if (unknown !== undefined) {
    throw new CommandError(`--parameters: no template has the parameter ${unknown}${known.size === 0 ? '' : `; did you mean ${closest(unknown, [...known])}?`}`);
  }
}
