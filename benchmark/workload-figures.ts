import { NAIVE } from './detection-score';
import { code, share, table } from './markdown';
import { attacks, isSqlmap, lookedInto, LOOKS_AROUND, paged, programs, share as shareOf, type Raised } from './workload-score';
import { AuditDetection, AuditDetectionSeverity } from '../src';
import { workloads } from '../test/workloads/records';

/** What there is to say of a program that raises a detection. */
const VERDICTS: Record<string, string> = {
  DestructiveStatements: 'drops tables',
  SchemaChanges: 'makes and changes its schema',
  EmptiedTables: 'empties tables of its own',
  Backups: 'reads or restores everything',
  Reconnaissance: 'asks about accounts',
  ExfiltrationAndInjection: 'writes a file on the server (`mysqldump --tab`), which Aurora refuses',
};

const records = workloads();
const ours = { programs: programs(records), attacks: attacks(records) };
/** Each pattern of an article as a detection that goes off at the first record. */
const naive = NAIVE.map(({ name }, index) => [AuditDetection.of(`Naive${index}`, { filterPattern: name, runbook: name })])
  .map((detections, index) => ({ name: NAIVE[index].name, programs: programs(records, detections), attacks: attacks(records, detections) }));

const raisedWith = ({ alarms }: Raised, severity: AuditDetectionSeverity) => alarms.filter(({ detection }) => detection.severity === severity)
  .map(({ detection, records: count }) => `${detection.detectionId} (${count})`).join(', ');

function realPrograms(): string {
  const severities = [AuditDetectionSeverity.LOW, AuditDetectionSeverity.MEDIUM, AuditDetectionSeverity.HIGH, AuditDetectionSeverity.CRITICAL];
  return table(['program', 'records', ...severities, 'verdict', ...naive.map(({ name }) => code(name))], ours.programs.map(program => [
    program.name,
    String(program.records),
    ...severities.map(severity => raisedWith(program, severity) || '–'),
    program.alarms.map(({ detection }) => VERDICTS[detection.detectionId] ?? '**to look into**').join(', ') || 'quiet',
    ...naive.map(each => String(each.programs.find(({ name }) => name === program.name)?.alarms[0]?.records ?? '–')),
  ]));
}

function families(chosen: (family: string) => boolean): string {
  const names = Object.keys(ours.attacks).filter(chosen).sort();
  const row = (title: string, of: (all: Record<string, Raised[]>) => Raised[]) => [
    title, share(shareOf(of(ours.attacks))), share(shareOf(of(ours.attacks), lookedInto)), share(shareOf(of(ours.attacks), paged)),
    ...naive.map(each => share(shareOf(of(each.attacks)))),
  ];
  return table(['family', 'seen', 'MEDIUM or more', 'HIGH or CRITICAL', ...naive.map(({ name }) => code(name))], [
    ...names.map(family => row(family, all => all[family])),
    row('**all**', all => names.flatMap(family => all[family])),
  ]);
}

const missed = (chosen: (family: string) => boolean) => Object.entries(ours.attacks).filter(([family]) => chosen(family))
  .flatMap(([, items]) => items.filter(({ alarms }) => alarms.length === 0).map(({ name }) => code(name))).join(', ');

/** The part of docs/detections.md on real programs and fresh attacks. */
export function workloadFigures(): string {
  const isStatement = (family: string) => !isSqlmap(family) && family !== LOOKS_AROUND;
  return `## Real programs

What some thirty real programs raise (test/workloads/README.md says which records these are): the number of records that a detection counts, where its
alarm goes off. How fast the records came is not known, so all of them are taken to have come within one minute, which is more than a day of most.
Beside it how many records the patterns of articles count, each of which would raise an alarm.

${realPrograms()}

## Fresh attacks

Items, each a technique, whose alarm goes off: any, one of severity MEDIUM or more, and one that pages somebody. The statements were written from the documentation
of MySQL and Aurora by somebody who had not seen the patterns; the patterns were improved on them since, so that other attacks fare worse.

${families(isStatement)}

Missed: ${missed(isStatement)}. Looks around count as attacks only where there are fifty within five minutes.

By technique, runs of sqlmap with and without its tamper scripts against a small vulnerable page (\`npx projen lab:sqlmap\` runs it on yours):

${families(isSqlmap)}

Missed: ${missed(isSqlmap)}, three probes in which the injection never worked. In other runs it never worked either (the tamper scripts \`randomcomments\`, \`percentage\`,
\`halfversionedmorekeywords\`, \`scientific\` and \`dunion\` break the statement): these are seen by the errors that they make.`;
}
