import jsep from 'jsep';
import { RE2JS } from 're2js';

/** One event of a log group. */
export interface LogEvent {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly message: string;
}

export type Value = string | number | boolean | undefined;
export type Row = Record<string, Value>;

/**
 * What a query of Logs Insights answers, for the commands and functions that the queries of this library use; anything else is an error.
 *
 * Regular expressions are those of RE2; what else the service might do differently with them is not known.
 */
export function ask(query: string, events: readonly LogEvent[]): Row[] {
  const all: Row[] = events.map(({ timestamp, message }) => ({ '@timestamp': timestamp, '@message': message }));
  return commandsOf(query).reduce((rows, [name, argument]) => known(COMMANDS, name)(rows, argument), all);
}

/** Commands with what follows them; a pipe in a regular expression separates none. */
export function commandsOf(query: string): [string, string][] {
  const text = query.split('\n').filter(line => !line.startsWith('#')).join('\n');
  return (text.match(/(?:\/(?:\\.|[^/\\\n])+\/|'[^']*'|[^|/]|\/)+/g) ?? []).map(command => {
    const [, name, argument] = /^(\w+)\s+([^]*)$/.exec(command.trim())!;
    return [name, argument.trim()];
  });
}

const COMMANDS: Record<string, (rows: Row[], argument: string) => Row[]> = {
  parse: (rows, argument) => {
    const [, field, source] = /^(\S+) \/([^]*)\/$/.exec(argument)!;
    const regex = regexOf(source);
    const names = Object.keys(regex.namedGroups());
    return rows.map(row => {
      const matcher = regex.matcher(String(row[field]));
      return matcher.find() ? { ...row, ...Object.fromEntries(names.map(name => [name, matcher.group(name) ?? ''])) } : row;
    });
  },
  filter: (rows, argument) => {
    const holds = expression(argument);
    return rows.filter(row => holds(row) === true);
  },
  fields: (rows, argument) => {
    const columns = scalars(argument);
    return rows.map(row => ({ ...row, ...Object.fromEntries(columns.map(({ name, value }) => [name, value(row)])) }));
  },
  stats: (rows, argument) => {
    const [functions, keys] = argument.split(/\s+by\s+/);
    const by = keys === undefined ? [] : scalars(keys);
    const groups = new Map<string, Row[]>();
    rows.forEach(row => {
      const key = JSON.stringify(by.map(({ value }) => value(row)));
      groups.set(key, groups.get(key) ?? []);
      groups.get(key)!.push(row);
    });
    const columns = aggregates(functions);
    return [...groups.values()].map(group => Object.fromEntries([
      ...by.map(({ name, value }): [string, Value] => [name, value(group[0])]),
      ...columns.map(({ name, value }): [string, Value] => [name, value(group)]),
    ]));
  },
  sort: (rows, argument) => {
    const [, field, direction] = /^(\S+) (asc|desc)$/.exec(argument)!;
    const sign = direction === 'asc' ? 1 : -1;
    return [...rows].sort((a, b) => sign * Math.sign(Number(a[field]) - Number(b[field])));
  },
  limit: (rows, argument) => rows.slice(0, Number(argument)),
  display: (rows, argument) => rows.map(row => Object.fromEntries(argument.split(/,\s*/).map(field => [field, row[field]]))),
};

type Evaluate = (row: Row) => Value;

const SCALARS: Record<string, (...values: any[]) => Value> = {
  floor: value => Math.floor(value),
  toMillis: value => Number(value),
  strlen: value => String(value).length,
  substr: (value, start, length) => String(value).slice(start, start + length),
  ispresent: value => value !== undefined,
};

type Aggregate = (rows: Row[], value?: Evaluate) => Value;

const numbers = (rows: Row[], value: Evaluate) => rows.map(row => Number(value(row)));

const AGGREGATES: Record<string, Aggregate> = {
  count: rows => rows.length,
  min: (rows, value) => Math.min(...numbers(rows, value!)),
  max: (rows, value) => Math.max(...numbers(rows, value!)),
  sum: (rows, value) => numbers(rows, value!).reduce((a, b) => a + b, 0),
  count_distinct: (rows, value) => new Set(rows.map(value!).filter(each => each !== undefined)).size,
};

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

const BINARY: Record<string, (a: any, b: any) => Value> = {
  '=': (a, b) => a !== undefined && String(a) === String(b),
  '!=': (a, b) => a !== undefined && String(a) !== String(b),
  '<': (a, b) => Number(a) < Number(b),
  '>': (a, b) => Number(a) > Number(b),
  '<=': (a, b) => Number(a) <= Number(b),
  '>=': (a, b) => Number(a) >= Number(b),
  '+': (a, b) => Number(a) + Number(b),
  '-': (a, b) => Number(a) - Number(b),
  '*': (a, b) => Number(a) * Number(b),
  '/': (a, b) => Number(a) / Number(b),
  '%': (a, b) => Number(a) % Number(b),
  'and': (a, b) => a === true && b === true,
  'or': (a, b) => a === true || b === true,
  'in': (a, b) => b.includes(a),
  'notin': (a, b) => !b.includes(a),
  'like': (a, b) => a !== undefined && b.test(String(a)),
  'unlike': (a, b) => a !== undefined && !b.test(String(a)),
};

jsep.addBinaryOp('or', 1);
jsep.addBinaryOp('and', 2);
['=', 'in', 'notin', 'like', 'unlike'].forEach(operator => jsep.addBinaryOp(operator, 6));
jsep.addUnaryOp('not');

/** `bin(1d)` and the like cannot be told from functions by their arguments. */
const BIN = /^bin\((\d+)(\w)\)$/;

function named(list: string): { name: string; text: string }[] {
  return list.split(/,\s*(?![^(]*\))/).map(column => {
    const [, text, name = text] = /^([^]+?)(?:\s+as\s+(\w+))?$/.exec(column.trim())!;
    return { name, text };
  });
}

function scalars(list: string): { name: string; value: Evaluate }[] {
  return named(list).map(({ name, text }) => ({ name, value: BIN.test(text) ? bin(text) : expression(text) }));
}

function aggregates(list: string): { name: string; value: (rows: Row[]) => Value }[] {
  return named(list).map(({ name, text }) => {
    const [, called, argument] = /^(\w+)\((.*)\)$/.exec(text)!;
    const value = argument === '*' ? undefined : expression(argument);
    return { name, value: rows => known(AGGREGATES, called)(rows, value) };
  });
}

function bin(text: string): Evaluate {
  const [, count, unit] = BIN.exec(text)!;
  const width = Number(count) * UNITS[unit];
  return row => Math.floor(Number(row['@timestamp']) / width) * width;
}

/** jsep knows no regular expressions, and would read a slash as a division: they are taken out first. */
function expression(text: string): Evaluate {
  const regexes: RE2JS[] = [];
  const prepared = text
    .replace(/(like\s+)\/((?:\\.|[^/\\])+)\//g, (_, like: string, source: string) => `${like}$regex${regexes.push(regexOf(source)) - 1}`)
    .replace(/\bnot like\b/g, 'unlike').replace(/\bnot in\b/g, 'notin').replace(/@/g, '$at_');
  return evaluated(jsep(prepared), regexes);
}

function regexOf(source: string): RE2JS {
  return RE2JS.compile(source.replace(/\\\//g, '/'));
}

function evaluated(node: any, regexes: RE2JS[]): (row: Row) => any {
  switch (node.type) {
    case 'Literal':
      return () => node.value;
    case 'Identifier':
      return node.name.startsWith('$regex') ? () => regexes[Number(node.name.slice(6))] : row => row[node.name.replace('$at_', '@')];
    case 'ArrayExpression':
      return () => node.elements.map((element: any) => element.value);
    case 'UnaryExpression': {
      const argument = evaluated(node.argument, regexes);
      return row => !argument(row);
    }
    case 'BinaryExpression': {
      const [left, right, operator] = [evaluated(node.left, regexes), evaluated(node.right, regexes), known(BINARY, node.operator)];
      return row => operator(left(row), right(row));
    }
    case 'CallExpression': {
      const [called, args] = [known(SCALARS, node.callee.name), node.arguments.map((argument: any) => evaluated(argument, regexes))];
      return row => called(...args.map((argument: Evaluate) => argument(row)));
    }
    default:
      throw new Error(`Logs Insights has no ${node.type}`);
  }
}

/** What is not in the tables has to be looked up in the documentation, and added. */
function known<T>(table: Record<string, T>, name: string): T {
  if (!Object.hasOwn(table, name)) {
    throw new Error(`Logs Insights has no ${name} here, or nobody has looked it up yet`);
  }
  return table[name];
}
