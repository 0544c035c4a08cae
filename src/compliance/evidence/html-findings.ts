import { countsByStatus, groupedBy, type Evidence, type EvidenceOutcome } from './evidence';
import { counted, databases, definitions, path, place, ruleLink, separated, sourceLine, state, unbroken, withoutPack, type Numbers } from './html-fragments';
import { html, type Content, type Markup } from './markup';
import { inNaturalOrder } from './natural-order';
import { FOUND } from './rule-outcome';

/** What was found, by rule; what is the same of several databases is said once. */
export function findingsSection({ outcomes, rules }: Evidence, numbers: Numbers): Markup {
  const byRule = groupedBy(outcomes.filter(({ status }) => FOUND.includes(status)), ({ ruleId }) => ruleId);
  return html`<h2>Findings</h2>
${byRule.size === 0 ? html`<p>Nothing was found.</p>` : html`<p>Where several databases are named, {identifier} stands for that of each.</p>`}
${rules.filter(({ id }) => byRule.has(id)).map(({ id, wants, fix }) => {
  const found = byRule.get(id)!.map(withoutIdentifier);
  const fixes = [...new Set(found.map(one => one.general.fix))];
  const common = fixes.length === 1 ? fixes[0] : fix;
  const same = groupedBy(found, one => JSON.stringify([one.findingId, one.status, one.level, one.general]));
  return html`<section>
<h3>${ruleLink(id)}</h3>
<p>${wants}. ${counted(countsByStatus(found))}</p>
<table class="stacked findings">
<thead><tr><th scope="col">Finding</th><th scope="col">State</th><th scope="col">Databases</th><th scope="col">Where</th></tr></thead>
<tbody>
${[...same.values()].map(group => findingRow(group, common, numbers))}</tbody>
</table>
<p class="fix">Fix:</p>
<pre>${fixes.length === 1 && found.length === 1 ? found[0].fix : common}</pre>
</section>
`;
})}`;
}

interface GeneralOutcome extends EvidenceOutcome {
  /** What is the same of clusters that are made alike. */
  readonly general: { readonly message?: string; readonly fix?: string };
}

function withoutIdentifier(outcome: EvidenceOutcome): GeneralOutcome {
  const { clusterIdentifier, message, fix } = outcome;
  const parts = clusterIdentifier?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const general = (text?: string) => parts ? text?.replace(new RegExp(`(?<![\\w-])${parts}(?![\\w-])`, 'g'), '{identifier}') : text;
  return { ...outcome, general: { message: general(message), fix: general(fix) } };
}

function findingRow(group: readonly GeneralOutcome[], commonFix: string | undefined, numbers: Numbers): Markup {
  const [{ findingId, status, level, constructPath, general, ...only }] = group;
  const message = group.length === 1 ? only.message : general.message;
  const fix = group.length === 1 && general.fix !== commonFix ? only.fix : general.fix;
  const fixAtHand = fix === commonFix ? '' : html`<details><summary>Fix</summary><pre>${fix}</pre></details>`;
  return html`<tr><th scope="row">${withoutPack(findingId)}<p>${message}</p>${fixAtHand}</th>
<td data-label="State">${state(status)}${level === 'warning' ? html` <small>warning</small>` : ''}</td>
<td data-label="Databases">${databases(group.map(one => one.constructPath), numbers)}${group.length === 1 ? html`<br>${path(constructPath)}` : ''}</td>
<td data-label="Where">${where(group)}</td></tr>
`;
}

/** Where something is; of many places only what they have in common stands on paper. */
function where(group: readonly EvidenceOutcome[]): Content {
  const places = group.map(({ locatedAt, propertyPath, templateFile, source }) =>
    lines([locatedAt && path(locatedAt), propertyPath, templateFile, source && sourceLine(source)]));
  if (places.length === 1) {
    return places;
  }
  const properties = [...new Set(group.map(({ propertyPath }) => propertyPath))];
  return html`${lines(properties)}<details><summary>${places.length} places</summary>${places.map(one => html`<p>${one}</p>`)}</details>`;
}

function lines(parts: readonly Content[]): Content {
  return separated(parts.filter(part => part !== undefined), html`<br>`);
}

/** Decisions rather than findings: one may accept a finding of many databases. */
export function exceptionsSection({ outcomes, unmatched }: Evidence, numbers: Numbers): Markup {
  const accepted = outcomes.filter(({ acknowledgement }) => acknowledgement !== undefined);
  const decisions = groupedBy(accepted, ({ acknowledgement }) => JSON.stringify({ ...acknowledgement, id: undefined }));
  return html`<h2>Exceptions</h2>
${decisions.size === 0 ? html`<p>Nothing was accepted.</p>` : html`<table class="stacked">
<caption>What somebody has accepted, why, and until when.</caption>
<thead><tr><th scope="col">Reason</th><th scope="col">Approved by</th><th scope="col">Until</th><th scope="col">Accepted at</th><th scope="col">Findings</th></tr></thead>
<tbody>
${[...decisions.values()].map(group => decisionRow(group, numbers))}</tbody>
</table>`}
${unmatched.length === 0 ? '' : html`<h3>Exceptions that accept nothing</h3>
<table class="stacked">
<thead><tr><th scope="col">Finding</th><th scope="col">Reason</th><th scope="col">Approved by</th><th scope="col">Until</th><th scope="col">Accepted at</th></tr></thead>
<tbody>
${unmatched.map(one => html`<tr><th scope="row">${one.message}${one.acceptance ? html` ${state('acknowledged')} ${one.acceptance.reason}` : ''}</th>
${decided(one)}</tr>
`)}</tbody>
</table>`}`;
}

function decisionRow(group: readonly EvidenceOutcome[], numbers: Numbers): Markup {
  const [{ acknowledgement }] = group;
  const byFinding = [...groupedBy(group, ({ findingId }) => findingId)].sort(([one], [other]) => inNaturalOrder(one, other));
  return html`<tr>${decided(acknowledgement!)}
<td data-label="Findings">${definitions(byFinding.map(([findingId, ofFinding]) =>
  [withoutPack(findingId), databases(ofFinding.map(({ constructPath }) => constructPath), numbers)]))}</td></tr>
`;
}

function decided(decision: NonNullable<EvidenceOutcome['acknowledgement']> | Evidence['unmatched'][number]): Content {
  return html`<td data-label="Reason">${decision.reason || 'none given'}</td><td data-label="Approved by">${decision.approvedBy ?? 'not named'}</td>
<td data-label="Until">${decision.expires ? unbroken(decision.expires) : unbroken('no end')}</td><td data-label="Accepted at">${place(decision)}</td>`;
}
