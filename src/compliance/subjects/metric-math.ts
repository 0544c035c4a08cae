import jsep from 'jsep';

/** What an expression has at one point of time: a number, several, or no data. */
type Data = number | undefined | readonly (number | undefined)[];

/** The expression has something in it that is not evaluated here. */
export class NotEvaluated extends Error {}

const OR = 1;
const AND = 2;
jsep.addBinaryOp('OR', OR);
jsep.addBinaryOp('AND', AND);
const POWER = 11;
jsep.addBinaryOp('^', POWER, true);

const both = (left: number, right: number) => Number(left !== 0 && right !== 0);
const either = (left: number, right: number) => Number(left !== 0 || right !== 0);

const BINARY: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  'AND': both,
  '&&': both,
  'OR': either,
  '||': either,
};

const ofAll = (f: (numbers: readonly number[]) => number) => ([data]: readonly Data[]): Data => {
  const numbers = [data].flat().filter(number => number !== undefined);
  return numbers.length === 0 ? undefined : f(numbers);
};

const ofOne = (f: (number: number) => number) => ([data]: readonly Data[]): Data => Array.isArray(data)
  ? data.map(number => number === undefined ? undefined : f(number)) : data === undefined ? undefined : f(data as number);

/** The functions of metric math that say something about one period by itself. */
const FUNCTIONS: Readonly<Record<string, (arguments_: readonly Data[]) => Data>> = {
  SUM: ofAll(numbers => numbers.reduce((sum, number) => sum + number, 0)),
  MAX: ofAll(numbers => Math.max(...numbers)),
  MIN: ofAll(numbers => Math.min(...numbers)),
  AVG: ofAll(numbers => numbers.reduce((sum, number) => sum + number, 0) / numbers.length),
  METRIC_COUNT: ([data]) => [data].flat().length,
  ABS: ofOne(Math.abs),
  CEIL: ofOne(Math.ceil),
  FLOOR: ofOne(Math.floor),
  RUNNING_SUM: ([data]) => data,
  TIME_SERIES: ([data]) => data,
  IF: ([condition, yes, no]) => condition === undefined ? undefined : condition !== 0 ? yes : no,
  FILL: ([data, filling]) => Array.isArray(data) ? data.map(number => number ?? filling as number) : data ?? filling,
};

/**
 * Evaluates an expression of CloudWatch metric math for one period.
 *
 * @param data what the metrics and expressions of these ids have in it
 * @param metrics the ids of those that are metrics
 * @param period seconds
 * @throws NotEvaluated
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function metricMath(
  expression: string, data: ReadonlyMap<string, () => number | undefined>, metrics: readonly string[], period: number,
): number | undefined {
  const evaluate = (node: jsep.Expression): Data => {
    switch (node.type) {
      case 'Literal':
        return typeof node.value === 'number' ? node.value : notEvaluated(expression);
      case 'Identifier':
        return (data.get(String(node.name)) ?? (node.name === 'REPEAT' || node.name === 'LINEAR' ? () => 0 : () => notEvaluated(expression)))();
      case 'ArrayExpression':
        return (node.elements as jsep.Expression[]).flatMap(evaluate);
      case 'UnaryExpression':
        return node.operator === '-' ? ofOne(number => -number)([evaluate(node.argument as jsep.Expression)]) : notEvaluated(expression);
      case 'BinaryExpression':
        return binary(String(node.operator), evaluate(node.left as jsep.Expression), evaluate(node.right as jsep.Expression));
      case 'CallExpression':
        return call(String((node.callee as jsep.Identifier).name), node.arguments as jsep.Expression[]);
      default:
        return notEvaluated(expression);
    }
  };
  const binary = (operator: string, left: Data, right: Data): Data => Object.hasOwn(BINARY, operator)
    ? combined(left, right, BINARY[operator]) : notEvaluated(expression);
  const call = (name: string, given: readonly jsep.Expression[]): Data => {
    if (name === 'METRICS') {
      const [part] = given.map(node => typeof node.value === 'string' ? node.value : notEvaluated(expression));
      return metrics.filter(id => part === undefined || id.includes(part)).map(id => data.get(id)!());
    }
    return name === 'PERIOD' ? period : Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name](given.map(evaluate)) : notEvaluated(expression);
  };
  const result = evaluate(parsed(expression));
  return Array.isArray(result) ? notEvaluated(expression) : result as number | undefined;
}

/** A number with each of several; no data on one side is no data. */
function combined(left: Data, right: Data, f: (left: number, right: number) => number): Data {
  if (Array.isArray(left) || Array.isArray(right)) {
    const length = Math.max(...[left, right].map(side => Array.isArray(side) ? side.length : 1));
    return Array.from({ length }, (_, index) => combined(at(left, index), at(right, index), f) as number | undefined);
  }
  return left === undefined || right === undefined ? undefined : f(left as number, right as number);
}

function at(data: Data, index: number): number | undefined {
  return Array.isArray(data) ? data[index] : data as number | undefined;
}

function parsed(expression: string): jsep.Expression {
  try {
    return jsep(expression);
  } catch {
    return notEvaluated(expression);
  }
}

function notEvaluated(expression: string): never {
  throw new NotEvaluated(`the expression ${expression} is not evaluated`);
}
