import {
  controlsByStatus, countsByStatus, groupedBy, resourcesByStatus, standingTogether, STATUSES, worstStatus,
  type Evidence, type EvidenceOutcome, type ResourceEvidence, type RuleEvidence,
} from './evidence';
import { counted, databases, key, metOf, path, ruleLink, separated, sign, unbroken, withoutPack, type Numbers } from './html-fragments';
import { html, type Content, type Markup } from './markup';
import { lockText } from './review-room-text';

/** A row for each database: who it is, how much it meets, and the outcome of each rule. */
export function databasesSection(resources: readonly ResourceEvidence[], rules: readonly RuleEvidence[], numbers: Numbers): Markup | '' {
  return resources.length === 0 ? '' : html`<h2 class="leaf">Databases</h2>
<table class="matrix">
<caption>How many rules and controls each database meets, and the most pressing outcome of each rule:
${separated(STATUSES.map(key))};
a number says how many findings there are, if several.</caption>
<thead><tr><th scope="col">No.</th><th scope="col">Database</th><th scope="col">Rules met</th><th scope="col">Controls met</th>
${rules.map(({ id }) => html`<th scope="col" class="upright">${ruleLink(id)}</th>`)}</tr></thead>
<tbody>
${resources.map(resource => databaseRow(resource, rules, numbers))}</tbody>
</table>`;
}

function databaseRow({ outcomes, ...resource }: ResourceEvidence, rules: readonly RuleEvidence[], numbers: Numbers): Markup {
  const byRule = groupedBy(outcomes, ({ ruleId }) => ruleId);
  const number = numbers.get(resource.constructPath);
  const about = [resource.clusterIdentifier, resource.stackName, resource.logicalId].filter(part => part !== undefined && part !== '');
  return html`<tr><td class="number" id="database-${number}">${number}</td>
<th scope="row">${path(resource.constructPath)}<br><small>${separated(about, ' · ')}</small>${reviewRoom(resource)}</th>
<td data-label="Rules met">${metOf(countsByStatus([...byRule.values()].map(ofRule => ({ status: worstStatus(ofRule)! }))))}</td>
<td data-label="Controls met">${metOf(controlsByStatus(outcomes))}</td>
${rules.map(({ id }) => cell(id, byRule.get(id) ?? []))}</tr>
`;
}

/** Where the records are archived, and what starts their reviews. */
function reviewRoom({ archives = [], reviews = [] }: Pick<ResourceEvidence, 'archives' | 'reviews'>): Content {
  return [
    ...archives.map(archive => html`<br><small>Archive: ${path(archive.bucket)} (${lockText(archive)})</small>`),
    ...reviews.map(({ schedule }) => html`<br><small>Review: ${path(schedule)}</small>`),
  ];
}

function cell(ruleId: string, outcomes: readonly EvidenceOutcome[]): Markup {
  const status = worstStatus(outcomes) ?? 'not-applicable';
  const count = outcomes.length > 1 ? html`<span class="number"> ${outcomes.length}</span>` : '';
  return html`<td class="outcome ${status}" data-rule="${withoutPack(ruleId)}">${sign(status)}${count}</td>`;
}

export function controlsSection({ controls }: Evidence, numbers: Numbers): Markup {
  return html`<h2>Controls</h2>
<table class="stacked">
<caption>The controls that the rules serve, how many databases meet them, and the numbers of those that do not.</caption>
<thead><tr><th scope="col">Control</th><th scope="col">Met by</th><th scope="col">Not met by</th><th scope="col">Accepted for</th><th scope="col">Rules</th></tr></thead>
<tbody>
${controls.map(({ id, outcomes, rules }) => html`<tr><th scope="row">${unbroken(id)}</th>
<td data-label="Met by">${metOf(resourcesByStatus(outcomes))}</td>
<td data-label="Not met by">${standing(outcomes, numbers, 'violated', 'cannot-tell')}</td>
<td data-label="Accepted for">${standing(outcomes, numbers, 'acknowledged')}</td>
<td data-label="Rules">${separated(rules.map(rule => ruleLink(rule.id)))}</td></tr>
`)}</tbody>
</table>`;
}

/** The databases of which a status is the most pressing. */
function standing(outcomes: readonly EvidenceOutcome[], numbers: Numbers, ...statuses: readonly EvidenceOutcome['standing'][]): Content {
  const byDatabase = groupedBy(outcomes, ({ constructPath }) => constructPath);
  const found = [...byDatabase].filter(([, ofDatabase]) => statuses.includes(standingTogether(ofDatabase)));
  return found.length === 0 ? 'none' : databases(found.map(([constructPath]) => constructPath), numbers);
}

export function rulesSection({ rules }: Evidence): Markup {
  return html`<h2>Rules</h2>
<table class="stacked">
<caption>What each rule wants, the controls that it serves, and how many outcomes it has.</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">Wants</th><th scope="col">Outcomes</th><th scope="col">Controls</th></tr></thead>
<tbody>
${rules.map(({ id, wants, why, outcomes, controls }) => html`<tr><th scope="row" id="${id}">${unbroken(withoutPack(id))}</th><td data-label="Wants">${wants}. ${why}</td>
<td data-label="Outcomes">${counted(countsByStatus(outcomes))}</td><td data-label="Controls">${separated(controls.map(unbroken))}</td></tr>
`)}</tbody>
</table>`;
}

/** What rules have nothing to say of, by reason: other engines, members of clusters, what follows from a finding. */
export function notApplicableSection({ outcomes, rules }: Evidence, numbers: Numbers): Markup | '' {
  const reasons = groupedBy(outcomes.filter(({ status }) => status === 'not-applicable'), ({ message, resourceType }) => `${resourceType}\n${message}`);
  return reasons.size === 0 ? '' : html`<h2>Not applicable</h2>
<table class="stacked reasons">
<caption>Where rules have nothing to say, and why; databases with a number are in the table above.</caption>
<thead><tr><th scope="col">Reason</th><th scope="col">Type</th><th scope="col">Rules</th><th scope="col">Databases</th></tr></thead>
<tbody>
${[...reasons.values()].map(group => {
  const paths = [...new Set(group.map(({ constructPath }) => constructPath))];
  const ids = new Set(group.map(({ ruleId }) => ruleId));
  const numbered = databases(paths, numbers);
  const others = paths.filter(constructPath => !numbers.has(constructPath));
  return html`<tr><th scope="row">${group[0].message}</th><td data-label="Type">${unbroken(group[0].resourceType)}</td>
<td data-label="Rules">${separated(rules.filter(({ id }) => ids.has(id)).map(({ id }) => ruleLink(id)))}</td>
<td data-label="Databases">${others.length === 0 ? numbered : separated([...(others.length === paths.length ? [] : [numbered]), ...others.map(path)])}</td></tr>
`;
})}</tbody>
</table>`;
}
