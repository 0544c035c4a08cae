import { Composer, type CST, type Document, Lexer, type Node, Parser } from 'yaml';

/** Why a document cannot be read, and where. */
export class YamlProblem extends Error {
  constructor(message: string, public readonly offset: number) {
    super(message);
  }
}

/** Deeper than that no template is written. */
export const MAX_DEPTH = 200;

export function tooDeep(offset: number): YamlProblem {
  return new YamlProblem(`is nested more than ${MAX_DEPTH} levels deep`, offset);
}

/** The one document of a YAML text; JSON is YAML, too. */
export class ParsedYaml {
  public readonly document: Document.Parsed;

  constructor(text: string) {
    const tokens = tokensOf(text);
    tokens.forEach(refuseDepth);
    const documents = [...new Composer({ uniqueKeys: false, prettyErrors: false }).compose(tokens, true, text.length)] as Document.Parsed[];
    const [first, second] = documents;
    const [error] = first.errors;
    if (error !== undefined) {
      throw new YamlProblem(`is not YAML: ${error.message}`, error.pos[0]);
    }
    if (second !== undefined) {
      throw new YamlProblem('holds several YAML documents, a template is one', second.range[0]);
    }
    this.document = first;
  }

  public get contents(): Node | null {
    return this.document.contents;
  }
}

/** The parser has some tokens on its stack for each level; it is not waited for where there are too many. */
const MAX_STACK = 4 * MAX_DEPTH;

function tokensOf(text: string): CST.Token[] {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
    }
    if (parser.stack.length > MAX_STACK) {
      throw tooDeep(parser.offset);
    }
  }
  return [...tokens, ...parser.end()];
}

/** What comes after recurses, and where the stack ends the engine may, too. */
function refuseDepth(token: CST.Token): void {
  const open: [CST.Token | null | undefined, number][] = [[token, -1]];
  while (open.length > 0) {
    const [one, level] = open.pop()!;
    if (level > MAX_DEPTH) {
      throw tooDeep(one?.offset ?? 0);
    }
    if (one?.type === 'document') {
      open.push([one.value, level + 1]);
    } else if (one != null && 'items' in one) {
      one.items.forEach(({ key, value }) => open.push([key, level + 1], [value, level + 1]));
    }
  }
}
