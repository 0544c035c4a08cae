/** HTML that is meant as such, unlike text. */
export class Markup {
  constructor(private readonly text: string) {}

  public toString(): string {
    return this.text;
  }
}

/** What may stand in a template; everything but markup is text. */
export type Content = Markup | string | number | undefined | readonly Content[];

/** A template of HTML: whatever is put in is escaped, unless it comes from such a template itself. */
export function html(strings: TemplateStringsArray, ...contents: Content[]): Markup {
  return new Markup(String.raw({ raw: strings }, ...contents.map(sourceOf)));
}

function sourceOf(content: Content): string {
  if (content instanceof Markup) {
    return content.toString();
  }
  return Array.isArray(content) ? content.map(sourceOf).join('') : escaped(String(content ?? ''));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

/** Controls, which HTML forbids, and marks that change the direction of text: a name could look like another one. */
const INVISIBLE = /[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu;

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character]).replace(INVISIBLE, '\ufffd');
}
