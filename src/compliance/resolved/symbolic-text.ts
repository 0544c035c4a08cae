/**
 * Text with parts that are only known at deployment. Such a part is named, so that two texts with the same parts are the same text.
 */
const MARK = '\u0000';
const PART = new RegExp(`${MARK}([^${MARK}]*)${MARK}`, 'g');

/** A reference that CloudFormation resolves at deployment, written into plain text. */
const DYNAMIC_REFERENCE = /\{\{resolve:[^}]*\}\}/g;

/** Text that stands for something only known at deployment. */
export function deployTime(name: string): string {
  return `${MARK}${name}${MARK}`;
}

/** Text of a template, which cannot pretend to have deploy-time parts. */
export function withoutMarks(text: string): string {
  return text.includes(MARK) ? text.replaceAll(MARK, '\ufffd') : text;
}

/** What in the text is only known at deployment. */
export function deployTimeParts(text: string): string[] {
  return [...[...text.matchAll(PART)].map(([, name]) => name), ...text.replace(PART, '').match(DYNAMIC_REFERENCE) ?? []];
}

export function isLiteral(text: string): boolean {
  return !text.includes(MARK) && !text.includes('{{resolve:');
}

/** The text as a person reads it. */
export function readable(text: string): string {
  return text.replace(PART, (_, name) => `\${${name}}`);
}

/** Lower case, the names of deploy-time parts aside. */
export function lowerCased(text: string): string {
  return text.split(MARK).map((piece, index) => index % 2 === 0 ? piece.toLowerCase() : piece).join(MARK);
}

/** Whether two texts may turn out to be the same at deployment. */
export function couldBeEqual(one: string, other: string): boolean {
  return one === other || (hasSamePieces(one, other) && hasSamePieces(other, one));
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
  const pieces = text.replace(DYNAMIC_REFERENCE, deployTime('')).split(PART);
  return pieces.length === 1 ? [text] : [pieces[0], pieces[pieces.length - 1]];
}
