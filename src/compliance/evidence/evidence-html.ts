import {
  countsByStatus, groupedBy, STATUSES, worstStatus, type ControlEvidence, type Evidence, type ResourceEvidence, type RuleEvidence,
} from './evidence';
import { EVIDENCE_STYLE } from './evidence-style';
import { definitions, link, meaning, ruleLink, separated, state, withoutPack, type Anchors } from './html-fragments';
import { html, Markup, type Content } from './markup';
import type { RuleOutcome, RuleStatus } from './rule-outcome';
import { tool } from './tool';
import { PACK_NAME } from '../rules/rule-table';

const FINDINGS: readonly RuleStatus[] = ['violated', 'cannot-tell', 'acknowledged'];

/** The evidence as a page of its own, without scripts, and without anything that would have to be loaded. */
export function evidenceHtml(evidence: Evidence): string {
  const { name, version, url } = tool();
  const [judged, leftAlone] = [true, false].map(isJudged => evidence.resources.filter(({ outcomes }) =>
    outcomes.some(({ status }) => status !== 'not-applicable') === isJudged));
  const anchors = new Map(evidence.resources.map(({ constructPath }, index) => [constructPath, `resource-${index + 1}`]));
  return `<!DOCTYPE html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Audit evidence: Aurora MySQL</title>
<style>${new Markup(EVIDENCE_STYLE)}</style>
</head>
<body>
<main>
<h1>Audit evidence: Aurora MySQL</h1>
<p>What the rules of ${PACK_NAME} (<a href="${url}">${name}</a> ${version}) say about the databases of this app, as its templates define them.</p>
${summary(evidence)}
${matrix(judged, evidence.rules, anchors)}
${acknowledgements(evidence, anchors)}
<h2>Resources</h2>
${judged.map(resource => resourceSection(resource, anchors))}
${evidence.resources.length === 0 ? html`<p>There was no DB cluster and no DB instance to judge.</p>` : ''}
${leftAlone.length === 0 ? '' : leftAloneTable(leftAlone, anchors)}
${rulesSection(evidence)}
${controlsSection(evidence, anchors)}
</main>
</body>
</html>`}\n`;
}

function summary({ resources, outcomes, requirements }: Evidence): Markup {
  const worst = resources.map(resource => worstStatus(resource.outcomes));
  const counts = countsByStatus(outcomes);
  return html`<h2>Summary</h2>
<table>
<caption>A resource counts where its most pressing outcome belongs; it has an outcome for each rule, or one for each finding of the rule.</caption>
<thead><tr><th scope="col">State</th><th scope="col">Meaning</th><th scope="col">Resources</th><th scope="col">Outcomes</th></tr></thead>
<tbody>
${STATUSES.map(status => html`<tr><th scope="row">${state(status)}</th><td>${meaning(status)}</td>
<td class="count">${worst.filter(one => one === status).length}</td><td class="count">${counts[status]}</td></tr>
`)}</tbody>
</table>
<h3>What is required</h3>
${definitions([
  ['Events', requirements.requiredEvents.join(', ')],
  ['Retention', `${requirements.requiredRetentionDays} days`],
  ['Users that may be excluded', requirements.allowedExcludedUsers.join(', ') || 'none'],
  ['Rules that were left out', requirements.rulesLeftOut.join(', ') || 'none'],
])}`;
}

function matrix(resources: readonly ResourceEvidence[], rules: readonly RuleEvidence[], anchors: Anchors): Markup {
  return html`<h2>Resources and rules</h2>
<div class="wide">
<table class="matrix">
<caption>The most pressing outcome of each rule; in brackets how many findings there are, if several.</caption>
<thead><tr><th scope="col">Resource</th>
${rules.map(({ id }) => html`<th scope="col"><a href="#${id}">${withoutPack(id)}</a></th>`)}</tr></thead>
<tbody>
${resources.map(({ constructPath, outcomes }) => {
  const byRule = groupedBy(outcomes, ({ ruleId }) => ruleId);
  return html`<tr><th scope="row">${link(constructPath, anchors)}</th>
${rules.map(({ id }) => cell(byRule.get(id) ?? []))}</tr>
`;
})}</tbody>
</table>
</div>`;
}

function cell(outcomes: readonly RuleOutcome[]): Markup {
  const status = worstStatus(outcomes);
  return status === undefined ? html`<td></td>`
    : html`<td class="${status}">${state(status)}${outcomes.length > 1 ? ` (${outcomes.length})` : ''}</td>`;
}

function acknowledgements({ outcomes }: Evidence, anchors: Anchors): Markup {
  const acknowledged = outcomes.filter(({ acknowledgement }) => acknowledgement !== undefined);
  return html`<h2>Acknowledgements</h2>
${acknowledged.length === 0 ? html`<p>Nothing was acknowledged.</p>` : html`<table>
<caption>What somebody has accepted, why, and on which construct.</caption>
<thead><tr><th scope="col">Resource</th><th scope="col">Finding</th><th scope="col">Reason</th><th scope="col">Acknowledged</th></tr></thead>
<tbody>
${acknowledged.map(({ constructPath, findingId, acknowledgement }) => html`<tr><td>${link(constructPath, anchors)}</td><td>${findingId}</td>
<td>${acknowledgement!.reason}</td><td>${acknowledgement!.constructPath || 'on the app'}</td></tr>
`)}</tbody>
</table>`}`;
}

function resourceSection({ outcomes, ...resource }: ResourceEvidence, anchors: Anchors): Markup {
  const findings = outcomes.filter(({ status }) => FINDINGS.includes(status));
  const [compliant, notApplicable] = (['compliant', 'not-applicable'] as const).map(only => outcomes.filter(({ status }) => status === only));
  return html`<section>
<h3 id="${anchors.get(resource.constructPath)}">${resource.constructPath}</h3>
${definitions([
  ['Type', resource.resourceType],
  ['Identifier', resource.clusterIdentifier],
  ['Stack', resource.stackName],
  ['Logical id', resource.logicalId],
  ['Compliant', compliant.map(({ ruleId }) => withoutPack(ruleId)).join(', ') || 'none'],
  ['Not applicable', notApplicable.map(({ ruleId, message }) => `${withoutPack(ruleId)}: ${message}`).join('; ') || 'none'],
])}
${findings.map(finding)}
</section>
`;
}

/** Resources about which no rule has anything to say: other engines, members of clusters. */
function leftAloneTable(resources: readonly ResourceEvidence[], anchors: Anchors): Markup {
  return html`<h3>Resources to which no rule applies</h3>
<table>
<thead><tr><th scope="col">Resource</th><th scope="col">Type</th><th scope="col">Reason</th></tr></thead>
<tbody>
${resources.map(({ constructPath, resourceType, outcomes }) => html`<tr><th scope="row" id="${anchors.get(constructPath)}">${constructPath}</th>
<td>${resourceType}</td><td>${[...new Set(outcomes.map(({ message }) => message))].join('; ')}</td></tr>
`)}</tbody>
</table>`;
}

function finding(outcome: RuleOutcome): Markup {
  const { acknowledgement } = outcome;
  return html`<div class="finding">
<h4>${outcome.findingId} ${state(outcome.status)}</h4>
<p>${outcome.message}</p>
${definitions([
  ['Level', outcome.level],
  ['Reason', acknowledgement?.reason],
  ['Acknowledged', acknowledgement && (acknowledgement.constructPath || 'on the app')],
  ['Where', [outcome.locatedAt, outcome.propertyPath].filter(part => part !== undefined).join(', ')],
  ['Template', outcome.templateFile],
  ['Fix', outcome.fix && html`<pre>${outcome.fix}</pre>`],
  ['Controls', outcome.controls.join(', ')],
])}
</div>
`;
}

function rulesSection({ rules }: Evidence): Markup {
  return html`<h2>Rules</h2>
<table>
<caption>What each rule wants, and how many outcomes it has.</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">Wants</th><th scope="col">Outcomes</th></tr></thead>
<tbody>
${rules.map(({ id, wants, why, outcomes }) => html`<tr><th scope="row" id="${id}">${id}</th><td>${wants}. ${why}</td><td>${counted(outcomes)}</td></tr>
`)}</tbody>
</table>`;
}

function counted(outcomes: readonly RuleOutcome[]): Content {
  const counts = countsByStatus(outcomes);
  return STATUSES.filter(status => counts[status] > 0).map(status => html`<div>${counts[status]} ${state(status)}</div>`);
}

function controlsSection({ controls }: Evidence, anchors: Anchors): Markup {
  return html`<h2>Controls</h2>
<table>
<caption>The controls that the rules serve, and how the resources stand.</caption>
<thead><tr><th scope="col">Control</th><th scope="col">Rules</th><th scope="col">Resources</th></tr></thead>
<tbody>
${controls.map(control => html`<tr><th scope="row">${control.id}</th><td>${separated(control.rules.map(ruleLink))}</td><td>${standing(control, anchors)}</td></tr>
`)}</tbody>
</table>`;
}

/** The resources to which a control applies, by their most pressing status. */
function standing({ outcomes }: ControlEvidence, anchors: Anchors): Content {
  const resources = [...groupedBy(outcomes.filter(({ status }) => status !== 'not-applicable'), ({ constructPath }) => constructPath)];
  const byStatus = groupedBy(resources, ([, ofResource]) => worstStatus(ofResource)!);
  return STATUSES.filter(status => byStatus.has(status)).map(status =>
    html`<div>${state(status)} ${separated(byStatus.get(status)!.map(([path]) => link(path, anchors)))}</div>`);
}
