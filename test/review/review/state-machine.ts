import { createHash } from 'crypto';
import jsonata from 'jsonata';

/** Answers a call of an AWS API, or throws a `Failure`. */
export type Api = (action: string, args: any) => any;

/** The error of a task, by the name that Step Functions gives it. */
export class Failure extends Error {
  constructor(readonly errorName: string, cause = '') {
    super(cause);
  }
}

interface Scope {
  readonly variables: Record<string, unknown>;
  /** What became of executions that a map tolerates. */
  readonly tolerated: Failure[];
  readonly context: any;
}

export interface Ran {
  readonly output: any;
  /** The states, in the order in which they were entered. */
  readonly visited: string[];
  readonly tolerated: Failure[];
}

/** What Step Functions carries from state to state, and in variables of one state, in bytes. */
const MOST_BYTES = 262_144;

/**
 * Runs a state machine in the language of Step Functions with JSONata, for the states and fields that those of this library use; anything else is an error.
 *
 * Waiting takes no time. An expression that has no value fails, as it does there.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export async function run(definition: any, input: unknown, api: Api, context: any): Promise<Ran> {
  if (definition.QueryLanguage !== 'JSONata') {
    throw new Error('only JSONata is known here');
  }
  const visited: string[] = [];
  const tolerated: Failure[] = [];
  const output = await states(definition, input, { variables: {}, tolerated, context }, api, visited);
  return { output, visited, tolerated };
}

async function states(machine: any, input: unknown, scope: Scope, api: Api, visited: string[]): Promise<any> {
  let [name, value]: [string | undefined, any] = [machine.StartAt, input];
  while (name !== undefined) {
    const state: any = machine.States[name];
    if (state === undefined) {
      throw new Error(`there is no state ${name}`);
    }
    visited.push(name);
    checkFields(name, state);
    [name, value] = await step(state, value, scope, api, visited);
    checkSize(name, value);
  }
  return value;
}

const FIELDS: Record<string, string[]> = {
  Pass: ['Output', 'Assign', 'Next', 'End'],
  Task: ['Resource', 'Arguments', 'Output', 'Assign', 'Next', 'End', 'Retry', 'Catch'],
  Choice: ['Choices', 'Default'],
  Wait: ['Seconds', 'Next'],
  Succeed: [],
  Fail: ['Error', 'Cause'],
  Map: ['Label', 'Items', 'ItemSelector', 'MaxConcurrency', 'ToleratedFailurePercentage', 'ItemProcessor', 'Assign', 'Output', 'Next', 'End'],
};

function checkFields(name: string, { Type, ...fields }: any): void {
  const unknown = Object.keys(fields).find(field => !FIELDS[Type]?.includes(field));
  if (unknown !== undefined) {
    throw new Error(`${name}: ${Type} has no ${unknown} here`);
  }
}

type Result = [next: string | undefined, value: any];

async function step(state: any, input: any, scope: Scope, api: Api, visited: string[]): Promise<Result> {
  switch (state.Type) {
    case 'Pass':
      return leave(state, state, { input }, input, scope);
    case 'Task':
      return task(state, input, scope, api);
    case 'Choice': {
      for (const choice of state.Choices) {
        const holds = await evaluated(choice.Condition, { input }, scope);
        if (typeof holds !== 'boolean') {
          throw new Failure('States.QueryEvaluationError', `${choice.Condition} is not a boolean: ${holds}`);
        }
        if (holds) {
          return [choice.Next, input];
        }
      }
      return [state.Default, input];
    }
    case 'Wait': {
      const seconds = await evaluated(state.Seconds, { input }, scope);
      if (!Number.isInteger(seconds) || seconds < 1) {
        throw new Failure('States.QueryEvaluationError', `Seconds: ${seconds}`);
      }
      return [state.Next, input];
    }
    case 'Succeed':
      return [undefined, input];
    case 'Fail':
      throw new Failure(state.Error, state.Cause);
    case 'Map':
      return map(state, input, scope, api, visited);
    default:
      throw new Error(`no ${state.Type} here`);
  }
}

async function task(state: any, input: any, scope: Scope, api: Api): Promise<Result> {
  const action = /^arn:aws:states:::aws-sdk:(\w+:\w+)$/.exec(state.Resource)?.[1];
  if (action === undefined) {
    throw new Error(`no call of an API: ${state.Resource}`);
  }
  try {
    const args = await evaluated(state.Arguments, { input }, scope);
    const result = await retried(state.Retry ?? [], () => api(action, args));
    checkSize(action, result);
    return await leave(state, state, { input, result }, result, scope);
  } catch (error) {
    if (!(error instanceof Failure)) {
      throw error;
    }
    const errorOutput = { Error: error.errorName, Cause: error.message };
    const caught = (state.Catch ?? []).find(({ ErrorEquals }: any) => matches(ErrorEquals, error));
    if (caught === undefined) {
      throw error;
    }
    return leave(caught, caught, { input, errorOutput }, input, scope);
  }
}

async function retried<T>(retriers: any[], attempt: () => T): Promise<T> {
  const left = retriers.map(({ MaxAttempts }) => MaxAttempts);
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const index = error instanceof Failure ? retriers.findIndex(({ ErrorEquals }) => matches(ErrorEquals, error)) : -1;
      if (index < 0 || left[index]-- <= 0) {
        throw error;
      }
    }
  }
}

/** `States.TaskFailed` is every error of a task but a time-out; what goes wrong in an expression is none of a task. Too much data ends an execution, whatever it catches. */
function matches(names: string[], { errorName }: Failure): boolean {
  if (errorName === 'States.DataLimitExceeded') {
    return false;
  }
  return names.includes(errorName) || names.includes('States.ALL') || (names.includes('States.TaskFailed') && !errorName.startsWith('States.'));
}

async function map(state: any, input: any, scope: Scope, api: Api, visited: string[]): Promise<Result> {
  const items = await evaluated(state.Items, { input }, scope);
  if (!Array.isArray(items)) {
    throw new Failure('States.QueryEvaluationError', `Items: ${JSON.stringify(items)}`);
  }
  const distributed = state.ItemProcessor.ProcessorConfig.Mode === 'DISTRIBUTED';
  const results: unknown[] = [];
  for (const [index, item] of items.entries()) {
    const context = { ...scope.context, Map: { Item: { Index: index, Value: item } } };
    const selected = state.ItemSelector === undefined ? item : await evaluated(state.ItemSelector, { input }, { ...scope, context });
    // An execution of its own sees nothing of the variables, an iteration sees and does not change them.
    const inner = { ...scope, variables: distributed ? {} : { ...scope.variables }, context };
    try {
      results.push(await states(state.ItemProcessor, selected, inner, api, visited));
    } catch (error) {
      if (!(error instanceof Failure) || !distributed || state.ToleratedFailurePercentage !== 100) {
        throw error;
      }
      scope.tolerated.push(error);
    }
  }
  checkSize('Map', results);
  return leave(state, state, { input, result: results }, results, scope);
}

/** Output and Assign see the variables as they were. */
async function leave(fields: any, next: any, available: any, otherwise: unknown, scope: Scope): Promise<Result> {
  const output = fields.Output === undefined ? otherwise : await evaluated(fields.Output, available, scope);
  const assigned = fields.Assign === undefined ? {} : await evaluated(fields.Assign, available, scope);
  checkSize('Assign', assigned);
  Object.assign(scope.variables, assigned);
  return [next.Next, output];
}

function checkSize(name: string | undefined, value: unknown): void {
  if (Buffer.byteLength(JSON.stringify(value ?? null)) > MOST_BYTES) {
    throw new Failure('States.DataLimitExceeded', `after ${name}`);
  }
}

async function evaluated(template: any, available: any, scope: Scope): Promise<any> {
  if (Array.isArray(template)) {
    return Promise.all(template.map(each => evaluated(each, available, scope)));
  }
  if (typeof template === 'object' && template !== null) {
    const entries = Object.entries(template).map(async ([key, value]) => [key, await evaluated(value, available, scope)]);
    return Object.fromEntries(await Promise.all(entries));
  }
  const expression = typeof template === 'string' ? /^\{%([^]*)%\}$/.exec(template)?.[1] : undefined;
  return expression === undefined ? template : valueOf(expression, { ...available, context: scope.context }, scope);
}

/** The value of a field of a state, where nothing but some variables is known. */
export function valueIn(field: unknown, variables: Record<string, unknown>): Promise<any> {
  return evaluated(field, {}, { variables, tolerated: [], context: {} });
}

const COMPILED = new Map<string, jsonata.Expression>();

/** With the functions that Step Functions adds. */
function compile(expression: string): jsonata.Expression {
  const compiled = jsonata(expression);
  compiled.registerFunction('parse', (text: string) => JSON.parse(text), '<s:x>');
  compiled.registerFunction('hash', (text: string, algorithm: string) => createHash(algorithm.replace('-', '')).update(text).digest('hex'), '<ss:s>');
  compiled.registerFunction('eval', () => { throw new Error('Step Functions has no $eval'); });
  return compiled;
}

async function valueOf(expression: string, states_: any, scope: Scope): Promise<any> {
  const compiled = COMPILED.get(expression) ?? compile(expression);
  COMPILED.set(expression, compiled);
  let value: unknown;
  try {
    value = await compiled.evaluate(undefined, { ...scope.variables, states: states_ });
  } catch (error) {
    throw new Failure('States.QueryEvaluationError', `${(error as Error).message} in ${expression}`);
  }
  if (value === undefined) {
    throw new Failure('States.QueryEvaluationError', `${expression} has no value`);
  }
  // Sequences of JSONata are arrays with more to them.
  return JSON.parse(JSON.stringify(value));
}
