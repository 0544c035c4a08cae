import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { fileText } from './file-text';
import { MAX_DEPTH, ParsedYaml, YamlProblem } from './parsed-yaml';
import { keyOf, offsetOf, yamlValue } from './yaml-value';
import { CommandError } from '../command';

const MAX_YAML_LENGTH = 1024 * 1024;

/** A place in a file, counted from one. */
export interface LinePosition {
  readonly line: number;
  readonly column: number;
}

/** A JSON or YAML file: what it says, and where. */
export class StructuredFile {
  /** @param shownPath how people are told of it */
  public static read(path: string, shownPath: string): StructuredFile {
    const text = fileText(path, shownPath);
    if (text.trim() === '') {
      throw new CommandError(`${shownPath}: is empty`);
    }
    return new StructuredFile(shownPath, text);
  }

  public readonly value: unknown;
  private parsed?: ParsedYaml;

  private constructor(public readonly shownPath: string, private readonly text: string) {
    const json = asJson(text);
    if (json === undefined && shownPath.endsWith('.json')) {
      throw new CommandError(`${shownPath}${jsonProblem(text)}`);
    }
    if (json === undefined && text.length > MAX_YAML_LENGTH) {
      throw new CommandError(`${shownPath}: is larger than the 1 MB that CloudFormation takes, and is not JSON`);
    }
    this.value = json === undefined || !isSound(json, text) ? this.asYaml() : json;
  }

  /** Where something is; of what is not there, or made by a function, where what it would be in is. */
  public locate(path: readonly string[]): LinePosition {
    const { contents } = this.yaml;
    let [node, offset]: [Node | null, number] = [contents, offsetOf(contents)];
    for (const name of path) {
      const found = this.within(node, name);
      if (found === undefined) {
        break;
      }
      [node, offset] = found;
    }
    return positionIn(this.text, offset);
  }

  private within(node: Node | null, name: string): [Node | null, number] | undefined {
    const target = isAlias(node) ? node.resolve(this.yaml.document) ?? null : node;
    if (isSeq(target)) {
      const item = target.items[Number(name)] as Node | undefined;
      return item && [item, offsetOf(item)];
    }
    const pair = isMap(target) ? target.items.find(({ key }) => isScalar(key) && keyOf(key) === name) : undefined;
    return pair && [pair.value as Node | null, offsetOf(pair.key as Node)];
  }

  private asYaml(): unknown {
    try {
      return yamlValue(this.yaml.contents);
    } catch (error) {
      if (!(error instanceof YamlProblem)) {
        throw error;
      }
      const { line, column } = positionIn(this.text, error.offset);
      throw new CommandError(`${this.shownPath}:${line}:${column}: ${error.message}`);
    }
  }

  /** What was JSON is read once more only if somebody wants to know where something is. */
  private get yaml(): ParsedYaml {
    return this.parsed ??= new ParsedYaml(this.text);
  }
}

function positionIn(text: string, offset: number): LinePosition {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before[before.length - 1].length + 1 };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is wrong with JSON, after where that is if the engine says so. */
function jsonProblem(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    const { message } = error as Error;
    const [, what, offset] = /^(.*) in JSON at position (\d+)/.exec(message) ?? [undefined, message];
    if (offset === undefined) {
      return `: is not JSON: ${what}`;
    }
    const { line, column } = positionIn(text, Number(offset));
    return `:${line}:${column}: is not JSON: ${what}`;
  }
}

/** Every text of a JSON file, and whether it is a key. */
const TEXT = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

/** Whether no map has a key twice, of which the last would hide the others, and nothing is nested too deeply. */
function isSound(json: unknown, text: string): boolean {
  let keys = 0;
  for (const [, colon] of text.matchAll(TEXT)) {
    keys += colon === undefined ? 0 : 1;
  }
  const open: [unknown, number][] = [[json, 0]];
  while (open.length > 0) {
    const [value, level] = open.pop()!;
    if (typeof value === 'object' && value !== null) {
      if (level > MAX_DEPTH) {
        return false;
      }
      const inside = Object.values(value);
      keys -= Array.isArray(value) ? 0 : inside.length;
      inside.forEach(one => open.push([one, level + 1]));
    }
  }
  return keys === 0;
}
