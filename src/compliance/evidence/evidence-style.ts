/** How the page looks, on screen and on paper: every state has a word and a sign besides its colour. */
export const EVIDENCE_STYLE = `
:root {
  color-scheme: light;
  --page: #fff; --text: #1f2328; --quiet: #57606a; --line: #d0d7de; --band: #f3f4f6; --link: #0b57a4;
  --violated: #8c1d18; --violated-band: #fdecea; --cannot-tell: #7a4b00; --cannot-tell-band: #fff4e0;
  --acknowledged: #1d3f8f; --acknowledged-band: #e8eefc; --compliant: #14532d; --compliant-band: #e6f4ea;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    color-scheme: dark;
    --page: #0d1117; --text: #e6edf3; --quiet: #9da7b3; --line: #3d444d; --band: #1b222b; --link: #79b8ff;
    --violated: #ffb3ad; --violated-band: #45161a; --cannot-tell: #f5cf83; --cannot-tell-band: #3f2d07;
    --acknowledged: #b3c9ff; --acknowledged-band: #1b2b52; --compliant: #8fd8a8; --compliant-band: #12311f;
  }
}
body { margin: 2rem auto; max-width: 84rem; padding: 0 1.5rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1, h2, h3, p, th, td, dd, pre { overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; }
h1 { margin-bottom: .25rem; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { margin: 1.75rem 0 .5rem; }
.subject { margin: 0 0 1rem; color: var(--quiet); font-size: 1.15rem; }
.met { font-size: 1.15rem; font-weight: 600; }
a { color: var(--link); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; padding-bottom: .5rem; color: var(--quiet); }
th, td { border: 1px solid var(--line); padding: .35rem .5rem; text-align: left; vertical-align: top; }
thead th { background: var(--band); overflow-wrap: normal; }
tbody th { font-weight: 600; }
small { color: var(--quiet); font-weight: 400; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { margin: .25rem 0; border: 1px solid var(--line); background: var(--band); padding: .5rem .75rem; white-space: pre-wrap; }
th p { margin: .15rem 0; font-weight: 400; }
td p { margin: .5rem 0; }
details pre { font-size: .85em; }
.fix { margin: .75rem 0 0; color: var(--quiet); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1rem; margin: .5rem 0; }
td dl { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); margin: 0; }
dt { color: var(--quiet); overflow-wrap: anywhere; }
dd { margin: 0; }
.number, .id { white-space: nowrap; overflow-wrap: normal; font-variant-numeric: tabular-nums; }
.count { text-align: right; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.states { display: inline-flex; flex-wrap: wrap; gap: .25rem; }
.state { display: inline-block; border: 1px solid currentcolor; border-radius: .25rem; padding: 0 .35rem; font-weight: 600; font-size: .85em; white-space: nowrap; }
.violated { background: var(--violated-band); color: var(--violated); }
.cannot-tell { background: var(--cannot-tell-band); color: var(--cannot-tell); }
.acknowledged { background: var(--acknowledged-band); color: var(--acknowledged); }
.compliant { background: var(--compliant-band); color: var(--compliant); }
.not-applicable { background: var(--band); color: var(--quiet); }
.key { padding: 0 .35rem; font-weight: 700; }
.upright { vertical-align: bottom; padding: .5rem .25rem; }
.upright a { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; font-weight: 500; }
.matrix .outcome { position: relative; text-align: center; font-weight: 700; padding: .35rem .15rem; white-space: nowrap; }
@media screen {
  .matrix tbody th { min-width: 14rem; }
}
@media print, (min-width: 60rem) {
  .findings { table-layout: fixed; }
  .findings th:nth-child(1) { width: 42%; }
  .findings th:nth-child(2) { width: 8rem; }
  .reasons th { min-width: 10rem; }
  .reasons td:nth-child(3) { min-width: 12rem; }
}
@media screen and (max-width: 60rem) {
  body { margin: 1rem auto; padding: 0 1rem; }
  .stacked, .stacked tbody, .stacked tr, .stacked th, .stacked td, .stacked caption,
  .matrix, .matrix tbody, .matrix tr, .matrix th, .matrix td, .matrix caption { display: block; }
  .stacked thead, .matrix thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stacked tr, .matrix tr { border: 1px solid var(--line); padding: .5rem .75rem; margin-bottom: .75rem; }
  .stacked th, .stacked td, .matrix th, .matrix td { border: 0; padding: .15rem 0; text-align: left; }
  .stacked [data-label]::before, .matrix [data-label]::before { content: attr(data-label) ": "; color: var(--quiet); }
  .matrix td.outcome { display: inline-block; border-radius: .25rem; margin: .15rem .25rem .15rem 0; padding: 0 .4rem; font-size: .85em; text-align: left; }
  .matrix td.outcome::after { content: " " attr(data-rule); font-weight: 500; }
  .matrix td.compliant, .matrix td.not-applicable { display: none; }
  dl { grid-template-columns: minmax(0, 1fr); }
  dd { margin-bottom: .35rem; }
}
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  body { margin: 0; max-width: none; padding: 0; font-size: 9pt; line-height: 1.35; }
  a { color: inherit; text-decoration: none; }
  table { font-size: 8pt; }
  th, td { padding: 1mm 1.5mm; }
  .matrix .outcome { padding: 1mm .5mm; }
  .matrix tbody th { min-width: 50mm; }
  h2 { margin-top: 7mm; }
  h3 { margin: 4mm 0 1mm; }
  h2, h3, caption, .fix, h2 + p, h3 + p { break-after: avoid; }
  tbody tr:first-child { break-before: avoid; }
  .leaf { break-before: page; }
  tr, dl { break-inside: avoid; }
  pre { font-size: 7.5pt; break-inside: avoid; }
  thead { display: table-header-group; }
  details { display: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
