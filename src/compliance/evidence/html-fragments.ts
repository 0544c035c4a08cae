import { STATUSES, type ResourceEvidence } from './evidence';
import { html, type Content, type Markup } from './markup';
import type { RuleStatus } from './rule-outcome';
import type { SourceLocation } from './source-location';
import { PACK_NAME } from '../rules/rule-table';

interface State {
  readonly sign: string;
  readonly word: string;
  readonly meaning: string;
}

const STATES: Readonly<Record<RuleStatus, State>> = {
  'violated': { sign: '✗', word: 'violated', meaning: 'The database is not as the rule wants it.' },
  'cannot-tell': { sign: '?', word: 'cannot tell', meaning: 'A value is only known at deployment, it has to be looked at there.' },
  'acknowledged': { sign: '✎', word: 'accepted', meaning: 'Not as the rule wants it, or not known; somebody has accepted that and said why.' },
  'compliant': { sign: '✓', word: 'met', meaning: 'The database is as the rule wants it.' },
  'not-applicable': { sign: '–', word: 'not applicable', meaning: 'The rule has nothing to say about the database.' },
};

/** A database has a number on the page, by which lists name it. */
export type Numbers = ReadonlyMap<string, number>;

export function numbersOf(resources: readonly ResourceEvidence[]): Numbers {
  return new Map(resources.map(({ constructPath }, index) => [constructPath, index + 1]));
}

export function state(status: RuleStatus, count?: number): Markup {
  const shown = STATES[status];
  return html`<span class="state ${status}">${count === undefined ? '' : `${count} `}<span aria-hidden="true">${shown.sign}</span> ${shown.word}</span>`;
}

/** The sign alone; who cannot see it hears the word. */
export function sign(status: RuleStatus): Markup {
  return html`<span class="sign" aria-hidden="true">${STATES[status].sign}</span><span class="unseen">${STATES[status].word}</span>`;
}

/** The sign with its word, for a legend. */
export function key(status: RuleStatus): Markup {
  return html`<span class="${status} key" aria-hidden="true">${STATES[status].sign}</span> ${STATES[status].word}`;
}

export function meaning(status: RuleStatus): string {
  return STATES[status].meaning;
}

/** How many there are of each status that occurs. */
export function counted(counts: Readonly<Record<RuleStatus, number>>): Content {
  const found = STATUSES.filter(status => counts[status] > 0);
  return found.length === 0 ? 'none' : html`<span class="states">${separated(found.map(status => state(status, counts[status])), ' ')}</span>`;
}

/** How many are met of those that apply. */
export function metOf(counts: Readonly<Record<RuleStatus, number>>): Markup {
  const { compliant, 'not-applicable': notApplicable } = counts;
  const applicable = STATUSES.reduce((sum, status) => sum + counts[status], 0) - notApplicable;
  return html`<span class="number">${applicable === 0 ? '–' : `${compliant} of ${applicable}`}</span>`;
}

export function definitions(entries: readonly (readonly [string, Content])[]): Markup | '' {
  const given = entries.filter(([, content]) => content !== undefined && content !== '');
  return given.length === 0 ? '' : html`<dl>
${given.map(([term, content]) => html`<dt>${term}</dt><dd>${content}</dd>
`)}</dl>`;
}

/** Databases by number: 1–3, 7. */
export function databases(constructPaths: readonly string[], numbers: Numbers): Content {
  const found = [...new Set(constructPaths)].flatMap(constructPath => numbers.get(constructPath) ?? []).sort((one, other) => one - other);
  const runs: number[][] = [];
  for (const number of found) {
    const run = runs[runs.length - 1];
    run !== undefined && run[run.length - 1] === number - 1 ? run.push(number) : runs.push([number]);
  }
  return separated(runs.map(run => html`<span class="number">${databaseLink(run[0])}${run.length === 1 ? '' : ['–', databaseLink(run[run.length - 1])]}</span>`));
}

function databaseLink(number: number): Markup {
  return html`<a href="#database-${number}">${number}</a>`;
}

export function ruleLink(id: string): Markup {
  return html`<a href="#${id}">${withoutPack(id)}</a>`;
}

/** What fits into a narrow column. */
const MAX_UNBROKEN = 36;

/** Ids, days and names do not break where they fit: `AU-2` is not `AU-` and a 2. */
export function unbroken(text: string): Content {
  return text.length > MAX_UNBROKEN ? text : html`<span class="id">${text}</span>`;
}

/** A construct path, which breaks between its parts. */
export function path(constructPath: string): Content {
  return separated(constructPath.split('/').map(unbroken), html`/<wbr>`);
}

export function place({ source, constructPath }: { readonly source?: SourceLocation; readonly constructPath: string }): Content {
  return [constructPath === '' ? 'the app' : path(constructPath), source ? html`<br>${sourceLine(source)}` : ''];
}

export function sourceLine({ file, line, column }: SourceLocation): Markup {
  return html`<code>${[file, line, column].filter(part => part !== undefined).join(':')}</code>`;
}

export function separated(contents: readonly Content[], by: Content = ', '): Content {
  return contents.map((content, index) => index === 0 ? content : [by, content]);
}

export function withoutPack(id: string): string {
  return id.replace(`${PACK_NAME}-`, '');
}
