import { isAlias, isMap, isPair, isScalar, isSeq, type Node, Scalar } from 'yaml';
import { MAX_DEPTH, tooDeep, YamlProblem } from './parsed-yaml';

/** Aliases that refer to aliases can be more than a computer holds; a template of the largest size has fewer values. */
const MAX_VALUES = 500_000;

/** What CloudFormation takes for a boolean: `server_audit_logging: ON` is `true`. That is YAML 1.1 without its single letters, which stay text. */
const BOOLEAN = /^(?:(yes|Yes|YES|true|True|TRUE|on|On|ON)|no|No|NO|false|False|FALSE|off|Off|OFF)$/;

/** These short forms have no `Fn::` in their long ones. */
const BARE = ['Ref', 'Condition'];

interface Sized {
  readonly value: unknown;
  /** How many values it is made of, each alias counted as often as it stands. */
  readonly size: number;
  readonly depth: number;
}

/** What the contents of a document say, with the short forms of CloudFormation as long ones: `!Ref X` is `{ Ref: X }`. */
export function yamlValue(contents: Node | null): unknown {
  return new Reader().read(contents, 0).value;
}

/** Nodes are read in the order in which they are written: an alias leads to the last that had its name. */
class Reader {
  private readonly anchored = new Map<string, Sized | 'open'>();

  public read(node: Node | null, level: number): Sized {
    if (node === null) {
      return { value: null, size: 1, depth: 1 };
    }
    if (level > MAX_DEPTH) {
      throw tooDeep(offsetOf(node));
    }
    if (isAlias(node)) {
      return this.aliased(node.source, offsetOf(node), level);
    }
    const { anchor, tag } = node as { anchor?: string; tag?: string };
    anchor !== undefined && this.anchored.set(anchor, 'open');
    const content = this.content(node, level);
    const read = tag !== undefined && /^![A-Za-z0-9]/.test(tag) ? longForm(tag.slice(1), content) : content;
    anchor !== undefined && this.anchored.set(anchor, read);
    if (read.size > MAX_VALUES) {
      throw new YamlProblem(`holds more than ${MAX_VALUES} values, with its aliases followed`, offsetOf(node));
    }
    return read;
  }

  private content(node: Node, level: number): Sized {
    if (isScalar(node)) {
      return { value: scalarValue(node), size: 1, depth: 1 };
    }
    const values: unknown[] = [];
    const map: [string, unknown][] = [];
    const merged: [string, unknown][] = [];
    let [size, depth] = [1, 0];
    const add = (one: Sized) => {
      size += one.size;
      depth = Math.max(depth, one.depth);
      return one.value;
    };
    if (isSeq(node)) {
      node.items.forEach(item => values.push(add(this.read((isPair(item) ? item.value : item) as Node | null, level + 1))));
      return { value: values, size, depth: depth + 1 };
    }
    if (!isMap(node)) {
      throw new YamlProblem('holds something that is neither map, list nor text', offsetOf(node));
    }
    const seen = new Set<string>();
    for (const { key, value } of node.items) {
      const name = keyOf(key as Node);
      const one = add(this.read(value as Node | null, level + 1));
      if (name === '<<' && isScalar(key) && key.type === Scalar.PLAIN) {
        [one].flat().forEach(from => typeof from === 'object' && from !== null && merged.push(...Object.entries(from)));
        continue;
      }
      if (seen.has(name)) {
        throw new YamlProblem(`has the key ${name} twice in one map`, offsetOf(key as Node));
      }
      seen.add(name);
      map.push([name, one]);
    }
    // What is written in the map itself goes before what is merged into it, and the first that is merged before the others.
    return { value: Object.fromEntries([...merged.reverse(), ...map]), size, depth: depth + 1 };
  }

  private aliased(name: string, offset: number, level: number): Sized {
    const found = this.anchored.get(name);
    if (found === undefined || found === 'open') {
      throw new YamlProblem(found === 'open' ? `has an alias of itself, *${name}` : `has an alias of nothing, *${name}`, offset);
    }
    if (level + found.depth > MAX_DEPTH) {
      throw tooDeep(offset);
    }
    return found;
  }
}

function longForm(tag: string, { value, size, depth }: Sized): Sized {
  return { value: { [BARE.includes(tag) ? tag : `Fn::${tag}`]: value }, size: size + 1, depth: depth + 1 };
}

function scalarValue({ value, type, source = '', tag }: Scalar): unknown {
  if (type !== Scalar.PLAIN || tag !== undefined) {
    return typeof value === 'string' ? value : source;
  }
  const [, isTrue] = BOOLEAN.exec(source) ?? [undefined, undefined];
  if (BOOLEAN.test(source)) {
    return isTrue !== undefined;
  }
  // A version is no number: 8.0 stays what it is.
  return value === null || (typeof value === 'number' && String(value) === source) ? value : source;
}

/** The text of a key, as it is written. */
export function keyOf(key: Node | null): string {
  if (key !== null && !isScalar(key)) {
    throw new YamlProblem('has a key that is no text', offsetOf(key));
  }
  return key === null ? '' : key.type === Scalar.PLAIN ? key.source ?? '' : String(key.value);
}

export function offsetOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
