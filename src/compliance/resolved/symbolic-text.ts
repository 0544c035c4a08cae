/**
 * Text with parts that are only known at deployment. Such a part is named, so that two texts with the same parts are the same text.
 */
const MARK = '\u0000';
const SEPARATOR = '\u0001';
const PART = new RegExp(`${MARK}([^${MARK}${SEPARATOR}]*)(?:${SEPARATOR}([^${MARK}]*))?${MARK}`, 'g');

/** A reference that CloudFormation resolves at deployment, written into plain text. */
const DYNAMIC_REFERENCE = /\{\{resolve:[^}]*\}\}/g;

/** What is known of a part though its value is not. */
export interface PartFacts {
  /** CloudFormation makes it up: it is none of the names that stand in a template. */
  readonly isGenerated?: boolean;
  /** What CloudFormation puts before it, as far as that is known. */
  readonly stackName?: string;
  readonly isLowerCase?: boolean;
  /** The least and the greatest number that it may be. */
  readonly min?: number;
  readonly max?: number;
  /** How `Fn::Sub` writes it in the template that it is of. */
  readonly variable?: string;
}

export interface Part extends PartFacts {
  readonly name: string;
}

const NO_PARTS: readonly Part[] = [];

/** Text that stands for something only known at deployment. Names come from templates, and cannot pretend to have facts. */
export function deployTime(given: string, facts?: PartFacts): string {
  const name = given.replaceAll(SEPARATOR, '\ufffd');
  return facts === undefined ? `${MARK}${name}${MARK}` : `${MARK}${name}${SEPARATOR}${JSON.stringify(facts)}${MARK}`;
}

/** Text of a template, which cannot pretend to have deploy-time parts. */
export function withoutMarks(text: string): string {
  return text.includes(MARK) ? text.replaceAll(MARK, '\ufffd') : text;
}

/** What in the text is only known at deployment. */
export function partsOf(text: string): readonly Part[] {
  return isLiteral(text) ? NO_PARTS : [
    ...[...text.matchAll(PART)].map(([, name, facts]): Part => ({ name, ...facts === undefined ? {} : JSON.parse(facts) })),
    ...(text.replace(PART, '').match(DYNAMIC_REFERENCE) ?? []).map(name => ({ name })),
  ];
}

/** The names of what is only known at deployment. */
export function deployTimeParts(text: string): string[] {
  return partsOf(text).map(({ name }) => name);
}

/** The part that the text consists of, if it is nothing else. */
export function onlyPart(text: string): Part | undefined {
  const [part] = partsOf(text);
  return part !== undefined && text.startsWith(MARK) && text.indexOf(MARK, 1) === text.length - 1 ? part : undefined;
}

export function isLiteral(text: string): boolean {
  return !text.includes(MARK) && !text.includes('{{resolve:');
}

/** The text as a person reads it. */
export function readable(text: string): string {
  return text.replace(PART, (_, name) => `<${name}>`);
}

/**
 * Parses JSON whose texts may have deploy-time parts; they keep them.
 *
 * @throws SyntaxError where a part stands outside of text, as well
 */
export function parseJson(text: string): unknown {
  return JSON.parse(text.replace(/\\u0000/gi, '\\ufffd').replace(PART, part => JSON.stringify(part).slice(1, -1)));
}

/** The text as `Fn::Sub` writes it; nothing where that cannot say it. */
export function substitution(text: string): string | undefined {
  return partsOf(text).every(({ name, variable }) => variable !== undefined || name.startsWith('{{'))
    ? text.replace(PART, (_, _name, facts) => `\${${(JSON.parse(facts) as PartFacts).variable}}`) : undefined;
}

/** Lower case, the names of deploy-time parts aside. */
export function lowerCased(text: string): string {
  return isLiteral(text) ? text.toLowerCase() : text.split(MARK).map((piece, index) => index % 2 === 0 ? piece.toLowerCase() : piece).join(MARK);
}

/** Whether two texts may turn out to be the same at deployment. */
export function couldBeEqual(one: string, other: string): boolean {
  return one === other
    || (hasSamePieces(one, other) && hasSamePieces(other, one) && !isGeneratedBeside(one, other) && !isGeneratedBeside(other, one));
}

/** What CloudFormation makes up is nothing that somebody wrote, and nothing that it makes up elsewhere. */
function isGeneratedBeside(one: string, other: string): boolean {
  const others = partsOf(other);
  return partsOf(one).some(({ isGenerated, name, stackName }) => isGenerated
    && others.every(part => part.isGenerated && part.name !== name)
    && !(others.length === 0 && looksGenerated(one, other, stackName)));
}

/** A name that was copied from what is deployed: `<stack>-<resource>-<random>`. */
function looksGenerated(generated: string, text: string, stackName: string | undefined): boolean {
  const [prefix, suffix = ''] = ends(generated);
  const name = text.slice(prefix.length, text.length - suffix.length).toLowerCase();
  return stackName !== undefined && name.startsWith(`${stackName.toLowerCase().slice(0, 20)}`) && /-[a-z0-9]{10,13}$/.test(name);
}

/** Whether what is literal at the ends of `one` fits to `other`. */
function hasSamePieces(one: string, other: string): boolean {
  const [prefix, suffix] = ends(one);
  const [otherPrefix, otherSuffix] = ends(other);
  return suffix === undefined
    ? otherSuffix !== undefined && prefix.startsWith(otherPrefix) && prefix.endsWith(otherSuffix)
    : (prefix.startsWith(otherPrefix) || otherPrefix.startsWith(prefix))
      && (otherSuffix === undefined || suffix.endsWith(otherSuffix) || otherSuffix.endsWith(suffix));
}

/** What stands before the first and after the last deploy-time part; no second where there is none. */
function ends(text: string): [string, string?] {
  const pieces = text.replace(PART, deployTime('')).replace(DYNAMIC_REFERENCE, deployTime('')).split(deployTime(''));
  return pieces.length === 1 ? [text] : [pieces[0], pieces[pieces.length - 1]];
}
