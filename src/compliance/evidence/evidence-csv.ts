import type { Evidence } from './evidence';
import { archiveText, reviewText } from './review-room-text';
import type { RuleOutcome } from './rule-outcome';

type Column = readonly [name: string, cell: (outcome: RuleOutcome) => string | undefined];

const COLUMNS: readonly Column[] = [
  ['status', ({ status }) => status],
  ['level', ({ level }) => level],
  ['ruleId', ({ ruleId }) => ruleId],
  ['findingId', ({ findingId }) => findingId],
  ['constructPath', ({ constructPath }) => constructPath],
  ['clusterIdentifier', ({ clusterIdentifier }) => clusterIdentifier],
  ['stackName', ({ stackName }) => stackName],
  ['logicalId', ({ logicalId }) => logicalId],
  ['resourceType', ({ resourceType }) => resourceType],
  ['templateFile', ({ templateFile }) => templateFile],
  ['locatedAt', ({ locatedAt }) => locatedAt],
  ['propertyPath', ({ propertyPath }) => propertyPath],
  ['sourceFile', ({ source }) => source?.file],
  ['sourceLine', ({ source }) => source?.line.toString()],
  ['message', ({ message }) => message],
  ['fix', ({ fix }) => fix],
  ['acknowledgementId', ({ acknowledgement }) => acknowledgement?.id],
  ['acknowledgementReason', ({ acknowledgement }) => acknowledgement?.reason],
  ['acknowledgementApprovedBy', ({ acknowledgement }) => acknowledgement?.approvedBy],
  ['acknowledgementExpires', ({ acknowledgement }) => acknowledgement?.expires],
  ['acknowledgementConstructPath', ({ acknowledgement }) => acknowledgement?.constructPath],
  ['controls', ({ controls }) => controls.join('; ')],
  ['archives', ({ archives }) => archives?.map(archiveText).join('; ')],
  ['reviews', ({ reviews }) => reviews?.map(reviewText).join('; ')],
];

/** What spreadsheets take for the beginning of a formula; some take the full-width forms as well. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/** The evidence as CSV of RFC 4180, a row for each outcome. */
export function evidenceCsv({ outcomes }: Evidence): string {
  return [COLUMNS.map(([name]) => name), ...outcomes.map(outcome => COLUMNS.map(([, cell]) => cell(outcome) ?? ''))]
    .map(cells => `${cells.map(quoted).join(',')}\r\n`).join('');
}

/** Text before which an apostrophe stands is text to a spreadsheet, whatever follows. */
function quoted(cell: string): string {
  return `"${(FORMULA.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`;
}
