/** How the page looks, on screen and on paper: every state has a word and a sign besides its colour. */
export const EVIDENCE_STYLE = `
:root { color-scheme: light; }
body { margin: 2rem auto; max-width: 80rem; padding: 0 1.5rem; background: #fff; color: #1f2328; font: 1rem/1.5 system-ui, sans-serif; }
h1, h2, h3, h4 { line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #c9ced6; padding-bottom: .25rem; }
h3 { margin-top: 2rem; }
h4 { margin: 1.25rem 0 .5rem; }
a { color: #0b57a4; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding-bottom: .5rem; color: #4b5563; }
th, td { border: 1px solid #c9ced6; padding: .35rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { background: #f3f4f6; }
td.count { text-align: right; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0; }
dt { color: #4b5563; }
dd { margin: 0; overflow-wrap: anywhere; }
pre { background: #f6f8fa; border: 1px solid #d8dee4; padding: .5rem .75rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; margin: 0; }
.state { display: inline-block; border: 1px solid currentcolor; border-radius: .25rem; padding: 0 .35rem; font-weight: 600; font-size: .85em; white-space: nowrap; }
.violated { background: #fdecea; color: #8c1d18; }
.cannot-tell { background: #fff4e0; color: #7a4b00; }
.acknowledged { background: #e8eefc; color: #1d3f8f; }
.compliant { background: #e6f4ea; color: #14532d; }
.not-applicable { background: #f3f4f6; color: #4b5563; }
.wide { overflow-x: auto; }
.matrix { font-size: .72rem; width: auto; }
.matrix th, .matrix td { padding: .25rem; }
.matrix td { overflow-wrap: normal; }
.matrix caption { font-size: 1rem; }
.matrix thead th { vertical-align: bottom; }
.matrix thead th + th a { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }
.matrix tbody th { min-width: 11rem; font-weight: 400; }
.matrix .state { border: 0; padding: 0 .15rem; white-space: normal; }
.finding { border-left: .25rem solid #c9ced6; padding-left: 1rem; margin: 1rem 0; }
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  body { margin: 0; max-width: none; padding: 0; font-size: 9pt; }
  a { color: inherit; text-decoration: none; }
  .wide { overflow: visible; }
  .matrix { font-size: 5.5pt; }
  .matrix tbody th { min-width: 7rem; }
  h2, h3, h4, caption { break-after: avoid; }
  tr, dl, .finding { break-inside: avoid; }
  thead { display: table-header-group; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
