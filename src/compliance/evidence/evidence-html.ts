import { countsByStatus, standingTogether, STATUSES, type Evidence } from './evidence';
import { EVIDENCE_STYLE } from './evidence-style';
import { exceptionsSection, findingsSection } from './html-findings';
import { definitions, meaning, metOf, numbersOf, separated, state, unbroken, withoutPack } from './html-fragments';
import { controlsSection, databasesSection, notApplicableSection, rulesSection } from './html-overviews';
import { html, Markup } from './markup';
import { tool } from './tool';
import { PACK_NAME } from '../rules/rule-table';

const SUBJECT = 'Audit evidence: Aurora MySQL';

/** The evidence as a page of its own, without scripts, and without anything that would have to be loaded. */
export function evidenceHtml(evidence: Evidence): string {
  const { details, resources } = evidence;
  const judged = resources.filter(({ outcomes }) => outcomes.some(({ standing }) => standing !== 'not-applicable'));
  const numbers = numbersOf(judged);
  return `<!DOCTYPE html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${SUBJECT}</title>
<style>${new Markup(EVIDENCE_STYLE)}</style>
</head>
<body>
<main>
${details.title === undefined ? html`<h1>${SUBJECT}</h1>` : html`<h1>${details.title}</h1>
<p class="subject">${SUBJECT}</p>`}
${head(evidence)}
${summary(evidence)}
${databasesSection(judged, evidence.rules, numbers)}
${findingsSection(evidence, numbers)}
${exceptionsSection(evidence, numbers)}
${controlsSection(evidence, numbers)}
${rulesSection(evidence)}
${notApplicableSection(evidence, numbers)}
</main>
</body>
</html>`}\n`;
}

function head({ details: { environment, commit, approver, date } }: Evidence): Markup {
  const { name, version, url } = tool();
  return html`${definitions([
    ['Environment', environment],
    ['Commit', commit && html`<code>${commit}</code>`],
    ['Approved by', approver],
    ['Date', date && unbroken(date)],
  ])}
<p>What the rules of ${PACK_NAME} (<a href="${url}">${name}</a> <span class="number">${version}</span>) say about the databases of this app, as its
templates define them.</p>`;
}

function summary({ resources, outcomes, requirements, controls }: Evidence): Markup {
  const standings = resources.map(resource => standingTogether(resource.outcomes));
  const [ofDatabases, ofOutcomes] = [standings.map(status => ({ status })), outcomes].map(countsByStatus);
  const ofControls = countsByStatus(controls.map(control => ({ status: standingTogether(control.outcomes) })));
  return html`<h2>Summary</h2>
<p class="met">Met in full: ${metOf(ofDatabases)} databases, ${metOf(ofControls)} controls. A control counts as met where all rules that serve it are.</p>
<table class="stacked">
<caption>A database and a control count where their most pressing outcome belongs; a database has an outcome for each rule, or one for each finding of the rule.</caption>
<thead><tr><th scope="col">State</th><th scope="col">Meaning</th><th scope="col">Databases</th><th scope="col">Controls</th><th scope="col">Outcomes</th></tr></thead>
<tbody>
${STATUSES.map(status => html`<tr><th scope="row">${state(status)}</th><td>${meaning(status)}</td>
${([['Databases', ofDatabases], ['Controls', ofControls], ['Outcomes', ofOutcomes]] as const)
  .map(([label, counts]) => html`<td class="number count" data-label="${label}">${counts[status]}</td>`)}</tr>
`)}</tbody>
</table>
<h3>What is required</h3>
${definitions([
  ['Events', separated(requirements.requiredEvents.map(unbroken))],
  ['Retention', unbroken(`${requirements.requiredRetentionDays} days`)],
  ...requirements.requiresArchive ? [['Object Lock of the archive', unbroken(`${requirements.requiredArchiveDays} days`)] as const] : [],
  ...requirements.requiresReview ? [['Review', 'scheduled'] as const] : [],
  ['Users that may be excluded', requirements.allowedExcludedUsers.join(', ') || 'none'],
  ['Rules that were left out', requirements.rulesLeftOut.map(withoutPack).join(', ') || 'none'],
])}
${resources.length === 0 ? html`<p>There was no DB cluster and no DB instance to judge.</p>` : ''}`;
}
