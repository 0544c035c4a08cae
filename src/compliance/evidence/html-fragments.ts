import type { RuleEvidence } from './evidence';
import { html, type Content, type Markup } from './markup';
import type { RuleStatus } from './rule-outcome';
import { PACK_NAME } from '../rules/rule-table';

interface State {
  readonly sign: string;
  readonly word: string;
  readonly meaning: string;
}

const STATES: Readonly<Record<RuleStatus, State>> = {
  'violated': { sign: '✗', word: 'violated', meaning: 'The resource is not as the rule wants it.' },
  'cannot-tell': { sign: '?', word: 'cannot tell', meaning: 'A value is only known at deployment, it has to be looked at there.' },
  'acknowledged': { sign: '✎', word: 'acknowledged', meaning: 'Not as the rule wants it, or not known; somebody has accepted that and said why.' },
  'compliant': { sign: '✓', word: 'compliant', meaning: 'The resource is as the rule wants it.' },
  'not-applicable': { sign: '–', word: 'not applicable', meaning: 'The rule has nothing to say about the resource.' },
};

/** Where each resource is on the page, by its construct path. */
export type Anchors = ReadonlyMap<string, string>;

export function state(status: RuleStatus): Markup {
  return html`<span class="state ${status}"><span aria-hidden="true">${STATES[status].sign}</span> ${STATES[status].word}</span>`;
}

export function meaning(status: RuleStatus): string {
  return STATES[status].meaning;
}

export function definitions(entries: readonly (readonly [string, Content])[]): Markup {
  return html`<dl>
${entries.filter(([, content]) => content !== undefined && content !== '').map(([term, content]) => html`<dt>${term}</dt><dd>${content}</dd>
`)}</dl>`;
}

export function link(constructPath: string, anchors: Anchors): Markup {
  return html`<a href="#${anchors.get(constructPath)}">${constructPath}</a>`;
}

export function ruleLink({ id }: RuleEvidence): Markup {
  return html`<a href="#${id}">${withoutPack(id)}</a>`;
}

export function separated(contents: readonly Content[]): Content {
  return contents.map((content, index) => index === 0 ? content : [', ', content]);
}

export function withoutPack(id: string): string {
  return id.slice(PACK_NAME.length + 1);
}
