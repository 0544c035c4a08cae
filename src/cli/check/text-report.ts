import type { Evidence, EvidenceOutcome, ResourceEvidence } from '../../compliance/evidence/evidence';
import { isOpen } from '../../compliance/evidence/rule-outcome';
import type { SourceLocation } from '../../compliance/evidence/source-location';
import type { UnmatchedException } from '../../compliance/exceptions/unmatched';
import { type Paint, printable, printableLines } from '../terminal';

/** What was found, for people: by cluster, with where it is and how to mend it; all that is well in a line. */
export function textReport({ resources, unmatched }: Evidence, templates: number, paint: Paint): string {
  const judged = resources.filter(({ outcomes }) => outcomes.some(({ standing }) => standing !== 'not-applicable'));
  const blocks = [
    ...judged.map(resource => resourceText(resource, paint)),
    ...unmatched.length === 0 ? [] : [unmatchedText(unmatched, paint)],
  ];
  return `${[...blocks, summary(judged, unmatched, templates, paint)].join('\n')}`;
}

const isAccepted = ({ status }: EvidenceOutcome) => status === 'acknowledged';

function resourceText({ constructPath, clusterIdentifier, resourceType, outcomes }: ResourceEvidence, paint: Paint): string {
  const [found, accepted] = [outcomes.filter(isOpen), outcomes.filter(isAccepted)];
  const about = [resourceType, clusterIdentifier].filter(part => part !== undefined).map(part => printable(part)).join(', ');
  return [
    `${paint('bold', printable(constructPath))} ${paint('dim', `(${about})`)}`,
    ...found.map(outcome => findingText(outcome, paint)),
    ...accepted.map(({ findingId, acknowledgement: { reason, approvedBy, expires } = { reason: '' } }) =>
      `  ${paint('dim', 'accepted')} ${printable(findingId)}: ${printable([reason, approvedBy && `approved by ${approvedBy}`, expires && `until ${expires}`].filter(Boolean).join(', '))}`),
    ...found.length + accepted.length === 0 ? [`  ${paint('green', 'ok')}`] : [],
    '',
  ].join('\n');
}

function findingText({ findingId, level, message, fix, source, locatedAt }: EvidenceOutcome, paint: Paint): string {
  const place = source === undefined ? '' : ` ${paint('cyan', placeOf(source))}`;
  return [
    `  ${levelText(level, paint)} ${paint('bold', printable(findingId))}${place}${locatedAt === undefined ? '' : ` ${paint('dim', `(${printable(locatedAt)})`)}`}`,
    ...indented(message ?? '', '    '),
    ...fix === undefined ? [] : [`    ${paint('dim', 'Fix:')}`, ...indented(fix, '      ')],
  ].join('\n');
}

function unmatchedText(unmatched: readonly UnmatchedException[], paint: Paint): string {
  return [
    paint('bold', 'Exceptions that accept nothing'),
    ...unmatched.map(({ findingId, level, message }) => `  ${levelText(level, paint)} ${paint('bold', findingId)}\n    ${printable(message)}`),
    '',
  ].join('\n');
}

function levelText(level: 'error' | 'warning', paint: Paint): string {
  return level === 'error' ? paint('red', 'error') : paint('yellow', 'warning');
}

function summary(judged: readonly ResourceEvidence[], unmatched: readonly UnmatchedException[], templates: number, paint: Paint): string {
  const inTemplates = counted(templates, 'template');
  if (judged.length === 0 && unmatched.length === 0) {
    return `There is no Aurora MySQL cluster in ${inTemplates}.\n`;
  }
  const found = [...judged.flatMap(({ outcomes }) => outcomes.filter(isOpen)), ...unmatched.filter(({ acceptance }) => acceptance === undefined)];
  const [errors, warnings] = [found.filter(({ level }) => level === 'error').length, found.filter(({ level }) => level === 'warning').length];
  const accepted = judged.flatMap(({ outcomes }) => outcomes.filter(isAccepted)).length;
  const databases = judged.filter(({ resourceType }) => resourceType.startsWith('AWS::RDS::'));
  const ok = databases.filter(({ outcomes }) => !outcomes.some(isOpen)).length;
  const counts = [counted(errors, 'error'), counted(warnings, 'warning'), ...accepted === 0 ? [] : [`${accepted} accepted`]].join(', ');
  return `${paint(errors > 0 ? 'red' : warnings > 0 ? 'yellow' : 'green', counts)}; ${ok} of ${counted(databases.length, 'database')} as they should be, in ${inTemplates}.\n`;
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function placeOf({ file, line, column }: SourceLocation): string {
  return printable([file, line, column].filter(part => part !== undefined).join(':'));
}

function indented(text: string, indent: string): string[] {
  return printableLines(text).split('\n').map(line => `${indent}${line}`.trimEnd());
}
